"""What the mailbox still knows of its past, in bulk: for lists as they would have been (`engine.replay`)."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import NamedTuple

from desktop_app.domain.model import AccountId, ContactId, LetterId, Micros
from desktop_app.store.database import Database


class OldLetter(NamedTuple):
    """A letter of ours to one person."""

    at: Micros
    contact: ContactId
    letter: LetterId
    account: AccountId
    closed_at: Micros | None
    recipients: int
    answers_him: bool


class Fate(NamedTuple):
    """Whether a letter was answered in time, which was known at `known_at`."""

    known_at: Micros
    contact: ContactId
    account: AccountId
    address: str
    answered: bool


def letters_since(db: Database, since: Micros) -> list[OldLetter]:
    """Human letters of ours, oldest first."""
    return [OldLetter(*row)._replace(answers_him=bool(row[-1])) for row in db.rows(_LETTERS, (since,))]


def written_by(db: Database, people: Collection[ContactId]) -> dict[ContactId, list[Micros]]:
    """When each of these people wrote to us, ascending."""
    found: dict[ContactId, list[Micros]] = {}
    for contact, at in db.rows(_WRITTEN, (json.dumps(list(people)),)):
        found.setdefault(contact, []).append(at)
    return found


def fates(db: Database, within: Micros) -> list[Fate]:
    """Of all human letters of ours, by the instant at which they were known."""
    return [Fate(*row)._replace(answered=bool(row[-1])) for row in db.rows(_FATES, {"within": within})]


def addresses(db: Database, people: Collection[ContactId]) -> dict[ContactId, str]:
    """Of these people."""
    sql = "SELECT id, address FROM contact WHERE id IN (SELECT value FROM json_each(?))"
    return dict(db.rows(sql, (json.dumps(list(people)),)))


_LETTERS = """
SELECT r.at, r.contact, r.letter, r.account, r.closed_at,
    (SELECT count(*) FROM recipient other WHERE other.letter = r.letter),
    coalesce(parent.contact = r.contact, 0)
FROM letter l
JOIN recipient r ON r.letter = l.id AND r.human = 1
LEFT JOIN letter parent ON parent.id = l.replies_to
WHERE l.direction = 'out' AND l.arrived_at > ?
ORDER BY r.at, r.letter, r.contact
"""
_WRITTEN = """
SELECT l.contact, l.arrived_at
FROM json_each(?) wanted
CROSS JOIN letter l ON l.contact = wanted.value AND l.kind = 'human'
ORDER BY l.contact, l.arrived_at
"""
_FATES = """
SELECT min(coalesce(r.answered_at, r.at + :within), r.at + :within) AS known_at, r.contact, r.account,
    c.address, coalesce(r.answered_at - r.at <= :within, 0)
FROM recipient r JOIN contact c ON c.id = r.contact
WHERE r.human = 1
ORDER BY known_at, r.contact, r.letter
"""
