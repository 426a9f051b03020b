"""Whether groups differ in how long it takes them: the log-rank test, by strata, and many corrected (numpy).

Mantel 1966; strata as in Kalbfleisch & Prentice 2002, 1.5; many of them corrected after Holm 1979.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from desktop_app.domain.survival import Counts, Floats


class Sample(NamedTuple):
    """Durations (seconds, >= 0) of one group; `observed` False = still waiting."""

    seconds: ArrayLike
    observed: ArrayLike


class LogRank(NamedTuple):
    """`p` two-sided, 1.0 when nothing can be said; `excess` > 0: the first answers faster than expected."""

    p: float
    excess: float


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


def _at_risk(durations: Floats, times: Floats) -> Counts:
    """How many durations reach each time."""
    return np.asarray(durations.size - np.searchsorted(np.sort(durations), times, side="left"), np.int64)
