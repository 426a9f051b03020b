"""A batch of a folder becomes rows in one transaction: letters, places, contacts, folder state.

When a letter was first seen read (`seen_low`, `seen_high`: last time known unread, first time known read):

- it became read between two looks at the folder: from the last look until now
- it came read already, but arrived after the last look: from its arrival until now
- it was read before we ever looked: unknown, both None. A guess would be wrong by months.

An interval once known never changes, not by a copy elsewhere either.

Exchange and Microsoft 365 tell when a letter was answered: known even of an answer that lies nowhere here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count

from desktop_app.domain.addresses import OwnAddresses
from desktop_app.domain.channels import Channel, attribute
from desktop_app.domain.conversations import assign
from desktop_app.domain.model import (
    AccountId,
    Address,
    ContactId,
    ConversationId,
    Direction,
    Flags,
    FolderId,
    Kind,
    LetterId,
    Micros,
    Role,
)
from desktop_app.engine.arrivals import Arrival, read_all, replaced_ids
from desktop_app.mail.base import Batch, Change, FlagsChanged, Gone, Reset, Upsert
from desktop_app.store import channels, contacts, folders, intake
from desktop_app.store.database import Database
from desktop_app.store.intake import KnownId, KnownLetter, KnownPlace, NewLetter, NewRecipient

_JSON = json.JSONEncoder(ensure_ascii=False)  # json.dumps would make one for each text


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a batch brought. `new` letters were never met before; `due` conversations wait for derive."""

    new: int = 0
    due: tuple[ConversationId, ...] = ()


def ingest(
    db: Database,
    account: AccountId,
    folder: FolderId,
    role: Role,
    batch: Batch,
    own: OwnAddresses,
    now: Micros,
    last_sync_at: Micros | None,
) -> Ingested:
    """Apply a batch; the same batch twice changes nothing. Raises DiskFull, DatabaseCorrupt.

    `now`: when the server was asked. `last_sync_at`: `Folder.synced_at`, the folder was last known in sync.
    """
    plan = _Plan.of(batch.changes)
    places = {} if plan.reset else intake.known_places(db, folder, plan.upserts.keys() | plan.flags.keys())
    unknown = [one for remote_id, one in plan.upserts.items() if remote_id not in places]
    read = read_all(unknown, own, role)
    met = {one: plan.upserts[one].flags for one in places if one in plan.upserts}
    flags = met | plan.flags
    work = _Work(db, account, folder, role, now, last_sync_at)
    with db.transaction():
        if plan.reset:
            intake.void_places(db, folder, last_sync_at)
        if plan.gone:
            intake.remove_places(db, folder, plan.gone, last_sync_at)
        work.flags(places, {remote_id: one.seen for remote_id, one in flags.items()})
        work.answered((places[one].letter, found) for one, found in flags.items() if one in places)
        work.arrivals(read)
        intake.make_due(db, work.due)
        folders.save_progress(db, folder, batch.state, batch.done, batch.total)
    return Ingested(work.new, tuple(work.due))


@dataclass(slots=True)
class _Plan:
    """What a batch amounts to, one entry per remote id: the last word on each counts."""

    upserts: dict[str, Upsert] = field(default_factory=dict)
    flags: dict[str, Flags] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    reset: bool = False

    @classmethod
    def of(cls, changes: Sequence[Change]) -> _Plan:
        plan = cls()
        for change in changes:
            if isinstance(change, Upsert):
                plan.upserts[change.remote_id] = change
            elif isinstance(change, FlagsChanged):
                plan._flag(change)
            elif isinstance(change, Gone):
                plan._drop(change.remote_ids)
            elif isinstance(change, Reset):
                plan = cls(reset=True)
        return plan

    def _flag(self, change: FlagsChanged) -> None:
        if known := self.upserts.get(change.remote_id):
            self.upserts[change.remote_id] = known._replace(flags=change.flags)
        else:
            self.flags[change.remote_id] = change.flags

    def _drop(self, remote_ids: Iterable[str]) -> None:
        for one in remote_ids:
            self.upserts.pop(one, None)
            self.flags.pop(one, None)
            self.gone.add(one)


class _Work:
    """Applies one batch inside its transaction, and gathers what is due."""

    def __init__(
        self,
        db: Database,
        account: AccountId,
        folder: FolderId,
        role: Role,
        now: Micros,
        last_sync_at: Micros | None,
    ) -> None:
        self.due: dict[ConversationId, None] = {}
        self.new = 0
        self._db = db
        self._account = account
        self._folder = folder
        self._role = role
        self._now = now
        self._last_sync_at = last_sync_at

    def flags(self, places: dict[str, KnownPlace], flags: dict[str, bool]) -> None:
        """Read or unread again; the first reading is remembered."""
        changed = {one: seen for one, seen in flags.items() if one in places and places[one].seen is not seen}
        if not changed:
            return
        intake.set_seen_flags(self._db, self._folder, changed.items())
        letters = {places[one].letter for one, seen in changed.items() if seen}
        self._first_seen(intake.known_letters(self._db, letters), self._last_sync_at)

    def answered(self, flags: Iterable[tuple[LetterId, Flags]]) -> None:
        """As the mailbox marks it."""
        marks = {letter: one.answered_at for letter, one in flags if one.answered_at is not None}
        if marks:
            self.due |= dict.fromkeys(intake.mark_answered(self._db, marks))

    def arrivals(self, arrivals: Sequence[Arrival]) -> None:
        """Letters that came into the folder: new ones, and copies of known ones."""
        if not arrivals:
            return
        heard = set(chain.from_iterable(arrival.ids for arrival in arrivals))
        known = intake.known_ids(self._db, self._account, heard)
        letters = {one: found.letter for one, found in known.items() if found.letter is not None}
        fresh: dict[str, Arrival] = {}
        copies: list[Arrival] = []
        for arrival in arrivals:
            message_id = arrival.headers.message_id
            if message_id in letters or message_id in fresh:
                copies.append(arrival)
            else:
                fresh[message_id] = arrival
        if fresh:
            letters |= self._add(list(fresh.values()), known)
        self._place(arrivals, letters)
        if copies:
            self._copies(copies, letters)
        self.answered((letters[one.headers.message_id], one.upsert.flags) for one in arrivals)

    def _add(self, fresh: Sequence[Arrival], known: dict[str, KnownId]) -> dict[str, LetterId]:
        message_ids = [arrival.headers.message_id for arrival in fresh]
        numbers = [LetterId(one) for one in self._db.take_ids("letter", len(fresh))]
        letters = dict(zip(message_ids, numbers, strict=True))
        if self._role is Role.SENT:
            intake.learn(self._db, replaced_ids(fresh))
        own_ids = intake.learned_ids(self._db, message_ids) if self._role is not Role.INBOX else {}
        homes = self._conversations(fresh, known, letters, own_ids)
        people = self._people(fresh)
        seen = intake.seen_intervals(self._db, self._account, message_ids)
        named = [Channel(name, tuple(one)) for name, one in channels.by_name(self._db).items()]
        texts = _Texts()
        rows = [
            self._row(arrival, number, home, people, seen, named, texts)
            for arrival, number, home in zip(fresh, numbers, homes, strict=True)
        ]
        recipients = list(_recipients(self._account, zip(fresh, numbers, strict=True), people))
        intake.add_letters(self._db, rows, recipients)
        observed = [
            (row.message_id, row.seen_low, row.seen_high)
            for row in rows
            if row.seen_high is not None and row.message_id not in seen
        ]
        intake.keep_seen(self._db, self._account, observed)
        pairs = zip(fresh, numbers, strict=True)
        bad = [(number, one.upsert.header) for one, number in pairs if one.headers.bad]
        intake.add_bad_headers(self._db, bad)
        self.new = len(fresh)
        return letters

    def _conversations(
        self,
        fresh: Sequence[Arrival],
        known: dict[str, KnownId],
        letters: dict[str, LetterId],
        own_ids: dict[str, str],
    ) -> list[ConversationId]:
        linked = [arrival.ids for arrival in fresh]
        if own_ids:
            linked = [(*ids, own_ids[ids[0]]) if ids[0] in own_ids else ids for ids in linked]
            known = known | intake.known_ids(self._db, self._account, set(own_ids.values()))
        first = self._db.take_ids("conversation", 0).start
        numbers = count(first)
        homes = {one: int(found.conversation) for one, found in known.items()}
        found = assign(linked, homes, lambda: next(numbers))
        self._db.take_ids("conversation", next(numbers) - first)
        stands_for = letters | {own: letters[one] for one, own in own_ids.items()}
        intake.add_ids(self._db, self._account, found.new_ids, stands_for)
        if found.merges:
            intake.merge(self._db, found.merges)
        conversations = [ConversationId(one) for one in found.conversations]
        self.due |= dict.fromkeys(conversations)
        return conversations

    def _people(self, fresh: Sequence[Arrival]) -> dict[str, ContactId]:
        """Contacts for everybody outside who wrote, or was written to."""
        people: dict[str, tuple[str, Micros]] = {}
        for upsert, _, described, _, person in fresh:
            at = upsert.arrived_at
            for one in (person, *described.recipients) if person else described.recipients:
                newest = people.get(one.address)
                if newest is None or (one.name and (not newest[0] or (at, one.name) > newest[::-1])):
                    people[one.address] = (one.name, at)
        return contacts.put_all(self._db, people)

    def _row(
        self,
        arrival: Arrival,
        number: LetterId,
        conversation: ConversationId,
        people: dict[str, ContactId],
        seen: dict[str, tuple[Micros | None, Micros]],
        named: Sequence[Channel],
        texts: _Texts,
    ) -> NewLetter:
        upsert, headers, described, _, person = arrival
        inbound = described.direction is Direction.IN
        sender = described.sender or headers.sender
        match = attribute(headers, named) if named and inbound else None
        low, high = seen.get(headers.message_id) or (self._seen(upsert) if inbound else (None, None))
        return NewLetter(
            number,
            self._account,
            headers.message_id,
            conversation,
            described.direction,
            described.kind,
            headers.subject,
            sender.name,
            sender.address,
            texts[headers.to],
            texts[headers.cc],
            headers.date,
            upsert.arrived_at,
            "\n".join(headers.in_reply_to) or headers.bare_reply_to,
            "\n".join(headers.references),
            upsert.size,
            people[person.address] if person else None,
            described.responder,
            described.excluded,
            match.channel if match else "",
            int(headers.bad),
            low,
            high,
        )

    def _seen(self, upsert: Upsert) -> tuple[Micros | None, Micros | None]:
        if not upsert.flags.seen:
            return self._now, None
        if self._last_sync_at is not None and upsert.arrived_at >= self._last_sync_at:
            return min(upsert.arrived_at, self._now), self._now
        return None, None

    def _place(self, arrivals: Sequence[Arrival], letters: dict[str, LetterId]) -> None:
        rows = (
            (self._folder, upsert.remote_id, letters[headers.message_id], upsert.flags.seen)
            for upsert, headers, _, _, _ in arrivals
        )
        intake.add_places(self._db, rows)

    def _copies(self, copies: Sequence[Arrival], letters: dict[str, LetterId]) -> None:
        """Another place of a known letter may tell more: that it is ours, older, or read by now."""
        numbers = [letters[one.headers.message_id] for one in copies]
        known = intake.known_letters(self._db, set(numbers))
        pairs = list(zip(copies, numbers, strict=True))
        for copy, number in pairs:
            if copy.described.direction is Direction.OUT and known[number].direction == Direction.IN:
                self._make_outbound(copy, number)
                self.due[known[number].conversation] = None
        earlier = {
            number: copy.upsert.arrived_at
            for copy, number in sorted(pairs, key=lambda pair: -pair[0].upsert.arrived_at)
            if copy.upsert.arrived_at < known[number].arrived_at
        }
        intake.set_arrival(self._db, earlier.items())
        self.due |= dict.fromkeys(known[number].conversation for number in earlier)
        read = {number for copy, number in pairs if copy.upsert.flags.seen}
        self._first_seen({number: known[number] for number in read}, None)

    def _make_outbound(self, copy: Arrival, number: LetterId) -> None:
        described = copy.described
        people = contacts.put_all(
            self._db, {one.address: (one.name, copy.upsert.arrived_at) for one in described.recipients}
        )
        recipients = _recipients(self._account, [(copy, number)], people)
        intake.make_outbound(
            self._db, number, described.kind, described.responder, described.excluded, recipients
        )

    def _first_seen(self, letters: dict[LetterId, KnownLetter], unread_at: Micros | None) -> None:
        """Letters found read that were known unread; those read before we ever looked stay unknown."""
        intervals = [
            (number, one.message_id, min(max(one.seen_low, unread_at or one.seen_low), self._now), self._now)
            for number, one in letters.items()
            if one.seen_high is None and one.seen_low is not None and one.direction == Direction.IN
        ]
        intake.set_seen_interval(self._db, self._account, intervals)
        self.due |= dict.fromkeys(letters[number].conversation for number, *_ in intervals)


class _Texts(dict[tuple[Address, ...], str]):
    """Recipients as JSON; most letters of a mailbox share theirs with others."""

    def __missing__(self, people: tuple[Address, ...]) -> str:
        text = _JSON.encode(people) if people else ""
        self[people] = text
        return text


def _recipients(
    account: AccountId, sent: Iterable[tuple[Arrival, LetterId]], people: dict[str, ContactId]
) -> Iterator[NewRecipient]:
    for arrival, number in sent:
        described = arrival.described
        if described.recipients:
            at, human = arrival.upsert.arrived_at, int(described.kind is Kind.HUMAN)
            for one in described.recipients:
                yield NewRecipient(number, people[one.address], account, at, human)
