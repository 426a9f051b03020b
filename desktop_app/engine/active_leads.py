"""The leads that change by time alone, every minute: only those are computed again that may look different.

Of each contact is remembered when something other than his warmth may change (`_Held`); the warmth of all is
computed at once from columns that are kept (`domain.warmth_columns`). Who was touched meanwhile, whose time
has come and whose warmth shows another number is read anew and written as `engine.leads` writes it. So the
outcome is that of `leads.refresh_active`, for a tenth of its cost.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from desktop_app.domain.actions import changes_at, hours_matter
from desktop_app.domain.addresses import company
from desktop_app.domain.model import HOUR, ContactId, LetterId, Micros
from desktop_app.domain.targets import Targets
from desktop_app.domain.timetable import Timetable
from desktop_app.domain.warmth import OPEN_FOR, Rate, Scored, Weights, user_base
from desktop_app.domain.warmth_columns import columns, instead, rows, warmest, warmths
from desktop_app.domain.work_hours import WorkHours
from desktop_app.engine.leads import Known, Usual, write
from desktop_app.engine.preferences import preferences
from desktop_app.settings.hours import work_hours
from desktop_app.settings.targets import targets
from desktop_app.store import active_leads, leads, shown
from desktop_app.store.active_leads import EVERYBODY, UserRate
from desktop_app.store.database import Database
from desktop_app.store.leads import Person
from desktop_app.store.rates import ANSWER_WITHIN

WHOLE_EVERY: Micros = 6 * HOUR  # by then all are read anew, whatever was noticed
NONE_SHOWN = -1


class _Held(NamedTuple):
    """What a contact's row was written from. `changes_at` None: by time only his warmth changes.

    `letter`: his warmest. `by_hours`: his action depends on working hours.
    """

    company: str
    warmth: int
    letter: LetterId | int
    changes_at: Micros | None
    by_hours: bool


class _Settings(NamedTuple):
    weights: Weights
    hours: WorkHours
    targets: Targets


class ActiveLeads:
    """For one thread; `refresh` is called every minute. No other reads `active_leads.take_touched`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._forget()

    def refresh(self, now: Micros) -> tuple[ContactId, ...]:
        """Compute again who may look different; whose row changed. One transaction."""
        try:
            with self._db.transaction():
                return self._pass(now)
        except BaseException:
            self._forget()
            raise

    def _forget(self) -> None:
        self._settings: _Settings | None = None
        self._usual: Usual | None = None
        self._read_at: Micros = 0
        self._held: dict[ContactId, _Held] = {}
        self._at_company: dict[str, set[ContactId]] = {}
        self._times: list[tuple[Micros, ContactId]] = []
        self._letters = columns([])
        self._user = UserRate(Rate(), ())
        self._closed_until: Micros | None = None

    def _pass(self, now: Micros) -> tuple[ContactId, ...]:
        touched = active_leads.take_touched(self._db)
        settings = self._chosen()
        whole = settings != self._settings or EVERYBODY in touched or now < self._read_at
        if whole or now - self._read_at >= WHOLE_EVERY:
            self._forget()
            self._settings, self._read_at = settings, now
            self._usual = Usual(Timetable(settings.hours), settings.targets, settings.weights)
            touched = set(leads.active(self._db, now))
            self._user = active_leads.user_rate(self._db, now)
        elif touched:
            touched = self._joined(touched, now)
            self._user = active_leads.user_rate(self._db, now)
        due = touched | set(self._come(now)) | self._by_hours(now)
        return self._compute(due, now)

    def _chosen(self) -> _Settings:
        wanted = preferences(self._db)
        weights = shown.weights(self._db.rows, personal=wanted.flag("warmth_personal"))
        return _Settings(weights, work_hours(wanted), targets(wanted))

    # ── who is due ───────────────────────────────────────────────────────────────────────────

    def _joined(self, touched: set[ContactId], now: Micros) -> set[ContactId]:
        """Those touched who are active, and who is at their companies: rates of theirs count there too."""
        active = set(leads.active(self._db, now))
        gone = [one for one in self._held if one not in active]
        for contact in gone:
            self._drop(contact)
        self._letters = instead(self._letters, gone, ())
        firms = {company(one) for one in active_leads.addresses(self._db, touched)}
        firms |= {self._held[one].company for one in touched if one in self._held}
        return (touched & active).union(*(self._at_company.get(firm, ()) for firm in firms if firm))

    def _come(self, now: Micros) -> Iterator[ContactId]:
        """Whose time has come, with his colleagues, who share his company's rate."""
        while self._times and self._times[0][0] <= now:
            at, contact = heapq.heappop(self._times)
            held = self._held.get(contact)
            if held is not None and held.changes_at == at:
                yield contact
                if held.company:
                    yield from self._at_company[held.company]

    def _by_hours(self, now: Micros) -> set[ContactId]:
        """When working hours begin or end: whose action depends on them."""
        assert self._usual is not None
        hours = self._usual.hours
        before, self._closed_until = self._closed_until, None if hours.is_open(now) else hours.add(now, 0)
        if self._closed_until == before:
            return set()
        return {contact for contact, one in self._held.items() if one.by_hours}

    # ── what becomes of them ─────────────────────────────────────────────────────────────────

    def _compute(self, due: Collection[ContactId], now: Micros) -> tuple[ContactId, ...]:
        assert self._usual is not None
        usual = replace(self._usual, user=self._rate(now))
        known = Known.of(self._db, due, now, usual)
        self._keep_letters(due, known, now)
        best = warmest(self._letters, usual.user or Rate(), now, usual.weights)
        base = user_base(best.p.tolist())
        leads.set_base(self._db, base)
        moved = self._moved(best.contacts.tolist(), best.letters.tolist(), warmths(best.p, base).tolist())
        changed = self._write(due, known, base, now)
        also = moved - set(due)
        if also:
            changed += self._write(also, Known.of(self._db, also, now, usual), base, now)
        return tuple(sorted(changed))

    def _rate(self, now: Micros) -> Rate:
        """With the letters whose fate has become known since they were counted."""
        known = bisect_right(self._user.pending, now - ANSWER_WITHIN)
        return Rate(self._user.rate.answered, self._user.rate.letters + known)

    def _keep_letters(self, due: Collection[ContactId], known: Known, now: Micros) -> None:
        found = (row for contact in known.open for row in rows(contact, *known.features(contact), now))
        self._letters = instead(self._letters, due, found)

    def _moved(
        self, contacts: Iterable[ContactId], letters: Iterable[LetterId], numbers: Iterable[int]
    ) -> set[ContactId]:
        """Whose warmth shows another number now, or comes from another letter."""
        return {
            contact
            for contact, letter, number in zip(contacts, letters, numbers, strict=True)
            if (held := self._held.get(contact)) is None or (held.warmth, held.letter) != (number, letter)
        }

    def _write(
        self, contacts: Collection[ContactId], known: Known, base: float, now: Micros
    ) -> tuple[ContactId, ...]:
        known = replace(known, base=base)
        scored = known.scored(now)
        windows = active_leads.next_changes(self._db, contacts, now)
        for contact in contacts:
            self._drop(contact)
            if (person := known.people.get(contact)) is not None:
                self._hold(person, known, scored.get(contact), windows.get(contact), now)
        return write(self._db, contacts, known, scored, now)

    def _hold(
        self, person: Person, known: Known, scored: Scored | None, window: Micros | None, now: Micros
    ) -> None:
        standing = known.standing(person, scored, now)
        times = [
            window,
            changes_at(standing, now),
            known.due.changes_at(person.contact, now),
            *_windows(known, person.contact, now),
        ]
        held = _Held(
            company(person.address),
            scored.warmth if scored else NONE_SHOWN,
            scored.letter if scored else NONE_SHOWN,
            min((at for at in times if at is not None and at > now), default=None),
            hours_matter(standing, now),
        )
        self._held[person.contact] = held
        self._at_company.setdefault(held.company, set()).add(person.contact)
        if held.changes_at is not None:
            heapq.heappush(self._times, (held.changes_at, person.contact))

    def _drop(self, contact: ContactId) -> None:
        if (held := self._held.pop(contact, None)) is not None:
            self._at_company[held.company].discard(contact)


def _windows(known: Known, contact: ContactId, now: Micros) -> Iterator[Micros]:
    """When letters and signals begin to count and cease to."""
    letters, signals, _history, away = known.features(contact)
    for at in (*(one.sent_at for one in letters), *(one.at for one in signals)):
        yield at
        yield at + OPEN_FOR
    if away is not None:
        yield away.since
        yield away.until
