"""What the reply-speed pages show of one metric's times: figures, weeks, hours, distribution, people (numpy).

Every part of a chart carries `indices`, positions in the sequence given to `reply_times.samples_of`, so that
a click on it can open the letters behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.actions import TARGET_S
from desktop_app.domain.log_rank import Sample, holm, stratified_log_rank
from desktop_app.domain.model import DAY, HOUR
from desktop_app.domain.reply_times import Durations
from desktop_app.domain.survival import MISSED, Counts, Curve, Estimate, survival_by_group
from desktop_app.domain.worktime import Instants, to_local

AFTER_OPEN_TARGET_S = 600.0  # "one answers within 10 minutes of opening, another a day later"
BIN_EDGES_S = (0.0, 60.0, 600.0, 3600.0, 14_400.0, 86_400.0, 259_200.0, 604_800.0)
WORKING_BIN_EDGES_S = (0.0, 60.0, 600.0, 3600.0, 14_400.0, 28_800.0, 86_400.0, 288_000.0)  # days of 8 h
FEW, ENOUGH = 10, 30  # answered waits: below FEW only a list, below ENOUGH grey with the range
COMPARABLE = 60  # answered waits each, before people are compared
HALF = 0.5  # the share at a median
EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday
Numbers = NDArray[np.int16]  # of 16 bits numpy sorts by radix: a tenth of the time that 64 bits take


class Grade(StrEnum):
    """How much may be shown for the number of answered waits."""

    LIST = "list"
    RANGE = "range"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a page, each with a 95 % interval; `answered` of `n` waits have an answer."""

    median: Estimate
    p75: Estimate
    p90: Estimate
    within: Estimate  # share answered within target_s
    target_s: float
    n: int
    answered: int
    grade: Grade
    left_out: int


class By(StrEnum):
    """The steps of a trend."""

    DAY = "day"
    WEEK = "week"  # ISO: from Monday
    MONTH = "month"


class Step(NamedTuple):
    """One day, week or month of arrivals, in the person's zone; `begin` is its first day."""

    begin: date
    median: Estimate
    n: int
    answered: int
    indices: Instants


class Bin(NamedTuple):
    """Answered waits that took [low_s, high_s) seconds; `high_s` None = or longer."""

    low_s: float
    high_s: float | None
    indices: Instants


class Distribution(NamedTuple):
    """`waiting`: those without an answer yet, longest first."""

    bins: tuple[Bin, ...]
    waiting: Instants


class Cell(NamedTuple):
    """Arrivals of one weekday (Monday = 0) and hour, in the person's zone."""

    weekday: int
    hour: int
    median: Estimate
    n: int
    answered: int
    indices: Instants


class Difference(NamedTuple):
    """Whether two people differ: `p` by log-rank and Holm; to be ranked or coloured only when `shown`.

    `faster`: the one who answers faster than both together would.
    """

    first: str
    second: str
    p: float
    shown: bool
    faster: str


class Groups(NamedTuple):
    """The number (>= 0) of the group of each time, and the places of all times, group after group."""

    numbers: Numbers
    order: Counts

    @classmethod
    def of(cls, numbers: Numbers) -> Groups:
        """Within a group the times stay as they are, the shortest first."""
        return cls(numbers, np.argsort(numbers, kind="stable"))

    def at(self, places: Counts) -> Groups:
        """Of some of the times; of all of them they are these."""
        return self if places.size == self.numbers.size else Groups.of(self.numbers[places])


class _Group(NamedTuple):
    """Times with the same number."""

    number: int
    median: Estimate
    n: int
    answered: int
    indices: Instants


def figures(times: Durations, target_s: float = TARGET_S, curve: Curve | None = None) -> Figures:
    """Median, p75, p90 and the share within the target. `curve` is theirs, if it is there already."""
    curve = times.curve() if curve is None else curve
    return Figures(
        median=curve.quantile(HALF),
        p75=curve.quantile(0.75),
        p90=curve.quantile(0.9),
        within=curve.within(target_s),
        target_s=target_s,
        n=curve.n,
        answered=curve.answered,
        grade=grade(curve.answered),
        left_out=times.left_out.size,
    )


def grade(answered: int) -> Grade:
    """Under 10 a list, under 30 a grey figure with its range, from 30 the full figure."""
    if answered < FEW:
        return Grade.LIST
    return Grade.RANGE if answered < ENOUGH else Grade.FULL


def trend(times: Durations, zone: str, by: By = By.WEEK) -> tuple[Step, ...]:
    """The median of each day, week or month in which something arrived, oldest first."""
    return trend_of(times, Groups.of(step_numbers(to_local(zone, times.arrived), by)), by)


def trend_of(times: Durations, groups: Groups, by: By) -> tuple[Step, ...]:
    """The same where the arrivals are grouped by their `step_numbers` already."""
    return tuple(Step(_first_day(one.number, by), *one[1:]) for one in _grouped(times, groups))


def heatmap(times: Durations, zone: str) -> tuple[Cell, ...]:
    """The median by weekday and hour of arrival; only cells in which something arrived."""
    return heatmap_of(times, Groups.of(hour_numbers(to_local(zone, times.arrived))))


def heatmap_of(times: Durations, groups: Groups) -> tuple[Cell, ...]:
    """The same where the arrivals are grouped by their `hour_numbers` already."""
    return tuple(Cell(one.number // 24, one.number % 24, *one[1:]) for one in _grouped(times, groups))


def step_numbers(local: Instants, by: By) -> Numbers:
    """Days, ISO weeks or months of wall-clock instants, counted from those of 1970-01-01.

    What is earlier is taken as that, what no 16 bits hold (days from 2059 on) as the last of them.
    """
    if by is By.MONTH:
        months = local.astype("datetime64[us]").astype("datetime64[M]").astype(np.int64)
        return _small(months)
    days = local // DAY
    return _small(days if by is By.DAY else (days + EPOCH_WEEKDAY) // 7)


def hour_numbers(local: Instants) -> Numbers:
    """24 x weekday (Monday = 0) + hour of each wall-clock instant."""
    hours = local // HOUR
    return ((hours + EPOCH_WEEKDAY * 24) % (7 * 24)).astype(np.int16)


def distribution(times: Durations, edges_s: Sequence[float] = BIN_EDGES_S) -> Distribution:
    """Answered waits by how long they took, on a logarithmic scale, and who still waits."""
    cuts = np.searchsorted(times.seconds, edges_s[1:], side="left")
    parts = zip(np.split(times.indices, cuts), np.split(times.observed, cuts), strict=True)
    answered = [indices[observed] for indices, observed in parts]
    highs = (*edges_s[1:], None)
    bins = tuple(Bin(low, high, part) for low, high, part in zip(edges_s, highs, answered, strict=True))
    return Distribution(bins, times.indices[~times.observed][::-1])


def compare(
    people: Mapping[str, Durations], strata: Mapping[str, Instants] | None = None
) -> tuple[Difference, ...]:
    """Every pair of people, in the order given. None of them `shown`: "no difference shown".

    `strata`: the number (>= 0) of the stratum of each of a person's times, in their order; then only times of
    equal numbers are compared with one another.
    """
    pairs = list(combinations(people, 2))
    results = [
        stratified_log_rank(_parts(first, second, people, strata or {})) for first, second in pairs
    ]
    tests = [one.p for one in results]
    enough = {name for name, times in people.items() if int(times.observed.sum()) >= COMPARABLE}
    return tuple(
        Difference(
            first, second, p, p < MISSED and {first, second} <= enough, first if one.excess > 0 else second
        )
        for (first, second), p, one in zip(pairs, holm(tests), results, strict=True)
    )


def _parts(
    first: str, second: str, people: Mapping[str, Durations], strata: Mapping[str, Instants]
) -> Iterator[tuple[Sample, Sample]]:
    """What both have of each stratum; a stratum that only one has says nothing."""
    one, other = people[first], people[second]
    mine = strata.get(first, np.zeros(one.seconds.shape, np.int64))
    theirs = strata.get(second, np.zeros(other.seconds.shape, np.int64))
    for number in np.intersect1d(mine, theirs).tolist():
        inside, within = mine == number, theirs == number
        yield (
            Sample(one.seconds[inside], one.observed[inside]),
            Sample(other.seconds[within], other.observed[within]),
        )


def _small(numbers: Instants) -> Numbers:
    return np.clip(numbers, 0, np.iinfo(np.int16).max).astype(np.int16)


def _first_day(number: int, by: By) -> date:
    if by is By.MONTH:
        return date(1970 + number // 12, number % 12 + 1, 1)
    days = number if by is By.DAY else number * 7 - EPOCH_WEEKDAY
    return date(1970, 1, 1) + timedelta(days=days)


def _grouped(times: Durations, groups: Groups) -> Iterator[_Group]:
    """Those with equal numbers, numbers ascending."""
    sizes = np.bincount(groups.numbers)
    found = np.flatnonzero(sizes)
    sizes = sizes[found]
    curves = survival_by_group(times.seconds, times.observed, groups.order, sizes)
    parts = np.split(times.indices[groups.order], np.cumsum(sizes)[:-1])
    columns = found.tolist(), curves.quantiles(HALF), sizes.tolist(), curves.answered.tolist(), parts
    return map(_Group, *columns)
