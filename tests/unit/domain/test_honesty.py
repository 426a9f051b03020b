"""Figures of the page that says how honest the score is."""

import random
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.honesty import PARTS, Told, auc, honesty, ndcg

ROWS = st.lists(st.tuples(st.booleans(), st.sampled_from([0.0, 0.1, 0.2, 0.5])), max_size=12)


def told(number, p, answered, day=1, **more):
    return Told(day, number, p, more.pop("without", p), more.pop("sent_at", number), answered, **more)


def fair(count, seed=1):
    """Each letter is answered as often as it is promised."""
    chance = random.Random(seed)
    ps = [chance.random() * 0.3 for _ in range(count)]
    return [told(at, p, chance.random() < p, day=at % 40) for at, p in enumerate(ps)]


@given(ROWS)
def test_auc_is_the_share_of_pairs_in_the_right_order(rows):
    answered, value = [a for a, _ in rows], [v for _, v in rows]
    pairs = [(good, bad) for a, good in rows for b, bad in rows if a and not b]
    won = [1.0 if good > bad else 0.5 if good == bad else 0.0 for good, bad in pairs]
    assert auc(answered, value) == (pytest.approx(sum(won) / len(won)) if won else None)


def test_ndcg_of_level_letters_is_the_mean_over_their_orders():
    answered, value = [True, False, False, True, False], [0.4, 0.4, 0.4, 0.1, 0.0]
    broken = [
        ndcg(answered, [0.4 + 0.01 * place for place in order] + [0.1, 0.0])
        for order in permutations(range(3))
    ]
    assert ndcg(answered, value) == pytest.approx(sum(broken) / len(broken))


def test_a_perfect_order_has_ndcg_1():
    assert ndcg([False, True, True, False], [0.1, 0.9, 0.8, 0.2]) == pytest.approx(1)


@pytest.mark.parametrize("answered", [[], [True] * 3, [False] * 9])
def test_a_list_that_can_tell_nothing_is_left_out(answered):
    assert ndcg(answered, [0.5] * len(answered)) is None


def test_a_fair_score_has_its_promises_within_the_intervals():
    found = honesty(fair(3000))
    assert len(found.parts) == PARTS
    assert found.error < 0.02
    inside = [part.found.low <= part.promised <= part.found.high for part in found.parts]
    assert sum(inside) >= 8
    assert found.enough


def test_a_score_that_promises_too_much_is_found_out():
    boasting = [one._replace(p=min(0.99, 3 * one.p)) for one in fair(3000)]
    assert honesty(boasting).error > 0.1


def test_few_letters_are_too_few():
    assert not honesty(fair(90)).enough
    assert not honesty([]).enough
    assert not honesty([told(at, 0.1, False) for at in range(500)]).enough


def test_the_same_letter_on_many_days_is_one_letter():
    rows = [told(7, 0.1, True, day=day) for day in range(100)]
    found = honesty(rows)
    assert (found.letters, found.answered, found.rows) == (1, 1, 100)
    assert all(part.found is None for part in found.parts)


def test_signals_are_judged_on_live_lists_alone():
    live = [told(at, 0.9 if at < 5 else 0.1, at < 5, without=0.1) for at in range(20)]
    past = [told(100 + at, 0.5, at % 2 == 0, replayed=True) for at in range(20)]
    found = honesty(live + past)
    assert found.with_signals.auc == 1
    assert found.without_signals.auc == 0.5
    assert (found.live, found.replayed) == (20, 20)
