"""Own weights: near the shipped ones, never worse by their own rule, used only when proven."""

import math
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain.calibration import (
    FEWEST,
    FEWEST_ANSWERED,
    RIDGE,
    Example,
    Proof,
    fit,
    log_odds,
    prove,
)
from desktop_app.domain.evidence import SIZES
from desktop_app.domain.model import DAY
from desktop_app.domain.warmth import SHIPPED, Weights, probability

WIDTH = len(SHIPPED.history) + len(SHIPPED.signals)
FEATURES = st.tuples(*[st.floats(-4, 4)] * WIDTH)
EXAMPLES = st.lists(
    st.builds(
        Example, st.integers(0, 60).map(lambda day: day * DAY), st.integers(0, 20), FEATURES, st.booleans()
    ),
    max_size=40,
)


def mailbox(truth, letters=400, days=120, seed=1):
    """Letters whose answers follow the weights `truth`; each is on one day's list."""
    chance = random.Random(seed)
    found = []
    for number in range(letters):
        row = (*(chance.gauss(0, 1) for _ in SHIPPED.history), *[0.0] * len(SIZES))
        answered = chance.random() < probability(log_odds(row, truth))
        found.append(Example(number * days // letters * DAY, number, row, answered))
    return found


def loss(examples, weights):
    return math.fsum(
        -math.log(max(1e-300, probability((1 if one.answered else -1) * log_odds(one.features, weights))))
        for one in examples
    )


def moved(**changes):
    return Weights(
        changes.get("bias", SHIPPED.bias), tuple(2.5 * w for w in SHIPPED.history), SHIPPED.signals
    )


@given(EXAMPLES)
def test_what_is_learnt_explains_the_letters_it_was_learnt_from_no_worse(examples):
    assert loss(examples, fit(examples)) <= loss(examples, SHIPPED) + 1e-6


@given(EXAMPLES, st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_same_letters_teach_the_same_in_whatever_order_they_come(examples, chance):
    other = list(examples)
    chance.shuffle(other)
    assert fit(examples) == fit(other)


def test_without_letters_the_weights_are_the_shipped_ones():
    assert fit([]) == Weights(SHIPPED.bias, SHIPPED.history, SHIPPED.signals, 1)


@given(EXAMPLES)
def test_a_handful_of_letters_moves_no_weight_far(examples):
    """The harm of the source's table: a small mailbox without a prior turned the order upside down."""
    learnt = fit(examples)
    for at, (own, shipped) in enumerate(zip(learnt.history, SHIPPED.history, strict=True)):
        assert abs(own - shipped) <= sum(abs(one.features[at]) for one in examples) / RIDGE + 1e-6
    assert abs(learnt.bias - SHIPPED.bias) <= len(examples) / RIDGE + 1e-6


def test_clicks_that_are_never_answered_weigh_less():
    click = 1.0
    row = (*[0.0] * len(SHIPPED.history), 0.0, click, 0.0, 0.0, 0.0)
    learnt = fit([Example(0, number, row, False) for number in range(200)])
    assert 0 < learnt.signals[1] < SHIPPED.signals[1]
    assert learnt.signals[0] == SHIPPED.signals[0]


@given(st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_own_weights_are_used_only_when_they_lose_less_on_letters_they_did_not_know(seed):
    proof = prove(mailbox(SHIPPED, letters=150, seed=seed))
    assert proof.wins == (proof.enough and proof.own < proof.shipped)


def test_a_mailbox_that_is_truly_different_wins_with_its_own_weights():
    proof = prove(mailbox(moved(bias=-2.0)))
    assert proof.enough
    assert proof.wins
    assert proof.own < 0.9 * proof.shipped


def test_few_letters_never_win_however_good_they_look():
    few = mailbox(moved(bias=-2.0), letters=FEWEST - 1)
    assert not prove(few).wins
    assert not Proof(FEWEST, FEWEST_ANSWERED - 1, 0.01, 0.5).wins
    assert not Proof(FEWEST - 1, FEWEST_ANSWERED, 0.01, 0.5).wins
    assert Proof(FEWEST, FEWEST_ANSWERED, 0.01, 0.5).wins
    assert not Proof(FEWEST, FEWEST_ANSWERED, 0.5, 0.5).wins


def test_the_proof_learns_nothing_from_an_answer_that_had_not_come_yet():
    """All in one morning: nothing was known before it, so nothing is proven."""
    together = [one._replace(at=0) for one in mailbox(moved(), letters=300)]
    assert prove(together) == Proof()
