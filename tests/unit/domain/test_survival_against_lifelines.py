"""Kaplan-Meier, its band, its quantiles and log-rank against lifelines, which shares no code with ours."""

import warnings

import numpy as np
import pytest

from desktop_app.domain.log_rank import log_rank
from desktop_app.domain.survival import survival

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # lifelines and what it stands on are not ours to mend
    from lifelines import KaplanMeierFitter
    from lifelines.statistics import logrank_test

EXACT = 1e-9
SEEDS = range(40)
pytestmark = pytest.mark.filterwarnings("ignore")


def waits(random, tied):
    """Log-normal answers and independent ends of observation; `tied`: whole minutes, many of them equal."""
    n = int(random.integers(2, 400))
    answers = random.lognormal(random.uniform(3, 9), random.uniform(0.3, 2.5), n)
    limits = random.lognormal(random.uniform(3, 10), random.uniform(0.3, 2.0), n)
    times = np.minimum(answers, limits)
    return (np.ceil(times / 60) * 60 if tied else times), answers <= limits


@pytest.mark.parametrize("tied", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_curve_and_its_band_are_those_of_lifelines(seed, tied):
    times, answered = waits(np.random.default_rng(seed), tied)
    ours = survival(times, answered).steps()
    theirs = KaplanMeierFitter(alpha=0.05).fit(times, answered)
    expected = theirs.survival_function_.iloc[:, 0]
    assert np.abs(expected.loc[ours.times].to_numpy() - ours.share).max(initial=0) <= EXACT
    band = theirs.confidence_interval_.loc[ours.times]
    inside = ours.share > EXACT  # where nobody is left waiting the band has no meaning
    assert np.abs(band.iloc[:, 0].to_numpy() - ours.low)[inside].max(initial=0) <= EXACT
    assert np.abs(band.iloc[:, 1].to_numpy() - ours.high)[inside].max(initial=0) <= EXACT


@pytest.mark.parametrize("seed", SEEDS)
def test_the_quantiles_are_those_of_lifelines(seed):
    times, answered = waits(np.random.default_rng(seed), tied=False)
    ours, theirs = survival(times, answered), KaplanMeierFitter().fit(times, answered)
    steps = ours.steps()
    for share in (0.5, 0.75, 0.9):
        found, expected = ours.quantile(share).value, float(theirs.percentile(1 - share))
        flat = np.flatnonzero(np.abs(steps.share - (1 - share)) <= EXACT)
        if flat.size and flat[0] + 1 < steps.times.size:
            # On a flat stretch of the curve lifelines gives one of its ends, as its rounding falls; we give
            # the middle, as the median of an even number is defined.
            ends = steps.times[flat[0] : flat[0] + 2]
            assert expected in ends
            assert found == pytest.approx(ends.mean())
        else:
            assert found == (pytest.approx(expected, rel=EXACT) if np.isfinite(expected) else None)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_log_rank_test_is_that_of_lifelines(seed):
    random = np.random.default_rng(1000 + seed)
    first, second = waits(random, tied=seed % 2 == 0), waits(random, tied=seed % 2 == 0)
    expected = logrank_test(first[0], second[0], first[1], second[1]).p_value
    assert log_rank(*first, *second) == pytest.approx(expected, rel=1e-7, abs=1e-12)
