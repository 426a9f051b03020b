"""Everything the reply-speed page shows, worked out in one go by a worker thread. No Qt.

The figures come from `domain.reply_times` and `domain.reply_figures`; here they are only asked for, and what
they are made of is kept: the waits as columns until letters come, the times of each clock for a minute. So a
change of a filter is a mask over columns, not a new look at the mailbox.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from desktop_app.domain.log_rank import log_rank
from desktop_app.domain.model import DAY, MINUTE, Excluded, LetterId, Micros
from desktop_app.domain.reply_aims import Aim, Aims
from desktop_app.domain.reply_figures import (
    AFTER_OPEN_TARGET_S,
    BIN_EDGES_S,
    WORKING_BIN_EDGES_S,
    By,
    Figures,
    Grade,
    Groups,
    distribution,
    figures,
    heatmap_of,
    hour_numbers,
    step_numbers,
    trend_of,
)
from desktop_app.domain.reply_times import Clock, Durations, Metric, Start, durations, measured
from desktop_app.domain.signal_actions import SignalActions
from desktop_app.domain.survival import MISSED, share_of
from desktop_app.domain.wait_columns import REASONS, FirstWritten, Mask, WaitColumns
from desktop_app.domain.work_hours import WorkHours
from desktop_app.domain.worktime import Calendar, Instants, to_local
from desktop_app.store.reader import Reader
from desktop_app.store.rows import WaitRow
from desktop_app.ui.speed_records import Beside, Query, Report, Share, Timed, Waiting, WaitingNow

LISTED = 500  # waits that are shown by name, the longest first
FRESH: Micros = MINUTE  # so long the times of those who still wait are taken as they were


@dataclass(frozen=True, slots=True)
class _Measured:
    """The times of all waits by one clock and start, and where they lie in the person's weeks."""

    times: Durations
    local: Instants
    hours: Groups
    now: Micros
    steps: dict[By, Groups] = field(default_factory=dict)

    def steps_by(self, by: By) -> Groups:
        if by not in self.steps:
            self.steps[by] = Groups.of(step_numbers(self.local, by))
        return self.steps[by]


@dataclass(slots=True)
class _Kept:
    """The waits as they were read, and what is found in them again and again.

    `still` and `out`: positions of those who wait, oldest first, and of those that are not counted, newest
    first. `named`: the waits that were shown by name last, by what was asked for. `written` and `new`: who
    wrote when, and which waits are those of new clients, once that has been asked.
    """

    columns: WaitColumns
    still: Instants
    out: Instants
    people: tuple[str, ...]
    named: tuple[list[LetterId], list[WaitRow]] = ([], [])
    written: FirstWritten | None = None
    new: Mask | None = None

    def rows(self, letters: list[LetterId], reader: Reader) -> list[WaitRow]:
        """Some waits by name: mostly the same ones as before."""
        if self.named[0] != letters:
            self.named = letters, reader.waits_by_id(letters)
        return self.named[1]

    def first_written(self) -> FirstWritten:
        self.written = self.written or self.columns.first_written()
        return self.written

    def of_new_clients(self) -> Mask:
        if self.new is None:
            self.new = self.columns.of_new_clients(self.first_written())
        return self.new


class SpeedDesk:
    """Keeps what the reports of one page are made of. One worker at a time may ask."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None
        self._version = -1
        self._calendar = Calendar(WorkHours())
        self._measured: dict[tuple[Metric, Clock, Start], _Measured] = {}
        self._actions: SignalActions | None = None
        self._aims = Aims()

    def report(self, query: Query, hours: WorkHours, now: Micros, reader: Reader, version: int) -> Report:
        """`version` grows when the mailbox has changed; then the waits are read again."""
        kept = self._read(reader, version)
        columns = kept.columns
        calendar = self._calendar_of(hours)
        found = self._measure(columns, query.metric, query.clock, query.start, calendar, now)
        since, until = query.window(found.now)
        fits = _filtered(kept, query)
        inside = fits & (columns.arrived >= since) & (columns.arrived < until)
        places = found.times.places(inside)
        times = found.times.at(places, inside)
        curve = times.curve()
        aim = self._aim(query, columns, fits, calendar, now, reader)
        aimed = aim.among(inside, times)
        result = aimed.figures(figures(times, query.target_s, curve), curve)
        earlier = _earlier(query, since, until, columns, fits)
        before, within_chance = _compared(earlier, times, found.times, aim, query)
        edges = WORKING_BIN_EDGES_S if query.clock is Clock.WORKING else BIN_EDGES_S
        return Report(
            query=query,
            now=found.now,
            columns=columns,
            inside=np.flatnonzero(inside),
            times=times,
            aim=aimed,
            figures=result,
            before=before,
            within_chance=within_chance,
            curve=curve,
            steps=trend_of(times, found.steps_by(query.by).at(places), query.by),
            distribution=distribution(times, edges),
            cells=heatmap_of(times, found.hours.at(places)),
            waiting=_waiting(query, aim, calendar, found.now, kept, fits, reader),
            few=_few(columns, times, result, reader),
            excluded=_excluded(kept, inside),
        )

    def beside(self, query: Query, hours: WorkHours, now: Micros, reader: Reader, version: int) -> Beside:
        """The other figures; asked after `report`, so that the charts need not wait for them."""
        kept = self._read(reader, version)
        columns = kept.columns
        calendar = self._calendar_of(hours)
        since, until = query.window(now)
        inside = _filtered(kept, query) & (columns.arrived >= since) & (columns.arrived < until)
        needing = inside & columns.counts
        whole, open_now = int(np.count_nonzero(needing)), needing & columns.is_open()
        part = whole - int(np.count_nonzero(open_now))

        def timed(metric: Metric, target_s: float) -> Timed:
            found = self._measure(columns, metric, query.clock, Start.ARRIVAL, calendar, now)
            times = found.times.among(inside)
            return Timed(times, figures(times, target_s), columns.letters)

        return Beside(
            coverage=Share(share_of(part, whole), part, whole, np.flatnonzero(open_now)),
            notice=timed(Metric.NOTICE, query.target_s),
            after_open=timed(Metric.AFTER_OPEN, AFTER_OPEN_TARGET_S),
            action=self._action(query, kept, calendar, now, reader),
            answerers=columns.answerers(inside),
            people=kept.people,
        )

    def _action(
        self, query: Query, kept: _Kept, calendar: Calendar, now: Micros, reader: Reader
    ) -> Timed:
        actions = self._actions = self._actions or reader.signal_actions()
        since, until = query.window(now)
        written = kept.first_written
        inside = actions.among(query.account, query.channel, query.company, query.known, written)
        inside &= (actions.at >= since) & (actions.at < until)
        samples = actions.samples(inside, now)
        times = durations(samples, Metric.EVERY_REPLY, query.clock, Start.ARRIVAL, calendar)
        return Timed(times, figures(times, query.target_s), actions.letters)

    def _read(self, reader: Reader, version: int) -> _Kept:
        if self._kept is None or version != self._version:
            self._kept, self._version = _kept(reader.wait_columns()), version
            self._measured.clear()
            self._aims.clear()
            self._actions = None
        return self._kept

    def _calendar_of(self, hours: WorkHours) -> Calendar:
        if self._calendar.hours != hours:
            self._calendar = Calendar(hours)
            self._measured.clear()
        return self._calendar

    def _aim(
        self,
        query: Query,
        columns: WaitColumns,
        fits: Mask,
        calendar: Calendar,
        now: Micros,
        reader: Reader,
    ) -> Aim:
        def times(clock: Clock) -> Durations:
            return self._measure(columns, query.metric, clock, query.start, calendar, now).times

        key, shown = (query.metric, query.start), query.clock
        return self._aims.aim(query.aimed_at, columns, fits, reader.mailboxes, key, shown, times)

    def _measure(
        self,
        columns: WaitColumns,
        metric: Metric,
        clock: Clock,
        start: Start,
        calendar: Calendar,
        now: Micros,
    ) -> _Measured:
        key = (metric, clock, start)
        found = self._measured.get(key)
        if found is None or not 0 <= now - found.now < FRESH:
            times = durations(columns.samples(now), metric, clock, start, calendar)
            local = to_local(calendar.hours.zone, times.arrived)
            found = _Measured(times, local, Groups.of(hour_numbers(local)), now)
            self._measured[key] = found
        return found


def _kept(columns: WaitColumns) -> _Kept:
    return _Kept(
        columns,
        still=columns.newest_first(np.flatnonzero(columns.is_open()))[::-1],
        out=columns.newest_first(np.flatnonzero(~columns.counts)),
        people=tuple(who for who, _ in columns.answerers(np.ones(columns.arrived.shape, np.bool_))),
    )


def _filtered(kept: _Kept, query: Query) -> Mask:
    """What all filters but the period leave."""
    columns = kept.columns
    fits = np.ones(columns.arrived.shape, np.bool_)
    if query.account is not None:
        fits &= columns.of_account(query.account)
    if query.channel is not None:
        fits &= columns.of_channel(query.channel)
    if query.known is not None:
        fits &= kept.of_new_clients() != query.known
    if query.company is not None:
        fits &= columns.company == query.company
    if query.who is not None:
        fits &= columns.of_responder(query.who)
    return fits


def _earlier(query: Query, since: Micros, until: Micros, columns: WaitColumns, fits: Mask) -> Mask | None:
    """The same length of time before; what was unanswered then has been waiting ever since."""
    if query.is_everything:
        return None
    length = until - since if query.days is None or query.dates is not None else query.days * DAY
    return fits & (columns.arrived >= since - length) & (columns.arrived < since)


def _compared(
    earlier: Mask | None, times: Durations, everything: Durations, aim: Aim, query: Query
) -> tuple[Figures | None, bool]:
    """The figures of before, and whether the difference to them is within chance."""
    if earlier is None:
        return None, True
    before = everything.among(earlier)
    curve = before.curve()
    found = aim.among(earlier, before).figures(figures(before, query.target_s, curve), curve)
    return found, _p_value(times, before) >= MISSED


def _p_value(one: Durations, other: Durations) -> float:
    return log_rank(one.seconds, one.observed, other.seconds, other.observed)


def _waiting(
    query: Query,
    aim: Aim,
    calendar: Calendar,
    now: Micros,
    kept: _Kept,
    fits: Mask,
    reader: Reader,
) -> WaitingNow:
    """Whatever the period, whoever waits is shown."""
    still = kept.still[fits[kept.still]]
    arrived, letters = kept.columns.arrived[still], kept.columns.first_letter[still]
    late = aim.late(still, arrived, now, calendar)
    first = arrived[:LISTED]
    seconds = measured(first, np.full(first.shape, now), query.clock, calendar).tolist()
    asked = letters[:LISTED].tolist()
    told = zip(seconds, late[:LISTED].tolist(), strict=True)
    spans = dict(zip(asked, told, strict=True))
    listed = [Waiting(row, *spans[row.first_letter]) for row in kept.rows(asked, reader)]
    return WaitingNow(listed, letters, int(np.count_nonzero(late)), max(seconds, default=0.0))


def _few(columns: WaitColumns, times: Durations, result: Figures, reader: Reader) -> Sequence[WaitRow]:
    if result.grade is not Grade.LIST:
        return ()
    return reader.waits_by_id(columns.first_letter[times.indices[:LISTED]].tolist())


def _excluded(kept: _Kept, inside: Mask) -> dict[Excluded, Instants]:
    """First letters by reason, the most frequent reason first; newest letter first."""
    out = kept.out[inside[kept.out]]
    reasons, letters = kept.columns.reason[out], kept.columns.first_letter[out]
    there = np.flatnonzero(np.bincount(reasons)).tolist()
    parts = {REASONS[number]: letters[reasons == number] for number in there}
    return dict(sorted(parts.items(), key=lambda pair: -len(pair[1])))
