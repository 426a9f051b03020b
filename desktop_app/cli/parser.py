"""The command line as data: every program, option and help sentence of `otklik`."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop_app.cli import planning_options
from desktop_app.cli.option_types import instant, positive
from desktop_app.domain.model import IMAP_PORTS, SMTP_PORTS, Endpoint, Security

_PORTS = {"imap": IMAP_PORTS, "smtp": SMTP_PORTS}


def parser() -> argparse.ArgumentParser:
    """Attribute `program` names what was asked for; None is the window."""
    top = argparse.ArgumentParser(prog="otklik", description="Who answers, who waits, who is warm.")
    top.add_argument("--data", type=Path, help="data folder (default: the system's place for it)")
    programs = top.add_subparsers(dest="program", metavar="PROGRAM")
    _demo(programs.add_parser("demo", help="try Otklik on an invented company, no account needed"))
    _account(programs.add_parser("account", help="mail accounts: add, list, test, folders, remove"))
    _sync(programs.add_parser("sync", help="bring every folder up to date"))
    for name in ("letters", "conversations", "waits", "signals", "leads", "channels"):
        listing = programs.add_parser(name, help=f"print {name}")
        _listing(listing)
        if name == "leads":
            listing.add_argument("--csv", action="store_true", help="for spreadsheets, with a head")
    planning_options.company(programs.add_parser("company", help="all of one domain, and what happened"))
    planning_options.remind(programs.add_parser("remind", help="reminders of people who do not answer"))
    planning_options.later(programs.add_parser("later", help="letters to be sent at an instant"))
    _replies(programs.add_parser("replies", help="reply times, with unanswered letters inside the figures"))
    digest = programs.add_parser("digest", help="the last week beside the week before, and who still waits")
    digest.add_argument("--json", action="store_true")
    _assign(programs.add_parser("assign", help="hand a wait over to a colleague, or take it back"))
    programs.add_parser("engine", help="run without a window")
    _serve(programs.add_parser("serve", help="the tracking server"))
    _server(programs.add_parser("server", help="keys and backups of a tracking server"))
    _team(programs.add_parser("team", help="how fast the team answers; own rows told, shown, as a file"))
    _privacy(programs.add_parser("privacy", help="how much may be noticed of whom"))
    _consent(programs.add_parser("consent", help="the register of consents"))
    _person(programs.add_parser("person", help="what is held on one person"))
    doctor = programs.add_parser("doctor", help="what works, what does not, in words")
    doctor.add_argument(
        "--bundle", type=Path, nargs="?", const=Path("otklik-support.zip"), metavar="FILE",
        help="write a support file too, without addresses, names, subjects and secrets",
    )  # fmt: skip
    return top


def endpoint(text: str, security: str, protocol: str) -> Endpoint:
    """`HOST`, `HOST:PORT` or `[IPv6]:PORT`. Raises ValueError with a sentence."""
    kind = Security(security)
    host, colon, port = text.rpartition(":")
    if not colon or text.endswith("]") or (":" in host.strip("[]") and not host.startswith("[")):
        host, port = text, str(_PORTS[protocol][kind])
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"{text!r} is not HOST:PORT")
    return Endpoint(host.strip("[]"), int(port), kind)


def _demo(demo: argparse.ArgumentParser) -> None:
    demo.add_argument("--headless", action="store_true", help="no window: do the work and print it")
    demo.add_argument("--seed", type=int, default=1, help="another seed, another company")


def _account(account: argparse.ArgumentParser) -> None:
    verbs = account.add_subparsers(dest="verb", required=True, metavar="add|list|test|folders|remove")
    add = verbs.add_parser("add", help="save an account; `test` tries it")
    _account_options(add)
    verbs.add_parser("list").add_argument("--json", action="store_true")
    for verb, meaning in (("test", "try every step"), ("remove", "forget it with its letters")):
        verbs.add_parser(verb, help=meaning).add_argument("address")
    _folders(verbs.add_parser("folders", help="every folder: what for, read or not, how far"))


def _folders(folders: argparse.ArgumentParser) -> None:
    folders.add_argument("address")
    change = folders.add_mutually_exclusive_group()
    change.add_argument("--on", metavar="FOLDER", help="read this folder")
    change.add_argument("--off", metavar="FOLDER", help="do not read it, forget what was read")
    change.add_argument("--sent", metavar="FOLDER", help='sent letters lie here; "": where the server says')
    change.add_argument("--json", action="store_true", help="one object a line")


def _account_options(add: argparse.ArgumentParser) -> None:
    security = [kind.value for kind in Security]
    kinds = "ews: Exchange; graph: Microsoft 365"
    add.add_argument("--kind", choices=["imap", "ews", "graph"], default="imap", help=kinds)
    add.add_argument("--address", required=True, help="your e-mail address")
    add.add_argument("--user", help="who signs in (default: the address); for a shared mailbox, you")
    add.add_argument("--name", default="", help="your name, for the letters you write")
    add.add_argument("--own", action="append", default=[], metavar="ADDRESS|DOMAIN", help="is ours too")
    add.add_argument("--imap", metavar="HOST:PORT", help="default: looked for by the address, --smtp too")
    add.add_argument("--imap-security", choices=security, default="tls")
    add.add_argument("--smtp", metavar="HOST:PORT", help="without it, or `none`: receive only")
    add.add_argument("--smtp-security", choices=security, default="tls")
    add.add_argument("--ews-url", default="", metavar="URL", help="Exchange; default: the domain is asked")
    add.add_argument("--tenant", default="", metavar="ID|DOMAIN", help="Microsoft 365: of your company")
    add.add_argument("--device-code", action="store_true", help="Microsoft 365: agree on another device")
    add.add_argument("--kerberos", action="store_true", help="Exchange: by the sign-in of this computer")
    add.add_argument("--trust", default="", metavar="SHA256", help="accept this certificate")
    how = add.add_mutually_exclusive_group()
    how.add_argument("--password-stdin", action="store_true", help="read the password's line from stdin")
    how.add_argument("--sign-in", choices=["google", "microsoft"], help="in a browser, without a password")
    add.add_argument("--client-id", default="", metavar="ID", help="of your registration, for sign-ins")
    add.add_argument("--client-secret", default="", metavar="SECRET", help="Google gives one with the ID")
    add.add_argument("--timeout", type=positive, metavar="S", default=300, help="for --sign-in (300)")


def _sync(sync: argparse.ArgumentParser) -> None:
    sync.add_argument("--once", action="store_true", required=True, help="until every folder is in sync")


def _listing(listing: argparse.ArgumentParser) -> None:
    listing.add_argument("--json", action="store_true", help="one object a line")
    listing.add_argument("--since", type=instant, metavar="T")
    listing.add_argument("--limit", type=positive, metavar="N")


def _replies(replies: argparse.ArgumentParser) -> None:
    shape = replies.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true")
    shape.add_argument("--csv", action="store_true")
    replies.add_argument("--from", dest="begin", type=instant, metavar="D")
    replies.add_argument("--to", dest="end", type=instant, metavar="D")
    replies.add_argument("--clock", choices=["calendar", "working"])
    replies.add_argument("--start", choices=["arrival", "opening"])
    replies.add_argument("--who", metavar="ADDRESS", help="only answers written by this address")


def _assign(assign: argparse.ArgumentParser) -> None:
    numbers = "a letter of the wait, as `otklik waits --json` numbers it"
    assign.add_argument("letters", type=positive, nargs="+", metavar="LETTER", help=numbers)
    how = assign.add_mutually_exclusive_group(required=True)
    how.add_argument("--to", metavar="ADDRESS|NAME", help="the colleague who answers from now on")
    how.add_argument("--mine", action="store_true", help="it is mine, although it was forwarded")
    how.add_argument("--undo", action="store_true", help="as if nothing had been said")


def _privacy(privacy: argparse.ArgumentParser) -> None:
    verbs = privacy.add_subparsers(dest="verb", required=True, metavar="list|show|set")
    verbs.add_parser("list", help="addresses and domains with a mode of their own").add_argument(
        "--json", action="store_true"
    )
    show = verbs.add_parser("show", help="the mode that holds for an address, and why")
    show.add_argument("address")
    show.add_argument("--account", default="", metavar="ADDRESS", help="of letters from this account")
    put = verbs.add_parser("set", help="give an address, a domain or an account a mode")
    put.add_argument("subject", metavar="ADDRESS|DOMAIN")
    put.add_argument("mode", choices=["off", "aggregate", "date", "full", "default"])
    put.add_argument("--account", action="store_true", help="the address is that of an account")


def _consent(consent: argparse.ArgumentParser) -> None:
    verbs = consent.add_subparsers(dest="verb", required=True, metavar="list|given|withdrawn")
    verbs.add_parser("list", help="print the register as CSV").add_argument("address", nargs="?", default="")
    given = verbs.add_parser("given", help="a person agreed to be tracked")
    given.add_argument("address")
    given.add_argument("--how", default="command_line", metavar="WORDS", help="in which way")
    given.add_argument("--wording", default="", metavar="TEXT", help="what the person was shown")
    gone = verbs.add_parser("withdrawn", help="a person does not want it: erase, track no more")
    gone.add_argument("address")
    gone.add_argument("--how", default="command_line", metavar="WORDS")


def _person(person: argparse.ArgumentParser) -> None:
    verbs = person.add_subparsers(dest="verb", required=True, metavar="export|erase")
    export = verbs.add_parser("export", help="everything held on the person, here and at the server: a ZIP")
    export.add_argument("address")
    export.add_argument("--to", type=Path, metavar="FILE", help="default: ADDRESS.zip in this folder")
    erase = verbs.add_parser("erase", help="erase the person's opens, clicks, notes and rules")
    erase.add_argument("address")
    erase.add_argument("--yes", action="store_true", help="do not ask")


def _serve(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--listen", default="127.0.0.1:8480", metavar="HOST:PORT")
    serve.add_argument(
        "--storage", default="otklik-server.db", metavar="URL", help="SQLite file or postgresql://..."
    )
    serve.add_argument("--public-url", required=True, metavar="URL", help="how recipients reach it")
    serve.add_argument("--trusted-proxy", action="append", default=[], metavar="CIDR")
    serve.add_argument("--keep-months", type=int, default=12, metavar="N", help="erase older hits (1 to 60)")
    serve.add_argument("--cert", type=Path, metavar="FILE", help="PEM chain: speak TLS itself")
    serve.add_argument("--key", type=Path, metavar="FILE", help="PEM key of --cert")


def _server(server: argparse.ArgumentParser) -> None:
    names = "invite|list|team|rotate|revoke|backup|restore"
    verbs = server.add_subparsers(dest="verb", required=True, metavar=names)
    for verb, meaning in (
        ("invite", "a key for one person, to paste into the app"),
        ("rotate", "a new key for a person; the old one signs nobody in, its letters go on counting"),
        ("revoke", "take a person's keys away; pixels and links go on answering, nothing is kept"),
    ):
        one = verbs.add_parser(verb, help=meaning)
        one.add_argument("name", help="as invited, or the number that `list` shows")
        _storage(one)
        if verb == "revoke":
            one.add_argument("--keep-rows", action="store_true", help="the lead goes on seeing the rows")
        else:
            one.add_argument("--public-url", default="", metavar="URL", help="default: as last started")
        if verb == "invite":
            _membership(one)
    one = verbs.add_parser("team", help="move a person to a team, as its lead or as a member")
    one.add_argument("name", help="as invited, or the number that `list` shows")
    _storage(one)
    _membership(one)
    _storage(verbs.add_parser("list", help="the keys: number, state, name"))
    for verb, meaning in (("backup", "copy a running server's file"), ("restore", "put a backup in place")):
        one = verbs.add_parser(verb, help=meaning)
        one.add_argument("file", type=Path)
        _storage(one)


def _team(team: argparse.ArgumentParser) -> None:
    names = "figures|rows|share|sync|export|import|forget"
    verbs = team.add_subparsers(dest="verb", required=True, metavar=names)
    figures = verbs.add_parser("figures", help="each person's figures, one JSON object a line")
    figures.add_argument("--days", type=positive, default=84)
    verbs.add_parser("rows", help="what leaves this computer, or would, word for word")
    verbs.add_parser("share", help="tell the team's lead").add_argument("state", choices=("on", "off"))
    verbs.add_parser("sync", help="tell and read now")
    verbs.add_parser("export", help="the own rows as a signed file").add_argument("file", type=Path)
    read = verbs.add_parser("import", help="a colleague's signed file")
    read.add_argument("file", type=Path)
    read.add_argument("--name", default="", help="whose it is, the first time")
    forget = verbs.add_parser("forget", help="erase the rows of somebody whose file was read")
    forget.add_argument("name")


def _membership(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lead", action="store_true", help="reads how fast the team answers")
    command.add_argument("--team", default="", metavar="TEAM", help="default: that of all who are in none")


def _storage(command: argparse.ArgumentParser) -> None:
    command.add_argument("--storage", default="otklik-server.db", metavar="URL")

