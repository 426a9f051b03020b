"""Letters that another mail program sent through us: who has his copy, and who still waits for it.

All of it in keep.db. A letter the server took whole is only remembered for a day, so that a mail program that
did not hear our answer and sends it again does not double it. A letter the server took partly is kept with
its bytes until nobody waits any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from desktop_app.domain.model import DAY, AccountId, Micros
from desktop_app.store.database import Database, Row

REMEMBERED: Micros = DAY


@dataclass(frozen=True, slots=True)
class Relayed:
    """`copies`: recipient to (state, detail)."""

    id: int
    account: AccountId
    message_id: str
    sender: str
    smtputf8: bool
    mime: bytes
    created_at: Micros
    copies: Mapping[str, tuple[str, str]]


def settled(db: Database, account: AccountId, message_id: str, mime: bytes, now: Micros) -> set[str]:
    """Recipients of this very letter who have it or will get it from the queue."""
    rows = db.rows(
        "SELECT c.recipient FROM keep.relayed r JOIN keep.relayed_copy c ON c.relayed = r.id"
        " WHERE r.account = ? AND r.message_id = ? AND r.digest = ? AND r.created_at > ?"
        " AND c.state <> 'rejected'",
        (account, message_id, _digest(mime), now - REMEMBERED),
    )
    return {recipient for (recipient,) in rows}


def remember(
    db: Database, account: AccountId, message_id: str, mime: bytes, people: Iterable[str], now: Micros
) -> None:
    """The server took it for all of these."""
    with db.transaction():
        number = _insert(db, account, message_id, _digest(mime), "", False, b"", now)
        _insert_copies(db, number, [(who, "accepted", "", 0) for who in people])


def keep(
    db: Database,
    account: AccountId,
    message_id: str,
    sender: str,
    smtputf8: bool,
    mime: bytes,
    waiting: Collection[str],
    now: Micros,
    until: Micros,
) -> int:
    """Everybody gets a copy of his own, none is sent yet: all wait here, until then for the caller alone."""
    with db.transaction():
        number = _insert(db, account, message_id, _digest(mime), sender, smtputf8, mime, now)
        _insert_copies(db, number, [(who, "held", "", until) for who in waiting])
    return number


def drop(db: Database, relayed: int) -> None:
    """The server took nothing of it, and the mail program has been told."""
    with db.transaction():
        db.execute("DELETE FROM keep.relayed_copy WHERE relayed = ?", (relayed,))
        db.execute("DELETE FROM keep.relayed WHERE id = ?", (relayed,))


def due(db: Database, state: str, now: Micros) -> list[Relayed]:
    """Letters with copies in a state (held, failed) whose time has come, oldest first; only those copies."""
    rows = db.rows(
        "SELECT DISTINCT r.id, r.account, r.message_id, r.sender, r.smtputf8, r.mime, r.created_at"
        " FROM keep.relayed_copy c JOIN keep.relayed r ON r.id = c.relayed"
        " WHERE c.state = ? AND c.next_at <= ? ORDER BY r.id",
        (state, now),
    )
    return [_relayed(db, row, state, now) for row in rows]


def next_at(db: Database) -> Micros | None:
    """When the next copy or report is due; None when nothing waits."""
    found = db.row("SELECT min(next_at) FROM keep.relayed_copy WHERE state IN ('held', 'failed')")
    return found[0] if found else None


def mark(
    db: Database, relayed: int, recipient: str, state: str, detail: str = "", next_at: Micros = 0
) -> None:
    """What became of one copy. The bytes go when nobody waits for them any more."""
    with db.transaction():
        db.execute(
            "UPDATE keep.relayed_copy SET state = ?, detail = ?, next_at = ?"
            " WHERE relayed = ? AND recipient = ?",
            (state, detail, next_at, relayed, recipient),
        )
        db.execute(
            "UPDATE keep.relayed SET mime = x'' WHERE id = ? AND NOT EXISTS (SELECT 1 FROM keep.relayed_copy"
            " WHERE relayed = ? AND state IN ('held', 'sending', 'failed'))",
            (relayed, relayed),
        )


def interrupted(db: Database, detail: str) -> None:
    """At start: copies that were being sent when the engine died may have arrived: the sender is to hear it.

    Those that were not begun are due.
    """
    with db.transaction():
        db.execute(
            "UPDATE keep.relayed_copy SET state = 'failed', detail = ?, next_at = 0 WHERE state = 'sending'",
            (detail,),
        )
        db.execute("UPDATE keep.relayed_copy SET next_at = 0 WHERE state = 'held'")


def forget(db: Database, now: Micros) -> None:
    """Letters older than a day that nobody waits for."""
    with db.transaction():
        db.execute("DELETE FROM keep.relayed WHERE created_at < ? AND mime = x''", (now - REMEMBERED,))
        db.execute("DELETE FROM keep.relayed_copy WHERE relayed NOT IN (SELECT id FROM keep.relayed)")


def _insert(
    db: Database,
    account: AccountId,
    message_id: str,
    digest: str,
    sender: str,
    smtputf8: bool,
    mime: bytes,
    now: Micros,
) -> int:
    return db.insert(
        "INSERT INTO keep.relayed (account, message_id, digest, sender, smtputf8, mime, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (account, message_id, digest, sender, int(smtputf8), mime, now),
    )


def _insert_copies(db: Database, relayed: int, copies: Iterable[tuple[str, str, str, Micros]]) -> None:
    db.executemany(
        "INSERT OR REPLACE INTO keep.relayed_copy (relayed, recipient, state, detail, next_at)"
        " VALUES (?, ?, ?, ?, ?)",
        [(relayed, *copy) for copy in copies],
    )


def _relayed(db: Database, row: Row, which: str, now: Micros) -> Relayed:
    number, account, message_id, sender, smtputf8, mime, created_at = row
    copies = db.rows(
        "SELECT recipient, state, detail FROM keep.relayed_copy"
        " WHERE relayed = ? AND state = ? AND next_at <= ?",
        (number, which, now),
    )
    told = {recipient: (state, detail) for recipient, state, detail in copies}
    return Relayed(number, account, message_id, sender, bool(smtputf8), mime, created_at, told)


def _digest(mime: bytes) -> str:
    return sha256(mime).hexdigest()
