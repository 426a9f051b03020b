"""`otklik account add|list|test|folders|remove`."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from dataclasses import replace
from pathlib import Path

from desktop_app.cli import folders
from desktop_app.cli.door import Door, open_door, open_reader
from desktop_app.cli.parser import endpoint
from desktop_app.cli.words import sentence
from desktop_app.domain.commands import AddAccount, Discover, RemoveAccount, TestSaved, TestStep
from desktop_app.domain.errors import InputError
from desktop_app.domain.exchange import ews_url
from desktop_app.domain.model import AccountId, AccountKind, AccountSettings, Endpoint, Micros
from desktop_app.store.rows import AccountRow

STEPS = {
    "discover": "ask the domain for its server",
    "resolve": "find the server",
    "connect": "connect",
    "secure": "secure the connection",
    "sign_in": "sign in",
    "folders": "read the folders",
    "bell": "be told of new letters",
    "smtp": "sign in for sending",
}
BELLS = {
    "notify": "at once, in every folder",
    "idle": "at once in the inbox, each minute elsewhere",
    "poll": "each minute: the server does not ring",
}


def run(arguments: argparse.Namespace, data: Path, now: Micros) -> int:
    match arguments.verb:
        case "add":
            return _add(arguments, data, now)
        case "list":
            return _list(arguments, data)
        case "folders":
            return folders.run(arguments, data, account_of(data, arguments.address).id, now)
        case "test":
            with open_door(data) as door:
                return _test(door, account_of(data, arguments.address).id)
        case _:
            with open_door(data) as door:
                door.call(RemoveAccount(account_of(data, arguments.address).id))
            return 0


def account_of(data: Path, address: str) -> AccountRow:
    """Raises InputError when there is no such account."""
    with open_reader(data) as reader:
        for row in reader.accounts():
            if row.settings.address == address.strip().lower():
                return row
    raise InputError(field="address", reason="no_such_account", address=address)


def _add(arguments: argparse.Namespace, data: Path, now: Micros) -> int:
    settings = _settings(arguments)
    consent = None
    # Before the door: whoever holds it open must listen.
    if arguments.sign_in or arguments.kind == AccountKind.GRAPH:
        from desktop_app.cli import signing_in  # an HTTP server and more: for few

        consent = signing_in.sign_in(arguments, data, now)
    password = consent.password if consent else _password(arguments)
    with open_door(data) as door:
        if consent:
            consent.keep_client(door)
        if settings is None:
            settings = _discovered(door, arguments)
        door.call(AddAccount(settings, password))
    hint = f"`otklik account test {settings.address}` tries every step."
    print(f"Saved {settings.address}. {hint}", file=sys.stderr)
    return 0


def _settings(arguments: argparse.Namespace) -> AccountSettings | None:
    """None: no server is named."""
    if arguments.kind == AccountKind.EWS:
        settings = AccountSettings(AccountKind.EWS, arguments.address.strip().lower(), "")
        return _with_person(
            replace(settings, ews_url=ews_url(arguments.ews_url), kerberos=arguments.kerberos), arguments
        )
    if arguments.kind == AccountKind.GRAPH:
        settings = AccountSettings(AccountKind.GRAPH, arguments.address.strip().lower(), "")
        return _with_person(settings, arguments)
    if not arguments.imap:
        return None
    settings = AccountSettings(
        kind=arguments.kind,
        address=arguments.address.strip().lower(),
        user="",
        imap=_endpoint(arguments.imap, arguments.imap_security, "imap"),
        smtp=_endpoint(arguments.smtp, arguments.smtp_security, "smtp") if _sends(arguments) else None,
    )
    return _with_person(settings, arguments)


def _sends(arguments: argparse.Namespace) -> bool:
    return arguments.smtp not in (None, "", "none")


def _discovered(door: Door, arguments: argparse.Namespace) -> AccountSettings:
    found = door.call(Discover(arguments.address.strip().lower()))
    assert isinstance(found, list)
    if not found:
        raise InputError(field="imap", reason="no_server_found", address=arguments.address)
    return _with_person(found[0], arguments)


def _with_person(settings: AccountSettings, arguments: argparse.Namespace) -> AccountSettings:
    return replace(
        settings,
        user=arguments.user or settings.user or arguments.address,
        name=arguments.name,
        own=tuple(own.strip().lower() for own in arguments.own),
        tls_fingerprint=arguments.trust.replace(":", "").lower(),
    )


def _list(arguments: argparse.Namespace, data: Path) -> int:
    with open_reader(data) as reader:
        rows = reader.accounts()
    for row in rows:
        settings = row.settings
        if arguments.json:
            print(json.dumps(_record(row), ensure_ascii=False))
        else:
            server = settings.server
            print(f"{settings.address}  {settings.kind} {server.host}:{server.port} {server.security}")
    return 0


def _record(row: AccountRow) -> dict[str, object]:
    settings = row.settings
    return {
        "id": row.id,
        "kind": settings.kind,
        "address": settings.address,
        "user": settings.user,
        "own": list(settings.own),
        "ews_url": settings.ews_url,
        "imap": _place(settings.imap) if settings.imap else None,
        "smtp": _place(settings.smtp) if settings.smtp else None,
    }


def _place(server: Endpoint) -> dict[str, object]:
    return {"host": server.host, "port": server.port, "security": server.security}


def _test(door: Door, account: AccountId) -> int:
    steps = door.call(TestSaved(account))
    assert isinstance(steps, list)
    for step in steps:
        _print_step(step)
    return int(any(step.error for step in steps))


def _print_step(step: TestStep) -> None:
    found = BELLS.get(step.detail, step.detail)
    mark, text = ("ok  ", found) if step.error is None else ("FAIL", sentence(step.error))
    print(f"{mark} {STEPS.get(step.step, step.step)}{': ' + text if text else ''}")


def _endpoint(text: str, security: str, protocol: str) -> Endpoint:
    try:
        return endpoint(text, security, protocol)
    except ValueError:
        raise InputError(field=protocol, reason="not_host_port", text=text) from None


def _password(arguments: argparse.Namespace) -> str:
    if arguments.kerberos:
        return ""
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return getpass.getpass(f"Password of {arguments.address}: ")
