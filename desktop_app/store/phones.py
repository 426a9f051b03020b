"""Telephone numbers of contacts: found in signatures, or given by the user, who has the last word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from desktop_app.domain.model import DAY, AccountId, ContactId, LetterId, Micros
from desktop_app.domain.phones import Phone
from desktop_app.store.database import Database
from desktop_app.store.people import address_of

LOOKED_BACK: Micros = 180 * DAY  # an older signature says little


class Unread(NamedTuple):
    """The newest letter of a contact whose number nobody has looked for."""

    contact: ContactId
    letter: LetterId
    domain_is_russian: bool


def wanting(db: Database, account: AccountId, now: Micros, limit: int) -> list[Unread]:
    """Active leads without a number: an open letter of ours or a client who waits; warmest first."""
    rows = db.rows(_WANTING, {"account": account, "since": now - LOOKED_BACK, "limit": limit})
    return [Unread(contact, letter, is_russian(address)) for contact, letter, address in rows]


def writer_of(db: Database, letter: LetterId) -> Unread | None:
    """Whose signature a letter has; None for our own letters and those of machines."""
    row = db.row(_WRITER, (letter,))
    return Unread(row[0], letter, is_russian(row[1])) if row else None


def save(db: Database, unread: Unread, found: Sequence[Phone]) -> bool:
    """A newer letter's numbers take the place of an older one's; whether anything changed."""
    with db.transaction():
        db.execute("INSERT OR REPLACE INTO phone_read VALUES (?, ?)", (unread.contact, unread.letter))
        sql = "SELECT number, shown, extension FROM phone WHERE contact = ? ORDER BY position"
        rows = [(one.number, one.shown, one.extension) for one in found]
        if not rows or db.rows(sql, (unread.contact,)) == rows or _is_older(db, unread):
            return False
        db.execute("DELETE FROM phone WHERE contact = ?", (unread.contact,))
        db.executemany(_ADD, [(unread.contact, *row, place, unread.letter) for place, row in enumerate(rows)])
    return True


def set_by_hand(db: Database, contact: ContactId, phone: Phone | None) -> None:
    """None: what was found counts again; a number of "": none of them is his."""
    with db.transaction():
        address = address_of(db, contact)
        if address is None:
            return
        db.execute("DELETE FROM keep.phone_by_hand WHERE address = ?", (address,))
        if phone is not None:
            row = (address, phone.number, phone.shown, phone.extension)
            db.execute("INSERT INTO keep.phone_by_hand VALUES (?, ?, ?, ?)", row)


def is_russian(address: str) -> bool:
    """By its mail domain: ten digits are read as a Russian number then."""
    return address.rpartition(".")[2] in ("ru", "su", "xn--p1ai", "рф")


def _is_older(db: Database, unread: Unread) -> bool:
    """Whether the numbers kept are of a later letter."""
    sql = (
        "SELECT max(l.arrived_at) > (SELECT arrived_at FROM letter WHERE id = ?)"
        " FROM phone p JOIN letter l ON l.id = p.letter WHERE p.contact = ?"
    )
    return bool(db.number(sql, (unread.letter, unread.contact)))


_WANTING = """
WITH active AS MATERIALIZED (
    SELECT contact, warmth FROM lead INDEXED BY lead_scored WHERE warmth IS NOT NULL
    UNION
    SELECT contact, warmth FROM lead INDEXED BY lead_answer WHERE waiting_since > :since
)
SELECT a.contact, l.id, c.address
FROM active a
CROSS JOIN contact c ON c.id = a.contact
CROSS JOIN letter l ON l.id = (
    SELECT id FROM letter WHERE contact = a.contact AND kind = 'human' ORDER BY arrived_at DESC LIMIT 1)
WHERE l.account = :account AND l.arrived_at > :since
    AND NOT EXISTS (SELECT 1 FROM phone p WHERE p.contact = a.contact)
    AND NOT EXISTS (SELECT 1 FROM keep.phone_by_hand h WHERE h.address = c.address)
    AND NOT EXISTS (SELECT 1 FROM phone_read d WHERE d.contact = a.contact AND d.letter = l.id)
ORDER BY a.warmth DESC LIMIT :limit
"""
_WRITER = """
SELECT l.contact, c.address FROM letter l JOIN contact c ON c.id = l.contact
WHERE l.id = ? AND l.direction = 'in' AND l.kind = 'human'
"""
_ADD = "INSERT INTO phone (contact, number, shown, extension, position, letter) VALUES (?, ?, ?, ?, ?, ?)"
