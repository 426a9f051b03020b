"""Reply times as product.md defines them: four metrics, two clocks, two starts, open waits included (numpy).

First `samples_of` the waits, then `durations` of one metric, then `domain.reply_figures` of those.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.model import HOUR, SECOND, Excluded, Micros
from desktop_app.domain.survival import Curve, Floats, ascending, survival_of_sorted
from desktop_app.domain.worktime import Calendar, Instants

ABSENT = np.iinfo(np.int64).min  # "has not happened" in a column of instants
SEEN_WIDTH: Micros = HOUR  # an opening that is not known better than this is not used


class Clock(StrEnum):
    """What counts as time."""

    CALENDAR = "calendar"
    WORKING = "working"


class Start(StrEnum):
    """When a reply time begins: the letter arrived, or somebody of ours opened it."""

    ARRIVAL = "arrival"
    OPENING = "opening"


class Metric(StrEnum):
    """What is timed."""

    FIRST_REPLY = "first_reply"  # the first wait of each conversation
    EVERY_REPLY = "every_reply"
    NOTICE = "notice"  # from arrival to opening
    AFTER_OPEN = "after_open"  # from opening to reply


class WaitLike(Protocol):
    """A `domain.model.Wait` or a row of one."""

    @property
    def arrived_at(self) -> Micros: ...
    @property
    def seen_low(self) -> Micros | None: ...
    @property
    def seen_high(self) -> Micros | None: ...
    @property
    def answered_at(self) -> Micros | None: ...
    @property
    def excluded(self) -> Excluded | None: ...
    @property
    def first_of_conversation(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Samples:
    """Waits that count, as columns of equal length. Instants are Micros or ABSENT."""

    arrived: Instants
    seen_low: Instants
    seen_high: Instants
    answered: Instants
    first: NDArray[np.bool_]
    indices: Instants
    now: Micros


@dataclass(frozen=True, slots=True)
class Durations:
    """One metric's times, shortest first, at equal times answers before what still runs (`in_order`).

    `observed` False = still running. `left_out`: indices of those whose opening is not known well enough.
    """

    seconds: Floats
    observed: NDArray[np.bool_]
    arrived: Instants
    indices: Instants
    left_out: Instants = field(default_factory=lambda: np.empty(0, np.int64))

    def part(self, chosen: NDArray[np.int64] | slice) -> Durations:
        """Some of them, in their order."""
        return Durations(
            self.seconds[chosen], self.observed[chosen], self.arrived[chosen], self.indices[chosen]
        )

    def among(self, inside: NDArray[np.bool_]) -> Durations:
        """Those whose index is True in `inside`, the left out too."""
        return self.at(self.places(inside), inside)

    def places(self, inside: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Where they lie here."""
        return np.flatnonzero(inside[self.indices])

    def at(self, places: NDArray[np.int64], inside: NDArray[np.bool_]) -> Durations:
        """As `among`, where the places are known: numbers take columns faster than a mask does."""
        chosen = self if places.size == self.indices.size else self.part(places)
        return replace(chosen, left_out=self.left_out[inside[self.left_out]])

    def curve(self) -> Curve:
        """Kaplan-Meier of all of them."""
        return survival_of_sorted(self.seconds, self.observed)


def samples_of(waits: Sequence[WaitLike], now: Micros) -> Samples:
    """The columns of all waits that are not excluded."""
    kept = [(index, wait) for index, wait in enumerate(waits) if wait.excluded is None]

    def column(read: Callable[[WaitLike], Micros | None]) -> Instants:
        values = (read(wait) for _, wait in kept)
        return np.array([ABSENT if value is None else value for value in values], np.int64)

    return Samples(
        arrived=column(lambda wait: wait.arrived_at),
        seen_low=column(lambda wait: wait.seen_low),
        seen_high=column(lambda wait: wait.seen_high),
        answered=column(lambda wait: wait.answered_at),
        first=np.array([wait.first_of_conversation for _, wait in kept], np.bool_),
        indices=np.array([index for index, _ in kept], np.int64),
        now=now,
    )


def durations(
    samples: Samples,
    metric: Metric,
    clock: Clock = Clock.CALENDAR,
    start: Start = Start.ARRIVAL,
    calendar: Calendar | None = None,
) -> Durations:
    """The times of a metric; NOTICE and AFTER_OPEN have their own start. The working clock needs `calendar`.

    An opening is known as an interval between two looks at the mailbox. Its middle is used when the interval
    is at most an hour wide; otherwise the wait is left out of what begins or ends with the opening, and
    counted in `left_out`. A letter not opened yet has no time after opening.
    """
    opened = opening(samples)
    is_opened, has_answer = opened != ABSENT, samples.answered != ABSENT
    # Both bounds absent: it was read before we first looked, nobody knows when.
    untouched = (samples.seen_high == ABSENT) & (samples.seen_low != ABSENT) & ~has_answer
    ends = np.where(has_answer, samples.answered, samples.now)
    if metric is Metric.NOTICE:
        chosen, starts, observed = is_opened | untouched, samples.arrived, is_opened
        ends = np.where(is_opened, opened, samples.now)
    elif metric is Metric.AFTER_OPEN or start is Start.OPENING:
        chosen, starts, observed = is_opened, opened, has_answer
    else:
        chosen, starts, observed = np.ones(has_answer.shape, np.bool_), samples.arrived, has_answer
    considered = samples.first if metric is Metric.FIRST_REPLY else np.ones(chosen.shape, np.bool_)
    vague = considered & ~chosen & ~untouched
    chosen = chosen & considered
    seconds = measured(starts[chosen], ends[chosen], clock, calendar)
    kept = (observed[chosen], samples.arrived[chosen], samples.indices[chosen])
    return in_order(seconds, *kept, left_out=samples.indices[vague])


def in_order(
    seconds: Floats, observed: NDArray[np.bool_], arrived: Instants, indices: Instants, left_out: Instants
) -> Durations:
    """Times that come in any order."""
    order = ascending(seconds, observed)
    return Durations(seconds[order], observed[order], arrived[order], indices[order], left_out)


def opening(samples: Samples) -> Instants:
    """When each first letter was opened: the middle of its interval; ABSENT when unknown or not opened yet.

    Nobody opens before the arrival or after the own answer, whatever the flags say. Whether the interval is
    narrow enough is asked before the answer narrows it: else quick answers alone would have an opening.
    """
    low = np.maximum(samples.seen_low, samples.arrived)
    high = np.maximum(samples.seen_high, samples.arrived)
    known = (samples.seen_high != ABSENT) & (high - low <= SEEN_WIDTH)
    answered = np.where(samples.answered == ABSENT, high, np.maximum(samples.answered, samples.arrived))
    latest = np.minimum(high, answered)
    earliest = np.minimum(low, latest)
    return np.where(known, earliest + (latest - earliest) // 2, ABSENT)


def measured(starts: Instants, ends: Instants, clock: Clock, calendar: Calendar | None = None) -> Floats:
    """Seconds from each start to its end; 0 where the end is not after the start."""
    if clock is Clock.CALENDAR:
        return np.maximum(ends - starts, 0) / SECOND
    if calendar is None:
        raise ValueError("the working clock needs a calendar")
    return calendar.seconds(starts, ends)
