"""Templates of letters, and what came of the letters that began with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from desktop_app.domain.codes import Micros
from desktop_app.store.rows import TemplateRow

if TYPE_CHECKING:  # peewee is not for the window's process
    from desktop_app.store.database import Database

Rows = Callable[[str, Sequence[Any]], Iterable[tuple[Any, ...]]]

# A letter counts once it was sent: it stands in the mailbox, or our outbox has handed it over.
_RESULTS = """
WITH sent AS MATERIALIZED (
    SELECT u.template, u.message_id,
        EXISTS (SELECT 1 FROM keep.token t WHERE t.message_id = u.message_id AND t.kind = 'open') AS tracked,
        EXISTS (SELECT 1 FROM keep.token t WHERE t.message_id = u.message_id AND t.kind = 'click') AS linked,
        EXISTS (SELECT 1 FROM signal s WHERE s.message_id = u.message_id AND s.verdict = 'human'
            AND s.kind IN ('open', 'reopen', 'click')) AS opened,
        EXISTS (SELECT 1 FROM signal s WHERE s.message_id = u.message_id AND s.verdict = 'human'
            AND s.kind = 'click') AS clicked,
        EXISTS (SELECT 1 FROM signal s WHERE s.message_id = u.message_id AND s.kind = 'reply') AS answered
    FROM keep.template_use u
    WHERE EXISTS (SELECT 1 FROM keep.account a JOIN reference r ON r.account = a.id
            AND r.message_id = u.message_id AND r.letter IS NOT NULL)
        OR EXISTS (SELECT 1 FROM keep.outbox o WHERE o.message_id = u.message_id
            AND o.state IN ('sent', 'partly'))
)
SELECT m.id, m.name, m.subject, m.html, m.changed_at, count(s.message_id), coalesce(sum(s.tracked), 0),
    coalesce(sum(s.opened AND s.tracked), 0), coalesce(sum(s.linked), 0),
    coalesce(sum(s.clicked AND s.linked), 0), coalesce(sum(s.answered), 0),
    coalesce((SELECT sum(people) FROM keep.tally y WHERE y.kind = 'open'
        AND y.bundle GLOB 'aggregate:' || m.id || ':*'), 0),
    coalesce((SELECT sum(people) FROM keep.tally y WHERE y.kind = 'click'
        AND y.bundle GLOB 'aggregate:' || m.id || ':*'), 0)
FROM keep.template m LEFT JOIN sent s ON s.template = m.id
GROUP BY m.id ORDER BY m.name COLLATE NOCASE, m.id
"""


def all_templates(rows: Rows) -> list[TemplateRow]:
    """By name, each with its results."""
    return [TemplateRow(*row) for row in rows(_RESULTS, ())]


def save(db: Database, number: int, name: str, subject: str, html: str, now: Micros) -> int:
    """`number` 0 makes a new one; another one is written over, or comes back after it was removed."""
    with db.transaction():
        if number:
            sql = (
                "INSERT OR REPLACE INTO keep.template (id, name, subject, html, changed_at)"
                " VALUES (?, ?, ?, ?, ?)"
            )
            return db.insert(sql, (number, name, subject, html, now))
        sql = "INSERT INTO keep.template (name, subject, html, changed_at) VALUES (?, ?, ?, ?)"
        return db.insert(sql, (name, subject, html, now))


def remove(db: Database, number: int) -> None:
    """Which letters began with it stays known, so that it can come back with its results."""
    with db.transaction():
        db.execute("DELETE FROM keep.template WHERE id = ?", (number,))


def note_use(db: Database, message_id: str, template: int) -> None:
    """A letter that began with a template is to be sent."""
    with db.transaction():
        sql = "INSERT OR REPLACE INTO keep.template_use (message_id, template) VALUES (?, ?)"
        db.execute(sql, (message_id, template))
