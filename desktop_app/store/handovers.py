"""Waits that went over to colleagues: said by hand (keep.db), and what is seen of their answers here.

After `assign` or `note_forward` call `engine.derive.derive`.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from desktop_app.domain.handovers import is_forward
from desktop_app.domain.model import NOWHERE, AccountId, ContactId, LetterId, Micros
from desktop_app.store.database import Database
from desktop_app.store.reports import Report, save

FORWARDED = "forwarded"  # outcome of a `Report`: a colleague forwards what `status` (an address) wrote


def assign(db: Database, letter: LetterId, to: str, at: Micros) -> bool:
    """Say to whom the open wait goes that holds this letter; "" = it is mine. False: nobody waits there.

    To the mailbox in which it waits is to nobody else: it is mine.
    """
    with db.transaction():
        found = db.row(_FIRST_OF_WAIT, (letter,))
        if found is None:
            return False
        message_id, account = found
        by = db.row("SELECT settings ->> 'address' FROM keep.account WHERE id = ?", (account,))
        mailbox = by[0] if by else ""
        to = "" if to == mailbox else to  # to oneself
        values = (message_id, at, to, mailbox, _answers_from(db, to, account))
        db.execute("INSERT OR REPLACE INTO keep.assigned VALUES (?, ?, ?, ?, ?)", values)
        db.execute(_DUE, (letter,))
    return True


def unassign(db: Database, letter: LetterId) -> None:
    """Nothing was said of the wait that holds this letter; a letter that forwards it tells by itself."""
    with db.transaction():
        db.execute(_UNSAY, (letter,))
        db.execute(_DUE, (letter,))


def settle(db: Database, contacts: Collection[ContactId]) -> None:
    """Waits of these people that a colleague's own mailbox has answered, where it is on this computer."""
    db.execute(_SETTLE, (json.dumps(list(contacts)),))


def wanting(db: Database, account: AccountId, since: Micros, limit: int) -> list[LetterId]:
    """Letters of colleagues that forward something and were not read yet, newest first."""
    rows = db.rows(_WANTING, (account, since))
    return [LetterId(number) for number, subject in rows if is_forward(subject)][:limit]


def note_forward(db: Database, letter: LetterId, client: str) -> None:
    """A colleague's letter was read: `client` wrote what it forwards, "" = nobody outside did."""
    with db.transaction():  # both: killed in between, the letter would count as read and begin no wait
        save(db, letter, Report(outcome=FORWARDED if client else "", status=client))
        if client:
            db.execute(_DUE, (letter,))


def _answers_from(db: Database, to: str, account: AccountId) -> AccountId:
    """The colleague's own mailbox when it is here, else this one when he writes from it."""
    own = "SELECT id FROM keep.account WHERE settings ->> 'address' = ?"
    if found := db.row(own, (to,)):
        return AccountId(found[0])
    writes = "SELECT 1 FROM letter WHERE direction = 'out' AND account = ? AND responder = ? LIMIT 1"
    return account if to and db.row(writes, (account, to)) else NOWHERE


_DUE = "INSERT OR IGNORE INTO due (conversation) SELECT conversation FROM letter WHERE id = ?"
# The wait that holds a letter is the newest one that began before it.
_FIRST_OF_WAIT = """
SELECT first.message_id, first.account FROM letter this
JOIN wait w ON w.conversation = this.conversation AND w.arrived_at <= this.arrived_at
JOIN letter first ON first.id = w.first_letter
WHERE this.id = ? AND (w.handed_at IS NOT NULL OR (w.excluded IS NULL AND w.answered_at IS NULL))
ORDER BY w.arrived_at DESC LIMIT 1
"""
_UNSAY = """
DELETE FROM keep.assigned WHERE message_id IN (
    SELECT one.message_id FROM letter this
    JOIN wait w ON w.conversation = this.conversation
    JOIN letter last ON last.id = w.last_letter
    JOIN letter one ON one.conversation = this.conversation
        AND one.arrived_at BETWEEN w.arrived_at AND last.arrived_at
    WHERE this.id = ? AND this.arrived_at BETWEEN w.arrived_at AND last.arrived_at)
"""
_SETTLE = """
UPDATE wait SET (answered_at, answer, responder) = (
    SELECT l.arrived_at, l.id, l.responder FROM recipient r JOIN letter l ON l.id = r.letter
    JOIN keep.account a ON a.id = r.account AND a.settings ->> 'address' = wait.handed_to
    WHERE r.contact = wait.contact AND r.at > wait.handed_at AND r.human = 1
    ORDER BY r.at LIMIT 1)
WHERE handed_at IS NOT NULL AND answered_at IS NULL
    AND contact IN (SELECT value FROM json_each(?))
    AND EXISTS (SELECT 1 FROM recipient r
        JOIN keep.account a ON a.id = r.account AND a.settings ->> 'address' = wait.handed_to
        WHERE r.contact = wait.contact AND r.at > wait.handed_at AND r.human = 1)
"""
_WANTING = """
SELECT l.id, l.subject FROM letter l
WHERE l.direction = 'in' AND l.excluded = 'internal' -- the words of the index letter_inside
    AND l.account = ? AND l.kind = 'human' AND l.arrived_at > ?
    AND NOT EXISTS (SELECT 1 FROM report r WHERE r.letter = l.id)
    AND EXISTS (SELECT 1 FROM place p WHERE p.letter = l.id)
ORDER BY l.arrived_at DESC
"""
