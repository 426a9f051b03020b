"""Letters whose place in Sent is still to be looked after, with their clean bytes. All of it in keep.db.

A job is begun before a letter is handed over and followed once the server has it, so that a kill in between
is known; what was begun and not followed is looked after at the next start, but never filed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from desktop_app.domain.model import AccountId, Micros
from desktop_app.store.database import Database


class File(IntEnum):
    """Whether the clean letter is filed when Sent has none at the end."""

    NEVER = 0
    WHERE_SERVER_FILES = 1  # another mail program sent it, and may keep it wherever it likes
    ALWAYS = 2


@dataclass(frozen=True, slots=True)
class Job:
    """`looks`: how often Sent was looked at already."""

    account: AccountId
    message_id: str
    mime: bytes
    file: File
    created_at: Micros
    looks: int


def begin(db: Database, account: AccountId, message_id: str, mime: bytes, now: Micros) -> None:
    """A marked letter is about to be handed over."""
    _put(db, Job(account, message_id, mime, File.NEVER, now, 0), None)


def follow(db: Database, job: Job, due: Micros) -> None:
    """Look at Sent from `due` on; replaces what was known of this letter."""
    _put(db, job, due)


def forget(db: Database, account: AccountId, message_id: str) -> None:
    """It was not sent, or all is in order."""
    with db.transaction():
        db.execute("DELETE FROM keep.sent_copy WHERE account = ? AND message_id = ?", (account, message_id))


def due(db: Database, now: Micros) -> list[Job]:
    """Jobs whose time has come, oldest first."""
    rows = db.rows(
        "SELECT account, message_id, mime, file, created_at, looks FROM keep.sent_copy"
        " WHERE next_at <= ? ORDER BY next_at",
        (now,),
    )
    return [
        Job(account, message_id, mime, File(file), created_at, looks)
        for account, message_id, mime, file, created_at, looks in rows
    ]


def next_at(db: Database) -> Micros | None:
    """When the next job is due; None when there is none."""
    found = db.row("SELECT min(next_at) FROM keep.sent_copy")
    return found[0] if found else None


def interrupted(db: Database, now: Micros) -> None:
    """At start: what was being handed over when the engine died may lie in Sent with its marks."""
    with db.transaction():
        db.execute("UPDATE keep.sent_copy SET next_at = ? WHERE next_at IS NULL", (now,))


def _put(db: Database, job: Job, next_at: Micros | None) -> None:
    with db.transaction():
        db.execute(
            "INSERT OR REPLACE INTO keep.sent_copy"
            " (account, message_id, mime, file, created_at, looks, next_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (job.account, job.message_id, job.mime, int(job.file), job.created_at, job.looks, next_at),
        )
