"""`otklik remind|later`: reminders of people, and letters that wait for their time."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from desktop_app.cli.door import open_door, open_reader
from desktop_app.cli.records import Record, iso
from desktop_app.cli.timing import settings_of
from desktop_app.domain.addresses import normalise
from desktop_app.domain.commands import Remind, SaveDraft, Send, SendAt, UndoSend
from desktop_app.domain.errors import InputError
from desktop_app.domain.model import AccountId, Address, ContactId, Draft, Micros, OutboxId
from desktop_app.domain.text_html import text_html
from desktop_app.store.reader import Reader
from desktop_app.store.reminded import Reminder
from desktop_app.store.rows import OutboxRow


def run(arguments: argparse.Namespace, data: Path, now: Micros) -> int:
    verbs: dict[tuple[str, str], Callable[[argparse.Namespace, Path, Micros], None]] = {
        ("remind", "list"): _reminders,
        ("remind", "add"): _remind,
        ("remind", "cancel"): _forget,
        ("later", "list"): _letters,
        ("later", "add"): _write,
        ("later", "move"): _move,
        ("later", "cancel"): _cancel,
    }
    verbs[arguments.program, arguments.verb](arguments, data, now)
    return 0


# ── reminders ────────────────────────────────────────────────────────────────────────────────────
def _reminders(arguments: argparse.Namespace, data: Path, now: Micros) -> None:
    with open_reader(data) as reader:
        found = reader.reminders()
    for one in found:
        if arguments.json:
            print(json.dumps(_reminder(one), ensure_ascii=False))
        else:
            print(f"{iso(one.due)}  {_state(one, now):9}  {one.address}")


def _reminder(one: Reminder) -> Record:
    return {
        "contact": one.address,
        "name": one.name or None,
        "at": iso(one.due),
        "since": iso(one.since),
        "of_letter": one.of_letter,
        "answered": one.answered,
        "told": one.told,
    }


def _state(one: Reminder, now: Micros) -> str:
    if one.answered:
        return "answered"
    return "due" if one.due <= now else "waits"


def _remind(arguments: argparse.Namespace, data: Path, now: Micros) -> None:
    contact, at = _contact(data, arguments.address), arguments.at(now)
    if at <= now:
        raise InputError(field="at", reason="past")
    with open_door(data) as door:
        door.call(Remind(contact, at))


def _forget(arguments: argparse.Namespace, data: Path, now: Micros) -> None:
    address = normalise(arguments.address)
    with open_reader(data) as reader:
        if address not in {one.address for one in reader.reminders()}:
            raise InputError(field="contact", reason="no_reminder")
    contact = _contact(data, address)
    with open_door(data) as door:
        door.call(Remind(contact, None))


def _contact(data: Path, address: str) -> ContactId:
    wanted = normalise(address)
    with open_reader(data) as reader:
        for contact, known in reader.contacts().items():
            if known == wanted:
                return contact
    raise InputError(field="contact", reason="no_such_contact")


# ── letters ──────────────────────────────────────────────────────────────────────────────────────
def _letters(arguments: argparse.Namespace, data: Path, now: Micros) -> None:
    with open_reader(data) as reader:
        found = [one for one in reader.outbox() if one.state == "held" and one.send_at is not None]
    for one in sorted(found, key=lambda row: (row.send_at or 0, row.id)):
        if arguments.json:
            print(json.dumps(_letter(one), ensure_ascii=False))
        else:
            people = ", ".join(person.address for person in one.to)
            print(f"{one.id:4}  {iso(one.send_at)}  {people}  {' '.join(one.subject.split())}")


def _letter(one: OutboxRow) -> Record:
    return {
        "id": one.id,
        "account": one.account,
        "at": iso(one.send_at),
        "to": [person.address for person in one.to],
        "subject": one.subject,
        "created_at": iso(one.created_at),
    }


def _write(arguments: argparse.Namespace, data: Path, now: Micros) -> None:
    at = arguments.at(now)
    if at <= now:
        raise InputError(field="at", reason="past")
    with open_reader(data) as reader:
        settings, account = settings_of(reader), _account(reader, arguments.account)
    tracked = settings.flag("track_by_default") and bool(settings.text("tracking_url"))
    draft = Draft(
        account,
        to=_people(arguments.to),
        cc=_people(arguments.cc),
        subject=arguments.subject,
        html=text_html(sys.stdin.read()),
        tracked=tracked and not arguments.no_tracking,
        remind_days=arguments.remind_days,
    )
    with open_door(data) as door:
        number = door.call(Send(draft, 0, at))
    print(number)


def _account(reader: Reader, address: str) -> AccountId:
    """The first one that sends, or the one of this address."""
    wanted = normalise(address)
    for one in reader.accounts():
        if one.settings.sends and wanted in ("", one.settings.address):
            return one.id
    raise InputError(field="account", reason="no_such_account")


def _people(addresses: list[str]) -> tuple[Address, ...]:
    return tuple(Address("", normalise(one)) for one in addresses)


def _move(arguments: argparse.Namespace, data: Path, now: Micros) -> None:
    at = arguments.at(now)
    if at <= now:
        raise InputError(field="at", reason="past")
    with open_door(data) as door:
        door.call(SendAt(OutboxId(arguments.number), at))


def _cancel(arguments: argparse.Namespace, data: Path, now: Micros) -> None:
    """Nothing written is lost: the letter becomes a draft."""
    with open_door(data) as door:
        draft = door.call(UndoSend(OutboxId(arguments.number)))
        assert isinstance(draft, Draft)
        door.call(SaveDraft("", draft))
    print("Not sent. The letter is kept as a draft.", file=sys.stderr)
