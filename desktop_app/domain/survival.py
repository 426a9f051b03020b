"""Kaplan-Meier: how long until an answer, with those still waiting inside the statistic (numpy).

Kaplan & Meier 1958; variance by Greenwood, intervals on the log-log scale (Kalbfleisch & Prentice 2002, 1.4);
quantile intervals by Brookmeyer & Crowley 1982; differences by the log-rank test (Mantel 1966), many of them
corrected after Holm 1979.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Z95 = 1.959963984540054
MISSED = 0.05  # 1 - confidence
BAND_ROOM = 0.7  # of the share: there the band of any but a small group has crossed it
EXACT = 1e-9  # two shares closer than this are the same share


class Estimate(NamedTuple):
    """A figure with its 95 % interval. None: beyond what the data can say (the curve never gets there)."""

    value: float | None
    low: float | None
    high: float | None


UNKNOWN = Estimate(None, None, None)


@dataclass(frozen=True, slots=True)
class Curve:
    """Share still waiting, as steps: `share[i]` holds from `times[i]` to the next time; 1 before the first.

    `times` are the durations (seconds) after which somebody was answered; `low` and `high` the 95 % band;
    `at_risk` how many still waited just before. `n` all, `answered` of them with an answer, `longest` the
    longest duration, answered or not.
    """

    times: Floats
    share: Floats
    low: Floats
    high: Floats
    at_risk: Counts
    n: int
    answered: int
    longest: float

    def quantile(self, q: float) -> Estimate:
        """The time by which the share `q` (0.5 = median) has been answered.

        Where the curve lies exactly on the quantile for a while, the middle of that while: without unanswered
        letters it is the ordinary median.
        """
        return Estimate(*(self._crossing(side, 1 - q) for side in (self.share, self.low, self.high)))

    def within(self, target_s: float) -> Estimate:
        """The share answered within the target, with its interval.

        Beyond the longest duration it is what was reached by then. Where nobody (or everybody) was answered,
        Greenwood knows no spread: the interval is the exact binomial one for the number at risk.
        """
        if not self.n:
            return UNKNOWN
        step = int(np.searchsorted(self.times, target_s, side="right")) - 1
        if step < 0:
            return Estimate(0.0, 0.0, 1 - (MISSED / 2) ** (1 / self.n))
        waiting = float(self.share[step])
        if waiting <= EXACT:
            return Estimate(1.0, (MISSED / 2) ** (1 / self.n), 1.0)
        return Estimate(1 - waiting, 1 - float(self.high[step]), 1 - float(self.low[step]))

    def _crossing(self, side: Floats, level: float) -> float | None:
        below = side <= level + EXACT
        step = int(np.argmax(below)) if below.size else 0
        if not below.size or not below[step]:
            return None
        if abs(side[step] - level) <= EXACT and step + 1 < side.size:
            return float((self.times[step] + self.times[step + 1]) / 2)
        return float(self.times[step])


def survival(durations_s: ArrayLike, observed: ArrayLike) -> Curve:
    """The curve of durations (seconds, >= 0); `observed` False = still waiting after that long (censored).

    At equal times answers come before those who are still waiting.
    """
    durations = np.asarray(durations_s, np.float64)
    order = np.argsort(durations)
    return survival_of_sorted(durations[order], np.asarray(observed, np.bool_)[order])


def survival_of_sorted(
    durations: Floats, answered: NDArray[np.bool_], longer: int = 0, down_to: float = 0.0
) -> Curve:
    """The same of durations that ascend already: a quarter of the time for a million of them.

    `longer`: so many more lie behind the last of them, and the curve is wanted only up to there. `down_to`:
    it may end below this share, once all of its band has come there too.
    """
    at = np.flatnonzero(answered)
    firsts = _firsts(durations[at])
    at = at[firsts]
    times, deaths = durations[at], np.diff(firsts, append=int(np.count_nonzero(answered)))
    if np.any(durations[at[at > 0] - 1] == times[at > 0]):  # one who still waits stands before an answer
        at = np.searchsorted(durations, times, side="left")
    at_risk = durations.size + longer - at
    share = np.cumprod(1 - deaths / at_risk)
    end = _enough(share, down_to)
    low, high = _band(share[:end], deaths[:end], at_risk[:end])
    if end < share.size and not np.any(high <= down_to - EXACT):
        low, high = _band(share, deaths, at_risk)
    times, share, at_risk = times[: high.size], share[: high.size], at_risk[: high.size]
    return Curve(
        times=times,
        share=share,
        low=low,
        high=high,
        at_risk=at_risk,
        n=int(durations.size) + longer,
        answered=int(answered.sum()),
        longest=float(durations[-1]) if durations.size else 0.0,
    )


class Sample(NamedTuple):
    """Durations (seconds, >= 0) of one group; `observed` False = still waiting."""

    seconds: ArrayLike
    observed: ArrayLike


class LogRank(NamedTuple):
    """`p` two-sided, 1.0 when nothing can be said; `excess` > 0: the first answers faster than expected."""

    p: float
    excess: float


def share_of(part: int, whole: int) -> Estimate:
    """A plain share with its interval after Wilson 1927: it stays between 0 and 1 and needs no minimum."""
    if not whole:
        return UNKNOWN
    share, spread = part / whole, Z95**2 / whole
    middle = (share + spread / 2) / (1 + spread)
    half = Z95 / (1 + spread) * math.sqrt(share * (1 - share) / whole + spread / (4 * whole))
    return Estimate(share, max(middle - half, 0.0), min(middle + half, 1.0))


def log_rank(
    first_s: ArrayLike, first_observed: ArrayLike, second_s: ArrayLike, second_observed: ArrayLike
) -> float:
    """The p-value that two groups answer equally fast (two-sided); 1.0 when nothing can be said."""
    return stratified_log_rank([(Sample(first_s, first_observed), Sample(second_s, second_observed))]).p


def stratified_log_rank(strata: Iterable[tuple[Sample, Sample]]) -> LogRank:
    """Two groups compared within each stratum only, then together.

    Excess and variance of all strata are added up before they are divided (Kalbfleisch & Prentice 2002, 1.5):
    that one group has more of what takes everybody long is then no difference.
    """
    excess = variance = 0.0
    for first, second in strata:
        more, spread = _excess(first, second)
        excess, variance = excess + more, variance + spread
    if variance <= 0:
        return LogRank(1.0, 0.0)
    return LogRank(math.erfc(math.sqrt(excess**2 / variance / 2)), excess)


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values corrected for their number (Holm's step-down), in the same order."""
    order = sorted(range(len(p_values)), key=lambda index: p_values[index])
    corrected, worst = [0.0] * len(p_values), 0.0
    for rank, index in enumerate(order):
        worst = max(worst, min(1.0, (len(p_values) - rank) * p_values[index]))
        corrected[index] = worst
    return corrected


def _excess(one: Sample, other: Sample) -> tuple[float, float]:
    """Answers of the first beyond those expected if both were as fast, and the variance of that."""
    first, second = np.asarray(one.seconds, np.float64), np.asarray(other.seconds, np.float64)
    seen, also = np.asarray(one.observed, np.bool_), np.asarray(other.observed, np.bool_)
    times, deaths = np.unique(np.concatenate((first[seen], second[also])), return_counts=True)
    risk_first = _at_risk(first, times)
    risk = risk_first + _at_risk(second, times)
    expected = float((deaths * risk_first / risk).sum())
    shared = risk > 1
    d, r, r1 = deaths[shared], risk[shared].astype(np.float64), risk_first[shared]
    variance = float((d * (r1 / r) * (1 - r1 / r) * (r - d) / (r - 1)).sum())
    return int(seen.sum()) - expected, variance


def _firsts(ascending: Floats) -> Counts:
    """Where each value occurs first."""
    if not ascending.size:
        return np.empty(0, np.int64)
    return np.flatnonzero(np.concatenate(([True], ascending[1:] != ascending[:-1])))


def _enough(share: Floats, down_to: float) -> int:
    """How many steps of a curve show where its band crosses a share, unless hardly anybody is left."""
    return int(np.searchsorted(-share, -down_to * BAND_ROOM, side="right")) + 1 if down_to else share.size


def _at_risk(durations: Floats, times: Floats) -> Counts:
    """How many durations reach each time."""
    return np.asarray(durations.size - np.searchsorted(np.sort(durations), times, side="left"), np.int64)


def _band(share: Floats, deaths: Counts, at_risk: Counts) -> tuple[Floats, Floats]:
    """Log-log band. Where nobody is left waiting it has no meaning: the lower edge is 0, the upper stays."""
    inside: NDArray[np.bool_] | slice = share > EXACT
    if share.size and share[-1] > EXACT:
        inside = slice(None)
    kept = share[inside]
    left = at_risk[inside] - deaths[inside]
    greenwood = np.cumsum(deaths[inside] / (at_risk[inside] * left))
    logs = np.log(kept)
    wider = np.exp(-Z95 * np.sqrt(greenwood) / logs)
    low, high = np.zeros_like(share), np.ones_like(share)
    low[inside], high[inside] = np.exp(logs * wider), np.exp(logs / wider)  # as powers: half as fast
    if 0 < kept.size < share.size:
        high[kept.size :] = high[kept.size - 1]
    return low, high
