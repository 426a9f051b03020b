"""What may have changed about the leads that change by time, since they were last looked at.

`touched` belongs to the writer's connection and lives in memory; it is rolled back with the transaction in
which something changed.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import NamedTuple

from desktop_app.domain.model import DAY, ContactId, Micros
from desktop_app.domain.warmth import OPEN_FOR, Rate
from desktop_app.store.database import Database
from desktop_app.store.rates import ANSWER_WITHIN

EVERYBODY = ContactId(0)  # `accounts.ORPHANS`: letters have gone, of whom is not known


class UserRate(NamedTuple):
    """Answers to all letters of the user. `pending`: when those were sent whose fate is open, ascending."""

    rate: Rate
    pending: tuple[Micros, ...]


def touch(db: Database, contacts: Collection[ContactId]) -> None:
    """Something about these contacts has changed."""
    db.execute("INSERT OR IGNORE INTO touched SELECT value FROM json_each(?)", (_json(contacts),))


def touch_people(db: Database, addresses: Collection[str]) -> None:
    """The same of those among these addresses who are contacts."""
    db.execute(_TOUCH_PEOPLE, (json.dumps(list(addresses)),))


def take_touched(db: Database) -> set[ContactId]:
    """Those touched since the last call, perhaps with EVERYBODY."""
    found = {ContactId(contact) for (contact,) in db.rows("SELECT contact FROM touched")}
    db.execute("DELETE FROM touched")
    return found


def addresses(db: Database, contacts: Collection[ContactId]) -> list[str]:
    """Of those of them that are still known."""
    sql = "SELECT address FROM contact WHERE id IN (SELECT value FROM json_each(?))"
    return [address for (address,) in db.rows(sql, (_json(contacts),))]


def next_changes(db: Database, contacts: Collection[ContactId], now: Micros) -> dict[ContactId, Micros]:
    """When a contact's counters change next by time alone.

    Then the fate of a letter is known, a letter of his is a week old, or an absence is forgotten.
    """
    bounds: dict[str, str | int] = {
        "wanted": _json(contacts),
        "fate": now - ANSWER_WITHIN,
        "fate_after": ANSWER_WITHIN,
        "week": now - 7 * DAY,
        "week_after": 7 * DAY,
        "absence": now - OPEN_FOR,
        "absence_after": OPEN_FOR,
    }
    return {ContactId(contact): at for contact, at in db.rows(_NEXT_CHANGES, bounds)}


def user_rate(db: Database, now: Micros) -> UserRate:
    """All of them in one pass."""
    row = db.row(_USER_RATE, (now - ANSWER_WITHIN,)) or (0, 0, "[]")
    return UserRate(Rate(row[0], row[1]), tuple(sorted(json.loads(row[2]))))


_TOUCH_PEOPLE = """
INSERT OR IGNORE INTO touched
SELECT c.id FROM json_each(?) wanted JOIN contact c ON c.address = wanted.value
"""
_NEXT_CHANGES = """
SELECT contact, min(at) FROM (
    SELECT r.contact, min(r.at) + :fate_after AS at
    FROM json_each(:wanted) w CROSS JOIN recipient r ON r.contact = w.value AND r.at > :fate
    WHERE r.human = 1 AND r.answered_at IS NULL
    GROUP BY r.contact
    UNION ALL
    SELECT l.contact, min(l.arrived_at) + :week_after
    FROM json_each(:wanted) w CROSS JOIN letter l ON l.contact = w.value AND l.arrived_at > :week
    WHERE l.kind = 'human'
    GROUP BY l.contact
    UNION ALL
    SELECT l.contact, min(r.return_at) + :absence_after
    FROM report r CROSS JOIN letter l ON l.id = r.letter
    WHERE r.return_at > :absence AND l.contact IN (SELECT value FROM json_each(:wanted))
    GROUP BY l.contact
) GROUP BY contact
"""
_USER_RATE = f"""
SELECT coalesce(sum(coalesce(answered_at - at <= {ANSWER_WITHIN}, 0)), 0),
    count(*) FILTER (WHERE at <= ?1 OR answered_at IS NOT NULL),
    json_group_array(at) FILTER (WHERE at > ?1 AND answered_at IS NULL)
FROM recipient WHERE human = 1
"""


def _json(contacts: Collection[ContactId]) -> str:
    return json.dumps(list(contacts))
