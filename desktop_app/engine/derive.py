"""From letters to replies, waits, signals and leads: a second, crash-safe step after the rows.

A conversation that changed is due until a transaction of `derive` has done it. Everything is made anew from
the letters, so the order in which they came does not matter, and doing it twice changes nothing.
"""

from __future__ import annotations

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
    Wait,
)
from desktop_app.domain.turns import build_waits
from desktop_app.engine.leads import refresh
from desktop_app.engine.letter_signals import write_signals
from desktop_app.store import derived, handovers, letters, persons, search
from desktop_app.store.database import Database
from desktop_app.store.signals import Written

LIMIT = 1000
INDEXED_AT_ONCE = 4000


@dataclass(frozen=True, slots=True)
class Derived:
    """Ids to announce (`facts.Changed`). `fresh` signals (answers, receipts) may deserve an Alert.

    `conversations`: how many were done, or letters indexed; 0 = nothing is left to do. `done`: which.
    """

    conversations: int = 0
    contacts: tuple[ContactId, ...] = ()
    signals: tuple[SignalId, ...] = ()
    fresh: tuple[SignalId, ...] = ()
    done: tuple[ConversationId, ...] = ()


def derive(db: Database, now: Micros, limit: int = LIMIT) -> Derived:
    """Do up to `limit` due conversations in one transaction; call again until `conversations` is 0.

    When none is due, letters are made searchable.
    """
    with db.transaction():
        gathered = persons.gather(db)
        due = derived.due(db, limit)
        if due or gathered:
            return _derive(db, due, gathered, now)
    return Derived(conversations=search.index_new(db, INDEXED_AT_ONCE))


def _derive(
    db: Database, due: Sequence[ConversationId], gathered: Sequence[ContactId], now: Micros
) -> Derived:
    found = letters.of_conversations(db, due)
    every = [letter for group in found.values() for letter in group]
    aliases = _aliases(db, every)
    parents = _parents(found.values(), aliases)
    derived.set_replies(db, ((letter.id, parents.get(letter.id)) for letter in every))
    waits = [wait for group in found.values() for wait in build_waits(group)]
    derived.replace_waits(db, due, waits)
    handovers.settle(db, {one.contact for one in waits if one.contact} | _written_to(every))
    derived.set_answered(db, (row for group in found.values() for row in _answers(group)))
    derived.summarise(db, list(found))
    derived.link_accounts(db, {one: _people(group) for one, group in found.items()})
    written = write_signals(db, every, parents, aliases)
    derived.done(db, due)
    touched = _touched(every, waits, written)
    changed = refresh(db, touched | set(gathered), now)
    return Derived(max(1, len(due)), changed, written.signals, written.fresh, tuple(due))


def _aliases(db: Database, every: Iterable[Letter]) -> dict[str, str]:
    """Ids our letters were sent with -> those they have in Sent."""
    return derived.learned_by(db, [one.message_id for one in every if one.direction is Direction.OUT])


def _parents(groups: Iterable[Sequence[Letter]], aliases: Mapping[str, str]) -> dict[LetterId, LetterId]:
    """Which letter each one answers."""
    found: dict[LetterId, LetterId] = {}
    sent_as: dict[str, list[str]] = {}
    for own, stored in aliases.items():
        sent_as.setdefault(stored, []).append(own)
    for group in groups:
        if len(group) == 1:
            continue
        by_id = {letter.message_id: letter.id for letter in group}
        if sent_as:
            by_id |= {own: number for stored, number in by_id.items() for own in sent_as.get(stored, ())}
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


def _written_to(every: Iterable[Letter]) -> set[ContactId]:
    return {who for letter in every for who in letter.recipients}


def _people(letters: Iterable[Letter]) -> set[ContactId]:
    """Who wrote them, and to whom they went."""
    return {one.contact for one in letters if one.contact is not None} | _written_to(letters)


def _touched(every: Iterable[Letter], waits: Iterable[Wait], written: Written) -> set[ContactId]:
    people = _people(every)
    people.update(wait.contact for wait in waits if wait.contact is not None)
    return people | set(written.contacts)
