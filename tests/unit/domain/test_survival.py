"""Kaplan-Meier against published examples and what must always hold."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.survival import ascending, share_of, survival, survival_by_group

# Remission in weeks of leukaemia patients (Freireich et al. 1963; in every textbook since).
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def data(text):
    return [float(one.rstrip("+")) for one in text.split()], [not one.endswith("+") for one in text.split()]


def test_the_published_curve_of_the_leukaemia_patients():
    curve = survival(*data(TREATED))
    steps = curve.steps()
    assert steps.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert steps.share.round(4).tolist() == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert (curve.n, curve.answered, curve.longest) == (21, 9, 35)


def test_the_published_log_log_band_of_the_leukaemia_patients():
    steps = survival(*data(TREATED)).steps()
    assert steps.low.round(3).tolist() == [0.620, 0.563, 0.503, 0.432, 0.368, 0.268, 0.188]
    assert steps.high.round(3).tolist() == [0.952, 0.923, 0.889, 0.849, 0.805, 0.747, 0.680]


def test_the_published_medians_and_their_intervals():
    assert survival(*data(TREATED)).quantile(0.5) == (23, 13, None)
    assert survival(*data(PLACEBO)).quantile(0.5) == (8, 4, 11)


def test_a_curve_worked_by_hand():
    curve = survival([1, 2, 2, 3, 4], [True, True, False, True, False])
    assert curve.steps().share.tolist() == pytest.approx([4 / 5, 4 / 5 * 3 / 4, 4 / 5 * 3 / 4 * 1 / 2])
    variance = (4 / 5) ** 2 * (1 / (5 * 4))
    spread = 1.959964 * math.sqrt(variance) / (4 / 5 * abs(math.log(4 / 5)))
    assert curve.steps().low[0] == pytest.approx((4 / 5) ** math.exp(spread))
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
    steps = survival(*zip(*pairs, strict=True)).steps()
    assert np.all(np.diff(steps.times) > 0)
    assert np.all(np.diff(steps.share) < 0)
    assert np.all((steps.low <= steps.share + 1e-12) & (steps.share <= steps.high + 1e-12))
    assert np.all((steps.low >= 0) & (steps.high <= 1))


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


def first_time_at(times, side, level):
    """Where a side first comes to a level, one step after another: what a search must find."""
    for at, (time, share) in enumerate(zip(times, side, strict=True)):
        if abs(share - level) <= 1e-9 and at + 1 < len(times):
            return (time + times[at + 1]) / 2
        if share <= level + 1e-9:
            return time
    return None


def some_waits(random):
    """Answers and waits, few or many, with many equal times or none, and all ends of the observation."""
    size = int(random.choice([1, 2, 3, 8, 30, 300]))
    durations = np.ceil(random.exponential(random.choice([2, 10, 1e4]), size))
    observed = random.random(size) >= random.choice([0, 0.05, 0.3, 0.6, 0.95])
    if random.random() < 0.3:  # from some time on nobody is looked at any more
        observed &= durations < np.quantile(durations, 0.7)
    return durations, observed


def test_a_quantile_is_where_the_sides_of_the_curve_first_come_to_it():
    random = np.random.default_rng(3)
    for _ in range(300):
        curve = survival(*some_waits(random))
        times, *sides = (column.tolist() for column in curve.steps())
        for q in (0.1, 0.25, 0.5, 2 / 3, 0.75, 0.9):
            assert curve.quantile(q) == tuple(first_time_at(times, side, 1 - q) for side in sides)


def test_many_groups_at_once_are_as_each_alone():
    random = np.random.default_rng(4)
    for _ in range(60):
        samples = [some_waits(random) for _ in range(int(random.integers(1, 12)))]
        durations, observed = (np.concatenate(columns) for columns in zip(*samples, strict=True))
        numbers = np.repeat(np.arange(len(samples)), [times.size for times, _ in samples])
        order = ascending(durations, observed)
        places = np.argsort(numbers[order], kind="stable")
        curves = survival_by_group(durations[order], observed[order], places, np.bincount(numbers))
        alone = [survival(*sample) for sample in samples]
        assert curves.answered.tolist() == [curve.answered for curve in alone]
        for q in (0.5, 0.9):
            assert curves.quantiles(q) == [curve.quantile(q) for curve in alone]


@given(OBSERVED, st.floats(0, 31))
def test_at_any_time_the_last_step_before_it_holds(pairs, seconds):
    curve = survival(*zip(*pairs, strict=True))
    steps, found = curve.steps(), curve.at(np.array([seconds]))
    last = int(np.searchsorted(steps.times, seconds, side="right")) - 1
    expected = (0, 1, 1, 1) if last < 0 else tuple(column[last] for column in steps)
    assert tuple(column[0] for column in found) == expected


def test_the_lower_edge_of_the_band_never_rises():
    """What the search for it rests on; the upper edge does rise where many stop being looked at."""
    random = np.random.default_rng(5)
    for _ in range(300):
        assert np.all(np.diff(survival(*some_waits(random)).steps().low) <= 1e-12)


def test_an_upper_edge_that_rises_again_is_where_it_was_first():
    durations = np.concatenate((np.arange(1.0, 71.0), np.full(930, 50.5)))  # 20 are left of 1000
    curve = survival(durations, durations != 50.5)
    high = curve.steps().high
    assert high[50] > high[49] > high[-1]
    level = (high[49] + high[48]) / 2
    assert curve.quantile(1 - level).high == 50


def test_at_equal_times_answers_come_before_those_who_still_wait():
    durations, observed = np.array([2.0, 1.0, 2.0, 0.0]), np.array([False, True, True, False])
    assert ascending(durations, observed).tolist() == [3, 1, 2, 0]


def test_the_interval_of_the_median_holds_what_it_promises():
    random = np.random.default_rng(7)
    hits = 0
    for _ in range(1000):
        times, limits = random.exponential(10, 60), random.exponential(25, 60)
        _, low, high = survival(np.minimum(times, limits), times <= limits).quantile(0.5)
        hits += low <= 10 * math.log(2) <= (math.inf if high is None else high)
    assert 0.93 <= hits / 1000 <= 0.98


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
