"""Letters as the knowledge functions see them, and what is read of one letter after the headers."""

from __future__ import annotations

import json
from collections.abc import Sequence

from desktop_app.domain.handovers import first_colleague
from desktop_app.domain.model import (
    AccountId,
    Assignment,
    ContactId,
    ConversationId,
    Direction,
    Excluded,
    Kind,
    Letter,
    LetterId,
)
from desktop_app.store.database import Database
from desktop_app.store.search import index_again

_DIRECTIONS = {one.value: one for one in Direction}
_KINDS = {one.value: one for one in Kind}
_EXCLUDED = {one.value: one for one in Excluded}


def of_conversations(
    db: Database, conversations: Sequence[ConversationId]
) -> dict[ConversationId, list[Letter]]:
    """All letters of these conversations. A user's "needs no answer" overrides what was found at arrival."""
    wanted = json.dumps(conversations)
    recipients: dict[LetterId, list[ContactId]] = {}
    for letter, contact in db.rows(_RECIPIENTS, (wanted,)):
        recipients.setdefault(letter, []).append(contact)
    found: dict[ConversationId, list[Letter]] = {}
    rows = db.rows(_LETTERS, (wanted,))
    for (number, conversation, message_id, direction, kind, at, contact, responder, answers, references,
         excluded, low, high, answered_at, inside, assigned, client) in rows:  # fmt: skip
        # Mostly by position, and without calling an Enum: a letter takes half the time so.
        letter = Letter(
            number,
            conversation,
            message_id,
            _DIRECTIONS[direction],
            _KINDS[kind],
            at,
            contact,
            tuple(recipients[number]) if number in recipients else (),
            responder,
            tuple(answers.split("\n")) if answers else (),
            tuple(references.split("\n")) if references else (),
            _EXCLUDED[excluded] if excluded else None,
            low,
            high,
            forwards_to=_colleague(inside) if inside else "",
            assigned=Assignment(*json.loads(assigned)) if assigned else None,
            client=client,
            answered_at=answered_at,
        )
        if conversation in found:
            found[conversation].append(letter)
        else:
            found[conversation] = [letter]
    return found


def _colleague(inside: str) -> str:
    """To whom a letter of ours forwards something; `inside`: its subject and [[name, address], ...]."""
    subject, to = json.loads(inside)
    return first_colleague(subject, [address for _name, address in to])


def get(db: Database, letter: LetterId) -> Letter | None:
    """One letter; None when it is gone."""
    found = db.number("SELECT conversation FROM letter WHERE id = ?", (letter,))
    same = of_conversations(db, [ConversationId(found)]).get(ConversationId(found), [])
    return next((one for one in same if one.id == letter), None)


def names_of(db: Database, letter: LetterId) -> tuple[str, ...] | None:
    """How a client who writes and those he writes to are called; None for letters of ours and of machines."""
    sql = """SELECT sender_name, "to" FROM letter WHERE id = ? AND direction = 'in' AND kind = 'human'"""
    found = db.row(sql, (letter,))
    return (found[0], *(name for name, _ in json.loads(found[1]))) if found else None


def save_text(db: Database, letter: LetterId, text: str) -> None:
    """Keep the readable text of a fetched letter and make it searchable."""
    with db.transaction():
        db.execute("INSERT OR REPLACE INTO letter_text (letter, text) VALUES (?, ?)", (letter, text))
        index_again(db, letter)


def text_of(db: Database, letter: LetterId) -> str | None:
    """The readable text when it was fetched before; None otherwise."""
    found = db.row("SELECT text FROM letter_text WHERE letter = ?", (letter,))
    return found[0] if found else None


def references_of(db: Database, letter: LetterId) -> tuple[str, ...]:
    """What an answer to this letter puts into References: the letter's own chain, then its Message-ID."""
    sql = "SELECT reference_ids, in_reply_to, message_id FROM letter WHERE id = ?"
    found = db.row(sql, (letter,))
    if found is None:
        return ()
    chain, answers, message_id = found
    return (*(chain or answers).split("\n"), message_id) if chain or answers else (message_id,)


def account_of(db: Database, letter: LetterId) -> AccountId | None:
    """None when there is no such letter (any more)."""
    found = db.number("SELECT account FROM letter WHERE id = ?", (letter,))
    return AccountId(found) if found else None


_LETTERS = """
SELECT l.id, l.conversation, l.message_id, l.direction, l.kind, l.arrived_at, l.contact, l.responder,
    l.in_reply_to, l.reference_ids,
    CASE WHEN n.message_id IS NOT NULL THEN 'no_answer'
        WHEN l.excluded = 'internal' AND l.direction = 'in' AND EXISTS (SELECT 1 FROM report r
            WHERE r.letter = l.id AND r.outcome = 'forwarded') THEN NULL
        ELSE coalesce(l.excluded, iif(t.needs_answer = 0, 'thanks', NULL)) END,
    l.seen_low, l.seen_high, w.at,
    CASE WHEN l.direction = 'out' AND l.excluded = 'internal'
        THEN json_array(l.subject, json(coalesce(nullif(l."to", ''), '[]'))) END,
    CASE WHEN a.message_id IS NOT NULL THEN json_array(a.at, a."to", a."by", a.account) END,
    CASE WHEN l.excluded = 'internal' AND l.direction = 'in' THEN (SELECT c.id FROM report r
        JOIN contact c ON c.address = r.status WHERE r.letter = l.id AND r.outcome = 'forwarded') END
FROM json_each(?) wanted
CROSS JOIN letter l ON l.conversation = wanted.value
LEFT JOIN answered_mark w ON w.letter = l.id
LEFT JOIN keep.no_answer n ON n.message_id = l.message_id
LEFT JOIN keep.thanks t ON t.message_id = l.message_id
LEFT JOIN keep.assigned a ON a.message_id = l.message_id
"""
_RECIPIENTS = """
SELECT r.letter, r.contact
FROM json_each(?) wanted
CROSS JOIN letter l ON l.conversation = wanted.value AND l.direction = 'out'
JOIN recipient r ON r.letter = l.id
ORDER BY r.letter, r.contact
"""
