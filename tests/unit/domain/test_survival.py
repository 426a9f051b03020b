"""Kaplan-Meier against published examples and what must always hold."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.survival import (
    Sample,
    holm,
    log_rank,
    share_of,
    stratified_log_rank,
    survival,
    survival_of_sorted,
)

# Remission in weeks of leukaemia patients (Freireich et al. 1963; in every textbook since).
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def data(text):
    return [float(one.rstrip("+")) for one in text.split()], [not one.endswith("+") for one in text.split()]


def test_the_published_curve_of_the_leukaemia_patients():
    curve = survival(*data(TREATED))
    assert curve.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.share.round(4).tolist() == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert (curve.n, curve.answered, curve.longest) == (21, 9, 35)


def test_the_published_log_log_band_of_the_leukaemia_patients():
    curve = survival(*data(TREATED))
    assert curve.low.round(3).tolist() == [0.620, 0.563, 0.503, 0.432, 0.368, 0.268, 0.188]
    assert curve.high.round(3).tolist() == [0.952, 0.923, 0.889, 0.849, 0.805, 0.747, 0.680]


def test_the_published_medians_and_their_intervals():
    assert survival(*data(TREATED)).quantile(0.5) == (23, 13, None)
    assert survival(*data(PLACEBO)).quantile(0.5) == (8, 4, 11)


def test_the_published_log_rank_test():
    p = log_rank(*data(TREATED), *data(PLACEBO))
    assert p == pytest.approx(math.erfc(math.sqrt(16.793 / 2)), rel=1e-3)


def test_a_curve_worked_by_hand():
    curve = survival([1, 2, 2, 3, 4], [True, True, False, True, False])
    assert curve.share.tolist() == pytest.approx([4 / 5, 4 / 5 * 3 / 4, 4 / 5 * 3 / 4 * 1 / 2])
    variance = (4 / 5) ** 2 * (1 / (5 * 4))
    spread = 1.959964 * math.sqrt(variance) / (4 / 5 * abs(math.log(4 / 5)))
    assert curve.low[0] == pytest.approx((4 / 5) ** math.exp(spread))
    assert curve.within(2).value == pytest.approx(2 / 5)


def test_when_less_than_half_are_answered_there_is_no_median():
    curve = survival([1, 5, 5, 5, 5], [True, False, False, False, False])
    assert curve.quantile(0.5).value is None
    assert curve.within(3).value == pytest.approx(0.2)


def test_nobody_answered_is_not_certainly_nobody_in_time():
    share = survival([100.0] * 20, [False] * 20).within(60)
    assert share[:2] == (0, 0)
    assert share.high == pytest.approx(0.168, abs=0.001)  # Clopper-Pearson for 0 of 20


def test_everybody_answered_is_not_certainly_everybody():
    share = survival([1.0] * 20, [True] * 20).within(60)
    assert (share.value, share.high) == (1, 1)
    assert share.low == pytest.approx(0.832, abs=0.001)


def test_no_waits_say_nothing():
    curve = survival([], [])
    assert curve.quantile(0.5) == curve.within(10) == (None, None, None)


DURATIONS = st.lists(st.integers(0, 30).map(float), min_size=1, max_size=40)
OBSERVED = st.lists(st.tuples(st.integers(0, 30).map(float), st.booleans()), min_size=1, max_size=40)


@given(DURATIONS)
def test_without_censoring_the_median_is_the_ordinary_one(durations):
    assert survival(durations, [True] * len(durations)).quantile(0.5).value == float(np.median(durations))


@given(DURATIONS, st.integers(0, 31))
def test_without_censoring_the_share_within_is_the_ordinary_one(durations, target):
    share = survival(durations, [True] * len(durations)).within(target)
    assert share.value == pytest.approx(sum(one <= target for one in durations) / len(durations), abs=1e-12)


@given(OBSERVED)
def test_curves_fall_and_lie_inside_their_band(pairs):
    curve = survival(*zip(*pairs, strict=True))
    assert np.all(np.diff(curve.share) < 0)
    assert np.all((curve.low <= curve.share + 1e-12) & (curve.share <= curve.high + 1e-12))
    assert np.all((curve.low >= 0) & (curve.high <= 1))


@given(OBSERVED, st.data())
def test_an_answer_that_becomes_a_wait_never_lowers_the_curve(pairs, draw):
    durations, observed = map(list, zip(*pairs, strict=True))
    before = survival(durations, observed)
    observed[draw.draw(st.integers(0, len(observed) - 1))] = False
    after = survival(durations, observed)
    for target in range(32):
        assert after.within(target).value <= before.within(target).value + 1e-12


@given(OBSERVED, st.randoms(use_true_random=False))
def test_neither_order_nor_unit_matters(pairs, random):
    durations, observed = zip(*pairs, strict=True)
    shuffled = random.sample(pairs, len(pairs))
    minutes = survival([one * 60 for one, _ in shuffled], [seen for _, seen in shuffled])
    seconds = survival(durations, observed)
    for q in (0.5, 0.75, 0.9):
        expected = [None if one is None else one * 60 for one in seconds.quantile(q)]
        assert list(minutes.quantile(q)) == expected


@given(OBSERVED)
def test_a_quantile_lies_inside_its_interval(pairs):
    value, low, high = survival(*zip(*pairs, strict=True)).quantile(0.5)
    if value is not None:
        assert low <= value
        assert high is None or value <= high


@given(OBSERVED, st.sampled_from((0.25, 0.5, 0.75)))
def test_the_part_of_a_curve_that_shows_a_quantile_shows_it_as_the_whole_does(pairs, share):
    durations = np.array([one for one, _ in pairs], float)
    order = np.argsort(durations)
    answered = np.array([seen for _, seen in pairs], bool)[order]
    part = survival_of_sorted(durations[order], answered, down_to=share)
    whole = survival_of_sorted(durations[order], answered)
    assert part.quantile(1 - share) == whole.quantile(1 - share)
    assert (part.n, part.answered, part.longest) == (whole.n, whole.answered, whole.longest)


def test_a_long_curve_is_cut_where_its_median_is_known():
    dice = np.random.default_rng(7)
    for size, censored in ((50, 0.1), (400, 0.3), (5000, 0.1), (5000, 0.49), (3000, 0.6)):
        seconds = np.sort(dice.integers(1, size, size).astype(float))
        answered = dice.random(size) > censored
        part = survival_of_sorted(seconds, answered, down_to=0.5)
        assert part.quantile(0.5) == survival_of_sorted(seconds, answered).quantile(0.5)
    assert survival_of_sorted(np.arange(5000.0), np.ones(5000, bool), down_to=0.5).times.size < 3300


def test_the_interval_of_the_median_holds_what_it_promises():
    random = np.random.default_rng(7)
    hits = 0
    for _ in range(1000):
        times, limits = random.exponential(10, 60), random.exponential(25, 60)
        _, low, high = survival(np.minimum(times, limits), times <= limits).quantile(0.5)
        hits += low <= 10 * math.log(2) <= (math.inf if high is None else high)
    assert 0.93 <= hits / 1000 <= 0.98


def test_equal_groups_differ_in_one_case_of_twenty():
    random = np.random.default_rng(11)
    found = [
        log_rank(random.exponential(5, 40), [True] * 40, random.exponential(5, 40), [True] * 40) < 0.05
        for _ in range(1000)
    ]
    assert 0.03 <= np.mean(found) <= 0.075


def test_groups_without_answers_say_nothing():
    assert log_rank([1, 2], [False, False], [3], [False]) == 1
    assert log_rank([], [], [], []) == 1


def test_holm_corrects_step_down():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []
    assert holm([0.6, 0.7]) == [1, 1]


def plain_stratified(strata):
    """The same from the textbook's definition, a patient at a time and without numpy."""
    excess = variance = 0.0
    for (one, seen), (other, also) in strata:
        everybody = [*zip(one, seen, [True] * len(one)), *zip(other, also, [False] * len(other))]  # noqa: B905
        for time in sorted({at for at, answered, _ in everybody if answered}):
            risk = [(at, answered, mine) for at, answered, mine in everybody if at >= time]
            deaths = sum(answered and at == time for at, answered, _ in risk)
            of_first = sum(mine for *_, mine in risk)
            share = of_first / len(risk)
            excess += sum(mine and answered and at == time for at, answered, mine in risk) - deaths * share
            if len(risk) > 1:
                variance += deaths * share * (1 - share) * (len(risk) - deaths) / (len(risk) - 1)
    return math.erfc(math.sqrt(excess**2 / variance / 2)) if variance else 1.0, excess


def group(random, factor=1.0):
    """Up to thirty durations with ties, a third of them still running."""
    count = int(random.integers(0, 30))
    return np.ceil(factor * random.lognormal(1, 1, count)), random.random(count) > 0.3


@pytest.mark.parametrize("seed", range(20))
def test_the_stratified_test_is_that_of_the_definition(seed):
    random = np.random.default_rng(seed)
    strata = [(group(random), group(random, 1.5)) for _ in range(4)]
    found = stratified_log_rank([(Sample(*one), Sample(*other)) for one, other in strata])
    p, excess = plain_stratified([(tuple(map(list, one)), tuple(map(list, other))) for one, other in strata])
    assert found.p == pytest.approx(p, abs=1e-12)
    assert found.excess == pytest.approx(excess, abs=1e-9)


def test_more_slow_cases_are_no_slower_person():
    """Each answers letters of the day in 10 s and of the night in 1000 s; one gets more of the night's."""
    random = np.random.default_rng(1)

    def cases(count, seconds):
        return Sample(seconds * random.lognormal(0, 0.5, count), np.ones(count, bool))

    day, night = (cases(200, 10), cases(40, 10)), (cases(40, 1000), cases(200, 1000))
    mixed = [np.concatenate((day[side].seconds, night[side].seconds)) for side in (0, 1)]
    assert log_rank(mixed[0], np.ones(240, bool), mixed[1], np.ones(240, bool)) < 1e-6
    assert stratified_log_rank([day, night]).p > 0.05


def test_a_stratum_of_one_person_alone_says_nothing():
    one = Sample([1.0, 2.0], [True, True])
    assert stratified_log_rank([(one, Sample([], []))]).p == 1.0
    assert stratified_log_rank([]) == (1.0, 0.0)


def test_the_faster_group_has_more_answers_than_expected():
    fast, slow = Sample([1.0, 2.0, 3.0], [True] * 3), Sample([7.0, 8.0, 9.0], [True] * 3)
    assert stratified_log_rank([(fast, slow)]).excess > 0
    assert stratified_log_rank([(slow, fast)]).excess < 0


def test_a_share_has_wilsons_interval():
    """Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29 (method 3)."""
    for part, whole, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        found = share_of(part, whole)
        assert found.value == part / whole
        assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert share_of(0, 0) == (None, None, None)
