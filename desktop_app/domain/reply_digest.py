"""The figures of a week beside those of the week before, and who still waits: Monday's page (numpy)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from desktop_app.domain.log_rank import log_rank
from desktop_app.domain.model import AccountId, LetterId, Micros
from desktop_app.domain.reply_aims import Aim, Aims
from desktop_app.domain.reply_figures import Figures, figures
from desktop_app.domain.reply_targets import goals_of
from desktop_app.domain.reply_times import Clock, Durations, Metric, Start, durations, measured
from desktop_app.domain.signal_actions import SignalActions
from desktop_app.domain.survival import MISSED
from desktop_app.domain.targets import Target, Targets
from desktop_app.domain.wait_columns import Mask, WaitColumns
from desktop_app.domain.weeks import Week, week_of
from desktop_app.domain.work_hours import WorkHours
from desktop_app.domain.worktime import Calendar, Instants

WORST = 50


@dataclass(frozen=True, slots=True)
class Timed:
    """The figures of a week and of the week before; `letters` are those behind, positions in the columns."""

    now: Figures
    before: Figures
    within_chance: bool
    indices: Instants


@dataclass(frozen=True, slots=True)
class Open:
    """Somebody who still waits: first letter, seconds on the target's clock, the target."""

    first_letter: LetterId
    seconds: float
    target: Target

    @property
    def late(self) -> bool:
        return self.seconds > self.target.seconds


@dataclass(frozen=True, slots=True)
class Digest:
    """Of the week before the one that `now` lies in. Times are of the working clock, `calendar` beside it.

    `targets`: those of the letters of both weeks. `worst`: who has waited longest of the own target, with the
    number of all who wait and of those beyond the target.
    """

    week: Week
    now: Micros
    arrived: int
    reply: Timed
    calendar: Timed
    action: Timed
    targets: tuple[Target, ...]
    worst: tuple[Open, ...]
    open: int
    late: int

    @property
    def is_empty(self) -> bool:
        """Nobody wrote, nobody waits: nothing to be told."""
        return not self.arrived and not self.open and not self.action.now.n


def digest(
    columns: WaitColumns,
    actions: SignalActions,
    addresses: Mapping[AccountId, str],
    targets: Targets,
    hours: WorkHours,
    now: Micros,
) -> Digest:
    """Unanswered letters of both weeks are in the figures with the time until `now`."""
    week, calendar = week_of(hours.zone, now, back=1), Calendar(hours)
    earlier = week_of(hours.zone, now, back=2)
    inside, before = _came_in(columns.arrived, week), _came_in(columns.arrived, earlier)
    samples = columns.samples(now)

    def times(clock: Clock) -> Durations:
        return durations(samples, Metric.FIRST_REPLY, clock, Start.ARRIVAL, calendar)

    def aim(clock: Clock) -> Aim:
        key = (Metric.FIRST_REPLY, Start.ARRIVAL)
        return Aims().aim(targets, columns, inside | before, lambda: addresses, key, clock, times)

    worst, waiting, late = _waiting(columns, addresses, targets, calendar, now)
    working = aim(Clock.WORKING)
    return Digest(
        week=week,
        now=now,
        arrived=int(np.count_nonzero(inside & columns.counts)),
        reply=_timed(times(Clock.WORKING), inside, before, working),
        calendar=_timed(times(Clock.CALENDAR), inside, before, aim(Clock.CALENDAR)),
        action=_acted(actions, week, earlier, calendar, now),
        targets=tuple(working.targets),
        worst=worst,
        open=waiting,
        late=late,
    )


def _came_in(at: Instants, week: Week) -> Mask:
    return np.asarray((at >= week.since) & (at < week.until), np.bool_)


def _timed(times: Durations, inside: Mask, before: Mask, aim: Aim | None = None) -> Timed:
    one, other = times.among(inside), times.among(before)
    now, then = figures(one), figures(other)
    if aim is not None:
        now = aim.among(inside, one).figures(now, one.curve())
        then = aim.among(before, other).figures(then, other.curve())
    p = log_rank(one.seconds, one.observed, other.seconds, other.observed)
    return Timed(now, then, p >= MISSED, one.indices)


def _acted(actions: SignalActions, week: Week, earlier: Week, calendar: Calendar, now: Micros) -> Timed:
    inside, before = _came_in(actions.at, week), _came_in(actions.at, earlier)
    samples = actions.samples(inside | before, now)
    times = durations(samples, Metric.EVERY_REPLY, Clock.WORKING, Start.ARRIVAL, calendar)
    return _timed(times, inside, before)


def _waiting(
    columns: WaitColumns,
    addresses: Mapping[AccountId, str],
    targets: Targets,
    calendar: Calendar,
    now: Micros,
) -> tuple[tuple[Open, ...], int, int]:
    """Whoever came when; the worst first, then how many wait, and how many beyond the target."""
    still = np.flatnonzero(columns.is_open())
    arrived = columns.arrived[still]
    until = np.full(arrived.shape, now)
    goals = goals_of(columns, addresses, targets)
    working, by_day = (measured(arrived, until, clock, calendar) for clock in (Clock.WORKING, Clock.CALENDAR))
    shares = goals.shares(still, working, by_day)
    order = np.lexsort((arrived, -shares))[:WORST].tolist()
    worst = []
    for at in order:
        target = goals.targets[int(goals.number[still[at]])]
        seconds = float(working[at] if target.working else by_day[at])
        worst.append(Open(LetterId(int(columns.first_letter[still[at]])), seconds, target))
    return tuple(worst), int(still.size), int(np.count_nonzero(shares > 1))
