"""Lists of the past as they would have been scored: by what was known that morning, with shipped weights.

Signals are left out: an answer vouches for earlier opens that were doubtful at the time, so today's verdicts
know the future. Nothing that happened after a morning is used for its list.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from desktop_app.domain.addresses import company
from desktop_app.domain.calibration import HORIZON
from desktop_app.domain.model import DAY, ContactId, Micros
from desktop_app.domain.timetable import spans
from desktop_app.domain.warmth import (
    OPEN_FOR,
    SHIPPED_BASE,
    UNKNOWN,
    History,
    OpenLetter,
    Rate,
    Scored,
    score,
)
from desktop_app.domain.work_hours import WorkHours
from desktop_app.domain.zones import offset_at, zone_named
from desktop_app.store import replay
from desktop_app.store.database import Database
from desktop_app.store.rates import ANSWER_WITHIN

BACK: Micros = 90 * DAY

Sampler = Callable[[int, Iterable[ContactId]], list[ContactId]]
Key = tuple[str, object]


def lists(
    db: Database, hours: WorkHours, now: Micros, sample: Sampler
) -> Iterator[tuple[int, Micros, dict[ContactId, Scored]]]:
    """Local day, the instant at which it began to be worked, and the list; oldest first.

    Only days whose outcome is known. Of a long list `sample` says who is scored.
    """
    mornings = _mornings(hours, now - BACK, now - HORIZON)
    if not mornings:
        return
    since = mornings[0][1] - OPEN_FOR
    letters = replay.letters_since(db, since)
    people = {one.contact for one in letters}
    written = replay.written_by(db, people)
    counts = _Counts(replay.fates(db, ANSWER_WITHIN))
    domains = {contact: company(address) for contact, address in replay.addresses(db, people).items()}
    for day, at in mornings:
        counts.move_to(at)
        open_now: dict[ContactId, list[replay.OldLetter]] = defaultdict(list)
        first = bisect.bisect_right(letters, at - OPEN_FOR, key=lambda one: one.at)
        last = bisect.bisect_right(letters, at, key=lambda one: one.at)
        for one in letters[first:last]:
            if one.closed_at is None or one.closed_at > at:
                open_now[one.contact].append(one)
        kept = sample(day, open_now)
        found = {one: _score(one, open_now[one], written, counts, domains, at) for one in kept}
        yield day, at, {contact: scored for contact, scored in found.items() if scored is not None}


@dataclass(slots=True)
class _Counts:
    """Rates of answers as they were known at an instant, which only moves on."""

    fates: list[replay.Fate]  # by `known_at`
    _next: int = 0
    _found: dict[Key, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def move_to(self, at: Micros) -> None:
        while self._next < len(self.fates) and self.fates[self._next].known_at <= at:
            one = self.fates[self._next]
            self._next += 1
            names: tuple[Key, ...] = (
                ("user", None),
                ("contact", one.contact),
                ("pair", (one.contact, one.account)),
                ("company", company(one.address)),
            )
            for name in names:
                counted = self._found[name]
                counted[0] += one.answered
                counted[1] += 1

    def rate(self, kind: str, name: object) -> Rate:
        counted = self._found.get((kind, name))
        return Rate(*counted) if counted else UNKNOWN


def _score(
    contact: ContactId,
    sent: list[replay.OldLetter],
    written: dict[ContactId, list[Micros]],
    counts: _Counts,
    domains: dict[ContactId, str],
    at: Micros,
) -> Scored | None:
    times = written.get(contact, [])
    until = bisect.bisect_right(times, at)
    domain = domains.get(contact, "")
    history = History(
        pair=counts.rate("pair", (contact, sent[-1].account)),
        recipient=counts.rate("contact", contact),
        company=counts.rate("company", domain) if domain else UNKNOWN,
        user=counts.rate("user", None),
        last_activity=times[until - 1] if until else None,
        letters_7d=until - bisect.bisect_right(times, at - 7 * DAY),
    )
    letters = [OpenLetter(one.letter, one.at, one.recipients, one.answers_him) for one in sent]
    return score(letters, (), history, SHIPPED_BASE, at)


def _mornings(hours: WorkHours, since: Micros, until: Micros) -> list[tuple[int, Micros]]:
    """The beginning of each working day."""
    zone = zone_named(hours.zone)
    found: dict[int, Micros] = {}
    for opens, _closes in spans(hours, since, until):
        if opens > since:  # not in the middle of the first day
            found.setdefault((opens + offset_at(zone, opens)) // DAY, opens)
    return sorted(found.items())
