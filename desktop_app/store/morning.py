"""Where the user stands in the morning queue, so that a restart on the same day goes on from there.

By address, as contacts get other numbers when the database is rebuilt. Only the last day is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from desktop_app.domain.codes import ContactId, Micros
from desktop_app.store.rates import Rows

if TYPE_CHECKING:  # peewee is not for the window's process
    from desktop_app.store.database import Database

EARLIER = -1  # the place of those of an earlier pass through the queue


class Kept(NamedTuple):
    """`queue`: everybody of the pass in order, with what was done, "" = still to come.

    `handled`: with whom the user has dealt in earlier passes of the day.
    """

    started_at: Micros
    queue: tuple[tuple[ContactId, str], ...]
    handled: frozenset[ContactId]


def keep(
    db: Database,
    day: int,
    started_at: Micros,
    queue: Sequence[tuple[ContactId, str]],
    handled: Collection[ContactId],
) -> None:
    """In place of what was kept before. `day`: a Julian day number of the user's clock."""
    rows = [(day, place, kind, started_at, contact) for place, (contact, kind) in enumerate(queue)]
    rows += [(day, EARLIER, "", started_at, contact) for contact in sorted(handled)]
    with db.transaction():
        db.execute("DELETE FROM keep.morning")
        db.executemany(_KEEP, rows)


def kept(rows: Rows, day: int) -> Kept | None:
    """What is left of it; None: nothing of this day."""
    found = list(rows(_KEPT, (day,)))
    if not found:
        return None
    queue = tuple((contact, kind) for contact, place, kind, _ in found if place != EARLIER)
    handled = frozenset(contact for contact, place, _, _ in found if place == EARLIER)
    return Kept(found[0][3], queue, handled)


_KEEP = """
INSERT OR IGNORE INTO keep.morning (address, day, place, kind, started_at)
SELECT address, ?1, ?2, ?3, ?4 FROM contact WHERE id = ?5
"""
_KEPT = """
SELECT c.id, m.place, m.kind, m.started_at FROM keep.morning m JOIN contact c ON c.address = m.address
WHERE m.day = ? ORDER BY m.place, m.address
"""
