"""What is derived from the letters of a conversation: replies, waits, summaries, who answered."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence

from desktop_app.domain.model import ContactId, ConversationId, LetterId, Micros, Wait
from desktop_app.store.database import Database


def due(db: Database, limit: int) -> list[ConversationId]:
    """Some conversations that wait for derive."""
    rows = db.rows("SELECT conversation FROM due ORDER BY conversation LIMIT ?", (limit,))
    return [ConversationId(number) for (number,) in rows]


def done(db: Database, conversations: Collection[ConversationId]) -> None:
    """They do not wait any more."""
    db.executemany("DELETE FROM due WHERE conversation = ?", [(one,) for one in conversations])


def set_replies(db: Database, parents: Iterable[tuple[LetterId, LetterId | None]]) -> None:
    """(letter, the letter it answers)."""
    rows = list(parents)
    answers = [(parent, letter, parent) for letter, parent in rows if parent is not None]
    db.executemany("UPDATE letter SET replies_to = ? WHERE id = ? AND replies_to IS NOT ?", answers)
    db.execute(_NO_ANSWERS, (json.dumps([letter for letter, parent in rows if parent is None]),))


def replace_waits(db: Database, conversations: Collection[ConversationId], waits: Iterable[Wait]) -> None:
    """The waits of these conversations are exactly these."""
    db.executemany("DELETE FROM wait WHERE conversation = ?", [(one,) for one in conversations])
    db.executemany(
        _ADD_WAIT,
        [
            (
                wait.first_letter,
                wait.conversation,
                wait.contact,
                wait.last_letter,
                wait.arrived_at,
                wait.seen_low,
                wait.seen_high,
                wait.answered_at,
                wait.answer,
                wait.responder,
                wait.excluded.value if wait.excluded else None,
                int(wait.first_of_conversation),
                wait.handed_at,
                wait.handed_to,
                wait.held_by,
            )
            for wait in waits
        ],
    )


def summarise(db: Database, conversations: Collection[ConversationId]) -> None:
    """Subject, first and last instant, channel."""
    db.execute(_SUMMARISE, (json.dumps(list(conversations)),))


def link_accounts(db: Database, people: Mapping[ConversationId, Collection[ContactId]]) -> None:
    """Each person of these summarised conversations has letters in their account."""
    accounts = db.rows(_ACCOUNTS, (json.dumps(list(people)),))
    pairs = {(account, contact) for conversation, account in accounts for contact in people[conversation]}
    db.executemany("INSERT OR IGNORE INTO contact_account (account, contact) VALUES (?, ?)", sorted(pairs))


def set_answered(
    db: Database, rows: Iterable[tuple[LetterId, ContactId, Micros | None, Micros | None]]
) -> None:
    """(letter of ours, recipient, when he answered, when anybody did)."""
    db.executemany(
        _SET_ANSWERED,
        [(answered, closed, letter, contact, answered, closed) for letter, contact, answered, closed in rows],
    )


def subjects(db: Database, letters: Collection[LetterId]) -> dict[LetterId, str]:
    """Of some letters."""
    sql = "SELECT id, subject FROM letter WHERE id IN (SELECT value FROM json_each(?))"
    return dict(db.rows(sql, (json.dumps(list(letters)),)))


def learned_by(db: Database, own_letters: Sequence[str]) -> dict[str, str]:
    """The id our letter was sent with -> the Message-ID of its copy in Sent, where a server changed it."""
    sql = (
        "SELECT own_id, message_id FROM json_each(?) wanted"
        " CROSS JOIN keep.learned d ON d.message_id = wanted.value"
    )
    return dict(db.rows(sql, (json.dumps(own_letters),)))


_ADD_WAIT = """
INSERT INTO wait (first_letter, conversation, contact, last_letter, arrived_at, seen_low, seen_high,
    answered_at, answer, responder, excluded, first_of_conversation, handed_at, handed_to, held_by)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_NO_ANSWERS = """
UPDATE letter SET replies_to = NULL
WHERE replies_to IS NOT NULL AND id IN (SELECT value FROM json_each(?))
"""
_ACCOUNTS = """
SELECT c.id, c.account FROM json_each(?) wanted CROSS JOIN conversation c ON c.id = wanted.value
"""
_SUMMARISE = """
INSERT OR REPLACE INTO conversation (id, account, subject, first_at, last_at, channel)
SELECT wanted.value, first.account, first.subject, first.arrived_at,
    (SELECT max(arrived_at) FROM letter WHERE conversation = wanted.value),
    coalesce((SELECT channel FROM letter WHERE conversation = wanted.value AND channel <> ''
        ORDER BY arrived_at, id LIMIT 1), '')
FROM json_each(?) wanted
CROSS JOIN letter first ON first.id =
    (SELECT id FROM letter WHERE conversation = wanted.value ORDER BY arrived_at, id LIMIT 1)
"""
_SET_ANSWERED = """
UPDATE recipient SET answered_at = ?, closed_at = ?
WHERE letter = ? AND contact = ? AND (answered_at IS NOT ? OR closed_at IS NOT ?)
"""
