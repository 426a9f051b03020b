"""What "within the target" means in a report of reply speed: one target, or each wait its own. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from desktop_app.domain.model import AccountId, Micros
from desktop_app.domain.reply_figures import Figures
from desktop_app.domain.reply_targets import Goals, as_shares, goals_of
from desktop_app.domain.reply_times import Clock, Durations, Metric, Start, measured
from desktop_app.domain.survival import Curve, Floats, survival_of_sorted
from desktop_app.domain.targets import Target, Targets
from desktop_app.domain.wait_columns import Mask, WaitColumns
from desktop_app.domain.worktime import Calendar, Instants

Key = tuple[Metric, Start]


@dataclass(frozen=True, slots=True)
class Aim:
    """Within the target are `times` of at most `limit`.

    `targets` are those that the filters leave. One of them, on the clock of the query: `times` are those of
    the report (`is_shown`: the axes can show it). One on the other clock: times of that clock. Several:
    shares of each wait's own target. `whole`: how many there are, when only those within are kept.
    """

    targets: Sequence[Target]
    times: Durations
    limit: float
    goals: Goals | None
    is_shown: bool
    whole: int = 0

    @property
    def only(self) -> Target | None:
        """The one target; None = they differ."""
        return self.targets[0] if len(self.targets) == 1 else None

    def among(self, inside: Mask, shown: Durations) -> Aim:
        """Of the waits of a period; `shown` are their times on the clock of the query.

        On another clock only those within the target are kept: what is longer is not looked at.
        """
        if self.is_shown:
            return replace(self, times=shown)
        head = slice(0, int(np.searchsorted(self.times.seconds, self.limit, side="right")))
        return replace(self, times=self.times.part(head).among(inside), whole=shown.seconds.size)

    def figures(self, found: Figures, curve: Curve) -> Figures:
        """With the share within the target; `curve` is that of the times shown."""
        if not self.is_shown:
            times = self.times
            longer = self.whole - times.seconds.size
            curve = survival_of_sorted(times.seconds, times.observed, longer)
        return replace(found, within=curve.within(self.limit))

    def within(self) -> Instants:
        """Waits answered within it."""
        return self.times.indices[self.times.observed & (self.times.seconds <= self.limit)]

    def late(self, still: Instants, arrived: Instants, now: Micros, calendar: Calendar) -> Mask:
        """Which of those who still wait do so beyond their target; `still` are positions in the columns."""
        until = np.full(arrived.shape, now)

        def waited(clock: Clock) -> Floats:
            return measured(arrived, until, clock, calendar)

        if self.only is not None:
            return np.asarray(waited(clock_of(self.only)) > self.only.seconds, np.bool_)
        assert self.goals is not None
        shares = self.goals.shares(still, waited(Clock.WORKING), waited(Clock.CALENDAR))
        return np.asarray(shares > self.limit, np.bool_)


class Aims:
    """Keeps the targets of the waits of one mailbox, and their times as shares of them."""

    def __init__(self) -> None:
        self._goals: tuple[Targets, Goals] | None = None
        self._shares: dict[Key, tuple[Durations, Durations]] = {}

    def clear(self) -> None:
        """The waits have changed."""
        self._goals = None
        self._shares.clear()

    def aim(
        self,
        targets: Targets,
        columns: WaitColumns,
        fits: Mask,
        addresses: Callable[[], Mapping[AccountId, str]],
        key: Key,
        shown: Clock,
        times: Callable[[Clock], Durations],
    ) -> Aim:
        """For all waits, of the targets of those that fit; the caller takes those of a period."""
        goals = None if targets.is_one else self._goals_of(columns, targets, addresses)
        found = (targets.everybody,) if goals is None else goals.among(fits)
        if goals is None or len(found) == 1:
            clock = clock_of(found[0])
            return Aim(found, times(clock), found[0].seconds, goals, is_shown=clock is shown)
        working, calendar = times(Clock.WORKING), times(Clock.CALENDAR)
        if key not in self._shares or self._shares[key][0] is not working:
            self._shares[key] = working, as_shares(goals, working, calendar)
        return Aim(found, self._shares[key][1], 1.0, goals, is_shown=False)

    def _goals_of(
        self, columns: WaitColumns, targets: Targets, addresses: Callable[[], Mapping[AccountId, str]]
    ) -> Goals:
        if self._goals is None or self._goals[0] != targets:
            self._goals = targets, goals_of(columns, addresses(), targets)
            self._shares.clear()
        return self._goals[1]


def clock_of(target: Target) -> Clock:
    return Clock.WORKING if target.working else Clock.CALENDAR
