"""What signals add to the log-odds."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.evidence import TRUST, Away, Evidence, elapsed_h, not_counted, terms, trust_of
from desktop_app.domain.model import DAY, HOUR, MINUTE, SignalKind, Verdict

NOW = 1000 * DAY


def signal(kind, hours_ago=0.0, verdict=Verdict.HUMAN, **more):
    return Evidence(kind, NOW - int(hours_ago * HOUR), verdict, **more)


def value(signals, code, **how):
    return next((term.log_odds for term in terms(signals, NOW, **how) if term.code == code), 0.0)


def test_one_open_weighs_half_and_halves_in_a_day():
    assert value([signal(SignalKind.OPEN)], "opened") == 0.5
    assert value([signal(SignalKind.OPEN, 24)], "opened") == pytest.approx(0.25)


def test_opens_within_ten_minutes_are_one():
    close = [signal(SignalKind.OPEN, 1 - minute / 60) for minute in (0, 9, 18)]
    apart = [signal(SignalKind.OPEN, 0.5), signal(SignalKind.REOPEN, 0)]
    assert value(close, "opened") < 0.5
    assert value(apart, "opened") == pytest.approx(0.5 + 0.35 * math.log(2))


def test_opens_saturate():
    assert value([signal(SignalKind.REOPEN, hours) for hours in range(100)], "opened") == 1.2


def test_an_open_through_a_mail_proxy_counts_less_until_a_direct_one_comes():
    proxied = signal(SignalKind.OPEN, 1, trust=trust_of(["mail_proxy"]))
    assert value([proxied], "opened") == pytest.approx(0.6 * 0.5 * 0.5 ** (1 / 24))
    assert value([proxied, signal(SignalKind.OPEN)], "opened") > 0.7


def test_clicks_weigh_more_for_a_second_link_and_for_prices_and_saturate():
    one = [signal(SignalKind.CLICK, link="About us")]
    assert value(one, "clicked") == 1.6
    assert value([*one, *one], "clicked") == 1.6
    assert value([*one, signal(SignalKind.CLICK, link="Team")], "clicked") == pytest.approx(2.1)
    assert value([signal(SignalKind.CLICK, link="Цены и сроки")], "clicked") == pytest.approx(2.0)
    many = [signal(SignalKind.CLICK, link=f"Price {n}") for n in range(9)]
    assert value(many, "clicked") == 2.6


def test_a_click_names_the_link_about_money_first():
    clicks = [signal(SignalKind.CLICK, 2, link="Prices"), signal(SignalKind.CLICK, 1, link="About us")]
    (term,) = terms(clicks, NOW)
    assert (term.params["link"], term.params["links"]) == ("Prices", 2)


def test_a_forward_that_is_proven_counts_once_and_one_that_is_guessed_half():
    forwards = [signal(SignalKind.FORWARD), signal(SignalKind.FORWARD, 5)]
    assert value(forwards, "forwarded") == pytest.approx(0.9)
    guessed = [replace(one, trust=trust_of(("third_place",))) for one in forwards]
    assert value(guessed, "forwarded") == pytest.approx(0.45)


def test_a_bounce_weighs_against_and_does_not_fade():
    assert value([signal(SignalKind.BOUNCE, 500, Verdict.MACHINE)], "bounced") == -3


def test_a_letter_deleted_unread_weighs_against():
    assert value([signal(SignalKind.DELETED)], "deleted_unread") < 0


@pytest.mark.parametrize("verdict", [Verdict.UNKNOWN, Verdict.MACHINE, Verdict.SELF])
@pytest.mark.parametrize("kind", [SignalKind.OPEN, SignalKind.CLICK, SignalKind.FORWARD])
def test_what_no_person_did_is_listed_and_adds_nothing(kind, verdict):
    seen = [signal(kind, 1, verdict, reason="burst"), signal(kind, 2, verdict, reason="burst")]
    assert terms(seen, NOW) == []
    (listed,) = not_counted(seen)
    assert (listed.code, listed.log_odds) == ("not_counted", 0.0)
    assert listed.params == {"kind": str(kind), "verdict": str(verdict), "reason": "burst", "count": 2}


def test_the_least_trusted_reason_decides():
    assert trust_of(["mail_client"]) == trust_of([]) == 1
    assert trust_of(["mail_proxy", "inside_delivery_window", "reply_followed"]) == 0.3


def test_every_reason_that_lowers_trust_is_one_of_the_verdicts(project_root):
    modules = ("verdicts", "signals")
    rules = "".join((project_root / f"desktop_app/domain/{one}.py").read_text("utf-8") for one in modules)
    assert [reason for reason in TRUST if f'"{reason}"' not in rules] == []


def test_an_untrusted_open_is_listed_too():
    seen = [signal(SignalKind.OPEN, trust=trust_of(["apple_privacy", "human_followed"]))]
    assert terms(seen, NOW) == []
    assert len(not_counted(seen)) == 1


def test_signals_from_the_future_add_nothing_yet():
    assert terms([signal(SignalKind.CLICK, -1)], NOW) == []


def test_time_out_of_office_does_not_pass():
    away = Away(NOW - 10 * HOUR, NOW + DAY)
    assert elapsed_h(NOW - 12 * HOUR, NOW, away) == 2
    assert elapsed_h(NOW - 5 * HOUR, NOW, away) == 0
    assert elapsed_h(NOW - 12 * HOUR, NOW, Away(NOW - 100 * HOUR, NOW - 50 * HOUR)) == 12
    assert value([signal(SignalKind.OPEN, 5)], "opened", away=away) == 0.5


@given(st.lists(st.floats(0, 300), min_size=1, max_size=12), st.floats(0, 1))
def test_a_newer_open_never_makes_a_letter_colder(hours, part):
    opens = [signal(SignalKind.OPEN, one) for one in hours]
    newer = signal(SignalKind.OPEN, min(hours) * part)
    assert value([*opens, newer], "opened") >= value(opens, "opened")


def test_an_open_a_moment_ago_is_worth_minutes():
    assert value([signal(SignalKind.OPEN, MINUTE / HOUR)], "opened") > 0.499
