"""From letters to replies, waits, signals and leads: a second, crash-safe step after the rows.

A conversation that changed is due until a transaction of `derive` has done it. Everything is made anew from the
letters, so the order in which they came does not matter, and doing it twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop_app.domain.conversations import replies_to
from desktop_app.domain.model import (
    ContactId,
    ConversationId,
    Direction,
    Kind,
    Letter,
    LetterId,
    Micros,
    SignalId,
    SignalKind,
    Verdict,
    Wait,
)
from desktop_app.domain.turns import build_waits
from desktop_app.engine.leads import refresh, refresh_active
from desktop_app.store import contacts, derived, letters, search, signals
from desktop_app.store.database import Database
from desktop_app.store.signals import Judged, Written

__all__ = ["Derived", "derive", "refresh", "refresh_active"]

LIMIT = 500
INDEXED_AT_ONCE = 1000
FROM_LETTERS = (
    SignalKind.REPLY,
    SignalKind.BOUNCE,
    SignalKind.AWAY,
    SignalKind.RECEIPT,
    SignalKind.DELETED,
)
# What a program sent is no person's doing; a read receipt is sent when a person looked (RFC 8098 section 2.1).
VERDICTS = {
    SignalKind.REPLY: Verdict.HUMAN,
    SignalKind.BOUNCE: Verdict.MACHINE,
    SignalKind.AWAY: Verdict.MACHINE,
    SignalKind.RECEIPT: Verdict.HUMAN,
    SignalKind.DELETED: Verdict.HUMAN,
}
_UNREAD = re.compile(r"(?:not read|не прочтено|не прочитано|ungelesen)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Derived:
    """Ids to announce (`facts.Changed`). `fresh` signals (answers, receipts) may deserve an Alert.

    `conversations`: how many were done, or letters indexed; 0 = nothing is left to do.
    """

    conversations: int = 0
    contacts: tuple[ContactId, ...] = ()
    signals: tuple[SignalId, ...] = ()
    fresh: tuple[SignalId, ...] = ()


def derive(db: Database, now: Micros, limit: int = LIMIT) -> Derived:
    """Do up to `limit` due conversations in one transaction; call again until `conversations` is 0.

    When none is due, letters are made searchable.
    """
    with db.transaction():
        due = derived.due(db, limit)
        if due:
            return _derive(db, due, now)
    return Derived(conversations=search.index_new(db, INDEXED_AT_ONCE))


def _derive(db: Database, due: Sequence[ConversationId], now: Micros) -> Derived:
    found = letters.of_conversations(db, due)
    every = [letter for group in found.values() for letter in group]
    parents = _parents(found.values(), _aliases(db, every))
    derived.set_replies(db, ((letter.id, parents.get(letter.id)) for letter in every))
    waits = [wait for group in found.values() for wait in build_waits(group)]
    derived.replace_waits(db, due, waits)
    derived.set_answered(db, (row for group in found.values() for row in _answers(group)))
    derived.summarise(db, list(found))
    written = _write_signals(db, every, parents)
    derived.done(db, due)
    touched = _touched(every, waits, written)
    changed = refresh(db, touched, now)
    return Derived(len(due), changed, written.signals, written.fresh)


def _aliases(db: Database, every: Iterable[Letter]) -> dict[str, str]:
    """Ids our letters were sent with -> those they have in Sent."""
    return derived.learned_by(db, [one.message_id for one in every if one.direction is Direction.OUT])


def _parents(groups: Iterable[Sequence[Letter]], aliases: Mapping[str, str]) -> dict[LetterId, LetterId]:
    """Which letter each one answers."""
    found: dict[LetterId, LetterId] = {}
    for group in groups:
        if len(group) == 1:
            continue
        by_id = {letter.message_id: letter.id for letter in group}
        by_id |= {own: by_id[stored] for own, stored in aliases.items() if stored in by_id}
        for letter in group:
            parent = replies_to(letter, by_id)
            if parent is not None and parent != letter.id:
                found[letter.id] = parent
    return found


def _answers(
    group: Sequence[Letter],
) -> Iterator[tuple[LetterId, ContactId, Micros | None, Micros | None]]:
    """For every recipient of our letters: when he answered, when anybody outside did."""
    written = sorted(
        (one.at, one.contact)
        for one in group
        if one.direction is Direction.IN and one.kind is Kind.HUMAN and one.contact is not None
    )
    for letter in group:
        if letter.direction is not Direction.OUT:
            continue
        closed = next((at for at, _ in written if at > letter.at), None)
        for contact in letter.recipients:
            answered = next((at for at, who in written if at > letter.at and who == contact), None)
            yield letter.id, contact, answered, closed


def _write_signals(db: Database, every: Sequence[Letter], parents: Mapping[LetterId, LetterId]) -> Written:
    """Answers, bounces, notes of absence and read receipts, each beside the letter of ours that it answers."""
    ours = [one for one in every if one.direction is Direction.OUT]
    told = [one for one in every if one.direction is Direction.IN and _signal_kind(one) is not None]
    if not ours and not told:
        return Written()
    by_id = {one.id: one for one in every}
    people = contacts.addresses_of(db, [one.contact for one in told if one.contact is not None])
    people |= contacts.addresses_of(db, [who for one in ours for who in one.recipients])
    receipts = derived.subjects(db, [one.id for one in told if one.kind is Kind.RECEIPT])
    judged = [
        signal
        for letter in told
        if (signal := _signal(letter, by_id.get(parents.get(letter.id, letter.id)), people, receipts))
    ]
    return signals.rewrite(db, [one.message_id for one in (*ours, *told)], judged, FROM_LETTERS)


def _signal_kind(letter: Letter) -> SignalKind | None:
    return {
        Kind.HUMAN: SignalKind.REPLY,
        Kind.BOUNCE: SignalKind.BOUNCE,
        Kind.AWAY: SignalKind.AWAY,
        Kind.RECEIPT: SignalKind.RECEIPT,
    }.get(letter.kind)


def _signal(
    letter: Letter,
    parent: Letter | None,
    people: Mapping[ContactId, str],
    subjects: Mapping[LetterId, str],
) -> Judged | None:
    """None: the letter says nothing about one of ours."""
    kind = _signal_kind(letter)
    ours = parent if parent is not None and parent.direction is Direction.OUT else None
    if kind is None or (ours is None and kind is not SignalKind.BOUNCE and kind is not SignalKind.AWAY):
        return None
    if kind is SignalKind.RECEIPT and _UNREAD.match(subjects.get(letter.id, "")):
        kind = SignalKind.DELETED
    contact = letter.contact
    if contact is None and ours is not None and len(ours.recipients) == 1:
        contact = ours.recipients[0]
    return Judged(
        message_id=ours.message_id if ours else letter.message_id,
        recipient=people.get(contact, "") if contact is not None else "",
        kind=kind,
        key=letter.message_id,
        at=letter.at,
        verdict=VERDICTS[kind],
        reasons=(kind.value,),
    )


def _touched(every: Iterable[Letter], waits: Iterable[Wait], written: Written) -> set[ContactId]:
    people = {letter.contact for letter in every if letter.contact is not None}
    people.update(who for letter in every for who in letter.recipients)
    people.update(wait.contact for wait in waits if wait.contact is not None)
    return people | set(written.contacts)
