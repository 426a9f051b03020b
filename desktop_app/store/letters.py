"""Letters as the knowledge functions see them, and what is read of one letter after the headers."""

from __future__ import annotations

import json
from collections.abc import Sequence

from desktop_app.domain.model import (
    AccountId,
    ConversationId,
    Direction,
    Excluded,
    Kind,
    Letter,
    LetterId,
)
from desktop_app.store.database import Database


def of_conversations(
    db: Database, conversations: Sequence[ConversationId]
) -> dict[ConversationId, list[Letter]]:
    """All letters of these conversations. A user's "needs no answer" overrides what was found at arrival."""
    wanted = json.dumps(conversations)
    recipients: dict[LetterId, list[int]] = {}
    for letter, contact in db.rows(_RECIPIENTS, (wanted,)):
        recipients.setdefault(letter, []).append(contact)
    found: dict[ConversationId, list[Letter]] = {}
    for row in db.rows(_LETTERS, (wanted,)):
        number, conversation, message_id, direction, kind, at, contact, responder, *rest = row
        answers, references, excluded, low, high = rest
        found.setdefault(conversation, []).append(
            Letter(
                id=number,
                conversation=conversation,
                message_id=message_id,
                direction=Direction(direction),
                kind=Kind(kind),
                at=at,
                contact=contact,
                recipients=tuple(recipients.get(number, ())),  # type: ignore[arg-type] # ContactId is int
                responder=responder,
                in_reply_to=tuple(answers.split("\n")) if answers else (),
                references=tuple(references.split("\n")) if references else (),
                excluded=Excluded(excluded) if excluded else None,
                seen_low=low,
                seen_high=high,
            )
        )
    return found


def save_text(db: Database, letter: LetterId, text: str) -> None:
    """Keep the readable text of a fetched letter and make it searchable."""


def text_of(db: Database, letter: LetterId) -> str | None:
    """The kept readable text; None when it was never fetched."""
    found = db.row("SELECT text FROM letter_text WHERE letter = ?", (letter,))
    return str(found[0]) if found else None


def account_of(db: Database, letter: LetterId) -> AccountId | None:
    """None when there is no such letter (any more)."""
    found = db.number("SELECT account FROM letter WHERE id = ?", (letter,))
    return AccountId(found) if found else None


def references_of(db: Database, letter: LetterId) -> tuple[str, ...]:
    """What an answer to this letter writes into References: its own references, then its Message-ID."""
    found = db.row("SELECT reference_ids, message_id FROM letter WHERE id = ?", (letter,))
    if found is None:
        return ()
    before, message_id = str(found[0]), str(found[1])
    return (*(before.split("\n") if before else ()), message_id)


_LETTERS = """
SELECT l.id, l.conversation, l.message_id, l.direction, l.kind, l.arrived_at, l.contact, l.responder,
    l.in_reply_to, l.reference_ids, iif(n.message_id IS NULL, l.excluded, 'no_answer'),
    l.seen_low, l.seen_high
FROM json_each(?) wanted
JOIN letter l ON l.conversation = wanted.value
LEFT JOIN keep.no_answer n ON n.message_id = l.message_id
"""
_RECIPIENTS = """
SELECT r.letter, r.contact
FROM json_each(?) wanted
JOIN letter l ON l.conversation = wanted.value AND l.direction = 'out'
JOIN recipient r ON r.letter = l.id
ORDER BY r.letter, r.contact
"""
