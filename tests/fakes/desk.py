"""A database with one account and its folders, and letters that arrive in it; no server."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from desktop_app.domain.addresses import OwnAddresses
from desktop_app.domain.model import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    AccountSettings,
    ContactId,
    Endpoint,
    Flags,
    LetterId,
    Micros,
    Role,
    Security,
)
from desktop_app.engine.derive import Derived, derive
from desktop_app.engine.ingest import Ingested, ingest
from desktop_app.mail.base import Batch, Change, Upsert
from desktop_app.store import accounts, folders
from desktop_app.store.database import Database
from desktop_app.store.reader import Reader

ME = "olga@firm.ru"
ANNA = "anna@client.ru"
BORIS = "boris@client.ru"
NOW: Micros = 1_790_000_000 * SECOND  # Monday 2026-09-21 14:13 UTC
__all__ = [
    "ANNA",
    "BORIS",
    "DAY",
    "HOUR",
    "ME",
    "MINUTE",
    "NOW",
    "SECOND",
    "Desk",
    "header",
    "settings",
    "upsert",
]


def settings(address: str = ME) -> AccountSettings:
    """Of an account on this machine."""
    return AccountSettings("imap", address, address, Endpoint("127.0.0.1", 143, Security.NONE))


def header(
    message_id: str,
    sender: str = f"Anna Petrova <{ANNA}>",
    to: str = ME,
    subject: str = "Offer",
    at: Micros = NOW,
    answers: str = "",
    extra: str = "",
) -> bytes:
    """A header block; `answers` is the Message-ID it replies to, `extra` further complete lines."""
    lines = [
        f"Message-ID: <{message_id}>",
        f"From: {sender}",
        f"To: {to}",
        f"Subject: {subject}",
        f"Date: {format_datetime(datetime.fromtimestamp(at / SECOND, UTC))}",
    ]
    if answers:
        lines += [f"In-Reply-To: <{answers}>", f"References: <{answers}>"]
    return ("\r\n".join([*lines, *extra.splitlines()]) + "\r\n\r\n").encode()


def upsert(remote_id: str, block: bytes, at: Micros = NOW, seen: bool = False) -> Upsert:
    """The letter lies in a folder."""
    return Upsert(remote_id, block, Flags(seen=seen), at, 1000)


class Desk:
    """One account (olga@firm.ru) with INBOX and Sent; `time` is the clock of all that happens."""

    def __init__(self, folder: Path, now: Micros = NOW) -> None:
        self.folder = folder
        self.now = now
        self.db = Database.open(folder, now)
        self.account = accounts.add(self.db, settings())
        found = [
            ("INBOX", "INBOX", Role.INBOX),
            ("Sent", "Sent", Role.SENT),
            ("Archive", "Archive", Role.ARCHIVE),
        ]
        self.inbox, self.sent, self.archive = folders.put_all(self.db, self.account, found)
        self.own = OwnAddresses(ME)
        self._next = 0

    def close(self) -> None:
        self.db.close()

    def take(self, changes: Sequence[Change], folder: folders.Folder | None = None) -> Ingested:
        """Apply a batch to INBOX or another folder."""
        place = folders.get(self.db, (folder or self.inbox).id)
        assert place is not None
        batch = Batch(changes, b"state", len(changes), len(changes))
        return ingest(self.db, self.account, place.id, place.role, batch, self.own, self.now, place.synced_at)

    def receive(
        self, message_id: str, *, at: Micros | None = None, seen: bool = False, **fields: str
    ) -> None:
        """A letter comes into INBOX."""
        at = self.now if at is None else at
        self._next += 1
        self.take([upsert(f"1.{self._next}", header(message_id, at=at, **fields), at, seen)])

    def send(self, message_id: str, to: str = ANNA, *, at: Micros | None = None, **fields: str) -> None:
        """A letter of ours comes into Sent."""
        at = self.now if at is None else at
        self._next += 1
        block = header(message_id, f"Olga <{ME}>", to, at=at, **fields)
        self.take([upsert(f"1.{self._next}", block, at, seen=True)], self.sent)

    def derive(self) -> list[Derived]:
        """Until nothing is due."""
        done = []
        while (one := derive(self.db, self.now)).conversations:
            done.append(one)
        return done

    def synced(self, *places: folders.Folder) -> None:
        """These folders (INBOX when none is named) are in sync as of now."""
        for place in places or (self.inbox,):
            folders.mark_synced(self.db, place.id, self.now)

    def reader(self) -> Reader:
        """The caller closes it."""
        return Reader(self.folder)

    def contact(self, address: str) -> ContactId:
        return ContactId(self.db.number("SELECT id FROM contact WHERE address = ?", (address,)))

    def letter(self, message_id: str) -> LetterId:
        return LetterId(self.db.number("SELECT id FROM letter WHERE message_id = ?", (message_id,)))

    def dump(self, tables: Iterable[str]) -> dict[str, list[tuple[object, ...]]]:
        """All rows of some tables, to compare."""
        return {table: sorted(self.db.rows(f"SELECT * FROM {table}"), key=repr) for table in tables}
