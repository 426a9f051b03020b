from dataclasses import replace

from desktop_app.domain.model import MINUTE, SECOND, Hit, SignalKind, Verdict
from desktop_app.domain.signals import INFERRED, JudgedSignal, signals_of
from desktop_app.domain.verdicts import Circumstances, judge
from tests.unit.domain.test_verdicts import (
    CHROME,
    ELSEWHERE,
    GMAIL,
    HERE,
    HOUR,
    MEANINGS,
    SENT,
    THERE,
    hit,
)

ANNA = ("m@ours", "anna@client.example")
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Safari/604"
)
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15"


def signals(*hits: Hit, known: Circumstances | None = None) -> list[JudgedSignal]:
    return signals_of(hits, judge(hits, MEANINGS, known), MEANINGS, known)


def seen(*hits: Hit, known: Circumstances | None = None) -> list[JudgedSignal]:
    """Without opens that nobody saw."""
    return [one for one in signals(*hits, known=known) if one.key != INFERRED]


def test_four_loads_of_one_proxy_in_a_moment_are_one_open() -> None:
    (one,) = signals(*[hit(HOUR + n * SECOND, GMAIL) for n in range(4)])
    assert one.kind is SignalKind.OPEN
    assert len(one.hit_ids) == 4
    assert one.at == SENT + HOUR


def test_opening_again_after_half_an_hour_or_in_another_client_is_a_reopen() -> None:
    found = signals(hit(HOUR), hit(HOUR + 10 * MINUTE), hit(HOUR + 20 * MINUTE, GMAIL), hit(2 * HOUR))
    assert [one.kind for one in found] == [SignalKind.OPEN, SignalKind.REOPEN, SignalKind.REOPEN]
    assert [one.at - SENT for one in found] == [HOUR, HOUR + 20 * MINUTE, 2 * HOUR]


def test_the_first_human_open_after_a_machines_is_an_open() -> None:
    found = signals(hit(10 * SECOND, "curl/8.0"), hit(HOUR))
    assert [(one.kind, one.verdict) for one in found] == [
        (SignalKind.OPEN, Verdict.MACHINE),
        (SignalKind.OPEN, Verdict.HUMAN),
    ]


def test_a_check_and_the_click_after_it_are_two_events_and_only_one_is_human() -> None:
    found = seen(hit(HOUR, CHROME + " OneOutlook/1.2", "link2"), hit(HOUR + SECOND, CHROME, "link2"))
    assert [one.verdict for one in found] == [Verdict.MACHINE, Verdict.HUMAN]
    assert {one.link for one in found} == {"L2"}


def test_the_same_link_again_within_ten_seconds_is_one_click() -> None:
    found = seen(*[hit(HOUR + n, CHROME, "link1") for n in (0, 5 * SECOND, 60 * SECOND)])
    assert [len(one.hit_ids) for one in found] == [2, 1]


def test_who_clicked_has_read_the_letter_though_no_picture_was_loaded() -> None:
    found = signals(hit(HOUR, CHROME, "link1"), hit(2 * HOUR, CHROME, "link2"))
    assert [(one.kind, one.reasons) for one in found] == [
        (SignalKind.OPEN, ("inferred_click",)),
        (SignalKind.CLICK, ("browser",)),
        (SignalKind.CLICK, ("browser",)),
    ]
    assert found[0].at == found[1].at - 1
    assert not found[0].settled


def test_who_answered_has_read_the_letter_even_when_nothing_of_it_was_ever_loaded() -> None:
    known = Circumstances(replied={ANNA: SENT + HOUR})
    (one,) = signals(known=known)
    assert (one.kind, one.verdict, one.reasons) == (SignalKind.OPEN, Verdict.HUMAN, ("inferred_reply",))


def test_an_open_that_was_seen_needs_no_inference_and_a_robots_click_allows_none() -> None:
    assert [one.key for one in signals(hit(HOUR), hit(2 * HOUR, CHROME, "link1"))] == [
        str(HOUR),
        str(2 * HOUR),
    ]
    assert all(one.key != INFERRED for one in signals(hit(HOUR, "curl/8", "link1")))


def test_a_third_device_in_a_third_network_is_a_probable_forward_and_a_telephone_is_not() -> None:
    office, telephone = hit(HOUR), hit(2 * HOUR, PHONE, network=THERE)
    assert SignalKind.FORWARD not in {one.kind for one in signals(office, telephone)}
    found = signals(
        office, telephone, hit(3 * HOUR, MAC, network=ELSEWHERE), hit(4 * HOUR, MAC, network=HERE)
    )
    (one,) = [one for one in found if one.kind is SignalKind.FORWARD]
    assert (one.verdict, one.reasons, one.at) == (Verdict.UNKNOWN, ("third_place",), SENT + 3 * HOUR)


def test_places_of_webmails_proxies_and_robots_are_nobodys() -> None:
    found = signals(
        hit(HOUR), hit(2 * HOUR, GMAIL, network=THERE), hit(3 * HOUR, "curl/8", network=ELSEWHERE)
    )
    assert SignalKind.FORWARD not in {one.kind for one in found}


def test_what_a_burst_could_still_take_with_it_has_not_settled() -> None:
    def settled(one: Hit, known: Circumstances | None = None) -> bool:
        return seen(one, known=known)[0].settled

    assert settled(hit(HOUR))
    assert settled(hit(HOUR, GMAIL))
    assert not settled(hit(HOUR, CHROME))
    assert not settled(hit(MINUTE))
    assert not settled(hit(HOUR, CHROME, "link1"))
    assert not settled(hit(HOUR, flags="head"))
    assert not settled(hit(HOUR), Circumstances(readings={"m@ours": []}))


def test_the_click_on_a_letters_only_link_has_settled() -> None:
    meanings = {token: replace(one, links=1) for token, one in MEANINGS.items()}
    click = hit(HOUR, CHROME, "link1")
    found = signals_of([click], judge([click], meanings), meanings)
    assert [one.settled for one in found] == [False, True]
