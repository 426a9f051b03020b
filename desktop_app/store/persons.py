"""One person under several addresses, as the user says: their letters and signals go over to one contact.

`keep.same_person` holds what the user said and outlives a rebuild; `gather` does it to the letters that are
here, again after every sync. `moved` remembers what went over, so that `part` can give it back.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from desktop_app.domain.errors import InputError
from desktop_app.domain.model import ContactId
from desktop_app.store.database import Database, Value


def merge(db: Database, address: str, person: str) -> None:
    """`address` is another address of whom we know by `person`; those merged into it before come along.

    InputError("no_such_contact", "same_address"). Call `engine.derive.derive` after it.
    """
    with db.transaction():
        person = main_address(db, person)
        if address == person:
            raise InputError(field="contact", reason="same_address")
        for one in (address, person):
            if _contact(db, one) is None:
                raise InputError(field="contact", reason="no_such_contact")
        db.execute("UPDATE keep.same_person SET person = ? WHERE person = ?", (person, address))
        db.execute("INSERT OR REPLACE INTO keep.same_person VALUES (?, ?)", (address, person))


def part(db: Database, address: str) -> tuple[ContactId, ...]:
    """It is another person after all; the contacts to refresh. Call `engine.derive.derive` after it."""
    with db.transaction():
        row = db.row("SELECT person FROM keep.same_person WHERE address = ?", (address,))
        if row is None:
            return ()
        db.execute("DELETE FROM keep.same_person WHERE address = ?", (address,))
        was, now = _contact(db, address), _contact(db, row[0])
        if was is None or now is None:
            return ()
        values: dict[str, Value] = {"was": was, "now": now, "address": address}
        for sql in _PART:
            db.execute(sql, values)
    return was, now


def gather(db: Database) -> tuple[ContactId, ...]:
    """Take letters and signals of merged addresses over; the contacts to refresh. In a transaction."""
    touched: list[ContactId] = []
    for was, now in db.rows(_TO_GATHER):
        for sql in _GATHER:
            db.execute(sql, {"was": was, "now": now})
        touched += [was, now]
    return tuple(touched)


def resolved(db: Database, contacts: Mapping[str, ContactId]) -> dict[str, ContactId]:
    """Address -> contact, where a merged address leads to its person."""
    rows = db.rows(_RESOLVED, (json.dumps(list(contacts)),))
    return {**contacts, **dict(rows)}


def main_address(db: Database, address: str) -> str:
    """By which address the person is known."""
    row = db.row("SELECT person FROM keep.same_person WHERE address = ?", (address,))
    return str(row[0]) if row else address


def further(db: Database, addresses: Collection[str]) -> dict[str, list[str]]:
    """The further addresses of persons."""
    found: dict[str, list[str]] = {}
    sql = (
        "SELECT s.person, s.address FROM json_each(?) wanted"
        " CROSS JOIN keep.same_person s ON s.person = wanted.value ORDER BY s.address"
    )
    for person, address in db.rows(sql, (json.dumps(list(addresses)),)):
        found.setdefault(person, []).append(address)
    return found


def _contact(db: Database, address: str) -> ContactId | None:
    row = db.row("SELECT id FROM contact WHERE address = ?", (address,))
    return ContactId(row[0]) if row else None


_RESOLVED = """
SELECT s.address, c.id FROM json_each(?) wanted
CROSS JOIN keep.same_person s ON s.address = wanted.value
JOIN contact c ON c.address = s.person
"""
_TO_GATHER = """
SELECT was.id, now.id FROM keep.same_person s
JOIN contact was ON was.address = s.address
JOIN contact now ON now.address = s.person
WHERE EXISTS (SELECT 1 FROM letter WHERE contact = was.id)
    OR EXISTS (SELECT 1 FROM recipient WHERE contact = was.id)
    OR EXISTS (SELECT 1 FROM signal WHERE contact = was.id)
"""
_GATHER = (
    "INSERT OR IGNORE INTO due (conversation) SELECT DISTINCT conversation FROM letter WHERE contact = :was",
    (
        "INSERT OR IGNORE INTO due (conversation) SELECT DISTINCT l.conversation FROM recipient r"
        " JOIN letter l ON l.id = r.letter WHERE r.contact = :was"
    ),
    # What came to :was by a merge of its own stays known by where it came from.
    (
        "INSERT OR IGNORE INTO moved (side, letter, was, now) SELECT 'in', id, :was, :now FROM letter"
        " WHERE contact = :was AND id NOT IN (SELECT letter FROM moved WHERE side = 'in' AND now = :was)"
    ),
    "UPDATE letter SET contact = :now WHERE contact = :was",
    # Letters that :now has got himself, not by a merge.
    (
        "INSERT OR IGNORE INTO moved (side, letter, was, now) SELECT 'own', r.letter, :now, :now"
        " FROM recipient r JOIN recipient o ON o.letter = r.letter AND o.contact = :now"
        " WHERE r.contact = :was"
        " AND r.letter NOT IN (SELECT letter FROM moved WHERE side = 'out' AND now = :now)"
    ),
    (
        "INSERT OR IGNORE INTO moved (side, letter, was, now) SELECT 'out', letter, :was, :now FROM recipient"
        " WHERE contact = :was"
        " AND (letter IN (SELECT letter FROM moved WHERE side = 'own' AND was = :was)"
        " OR letter NOT IN (SELECT letter FROM moved WHERE side = 'out' AND now = :was))"
    ),
    "DELETE FROM moved WHERE side = 'own' AND was = :was",
    "UPDATE moved SET now = :now WHERE now = :was",
    "UPDATE OR IGNORE recipient SET contact = :now WHERE contact = :was",
    "DELETE FROM recipient WHERE contact = :was",
    "UPDATE signal SET contact = :now WHERE contact = :was",
    "UPDATE OR IGNORE contact_account SET contact = :now WHERE contact = :was",
    "DELETE FROM contact_account WHERE contact = :was",
    "UPDATE OR IGNORE phone SET contact = :now WHERE contact = :was",
    "DELETE FROM phone WHERE contact = :was",
)
_PART = (
    (
        "INSERT OR IGNORE INTO due (conversation) SELECT DISTINCT l.conversation FROM moved m"
        " JOIN letter l ON l.id = m.letter WHERE m.was = :was"
    ),
    (
        "UPDATE letter SET contact = :was WHERE contact = :now"
        " AND id IN (SELECT letter FROM moved WHERE was = :was AND side = 'in')"
    ),
    (
        "INSERT OR IGNORE INTO recipient (letter, contact, account, at, human)"
        " SELECT r.letter, :was, r.account, r.at, r.human FROM moved m"
        " JOIN recipient r ON r.letter = m.letter AND r.contact = :now WHERE m.was = :was AND m.side = 'out'"
    ),
    (
        "DELETE FROM recipient WHERE contact = :now"
        " AND letter IN (SELECT letter FROM moved WHERE was = :was AND side = 'out')"
        " AND letter NOT IN (SELECT letter FROM moved WHERE was = :now AND side = 'own')"
        " AND letter NOT IN (SELECT letter FROM moved WHERE was <> :was AND side = 'out' AND now = :now)"
    ),
    "UPDATE signal SET contact = :was WHERE contact = :now AND recipient = :address",
    (
        "UPDATE OR IGNORE phone SET contact = :was WHERE contact = :now"
        " AND letter IN (SELECT letter FROM moved WHERE was = :was AND side = 'in')"
    ),
    "DELETE FROM phone_read WHERE contact IN (:was, :now)",
    (
        "INSERT OR IGNORE INTO contact_account (account, contact) SELECT DISTINCT l.account, :was"
        " FROM moved m JOIN letter l ON l.id = m.letter WHERE m.was = :was"
    ),
    "DELETE FROM moved WHERE was = :was",
    (
        "DELETE FROM moved WHERE side = 'own' AND was = :now"
        " AND letter NOT IN (SELECT letter FROM moved WHERE side = 'out' AND now = :now)"
    ),
)
