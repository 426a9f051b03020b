"""Simulated teams: how often two equal managers are shown as different, and a real difference is seen.

Issue 6: the natural logarithm of an answer's time has a standard deviation of 2.3 (as on the public lists),
200 answered waits each, fixed seed; what takes longer than two weeks is still waiting. Letters that nobody
will ever answer dilute any difference: with a fifth of them in both, a double one is seen in a quarter of the
runs only (the third figure).
"""

from collections.abc import Iterable

import numpy as np

from desktop_app.domain.reply_figures import compare, figures
from desktop_app.domain.reply_times import Durations, in_order
from tests.benchmarks.result import Result

SEED = 20261126
RUNS = 4_000
ANSWERED = 200
SPREAD = 2.3  # of ln time
USUAL_S = 3_600.0
LATEST_S = 14 * 86_400.0  # the figures are drawn then


def run() -> Iterable[Result]:
    """Shares of runs."""
    random = np.random.default_rng(SEED)
    equal = sum(shown(random, 1.0) for _ in range(RUNS)) / RUNS
    double = sum(shown(random, 2.0) for _ in range(RUNS)) / RUNS
    diluted = sum(shown(random, 2.0, never=0.2) for _ in range(RUNS)) / RUNS
    ahead = sum(ignoring_looks_faster(random) for _ in range(RUNS))
    yield Result("teams_equal_shown_as_different", equal, 0.06, "lower", "share", RUNS)
    yield Result("teams_double_shown", double, 0.73, "higher", "share", RUNS)
    yield Result("teams_double_shown_a_fifth_unanswered", diluted, 0.2, "higher", "share", RUNS)
    yield Result("teams_ignoring_half_looks_faster", ahead, 0, "lower", "runs", RUNS)


def shown(random: np.random.Generator, factor: float, never: float = 0.0) -> bool:
    """Whether the page shows a difference between two people, the second `factor` times slower."""
    people = {
        "first": person(random, USUAL_S, never),
        "second": person(random, USUAL_S * factor, never),
    }
    return compare(people)[0].shown


def ignoring_looks_faster(random: np.random.Generator) -> bool:
    """Whether one who ignores half his letters gets a better figure than one as fast who ignores none.

    The same times for both, so that only the ignoring makes the difference.
    """
    all_answered = person(random, USUAL_S)
    ignored = random.random(all_answered.seconds.size) < 0.5
    half = in_order(
        np.where(ignored, LATEST_S, all_answered.seconds),
        all_answered.observed & ~ignored,
        all_answered.arrived,
        all_answered.indices,
        all_answered.left_out,
    )
    diligent, careless = figures(all_answered), figures(half)
    quantiles = ((one.median, one.p75, one.p90) for one in (careless, diligent))
    if any(better(careless_one.value, other.value) for careless_one, other in zip(*quantiles, strict=True)):
        return True
    return (careless.within.value or 0) > (diligent.within.value or 0)


def better(one: float | None, other: float | None) -> bool:
    """A quantile that the curve never reaches is the slowest there is."""
    return (np.inf if one is None else one) < (np.inf if other is None else other)


def person(random: np.random.Generator, usual_s: float, never: float = 0.0) -> Durations:
    """ANSWERED answers and, beside them, as many that nobody answers as make their share `never`."""
    answers = usual_s * random.lognormal(0, SPREAD, ANSWERED)
    waiting = random.binomial(round(ANSWERED / (1 - never)), never)
    seconds = np.minimum(np.concatenate((answers, random.uniform(0, LATEST_S, waiting))), LATEST_S)
    observed = (np.arange(seconds.size) < ANSWERED) & (seconds < LATEST_S)
    nothing = np.zeros(seconds.size, np.int64)
    return in_order(seconds, observed, nothing, np.arange(seconds.size), left_out=nothing[:0])
