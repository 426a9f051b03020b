"""`otklik privacy|consent|person`: modes, the register of consents, export and erasure of one person."""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.cli.door import open_door, open_reader
from desktop_app.domain.addresses import normalise
from desktop_app.domain.commands import (
    AllowTracking,
    ErasePerson,
    GetPerson,
    SetPrivacy,
    WithdrawTracking,
)
from desktop_app.domain.errors import FolderUnusable, InputError
from desktop_app.domain.model import SECOND, Micros
from desktop_app.domain.person_file import Words, person_zip
from desktop_app.settings.policy import locked_settings, policy_file
from desktop_app.settings.privacy import policy_of
from desktop_app.settings.schema import Settings

WHY = {
    "withdrawn": "the person withdrew",
    "it_contact": "set by your organisation for this address",
    "it_domain": "set by your organisation for {subject}",
    "contact": "set for this address",
    "domain": "set for {subject}",
    "consent": "the person agreed",
    "account": "set for the account {subject}",
    "region": "an EU or UK recipient without a recorded consent",
    "default": "the default",
}
INTRO = (
    "Everything Otklik holds on this person on this computer and at the tracking server. Letters themselves "
    "lie in the mailbox. Times are UTC."
)
ERASED = (
    "Erased: opens, clicks, marks, corrections, notes, snoozes, rules and consents of {address}, "
    "fetched texts of letters with this person, and what the tracking server kept. What stays: the "
    "letters in the mailbox, and what Otklik makes of them (the contact and its conversations) as long "
    "as they are there. A hash of the address stays, so that letters to it are never marked again."
)


def run(arguments: argparse.Namespace, data: Path, now: Micros) -> int:
    verbs: dict[tuple[str, str], Callable[[argparse.Namespace, Path, Micros], None]] = {
        ("privacy", "list"): _rules,
        ("privacy", "show"): _show,
        ("privacy", "set"): _set,
        ("consent", "list"): _register,
        ("consent", "given"): _given,
        ("consent", "withdrawn"): _withdrawn,
        ("person", "export"): _export,
        ("person", "erase"): _erase,
    }
    verbs[arguments.program, arguments.verb](arguments, data, now)
    return 0


def _rules(arguments: argparse.Namespace, data: Path, now: Micros) -> None:
    with open_reader(data) as reader:
        rules, accounts = reader.privacy_rules(), reader.account_modes()
    rows = [(f"account {address}", mode) for address, mode in accounts.items()]
    for subject, mode in [*rows, *((rule.subject, rule.mode) for rule in rules)]:
        print(json.dumps({"subject": subject, "mode": mode}) if arguments.json else f"{mode:9}  {subject}")


def _show(arguments: argparse.Namespace, data: Path, now: Micros) -> None:
    address = normalise(arguments.address)
    with open_reader(data) as reader:
        settings = Settings(reader.settings(), locked_settings(policy_file()))
        found = reader.privacy([address], arguments.account.strip().lower(), policy_of(settings))[address]
    print(f"{found.mode.value}: {WHY[found.why].format(subject=found.subject)}")


def _set(arguments: argparse.Namespace, data: Path, now: Micros) -> None:
    mode = "" if arguments.mode == "default" else arguments.mode
    with open_door(data) as door:
        door.call(SetPrivacy(arguments.subject, mode, arguments.account))


def _register(arguments: argparse.Namespace, data: Path, now: Micros) -> None:
    with open_reader(data) as reader:
        lines = reader.consents(normalise(arguments.address))
    writer = csv.writer(sys.stdout)
    writer.writerow(("address", "at", "given", "how", "wording", "message_id"))
    for line in lines:
        at = datetime.fromtimestamp(line.at / SECOND, UTC).isoformat(timespec="seconds")
        writer.writerow((line.address, at, int(line.given), line.how, line.wording, line.message_id))


def _given(arguments: argparse.Namespace, data: Path, now: Micros) -> None:
    with open_door(data) as door:
        door.call(AllowTracking(normalise(arguments.address), arguments.how, arguments.wording))


def _withdrawn(arguments: argparse.Namespace, data: Path, now: Micros) -> None:
    with open_door(data) as door:
        door.call(WithdrawTracking(normalise(arguments.address), arguments.how))


def _export(arguments: argparse.Namespace, data: Path, now: Micros) -> None:
    address = normalise(arguments.address)
    target = arguments.to or Path(f"{address.replace('/', '_')}.zip")
    if target.exists():
        raise InputError(field="file", reason="exists", path=str(target))
    with open_door(data) as door:
        held = door.call(GetPerson(address))
    assert isinstance(held, dict)
    words = Words("en", f"What is held on {address}", INTRO, "Nothing is held on this person.", {})
    try:
        # Personal data: for nobody else's eyes.
        with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(person_zip(address, held, words, now))
    except OSError as error:
        raise FolderUnusable(path=str(target), text=error.strerror or str(error)) from error
    print(f"Written: {target}", file=sys.stderr)


def _erase(arguments: argparse.Namespace, data: Path, now: Micros) -> None:
    address = normalise(arguments.address)
    if not arguments.yes and input(f"Erase {address}? This cannot be undone. Type yes: ").strip() != "yes":
        raise InputError(field="address", reason="declined")
    with open_door(data) as door:
        door.call(ErasePerson(address))
    print(ERASED.format(address=address), file=sys.stderr)
