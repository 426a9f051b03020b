"""Reminders of people who have not answered; in keep.db, by address, as they cannot be rebuilt.

What cancels one is read from the letters each time (`store.leads.people`): nothing is to be undone when an
answer turns out to be an auto-reply.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from desktop_app.domain.model import DAY, ContactId, Micros
from desktop_app.store import active_leads
from desktop_app.store.database import Database
from desktop_app.store.people import address_of

KEPT_FOR: Micros = 90 * DAY  # after it was due


class Due(NamedTuple):
    contact: ContactId
    name: str
    subject: str
    since: Micros


def put(db: Database, contact: ContactId, since: Micros, due: Micros | None) -> None:
    """The one reminder of a person; None takes it away. Call `engine.leads.refresh` after it."""
    with db.transaction():
        if address := address_of(db, contact):
            db.execute("DELETE FROM keep.reminder WHERE address = ?", (address,))
            if due is not None:
                db.execute("INSERT INTO keep.reminder VALUES (?, ?, ?, '', 0)", (address, since, due))


def put_for_letter(
    db: Database, message_id: str, addresses: Collection[str], since: Micros, due: Micros
) -> None:
    """A letter was sent to these; an answer of any of them is one to the letter."""
    rows = [(address.lower(), since, due, message_id) for address in addresses]
    with db.transaction():
        db.executemany("INSERT OR REPLACE INTO keep.reminder VALUES (?, ?, ?, ?, 0)", rows)
        active_leads.touch_people(db, [address for address, *_ in rows])


def due(db: Database, now: Micros) -> list[Due]:
    """Those that show as the next action and were not announced yet; from now on they are."""
    with db.transaction():
        rows = db.rows(_DUE, (now, now))
        db.executemany("UPDATE keep.reminder SET told = 1 WHERE address = ?", [(row[0],) for row in rows])
    return [Due(*row[1:]) for row in rows]


def purge(db: Database, now: Micros) -> None:
    """Forget those that were due long ago."""
    with db.transaction():
        old = db.rows("DELETE FROM keep.reminder WHERE due < ? RETURNING address", (now - KEPT_FOR,))
        active_leads.touch_people(db, [address for (address,) in old])


_DUE = """
SELECT m.address, l.contact, l.name, l.subject, m.since
FROM keep.reminder m
JOIN contact c ON c.address = m.address
JOIN lead l ON l.contact = c.id
WHERE m.told = 0 AND m.due <= ? AND l.reason = 'reminder' AND coalesce(l.snoozed_until, 0) <= ?
ORDER BY m.due
"""
