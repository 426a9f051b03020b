"""`otklik account add|list|test|remove`."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from pathlib import Path

from desktop_app.cli.door import Door, open_door, open_reader
from desktop_app.cli.parser import endpoint
from desktop_app.cli.words import sentence
from desktop_app.domain.commands import AddAccount, RemoveAccount, TestSaved, TestStep
from desktop_app.domain.errors import InputError
from desktop_app.domain.model import AccountId, AccountSettings, Endpoint
from desktop_app.store.rows import AccountRow

STEPS = {
    "discover": "ask the domain for its server",
    "resolve": "find the server",
    "connect": "connect",
    "secure": "secure the connection",
    "sign_in": "sign in",
    "folders": "read the folders",
    "smtp": "sign in for sending",
}


def run(arguments: argparse.Namespace, data: Path) -> int:
    match arguments.verb:
        case "add":
            return _add(arguments, data)
        case "list":
            return _list(arguments, data)
        case "test":
            with open_door(data) as door:
                return _test(door, _account(data, arguments.address).id)
        case _:
            with open_door(data) as door:
                door.call(RemoveAccount(_account(data, arguments.address).id))
            return 0


def _add(arguments: argparse.Namespace, data: Path) -> int:
    settings = AccountSettings(
        kind=arguments.kind,
        address=arguments.address.strip().lower(),
        user=arguments.user or arguments.address,
        imap=_endpoint(arguments.imap, arguments.imap_security, "imap"),
        smtp=_endpoint(arguments.smtp, arguments.smtp_security, "smtp") if arguments.smtp else None,
        name=arguments.name,
        own=tuple(own.strip().lower() for own in arguments.own),
        tls_fingerprint=arguments.trust.replace(":", "").lower(),
    )
    password = _password(arguments)  # before the door: whoever holds it open must listen
    with open_door(data) as door:
        door.call(AddAccount(settings, password))
    hint = f"`otklik account test {settings.address}` tries every step."
    print(f"Saved {settings.address}. {hint}", file=sys.stderr)
    return 0


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
    mark, text = ("ok  ", step.detail) if step.error is None else ("FAIL", sentence(step.error))
    print(f"{mark} {STEPS.get(step.step, step.step)}{': ' + text if text else ''}")


def _account(data: Path, address: str) -> AccountRow:
    with open_reader(data) as reader:
        for row in reader.accounts():
            if row.settings.address == address.strip().lower():
                return row
    raise InputError(field="address", reason="no_such_account", address=address)


def _endpoint(text: str, security: str, protocol: str) -> Endpoint:
    try:
        return endpoint(text, security, protocol)
    except ValueError:
        raise InputError(field=protocol, reason="not_host_port", text=text) from None


def _password(arguments: argparse.Namespace) -> str:
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return getpass.getpass(f"Password of {arguments.address}: ")
