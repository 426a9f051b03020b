"""Warmth: exact reasons, shrinkage, levels, what changes it."""

import json
import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.evidence import Away, Evidence
from desktop_app.domain.model import DAY, HOUR, LetterId, Level, SignalKind, Verdict
from desktop_app.domain.warmth import (
    BIAS,
    SHIPPED,
    SHIPPED_BASE,
    SHIPPED_RATE,
    YOUNGEST_H,
    History,
    OpenLetter,
    Rate,
    Weights,
    company_weight,
    features,
    history_terms,
    is_open,
    probability,
    rates,
    score,
    user_base,
    warmth_of,
)

NOW = 1000 * DAY


def sent(hours_ago=24.0, number=1, **more):
    return OpenLetter(LetterId(number), NOW - int(hours_ago * HOUR), **more)


def click(hours_ago, letter=1, verdict=Verdict.HUMAN):
    return Evidence(SignalKind.CLICK, NOW - int(hours_ago * HOUR), verdict, LetterId(letter), link="Prices")


def scored(letters, signals=(), history=None, **how):
    return score(letters, signals, history or History(), SHIPPED_BASE, NOW, **how)


COUNTS = st.integers(0, 50)
RATES = st.builds(lambda answered, more: Rate(answered, answered + more), COUNTS, COUNTS)
HISTORIES = st.builds(
    History,
    pair=RATES,
    recipient=RATES,
    company=RATES,
    user=RATES,
    last_activity=st.none() | st.integers(NOW - 400 * DAY, NOW),
    letters_7d=COUNTS,
)
LETTERS = st.builds(
    OpenLetter,
    letter=st.integers(1, 3).map(LetterId),
    sent_at=st.integers(NOW - 16 * DAY, NOW),
    recipients=st.integers(0, 40),
    answers_him=st.booleans(),
)
SIGNALS = st.builds(
    Evidence,
    kind=st.sampled_from(SignalKind),
    at=st.integers(NOW - 20 * DAY, NOW),
    verdict=st.sampled_from(Verdict),
    letter=st.none() | st.integers(1, 4).map(LetterId),
    link=st.sampled_from(["", "Prices", "About"]),
    trust=st.sampled_from([0.0, 0.3, 1.0]),
)


@given(st.lists(LETTERS, max_size=4), st.lists(SIGNALS, max_size=8), HISTORIES)
def test_the_reasons_add_up_to_the_score_exactly(letters, signals, history):
    found = score(letters, signals, history, SHIPPED_BASE, NOW)
    if not any(is_open(letter.sent_at, NOW) for letter in letters):
        assert found is None
        return
    assert math.fsum([BIAS, *(part.log_odds for part in found.contributions)]) == found.log_odds
    assert found.p == probability(found.log_odds)
    assert 0 < found.p < 1
    assert found.warmth == round(100 * found.lift / (found.lift + 4))
    assert 0 <= found.warmth <= 100
    assert all(abs(one.log_odds) >= abs(other.log_odds) for one, other in pairwise(found.contributions))
    assert all(part.log_odds == 0 for part in found.not_counted)


OWN = st.builds(
    Weights,
    bias=st.floats(-8, 2),
    history=st.tuples(*[st.floats(0.001, 3) | st.floats(-3, -0.001)] * 8),
    signals=st.tuples(*[st.floats(0.001, 5) | st.floats(-5, -0.001)] * 5),
    version=st.integers(1, 9),
)


@given(st.lists(LETTERS, min_size=1, max_size=4), st.lists(SIGNALS, max_size=8), HISTORIES, OWN)
def test_the_reasons_add_up_by_the_users_own_weights_too(letters, signals, history, weights):
    found = score(letters, signals, history, SHIPPED_BASE, NOW, weights=weights)
    if found is None:
        return
    assert math.fsum([weights.bias, *(part.log_odds for part in found.contributions)]) == found.log_odds
    row = features(found, weights)
    again = sum(w * x for w, x in zip((*weights.history, *weights.signals), row, strict=True))
    assert weights.bias + again == pytest.approx(found.log_odds, abs=1e-6)


def test_the_users_own_weight_of_a_click_changes_its_term_alone():
    much = Weights(SHIPPED.bias, SHIPPED.history, (0.5, 3.2, 0.9, -0.7, -3.0), 1)
    usual, own = (scored([sent(30)], [click(1)], weights=weights) for weights in (SHIPPED, much))
    usual_terms, own_terms = ({one.code: one.log_odds for one in part.contributions} for part in (usual, own))
    assert own_terms.pop("clicked") == pytest.approx(2 * usual_terms.pop("clicked"))
    assert own_terms == usual_terms


def test_a_letter_that_was_just_sent_is_no_warmer_than_it_will_be_next_morning():
    known = History(pair=Rate(2, 10), recipient=Rate(2, 10), last_activity=NOW - 30 * HOUR, letters_7d=1)
    fresh, morning = (scored([sent(hours)], history=known) for hours in (0, YOUNGEST_H))
    assert fresh.warmth == morning.warmth
    assert Level.of(fresh.warmth) is not Level.HOT
    assert {one.code: one for one in fresh.contributions}["letter_age"].params == {"hours": 0.0}


def test_who_wrote_before_a_fresh_letter_has_not_been_silent_to_it():
    known = History(last_activity=NOW - 5 * HOUR)
    terms = {one.code: one for one in history_terms(sent(1), known, NOW)}
    assert terms["active_but_silent"].params == {"active": 0}


@given(st.lists(LETTERS, min_size=1, max_size=4), st.lists(SIGNALS, max_size=8), HISTORIES)
def test_what_no_person_did_changes_nothing(letters, signals, history):
    human = [one for one in signals if one.verdict is Verdict.HUMAN]
    human += [one for one in signals if one.kind is SignalKind.BOUNCE and one.verdict is not Verdict.HUMAN]
    with_all, with_human = (score(letters, some, history, 0.03, NOW) for some in (signals, human))
    assert (with_all and with_all.log_odds) == (with_human and with_human.log_odds)


def test_the_weights_are_those_of_the_published_benchmark():
    pooled = json.loads(
        """{"bias":-4.813,"w":{"letter_age":-0.83,"last_active":-0.262,"active_lately":0.268,
        "active_but_silent":-0.748,"answers_you":0.477,"answers_all":-0.01,"you_answered":0.356,
        "recipients":-0.088},"MU":[4,4,1.5,0.3,-2,-2,0.3,0.5],"SD":[1.2,2,1.5,0.45,1.2,1,0.45,0.6]}"""
    )
    history = History(Rate(3, 8), Rate(4, 9), Rate(), Rate(), NOW - 5 * HOUR, 2)
    pair, recipient = rates(history)
    x = [
        math.log1p(24),
        math.log1p(5),
        math.log1p(2),
        1.0,
        math.log(pair / (1 - pair)),
        math.log(recipient / (1 - recipient)),
        1.0,
        math.log(3),
    ]
    expected = [
        weight * (value - mu) / sd
        for weight, value, mu, sd in zip(pooled["w"].values(), x, pooled["MU"], pooled["SD"], strict=True)
    ]
    found = history_terms(sent(24, recipients=3, answers_him=True), history, NOW)
    assert [part.code for part in found] == list(pooled["w"])
    assert [part.log_odds for part in found] == pytest.approx(expected)
    assert pooled["bias"] == BIAS


def test_a_contact_without_an_open_letter_has_no_warmth():
    assert scored([]) is None
    assert scored([sent(14 * 24 + 1)]) is None
    assert scored([sent(-1)]) is None


def test_a_contact_is_as_warm_as_the_warmest_open_letter():
    old, new = sent(200, 1), sent(2, 2)
    assert scored([old, new]).letter == 2
    assert scored([old, new]).log_odds == scored([new]).log_odds


def test_a_click_makes_hot_and_fades():
    history = History(pair=Rate(2, 8), last_activity=NOW - 50 * DAY)
    cold = scored([sent(30)], history=history)
    fresh, stale = (scored([sent(30)], [click(hours)], history) for hours in (0.2, 29))
    assert cold.warmth < stale.warmth < fresh.warmth
    assert fresh.contributions[0].code == "clicked"
    assert fresh.lift / cold.lift == pytest.approx(math.exp(2.0), rel=0.15)


def test_a_signal_belongs_to_its_own_letter():
    letters = [sent(40, 1), sent(30, 2)]
    assert scored(letters, [click(1, letter=1)]).letter == 1
    assert scored(letters, [click(1, letter=2)]).letter == 2


def test_a_signal_of_an_older_letter_counts_only_after_the_new_one_was_sent():
    before, after = click(50, letter=99), click(1, letter=99)
    plain = scored([sent(30)]).log_odds
    assert scored([sent(30)], [before]).log_odds == plain
    assert scored([sent(30)], [after]).log_odds > plain


def test_a_contact_who_answers_is_warmer_than_one_who_does_not():
    good, bad = (scored([sent()], history=History(pair=Rate(k, 10), recipient=Rate(k, 10))) for k in (9, 0))
    assert good.warmth > bad.warmth


def test_little_knowledge_is_shrunk_to_the_next_wider_group():
    assert rates(History()) == pytest.approx((SHIPPED_RATE, SHIPPED_RATE))
    one_answer = rates(History(pair=Rate(1, 1), recipient=Rate(1, 1)))[0]
    assert SHIPPED_RATE < one_answer < 0.5
    company = rates(History(company=Rate(30, 40)))[0]
    assert company > 0.5
    user = rates(History(user=Rate(400, 1000)))[0]
    assert user == pytest.approx(0.394, abs=0.005)


def test_the_weight_of_a_company_is_what_its_history_changes_for_somebody_new_there():
    company, user = Rate(9, 12), Rate(20, 200)
    letter = OpenLetter(LetterId(1), NOW - DAY)
    inside = history_terms(letter, History(company=company, user=user), NOW)
    outside = history_terms(letter, History(user=user), NOW)
    difference = math.fsum(one.log_odds for one in inside) - math.fsum(one.log_odds for one in outside)
    assert company_weight(company, user) == pytest.approx(difference)
    assert company_weight(company, user) > 0 > company_weight(Rate(0, 30), user)
    assert company_weight(Rate(), user) == 0.0


def test_out_of_office_freezes_the_clock():
    away = Away(NOW - 20 * HOUR, NOW + 5 * DAY)
    frozen = scored([sent(24)], history=History(last_activity=NOW - 200 * DAY), away=away)
    age = next(part for part in frozen.contributions if part.code == "letter_age")
    assert age.params == {"hours": 4, "away": 20}  # a card that says the first says the second too


def test_the_base_is_the_users_mean_shrunk_to_the_shipped_one():
    assert user_base([]) == pytest.approx(SHIPPED_BASE)
    assert user_base([0.2] * 20) == pytest.approx((0.2 + SHIPPED_BASE) / 2)


@pytest.mark.parametrize(("lift", "warmth"), [(0, 0), (1, 20), (4, 50), (12, 75), (36, 90)])
def test_warmth_of_a_lift(lift, warmth):
    assert warmth_of(lift) == warmth


@pytest.mark.parametrize(
    ("word", "warmths"), [("cold", (0, 19)), ("mild", (20, 34)), ("warm", (35, 49)), ("hot", (50, 100))]
)
def test_the_word_for_a_warmth(word, warmths):
    assert [Level.of(warmth) for warmth in warmths] == [Level(word)] * 2


def test_extreme_log_odds_stay_probabilities():
    assert probability(-800) == 0.0
    assert probability(800) == 1.0
    assert probability(0) == 0.5
