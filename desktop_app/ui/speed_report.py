"""Everything the reply-speed page shows, worked out in one go by a worker thread. No Qt.

The figures come from `domain.reply_times` and `domain.reply_figures`; here they are only asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from desktop_app.domain.model import DAY, SECOND, Excluded, LetterId, Micros
from desktop_app.domain.reply_figures import (
    BIN_EDGES_S,
    WORKING_BIN_EDGES_S,
    Cell,
    Distribution,
    Figures,
    Week,
    distribution,
    figures,
    heatmap,
    weekly,
)
from desktop_app.domain.reply_times import Clock, Durations, Metric, Start, durations, samples_of
from desktop_app.domain.survival import MISSED, Curve, log_rank
from desktop_app.domain.work_hours import WorkHours
from desktop_app.domain.worktime import Calendar
from desktop_app.store.reader import Reader
from desktop_app.store.rows import WaitRow


@dataclass(frozen=True, slots=True)
class Query:
    """`days` None = everything there is."""

    days: int | None
    clock: Clock
    start: Start
    target_s: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """A client who waits now, in the clock of the query."""

    row: WaitRow
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """`waits` is what every `indices` counts in. `within_chance`: no difference to `before` is shown."""

    query: Query
    now: Micros
    waits: Sequence[WaitRow]
    times: Durations
    figures: Figures
    before: Figures | None
    within_chance: bool
    curve: Curve
    weeks: Sequence[Week]
    distribution: Distribution
    cells: Sequence[Cell]
    waiting: Sequence[Waiting]
    excluded: dict[Excluded, tuple[LetterId, ...]]

    def letters(self, indices: Sequence[int]) -> list[LetterId]:
        """First letter and answer of some waits, newest wait first."""
        found: list[LetterId] = []
        for index in sorted((int(one) for one in indices), key=lambda one: -self.waits[one].arrived_at):
            row = self.waits[index]
            found.append(row.first_letter)
            if row.answer is not None:
                found.append(row.answer)
        return found

    def slower_than(self, seconds: float) -> list[int]:
        """Waits that took longer than this, or have run longer without an answer."""
        return [int(one) for one in self.times.indices[self.times.seconds > seconds]]

    def within_target(self) -> list[int]:
        done = self.times.observed & (self.times.seconds <= self.query.target_s)
        return [int(one) for one in self.times.indices[done]]


def report(query: Query, hours: WorkHours, now: Micros, reader: Reader) -> Report:
    """Reads the waits of the period and of the one before it."""
    since = None if query.days is None else now - query.days * DAY
    waits = reader.waits(since=since, until=now + 1)
    measure = partial(_measured, query, Calendar(hours), now)
    times = measure(waits)
    earlier = _earlier(query, since, reader, measure)
    result = figures(times, query.target_s)
    return Report(
        query=query,
        now=now,
        waits=waits,
        times=times,
        figures=result,
        before=figures(earlier, query.target_s) if earlier is not None else None,
        within_chance=earlier is None or _p_value(times, earlier) >= MISSED,
        curve=times.curve(),
        weeks=weekly(times, hours.zone),
        distribution=distribution(
            times, WORKING_BIN_EDGES_S if query.clock is Clock.WORKING else BIN_EDGES_S
        ),
        cells=heatmap(times, hours.zone),
        waiting=_waiting(query, hours, now, reader.waits(excluded=False)),
        excluded=_excluded(waits),
    )


def _measured(query: Query, calendar: Calendar, now: Micros, waits: Sequence[WaitRow]) -> Durations:
    return durations(samples_of(waits, now), Metric.FIRST_REPLY, query.clock, query.start, calendar)


def _earlier(
    query: Query, since: Micros | None, reader: Reader, measure: Callable[[Sequence[WaitRow]], Durations]
) -> Durations | None:
    """The same length of time before; what was unanswered then has been waiting ever since."""
    if since is None or query.days is None:
        return None
    return measure(reader.waits(since=since - query.days * DAY, until=since))


def _p_value(one: Durations, other: Durations) -> float:
    return log_rank(one.seconds, one.observed, other.seconds, other.observed)


def _waiting(query: Query, hours: WorkHours, now: Micros, waits: Sequence[WaitRow]) -> list[Waiting]:
    """Longest first; whatever the period, whoever waits is shown."""
    still = [row for row in waits if row.answered_at is None]
    if query.clock is Clock.WORKING and still:
        arrived = [row.arrived_at for row in still]
        spans = Calendar(hours).seconds(arrived, [now] * len(arrived)).tolist()
    else:
        spans = [(now - row.arrived_at) / SECOND for row in still]
    found = [Waiting(row, seconds) for row, seconds in zip(still, spans, strict=True)]
    return sorted(found, key=lambda one: one.row.arrived_at)


def _excluded(waits: Sequence[WaitRow]) -> dict[Excluded, tuple[LetterId, ...]]:
    found: dict[Excluded, list[LetterId]] = {}
    for row in waits:
        if row.excluded is not None:
            found.setdefault(row.excluded, []).append(row.first_letter)
    return {
        reason: tuple(letters) for reason, letters in sorted(found.items(), key=lambda pair: -len(pair[1]))
    }
