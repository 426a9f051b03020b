"""Kaplan-Meier: how long until an answer, with those still waiting inside the statistic (numpy).

Kaplan & Meier 1958; variance by Greenwood, intervals on the log-log scale (Kalbfleisch & Prentice 2002, 1.4);
quantile intervals by Brookmeyer & Crowley 1982. Whether groups differ: `domain.log_rank`.

A curve is not drawn to be asked: each answer leaves left / (left + 1) of those who waited, so between two who
still wait the product of these is what is left of what there was, and Greenwood's 1 / left - 1 / (left + 1)
add up in the same way. What those who still wait take away is all there is to sum up; then the curve is known
at any answer, and where it crosses a share is looked for, in all groups at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Z95 = 1.959963984540054
MISSED = 0.05  # 1 - confidence
EXACT = 1e-9  # two shares closer than this are the same share
Reached = Callable[[Counts, Counts], Mask]  # of answers, and the group of each
LINE, LOW, HIGH = 0.0, Z95, -Z95  # the curve and the edges of its band, by what their hazard is moved
PROBED = 1024  # answers that are looked at in one go
FEWEST_PROBES = 16  # of each group


class Estimate(NamedTuple):
    """A figure with its 95 % interval. None: beyond what the data can say (the curve never gets there)."""

    value: float | None
    low: float | None
    high: float | None


UNKNOWN = Estimate(None, None, None)


class Steps(NamedTuple):
    """Share still waiting: `share[i]` holds from `times[i]` (seconds) to the next time; 1 before the first.

    `times` are the durations after which somebody was answered; `low` and `high` the 95 % band.
    """

    times: Floats
    share: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Curves:
    """The curves of groups, each of which is a stretch of `order`.

    `order`: positions in `seconds`, group behind group, within a group ascending and answers before waits
    (None: one group of all). `answers` and `waits` are places in that order. `first` and `end`: the answers
    of each group, as places in `answers`; `below`: where in the order nobody of it is left.
    """

    seconds: Floats
    order: Counts | None
    answers: Counts
    waits: Counts
    first: Counts
    end: Counts
    below: Counts
    _hazard: Floats  # what waits took away up to each of them, and of each group what there was before
    _variance: Floats
    _hazard_at_first: Floats
    _variance_at_first: Floats

    @property
    def answered(self) -> Counts:
        return self.end - self.first

    def quantiles(self, q: float) -> list[Estimate]:
        """Of each group the time by which the share `q` (0.5 = median) has been answered.

        Where the curve lies exactly on the quantile for a while, the middle of that while: without unanswered
        letters it is the ordinary median.
        """
        limit = -math.log(1 - q + EXACT)

        def reached(side: float) -> Reached:
            return lambda answers, groups: self.hazard(answers, groups, side) >= limit

        line = self._search(reached(LINE), self.first)
        low = self._search(reached(LOW), self.first)
        high = self._scan(reached(HIGH), np.maximum(line, self._after(line) - 1))
        sides = ((LINE, line), (LOW, low), (HIGH, high))
        return [Estimate(*one) for one in zip(*(self._times(*side, 1 - q) for side in sides), strict=True)]

    def hazard(self, answers: Counts, groups: Counts, side: float = LINE) -> Floats:
        """-log of the share still waiting just after an answer, or of an edge of its band.

        Where nobody is left the band has no meaning: its lower edge is 0, the upper one 1.
        """
        places = self.answers[answers]
        left, waits = self.below[groups] - places - 1, places - answers
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            found = self._hazard_at_first[groups] - np.log(left) - self._hazard[waits]
            if side:
                variance = self._variance_at_first[groups] + 1 / left - self._variance[waits]
                found = found * np.exp(side * np.sqrt(variance) / found)
                found[left == 0] = math.inf if side > 0 else 0.0
        return np.asarray(found, np.float64)

    def time(self, answers: Counts) -> Floats:
        """Seconds until an answer."""
        places = self.answers[answers]
        found: Floats = self.seconds[places if self.order is None else self.order[places]]
        return found

    def _search(self, reached: Reached, begin: Counts) -> Counts:
        """Of each group the first answer from `begin` that has reached what all after it have reached too.

        `end` where none has. So the curve and the lower edge of its band, which never rises: an answer adds
        at least as much to its hazard as any before it, and no less to its spread.
        """
        low, high = begin, self.end
        probes = np.arange(max(FEWEST_PROBES, PROBED // max(low.size, 1)))
        groups = np.arange(low.size)[:, np.newaxis]
        while np.any(low < high):
            step = -(-(high - low) // probes.size)
            at = low[:, np.newaxis] + step[:, np.newaxis] * probes
            there = at >= high[:, np.newaxis]
            there |= reached(np.minimum(at, self.answers.size - 1), groups)
            first = np.where(there.any(axis=1), there.argmax(axis=1), probes.size)
            before, low = low, low + np.where(first > 0, step * (first - 1) + 1, 0)
            high = np.minimum(before + step * first, high)
        return low

    def _scan(self, reached: Reached, begin: Counts) -> Counts:
        """The same of what is reached once and may be lost again, as the upper edge: one after another."""
        found, at, width = self.end.copy(), begin.copy(), FEWEST_PROBES
        groups = np.flatnonzero(at < self.end)
        while groups.size:
            answers = at[groups, np.newaxis] + np.arange(width)
            last = self.end[groups, np.newaxis] - 1
            inside = np.minimum(answers, last)
            after = np.minimum(inside + 1, last)
            there = reached(inside, groups[:, np.newaxis])
            there &= (inside == last) | (self.time(after) > self.time(inside))  # the last of equal times
            hits = there.any(axis=1)
            found[groups[hits]] = inside[hits, there[hits].argmax(axis=1)]
            at[groups] += width
            groups = groups[~hits & (at[groups] < self.end[groups])]
            width *= 2
        return found

    def _after(self, answers: Counts) -> Counts:
        """Of each group the first answer that took longer than this one."""
        if not self.answers.size:
            return answers
        at = self.time(np.minimum(answers, self.answers.size - 1))
        return self._search(lambda answers, groups: self.time(answers) > at[groups], answers)

    def _times(self, side: float, found: Counts, level: float) -> list[float | None]:
        """The times at which a side comes to a level, where an answer of each group is found that does."""
        if not self.answers.size:
            return [None] * found.size
        last = self.answers.size - 1
        at, after = self.time(np.minimum(found, last)), self._after(found)
        there = found < self.end
        share = np.exp(-self.hazard(np.maximum(after - 1, 0), np.arange(found.size), side))
        flat = (np.abs(share - level) <= EXACT) & (after < self.end)
        times = np.where(flat, (at + self.time(np.minimum(after, last))) / 2, at)
        return [time if known else None for time, known in zip(times.tolist(), there.tolist(), strict=True)]


@dataclass(frozen=True, slots=True)
class Curve:
    """The share of one group that still waits.

    `n` all, `answered` of them with an answer, `longest` the longest duration (seconds), answered or not.
    """

    n: int
    answered: int
    longest: float
    _alone: Curves

    def quantile(self, q: float) -> Estimate:
        """The time by which the share `q` has been answered, as of `Curves.quantiles`."""
        return self._alone.quantiles(q)[0]

    def within(self, target_s: float) -> Estimate:
        """The share answered within the target, with its interval.

        Beyond the longest duration it is what was reached by then. Where nobody (or everybody) was answered,
        Greenwood knows no spread: the interval is the exact binomial one for the number at risk.
        """
        if not self.n:
            return UNKNOWN
        _time, waiting, low, high = (float(side[0]) for side in self.at(np.array([target_s])))
        if waiting == 1:
            return Estimate(0.0, 0.0, 1 - (MISSED / 2) ** (1 / self.n))
        if waiting <= EXACT:
            return Estimate(1.0, (MISSED / 2) ** (1 / self.n), 1.0)
        return Estimate(1 - waiting, 1 - high, 1 - low)

    def at(self, seconds: Floats) -> Steps:
        """The step that holds at each of these durations; before the first its time is 0 and all wait."""
        return self._steps(self._last_by(seconds, "right"))

    def steps(self) -> Steps:
        """All of them: one for each time at which somebody was answered."""
        times = self._alone.time(np.arange(self.answered))
        return self._steps(np.flatnonzero(np.append(times[1:] != times[:-1], [True] * (times.size > 0))))

    def _steps(self, answers: Counts) -> Steps:
        """As they are just after these answers, each the last of its time; -1: before the first.

        Where nobody is left the upper edge stays as it was.
        """
        if not self.answered:
            ones = np.ones(answers.shape)
            return Steps(np.zeros(answers.shape), ones, ones, ones)
        times = self._alone.time(np.maximum(answers, 0))
        earlier = np.where(self._is_over(answers), self._last_by(times, "left"), answers)
        share, low, high = self._side(answers, LINE), self._side(answers, LOW), self._side(earlier, HIGH)
        return Steps(np.where(answers < 0, 0.0, times), share, low, high)

    def _side(self, answers: Counts, side: float) -> Floats:
        found = np.exp(-self._alone.hazard(np.maximum(answers, 0), np.zeros_like(answers), side))
        return np.where(answers < 0, 1.0, found)

    def _is_over(self, answers: Counts) -> Mask:
        """After the answer nobody is left."""
        return np.asarray(self._alone.answers[answers] == self._alone.below[0] - 1, np.bool_)

    def _last_by(self, seconds: Floats, side: Literal["left", "right"]) -> Counts:
        """The last answer up to ("right") or before ("left") a time, -1: there is none."""
        places = np.searchsorted(self._alone.seconds, seconds, side=side)
        return np.asarray(places - np.searchsorted(self._alone.waits, places) - 1, np.int64)


def ascending(durations_s: Floats, observed: Mask) -> Counts:
    """The order of a curve: the shortest first; at equal times answers before those who still wait."""
    bits = (np.asarray(durations_s, np.float64) + 0.0).view(np.uint64)  # of what is not negative: its order
    return np.argsort((bits << np.uint64(1)) | ~observed)


def survival(durations_s: ArrayLike, observed: ArrayLike) -> Curve:
    """The curve of durations (seconds, >= 0); `observed` False = still waiting after that long (censored)."""
    durations, answered = np.asarray(durations_s, np.float64), np.asarray(observed, np.bool_)
    order = ascending(durations, answered)
    return survival_of_sorted(durations[order], answered[order])


def survival_of_sorted(durations: Floats, answered: Mask, longer: int = 0) -> Curve:
    """The same of durations that are in their order already.

    `longer`: so many more lie behind the last of them, and the curve is wanted only up to there.
    """
    size = durations.size
    alone = _curves(durations, None, answered, np.array([size]), longer)
    longest = float(durations[-1]) if size else 0.0
    return Curve(size + longer, alone.answers.size, longest, alone)


def survival_by_group(durations: Floats, answered: Mask, order: Counts, sizes: Counts) -> Curves:
    """The curves of groups of such durations: the first `sizes[0]` places of `order` are the first group."""
    return _curves(durations, order, answered[order], sizes, 0)


def share_of(part: int, whole: int) -> Estimate:
    """A plain share with its interval after Wilson 1927: it stays between 0 and 1 and needs no minimum."""
    if not whole:
        return UNKNOWN
    share, spread = part / whole, Z95**2 / whole
    middle = (share + spread / 2) / (1 + spread)
    half = Z95 / (1 + spread) * math.sqrt(share * (1 - share) / whole + spread / (4 * whole))
    return Estimate(share, max(middle - half, 0.0), min(middle + half, 1.0))


def _curves(durations: Floats, order: Counts | None, answered: Mask, sizes: Counts, longer: int) -> Curves:
    """`answered` in the order of the groups."""
    waits = np.flatnonzero(~answered)
    ends = np.cumsum(sizes)
    waits_until = np.searchsorted(waits, ends)
    waits_since = np.concatenate(([0], waits_until[:-1]))
    n, below = np.maximum(sizes + longer, 1), ends + longer
    left = np.maximum(np.repeat(below, waits_until - waits_since) - waits - 1, 1)  # 0: no answer follows
    hazard = np.concatenate(([0.0], np.cumsum(np.log1p(1 / left))))
    variance = np.concatenate(([0.0], np.cumsum(1 / (left * (left + 1.0)))))
    return Curves(
        seconds=durations,
        order=order,
        answers=np.flatnonzero(answered),
        waits=waits,
        first=ends - sizes - waits_since,
        end=ends - waits_until,
        below=below,
        _hazard=hazard,
        _variance=variance,
        _hazard_at_first=np.log(n) + hazard[waits_since],
        _variance_at_first=variance[waits_since] - 1 / n,
    )
