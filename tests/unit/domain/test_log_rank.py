"""Whether groups differ: log-rank and Holm against published examples and their definitions."""

import math

import numpy as np
import pytest

from desktop_app.domain.log_rank import Sample, holm, log_rank, stratified_log_rank

# Remission in weeks of leukaemia patients (Freireich et al. 1963; in every textbook since).
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def data(text):
    return [float(one.rstrip("+")) for one in text.split()], [not one.endswith("+") for one in text.split()]


def test_the_published_log_rank_test():
    p = log_rank(*data(TREATED), *data(PLACEBO))
    assert p == pytest.approx(math.erfc(math.sqrt(16.793 / 2)), rel=1e-3)


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
