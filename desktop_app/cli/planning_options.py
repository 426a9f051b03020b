"""Options of `otklik company|remind|later`."""

from __future__ import annotations

import argparse

from desktop_app.cli.option_types import positive, when

_AT = "ISO 8601, UTC when it names no zone; or from now: +90m, +3h, +2d"


def company(options: argparse.ArgumentParser) -> None:
    options.add_argument("domain", metavar="DOMAIN", help="of the company, or an address there")
    options.add_argument("--json", action="store_true", help="one object a line")
    options.add_argument("--limit", type=positive, metavar="N", default=50, help="lines of history (50)")


def remind(options: argparse.ArgumentParser) -> None:
    verbs = options.add_subparsers(dest="verb", required=True, metavar="list|add|cancel")
    verbs.add_parser("list", help="all of them, the next first").add_argument("--json", action="store_true")
    add = verbs.add_parser("add", help="remind of a person unless they answer")
    add.add_argument("address")
    add.add_argument("--at", type=when, required=True, metavar="T", help=_AT)
    verbs.add_parser("cancel", help="do not remind").add_argument("address")


def later(options: argparse.ArgumentParser) -> None:
    verbs = options.add_subparsers(dest="verb", required=True, metavar="list|add|move|cancel")
    verbs.add_parser("list", help="letters that wait for their time").add_argument(
        "--json", action="store_true"
    )
    _write(verbs.add_parser("add", help="a letter, its text from stdin, to be sent at an instant"))
    move = verbs.add_parser("move", help="send it at another instant")
    move.add_argument("number", type=positive, metavar="N", help="as `list` shows")
    move.add_argument("--at", type=when, required=True, metavar="T", help=_AT)
    cancel = verbs.add_parser("cancel", help="do not send it; it is kept as a draft")
    cancel.add_argument("number", type=positive, metavar="N", help="as `list` shows")


def _write(add: argparse.ArgumentParser) -> None:
    add.add_argument("--to", action="append", required=True, metavar="ADDRESS")
    add.add_argument("--cc", action="append", default=[], metavar="ADDRESS")
    add.add_argument("--subject", required=True)
    add.add_argument("--at", type=when, required=True, metavar="T", help=_AT)
    add.add_argument("--account", default="", metavar="ADDRESS", help="the mailbox (default: the first)")
    add.add_argument("--no-tracking", action="store_true")
    add.add_argument(
        "--remind-days", type=positive, default=0, metavar="N", help="remind when nobody has answered by then"
    )
