"""Reminders as they are read: of whom, when, and whether an answer has cancelled them."""

from __future__ import annotations

from typing import NamedTuple

from desktop_app.domain.codes import Micros
from desktop_app.store.rates import Rows

# Of a reminder `m` of the contact `c`: a person has answered, he himself or anybody to its letter.
ANSWERED = """(
    EXISTS (SELECT 1 FROM letter WHERE contact = c.id AND direction = 'in' AND kind = 'human'
        AND arrived_at > m.since)
    OR EXISTS (SELECT 1 FROM recipient r JOIN letter mine ON mine.id = r.letter
        JOIN letter answer ON answer.conversation = mine.conversation
        WHERE r.contact = c.id AND mine.message_id = nullif(m.message_id, '')
        AND answer.direction = 'in' AND answer.kind = 'human' AND answer.contact IS NOT NULL
        AND answer.arrived_at > m.since)
)"""


class Reminder(NamedTuple):
    """`of_letter`: asked for when a letter was sent. `answered`: it will not come. `told`: it has come."""

    address: str
    name: str  # "" when none is known
    since: Micros
    due: Micros
    of_letter: bool
    answered: bool
    told: bool


def reminders(rows: Rows) -> list[Reminder]:
    """The next first."""
    return [
        Reminder(address, name, since, due, bool(of_letter), bool(answered), bool(told))
        for address, name, since, due, of_letter, answered, told in rows(_ALL, ())
    ]


_ALL = f"""
SELECT m.address, coalesce(c.name, ''), m.since, m.due, m.message_id <> '', {ANSWERED}, m.told
FROM keep.reminder m LEFT JOIN contact c ON c.address = m.address
ORDER BY m.due, m.address
"""
