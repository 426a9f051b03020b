"""Everything the reply-speed page shows, worked out in one go by a worker thread. No Qt.

The figures come from `domain.reply_times` and `domain.reply_figures`; here they are only asked for, and what
they are made of is kept: the waits as columns until letters come, the times of each clock for a minute. So a
change of a filter is a mask over columns, not a new look at the mailbox.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from desktop_app.domain.model import DAY, MINUTE, AccountId, Excluded, LetterId, Micros
from desktop_app.domain.reply_figures import (
    BIN_EDGES_S,
    WORKING_BIN_EDGES_S,
    Cell,
    Distribution,
    Figures,
    Grade,
    Numbers,
    Week,
    distribution,
    figures,
    heatmap_at,
    hour_numbers,
    week_numbers,
    weekly_at,
)
from desktop_app.domain.reply_times import Clock, Durations, Metric, Start, durations, measured
from desktop_app.domain.survival import MISSED, Curve, log_rank
from desktop_app.domain.wait_columns import COUNTS, REASONS, Mask, WaitColumns
from desktop_app.domain.work_hours import WorkHours
from desktop_app.domain.worktime import Calendar, Instants, to_local
from desktop_app.store.reader import Reader
from desktop_app.store.rows import WaitRow

LISTED = 500  # waits that are shown by name, the longest first
FRESH: Micros = MINUTE  # so long the times of those who still wait are taken as they were


@dataclass(frozen=True, slots=True)
class Query:
    """`days` None = everything there is. The filters: None = all.

    `channel` "" is what came by none; `known` True: clients who had written before.
    """

    days: int | None
    clock: Clock
    start: Start
    target_s: float
    account: AccountId | None = None
    channel: str | None = None
    known: bool | None = None
    company: bool | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A client who waits now, in the clock of the query."""

    row: WaitRow
    seconds: float


@dataclass(frozen=True, slots=True)
class WaitingNow:
    """All who wait, longest first; `listed` the first of them by name, `late` those beyond the target."""

    listed: Sequence[Waiting]
    letters: Sequence[LetterId]
    late: int
    longest_s: float


@dataclass(frozen=True, slots=True)
class Report:
    """`columns` is what every `indices` counts in; `arrived` of them came in the period.

    `few`: the waits behind `times` by name and in their order, when there are too few for figures.
    `within_chance`: no difference to `before` is shown.
    """

    query: Query
    now: Micros
    columns: WaitColumns
    arrived: int
    times: Durations
    figures: Figures
    before: Figures | None
    within_chance: bool
    curve: Curve
    weeks: Sequence[Week]
    distribution: Distribution
    cells: Sequence[Cell]
    waiting: WaitingNow
    few: Sequence[WaitRow]
    excluded: Mapping[Excluded, Instants]

    def letters(self, indices: Instants) -> list[LetterId]:
        """First letter and answer of some waits, newest wait first."""
        return self.columns.letters(indices)

    def slower_than(self, seconds: float) -> Instants:
        """Waits that took longer than this, or have run longer without an answer."""
        return self.times.indices[self.times.seconds > seconds]

    def within_target(self) -> Instants:
        return self.times.indices[self.times.observed & (self.times.seconds <= self.query.target_s)]


@dataclass(frozen=True, slots=True)
class _Measured:
    """The times of all waits by one clock and start, and where they lie in the person's weeks."""

    times: Durations
    weeks: Numbers
    hours: Numbers
    now: Micros


class SpeedDesk:
    """Keeps what the reports of one page are made of. One worker at a time may ask."""

    def __init__(self) -> None:
        self._columns: WaitColumns | None = None
        self._version = -1
        self._calendar = Calendar(WorkHours())
        self._measured: dict[tuple[Clock, Start], _Measured] = {}

    def report(self, query: Query, hours: WorkHours, now: Micros, reader: Reader, version: int) -> Report:
        """`version` grows when the mailbox has changed; then the waits are read again."""
        columns = self._read(reader, version)
        calendar = self._calendar_of(hours)
        found = self._measure(columns, query, calendar, now)
        since = _begin(query, found.now)
        fits = _filtered(columns, query)
        inside = fits & (columns.arrived >= since)
        chosen = inside[found.times.indices]
        times = found.times.among(inside)
        curve = times.curve()
        result = figures(times, query.target_s, curve)
        earlier = _earlier(query, since, columns, fits, found.times)
        edges = WORKING_BIN_EDGES_S if query.clock is Clock.WORKING else BIN_EDGES_S
        return Report(
            query=query,
            now=found.now,
            columns=columns,
            arrived=int(np.count_nonzero(inside)),
            times=times,
            figures=result,
            before=None if earlier is None else figures(earlier, query.target_s),
            within_chance=earlier is None or _p_value(times, earlier) >= MISSED,
            curve=curve,
            weeks=weekly_at(times, found.weeks[chosen]),
            distribution=distribution(times, edges),
            cells=heatmap_at(times, found.hours[chosen]),
            waiting=_waiting(query, calendar, found.now, columns, fits, reader),
            few=_few(columns, times, result, reader),
            excluded=_excluded(columns, inside),
        )

    def _read(self, reader: Reader, version: int) -> WaitColumns:
        if self._columns is None or version != self._version:
            self._columns, self._version = reader.wait_columns(), version
            self._measured.clear()
        return self._columns

    def _calendar_of(self, hours: WorkHours) -> Calendar:
        if self._calendar.hours != hours:
            self._calendar = Calendar(hours)
            self._measured.clear()
        return self._calendar

    def _measure(self, columns: WaitColumns, query: Query, calendar: Calendar, now: Micros) -> _Measured:
        key = (query.clock, query.start)
        found = self._measured.get(key)
        if found is None or not 0 <= now - found.now < FRESH:
            times = durations(columns.samples(now), Metric.FIRST_REPLY, query.clock, query.start, calendar)
            local = to_local(calendar.hours.zone, times.arrived)
            found = _Measured(times, week_numbers(local), hour_numbers(local), now)
            self._measured[key] = found
        return found


def report(query: Query, hours: WorkHours, now: Micros, reader: Reader) -> Report:
    """One report, nothing kept."""
    return SpeedDesk().report(query, hours, now, reader, 0)


def _begin(query: Query, now: Micros) -> Micros:
    return 0 if query.days is None else now - query.days * DAY


def _filtered(columns: WaitColumns, query: Query) -> Mask:
    """What all filters but the period leave."""
    fits = np.ones(columns.arrived.shape, np.bool_)
    if query.account is not None:
        fits &= columns.of_account(query.account)
    if query.channel is not None:
        fits &= columns.of_channel(query.channel)
    if query.known is not None:
        fits &= columns.of_new_clients() != query.known
    if query.company is not None:
        fits &= columns.company == query.company
    return fits


def _earlier(
    query: Query, since: Micros, columns: WaitColumns, fits: Mask, times: Durations
) -> Durations | None:
    """The same length of time before; what was unanswered then has been waiting ever since."""
    if query.days is None:
        return None
    inside = fits & (columns.arrived >= since - query.days * DAY) & (columns.arrived < since)
    return times.among(inside)


def _p_value(one: Durations, other: Durations) -> float:
    return log_rank(one.seconds, one.observed, other.seconds, other.observed)


def _waiting(
    query: Query, calendar: Calendar, now: Micros, columns: WaitColumns, fits: Mask, reader: Reader
) -> WaitingNow:
    """Whatever the period, whoever waits is shown."""
    still = np.flatnonzero(fits & columns.is_open())
    still = still[np.argsort(columns.arrived[still], kind="stable")]
    arrived = columns.arrived[still]
    seconds = measured(arrived, np.full(arrived.shape, now), query.clock, calendar)
    letters = [LetterId(one) for one in columns.first_letter[still].tolist()]
    spans = dict(zip(letters, seconds[:LISTED].tolist(), strict=False))
    listed = [Waiting(row, spans[row.first_letter]) for row in reader.waits_by_id(letters[:LISTED])]
    late = int(np.count_nonzero(seconds > query.target_s))
    return WaitingNow(listed, letters, late, float(seconds[0]) if seconds.size else 0.0)


def _few(columns: WaitColumns, times: Durations, result: Figures, reader: Reader) -> Sequence[WaitRow]:
    if result.grade is not Grade.LIST:
        return ()
    return reader.waits_by_id(columns.first_letter[times.indices[:LISTED]].tolist())


def _excluded(columns: WaitColumns, inside: Mask) -> dict[Excluded, Instants]:
    """First letters by reason, the most frequent reason first; newest letter first."""
    out = np.flatnonzero(inside & (columns.reason != COUNTS))
    out = out[np.argsort(-columns.arrived[out], kind="stable")]
    reasons = columns.reason[out]
    parts = {
        reason: columns.first_letter[out[reasons == number]]
        for number, reason in enumerate(REASONS)
        if np.any(reasons == number)
    }
    return dict(sorted(parts.items(), key=lambda pair: -len(pair[1])))
