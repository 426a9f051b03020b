"""What bounces, read receipts and absence notes say inside: read from the whole letter, after its headers."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import NamedTuple

from desktop_app.domain.evidence import Away
from desktop_app.domain.model import AccountId, ContactId, Kind, LetterId, Micros
from desktop_app.store.database import Database


class Report(NamedTuple):
    """`outcome`: "failed", "delayed" ... of a bounce, "displayed", "deleted" ... of a receipt; "" = not told.

    `message_id` names our letter, `recipient` (lower-case) the person; "" = not told. `status`: "5.1.1" of a
    bounce. Of a bounce for several both hold a line for each. `by_hand`: the person agreed to send the
    receipt. `return_at`: when he will be back.
    """

    message_id: str = ""
    recipient: str = ""
    outcome: str = ""
    status: str = ""
    by_hand: bool = False
    return_at: Micros | None = None


class Wanting(NamedTuple):
    """A letter to be read. `at`: when it arrived."""

    letter: LetterId
    kind: Kind
    at: Micros


def wanting(db: Database, account: AccountId, since: Micros, limit: int) -> list[Wanting]:
    """Such letters, arrived after `since`, that lie on the server and were not read yet; newest first."""
    rows = db.rows(_WANTING, (account, since, limit))
    return [Wanting(LetterId(number), Kind(kind), at) for number, kind, at in rows]


def save(db: Database, letter: LetterId, report: Report) -> None:
    """Keep what a letter says; our letter is then among its references, where a polite sender puts it."""
    with db.transaction():
        db.execute(_SAVE, (letter, *report))
        if report.message_id:
            db.execute(_REFER, (report.message_id, letter, report.message_id))


def of_letters(db: Database, letters: Collection[LetterId]) -> dict[LetterId, Report]:
    """Those that were read."""
    rows = db.rows(_OF_LETTERS, (json.dumps(list(letters)),))
    return {
        number: Report(message_id, recipient, outcome, status, bool(by_hand), return_at)
        for number, message_id, recipient, outcome, status, by_hand, return_at in rows
    }


def also_to(db: Database, letters: Collection[LetterId]) -> dict[LetterId, set[str]]:
    """Addresses that got a letter of ours beside those in To: in Cc, or by a copy that was submitted."""
    wanted = json.dumps(list(letters))
    found: dict[LetterId, set[str]] = {}
    for letter, address in db.rows(_ALSO_TO, (wanted, wanted)):
        found.setdefault(letter, set()).add(address)
    return found


def absences(db: Database, contacts: Collection[ContactId], since: Micros) -> dict[ContactId, Away]:
    """Who is, or was until `since` or later, out of office: what his newest note says.

    He was away from the first note that named the same day; a human letter of his means that he is back.
    """
    rows = db.rows(_ABSENCES, (json.dumps(list(contacts)), since))
    return {
        contact: Away(began, min(until, wrote_at) if wrote_at and wrote_at > noted_at else until)
        for contact, began, noted_at, until, wrote_at in rows
    }


_WANTING = """
SELECT l.id, l.kind, l.arrived_at FROM letter l
WHERE (l.kind = 'bounce' OR l.kind = 'receipt' OR l.kind = 'away') -- the words of the index letter_report
    AND l.account = ? AND l.direction = 'in' AND l.arrived_at > ?
    AND NOT EXISTS (SELECT 1 FROM report r WHERE r.letter = l.id)
    AND EXISTS (SELECT 1 FROM place p WHERE p.letter = l.id)
ORDER BY l.arrived_at DESC LIMIT ?
"""
_SAVE = """
INSERT OR REPLACE INTO report (letter, message_id, recipient, outcome, status, by_hand, return_at)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_REFER = """
UPDATE letter SET reference_ids = ltrim(reference_ids || char(10) || ?, char(10))
WHERE id = ? AND instr(char(10) || reference_ids || char(10), char(10) || ? || char(10)) = 0
"""
_OF_LETTERS = """
SELECT r.letter, r.message_id, r.recipient, r.outcome, r.status, r.by_hand, r.return_at
FROM json_each(?) wanted CROSS JOIN report r ON r.letter = wanted.value
"""
_ALSO_TO = """
SELECT l.id, one.value ->> 1 FROM json_each(?) wanted
CROSS JOIN letter l ON l.id = wanted.value AND l.cc <> ''
CROSS JOIN json_each(l.cc) one
UNION
SELECT l.id, c.recipient FROM json_each(?) wanted
CROSS JOIN letter l ON l.id = wanted.value
JOIN keep.outbox o ON o.message_id = l.message_id
JOIN keep.outbox_copy c ON c.outbox = o.id
"""
# Few notes name a day: they are walked, not the letters of many contacts.
# With max() the bare columns are those of the row that has it (SQLite): of the newest note.
_ABSENCES = """
WITH note AS MATERIALIZED (
    SELECT l.contact, l.arrived_at, r.return_at
    FROM report r CROSS JOIN letter l ON l.id = r.letter
    WHERE r.return_at IS NOT NULL AND l.contact IN (SELECT value FROM json_each(?))
), newest AS (
    SELECT contact, return_at, max(arrived_at) AS noted_at FROM note GROUP BY contact
)
SELECT w.contact, min(n.arrived_at), w.noted_at, w.return_at,
    (SELECT l.arrived_at FROM letter l
        WHERE l.contact = w.contact AND l.kind = 'human' ORDER BY l.arrived_at DESC LIMIT 1)
FROM newest w JOIN note n ON n.contact = w.contact AND n.return_at = w.return_at
WHERE w.return_at > ?
GROUP BY w.contact
"""
