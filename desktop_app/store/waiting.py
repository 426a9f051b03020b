"""Who waits for our answer, for the engine."""

from __future__ import annotations

from typing import NamedTuple

from desktop_app.domain.model import ContactId, Micros
from desktop_app.store.database import Database


class OpenWait(NamedTuple):
    contact: ContactId
    name: str
    subject: str
    arrived_at: Micros


_OPEN = """
SELECT w.contact, coalesce(nullif(c.name, ''), c.address), l.subject, w.arrived_at
FROM wait w JOIN contact c ON c.id = w.contact JOIN letter l ON l.id = w.last_letter
WHERE w.answered_at IS NULL AND w.excluded IS NULL AND w.arrived_at >= ?
ORDER BY w.arrived_at
"""


def open_waits(db: Database, since: Micros) -> list[OpenWait]:
    """Counted waits without an answer that began at or after `since`, the longest first."""
    return [OpenWait(*row) for row in db.rows(_OPEN, (since,))]
