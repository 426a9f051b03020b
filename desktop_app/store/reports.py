"""What bounces and read receipts say inside: read from the whole letter, after its headers were."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import NamedTuple

from desktop_app.domain.model import AccountId, Kind, LetterId
from desktop_app.store.database import Database


class Report(NamedTuple):
    """`outcome`: "failed", "delayed" ... of a bounce, "displayed", "deleted" ... of a receipt; "" = not told.

    `message_id` names our letter, `recipient` (lower-case) the person; "" = not told. `by_hand`: the person
    agreed to send the receipt.
    """

    message_id: str = ""
    recipient: str = ""
    outcome: str = ""
    by_hand: bool = False


def wanting(db: Database, account: AccountId, limit: int) -> list[tuple[LetterId, Kind]]:
    """Bounces and receipts that lie on the server and were not read yet, the newest first."""
    return [(LetterId(number), Kind(kind)) for number, kind in db.rows(_WANTING, (account, limit))]


def save(db: Database, letter: LetterId, report: Report) -> None:
    """Keep what a letter says; our letter is then among its references, where a polite sender puts it."""
    with db.transaction():
        db.execute(_SAVE, (letter, *report))
        if report.message_id:
            db.execute(_REFER, (report.message_id, letter, report.message_id))


def of_letters(db: Database, letters: Collection[LetterId]) -> dict[LetterId, Report]:
    """Those that were read."""
    rows = db.rows(_OF_LETTERS, (json.dumps(list(letters)),))
    return {row[0]: Report(row[1], row[2], row[3], bool(row[4])) for row in rows}


_WANTING = """
SELECT l.id, l.kind FROM letter l
WHERE l.kind IN ('bounce', 'receipt') AND l.account = ? AND l.direction = 'in'
    AND NOT EXISTS (SELECT 1 FROM report r WHERE r.letter = l.id)
    AND EXISTS (SELECT 1 FROM place p WHERE p.letter = l.id)
ORDER BY l.arrived_at DESC LIMIT ?
"""
_SAVE = """
INSERT OR REPLACE INTO report (letter, message_id, recipient, outcome, by_hand) VALUES (?, ?, ?, ?, ?)
"""
_REFER = """
UPDATE letter SET reference_ids = ltrim(reference_ids || char(10) || ?, char(10))
WHERE id = ? AND instr(char(10) || reference_ids || char(10), char(10) || ? || char(10)) = 0
"""
_OF_LETTERS = """
SELECT r.letter, r.message_id, r.recipient, r.outcome, r.by_hand
FROM json_each(?) wanted CROSS JOIN report r ON r.letter = wanted.value
"""
