import random
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.devices import OwnDevice
from desktop_app.domain.likeness import Likeness
from desktop_app.domain.model import MINUTE, SECOND, Hit, Micros, TokenMeaning, Verdict
from desktop_app.domain.signals import INFERRED, signals_of
from desktop_app.domain.verdicts import (
    Circumstances,
    Judgement,
    OwnNetwork,
    judge,
)
from tests.unit.domain.test_agents import MACHINES, labelled, names_itself

SENT: Micros = 1_790_000_000 * SECOND
HOUR = 60 * MINUTE
OUTLOOK = (
    "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Microsoft Outlook 16.0.9126; ms-office; MSOffice 16)"
)
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"
GMAIL = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
BARE = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
HERE, THERE, ELSEWHERE = "85.26.10.0/24", "209.222.82.0/24", "93.184.216.0/24"

PIXEL = TokenMeaning("pixel", "m@ours", "anna@client.example", "open", sent_at=SENT, links=5)
LINKS = [
    replace(PIXEL, token=f"link{n}", kind="click", url=f"https://f.example/{n}", text=f"L{n}")
    for n in range(5)
]
MEANINGS = {meaning.token: meaning for meaning in (PIXEL, *LINKS)}


def hit(
    after: Micros, agent: str = OUTLOOK, token: str = "pixel", network: str = HERE, flags: str = ""
) -> Hit:
    """A hit `after` the letter was sent; its number is its time."""
    kind = "open" if token == "pixel" else "click"
    return Hit(after, SENT + after, kind, token, agent, network, tuple(flags.split()))


def verdict_of(one: Hit, known: Circumstances | None = None) -> Judgement:
    return judge([one], MEANINGS, known)[one.id]


@pytest.mark.parametrize(
    ("one", "verdict", "reason"),
    [
        (hit(HOUR), Verdict.HUMAN, "mail_client"),
        (hit(HOUR, CHROME), Verdict.HUMAN, "browser"),
        (hit(HOUR, GMAIL), Verdict.HUMAN, "mail_proxy"),
        (hit(HOUR, GMAIL, flags="google scanner_network"), Verdict.HUMAN, "mail_proxy"),
        (hit(9 * SECOND), Verdict.HUMAN, "mail_client"),
        (hit(9 * SECOND, GMAIL), Verdict.UNKNOWN, "inside_delivery_window"),
        (hit(9 * SECOND, CHROME), Verdict.UNKNOWN, "inside_delivery_window"),
        (hit(-5 * SECOND, GMAIL), Verdict.UNKNOWN, "inside_delivery_window"),
        (hit(HOUR, "Mozilla/5.0"), Verdict.UNKNOWN, "apple_privacy"),
        (hit(HOUR, BARE, flags="apple_relay"), Verdict.UNKNOWN, "apple_privacy"),
        (hit(MINUTE, BARE), Verdict.UNKNOWN, "ambiguous_client"),
        (hit(HOUR, BARE), Verdict.HUMAN, "mail_client"),
        (hit(HOUR, "Thing/1.0"), Verdict.UNKNOWN, "unrecognised_client"),
        (hit(HOUR, flags="head"), Verdict.MACHINE, "head_request"),
        (hit(HOUR, CHROME, flags="prefetch"), Verdict.MACHINE, "prefetch"),
        (hit(HOUR, CHROME, flags="mangled"), Verdict.MACHINE, "mangled_token"),
        (hit(HOUR, ""), Verdict.MACHINE, "no_agent"),
        (hit(HOUR, "-"), Verdict.MACHINE, "no_agent"),
        (hit(HOUR, "curl/8.0", "link1"), Verdict.MACHINE, "named_machine"),
        (hit(HOUR, CHROME, flags="scanner_network"), Verdict.MACHINE, "scanner_network"),
        (hit(MINUTE, CHROME, "link1", flags="microsoft"), Verdict.UNKNOWN, "cloud_network"),
        (hit(HOUR, CHROME, "link1", flags="microsoft"), Verdict.HUMAN, "browser"),
        (hit(MINUTE, OUTLOOK, flags="microsoft"), Verdict.HUMAN, "mail_client"),
    ],
)
def test_a_hit_alone(one: Hit, verdict: Verdict, reason: str) -> None:
    judged = verdict_of(one)
    assert judged.verdict is verdict
    assert reason in judged.reasons


def test_a_hit_whose_token_means_nothing_here_is_unknown_and_no_signal() -> None:
    stray = replace(hit(HOUR), token="stray")
    judged = judge([stray], MEANINGS)
    assert judged == {stray.id: Judgement(Verdict.UNKNOWN, ("unknown_token",))}
    assert signals_of([stray], judged, MEANINGS) == []


def test_a_click_soon_after_sending_is_unknown_where_a_gateway_guards_the_recipient() -> None:
    known = Circumstances(gateways={"client.example"})
    assert verdict_of(hit(MINUTE, CHROME, "link1"), known).verdict is Verdict.UNKNOWN
    assert verdict_of(hit(MINUTE, CHROME, "link1")).verdict is Verdict.HUMAN
    assert verdict_of(hit(HOUR, CHROME, "link1"), known).verdict is Verdict.HUMAN


def test_a_learnt_delivery_window_replaces_the_usual_one() -> None:
    known = Circumstances(delivery_windows={"client.example": 3 * MINUTE})
    assert verdict_of(hit(2 * MINUTE, GMAIL), known).verdict is Verdict.UNKNOWN
    assert verdict_of(hit(2 * MINUTE, GMAIL)).verdict is Verdict.HUMAN


def test_three_links_in_two_seconds_are_a_burst_and_take_the_open_before_with_them() -> None:
    opened = hit(35 * SECOND, CHROME, network=THERE)
    clicks = [hit(43 * SECOND + n * 300_000, CHROME, f"link{n}", f"209.222.{80 + n}.0/24") for n in range(3)]
    judged = judge([opened, *clicks], MEANINGS)
    assert {one.verdict for one in judged.values()} == {Verdict.MACHINE}
    assert judged[opened.id].reasons == ("burst",)


def test_a_burst_leaves_the_open_of_a_person_in_outlook_behind_the_same_address() -> None:
    opened = hit(20 * MINUTE, OUTLOOK, network=THERE)
    clicks = [hit(21 * MINUTE + n, CHROME, f"link{n}", THERE) for n in range(3)]
    assert judge([opened, *clicks], MEANINGS)[opened.id].verdict is Verdict.HUMAN


def test_all_links_of_a_letter_in_ten_seconds_from_one_network_are_a_burst() -> None:
    two = {token: replace(meaning, links=2) for token, meaning in MEANINGS.items()}
    quick = [hit(HOUR, CHROME, "link0"), hit(HOUR + 2 * SECOND, CHROME, "link1")]
    assert {one.verdict for one in judge(quick, two).values()} == {Verdict.MACHINE}
    apart = [quick[0], replace(quick[1], network=ELSEWHERE)]
    assert {one.verdict for one in judge(apart, two).values()} == {Verdict.HUMAN}
    assert {one.verdict for one in judge(quick, MEANINGS).values()} == {Verdict.HUMAN}


def test_a_person_who_follows_both_links_after_a_look_at_each_is_no_burst() -> None:
    two = {token: replace(meaning, links=2) for token, meaning in MEANINGS.items()}
    read = [hit(HOUR, CHROME, "link0"), hit(HOUR + 3 * SECOND, CHROME, "link1")]
    assert {one.verdict for one in judge(read, two).values()} == {Verdict.HUMAN}
    three = {token: replace(meaning, links=3) for token, meaning in MEANINGS.items()}
    steady = [hit(HOUR + 2 * n * SECOND, CHROME, f"link{n}") for n in range(3)]
    assert {one.verdict for one in judge(steady, three).values()} == {Verdict.MACHINE}


def test_one_link_clicked_again_and_again_is_no_burst() -> None:
    one_link = {token: replace(meaning, links=1) for token, meaning in MEANINGS.items()}
    clicks = [hit(HOUR + n * SECOND, CHROME, "link0") for n in range(5)]
    assert {one.verdict for one in judge(clicks, one_link).values()} == {Verdict.HUMAN}


def test_one_token_from_three_networks_at_once_is_a_machine_unless_a_webmail_loads_it() -> None:
    networks = (HERE, THERE, ELSEWHERE)
    hits = [hit(HOUR + n, CHROME, "link0", network) for n, network in enumerate(networks)]
    assert judge(hits, MEANINGS)[hits[0].id].reasons == ("many_networks",)
    proxied = [hit(HOUR + n, GMAIL, network=network) for n, network in enumerate(networks)]
    assert {one.verdict for one in judge(proxied, MEANINGS).values()} == {Verdict.HUMAN}


def test_clicks_around_a_touched_trap_are_machines() -> None:
    trap = replace(LINKS[0], token="trap", kind="trap")
    hits = [
        hit(HOUR, CHROME, "trap"),
        hit(HOUR + 15 * SECOND, CHROME, "link1"),
        hit(2 * HOUR, CHROME, "link1"),
    ]
    verdicts = [judge(hits, MEANINGS | {"trap": trap})[one.id].verdict for one in hits]
    assert verdicts == [Verdict.MACHINE, Verdict.MACHINE, Verdict.HUMAN]


def test_the_senders_own_network_is_self_but_a_webmails_proxy_or_a_private_network_is_not() -> None:
    at = SENT + HOUR
    own = Circumstances(own_networks=[OwnNetwork(n, at, at) for n in (HERE, "127.0.0.0/24", "10.1.1.0/24")])
    assert verdict_of(hit(HOUR + 14 * MINUTE), own) == Judgement(Verdict.SELF, ("own_network",))
    assert verdict_of(hit(HOUR + 16 * MINUTE), own).verdict is Verdict.HUMAN
    assert verdict_of(hit(HOUR, GMAIL), own).verdict is Verdict.HUMAN
    assert verdict_of(hit(HOUR, network="10.1.1.0/24"), own).verdict is Verdict.HUMAN
    assert verdict_of(hit(HOUR, network="127.0.0.0/24"), own).verdict is Verdict.HUMAN


def test_a_device_of_ones_own_is_told_by_its_network_and_its_system() -> None:
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 {}"
    mine = Circumstances(devices=[OwnDevice(HERE, phone.format("Version/17.5 Safari/604.1"))])
    in_mail = phone.format("(KHTML, like Gecko) Mobile/15E148 Spark/3")
    assert verdict_of(hit(HOUR, in_mail), mine) == Judgement(Verdict.SELF, ("own_device",))
    assert verdict_of(hit(HOUR, in_mail, network=THERE), mine).verdict is Verdict.HUMAN
    assert verdict_of(hit(HOUR, OUTLOOK), mine).verdict is Verdict.HUMAN
    assert verdict_of(hit(HOUR, GMAIL), mine).verdict is Verdict.HUMAN


def test_what_loads_while_an_answer_that_quotes_the_picture_is_read_here_is_the_sender() -> None:
    read = (SENT + HOUR - 30 * SECOND, SENT + HOUR)
    known = Circumstances(readings={"m@ours": [read]})
    for agent in (OUTLOOK, CHROME, GMAIL):
        assert verdict_of(hit(HOUR, agent), known) == Judgement(Verdict.SELF, ("own_reading",))
    assert verdict_of(hit(HOUR + 2 * MINUTE), known).verdict is Verdict.HUMAN
    assert verdict_of(hit(HOUR - MINUTE), known).verdict is Verdict.HUMAN


def test_what_was_learnt_judges_hits_like_it_but_never_makes_a_person_of_what_no_person_can_be() -> None:
    robot = Circumstances(learned={Likeness(HERE, "browser", "client.example"): Verdict.MACHINE})
    assert verdict_of(hit(HOUR, CHROME), robot) == Judgement(Verdict.MACHINE, ("learned_rule",))
    assert verdict_of(hit(HOUR, OUTLOOK), robot).verdict is Verdict.HUMAN
    assert verdict_of(hit(HOUR, CHROME, network=THERE), robot).verdict is Verdict.HUMAN
    person = Circumstances(learned={Likeness(HERE, "browser", "client.example"): Verdict.HUMAN})
    assert verdict_of(hit(9 * SECOND, CHROME), person) == Judgement(Verdict.HUMAN, ("learned_rule",))
    assert verdict_of(hit(HOUR, CHROME, flags="head"), person).verdict is Verdict.MACHINE
    me = Circumstances(learned={Likeness(HERE, "browser", ""): Verdict.SELF})
    assert verdict_of(hit(HOUR, CHROME), me).verdict is Verdict.SELF


def test_behind_a_filter_pictures_loaded_within_a_minute_are_not_certain() -> None:
    filtered = Circumstances(gateways=["client.example"])
    assert verdict_of(hit(45 * SECOND, CHROME)).verdict is Verdict.HUMAN
    assert verdict_of(hit(45 * SECOND, CHROME), filtered).verdict is Verdict.UNKNOWN


def test_a_reply_shows_that_what_was_unknown_before_it_was_a_person() -> None:
    known = Circumstances(replied={("m@ours", "anna@client.example"): SENT + HOUR})
    before, after = hit(HOUR - 1, "Mozilla/5.0"), hit(HOUR + 1, "Mozilla/5.0")
    judged = judge([before, after], MEANINGS, known)
    assert judged[before.id] == Judgement(Verdict.HUMAN, ("apple_privacy", "reply_followed"))
    assert judged[after.id].verdict is Verdict.UNKNOWN


def test_a_reply_never_makes_a_person_of_a_machine() -> None:
    known = Circumstances(replied={("m@ours", "anna@client.example"): SENT + 2 * HOUR})
    assert verdict_of(hit(HOUR, "curl/8.0"), known).verdict is Verdict.MACHINE


def test_a_human_click_vouches_for_the_open_before_it_but_an_open_not_for_a_click() -> None:
    early_open, early_click = hit(5 * SECOND, GMAIL), hit(20 * SECOND, CHROME, "link1")
    by_open = judge([early_open, early_click, hit(HOUR)], MEANINGS)
    assert by_open[early_open.id].verdict is Verdict.HUMAN
    assert by_open[early_click.id].verdict is Verdict.UNKNOWN
    by_click = judge([early_click, hit(HOUR, CHROME, "link1")], MEANINGS)
    assert by_click[early_click.id].verdict is Verdict.HUMAN


def test_a_persons_open_does_not_vouch_for_a_browser_elsewhere_inside_the_window() -> None:
    scanner = hit(9 * SECOND, CHROME, network=THERE)
    assert judge([scanner, hit(HOUR)], MEANINGS)[scanner.id].verdict is Verdict.UNKNOWN


def test_hits_of_another_recipient_are_judged_apart() -> None:
    other = {f"b{n}": replace(LINKS[n], token=f"b{n}", recipient="boris@client.example") for n in range(2)}
    hits = [hit(HOUR + n, CHROME, token) for n, token in enumerate(["link0", "b0", "link1", "b1"])]
    assert {one.verdict for one in judge(hits, MEANINGS | other).values()} == {Verdict.HUMAN}


# ── signals ──────────────────────────────────────────────────────────────────────────────────────


hits_strategy = st.lists(
    st.builds(
        hit,
        st.integers(-MINUTE, HOUR),
        st.sampled_from([OUTLOOK, CHROME, GMAIL, BARE, "", "curl/8", "Mozilla/5.0"]),
        st.sampled_from([*MEANINGS, "stray"]),
        st.sampled_from([HERE, THERE, ELSEWHERE, ""]),
        st.sampled_from(["", "head", "microsoft", "scanner_network", "head prefetch"]),
    ),
    max_size=30,
    unique_by=lambda one: one.id,
)


@given(hits_strategy, st.randoms(use_true_random=False))
def test_every_hit_gets_one_verdict_and_one_signal_whatever_the_order(
    hits: list[Hit], rng: random.Random
) -> None:
    judged = judge(hits, MEANINGS)
    assert judged.keys() == {one.id for one in hits}
    shuffled = list(hits)
    rng.shuffle(shuffled)
    assert judge(shuffled, MEANINGS) == judged
    found = signals_of(shuffled, judged, MEANINGS)
    folded = [number for one in found for number in one.hit_ids]
    assert sorted(folded) == sorted(one.id for one in hits if one.token in MEANINGS)
    assert all(judged[number].verdict is one.verdict for one in found for number in one.hit_ids)
    assert len({(one.message_id, one.recipient, one.kind, one.key) for one in found}) == len(found)
    assert sum(one.key == INFERRED for one in found) <= 1


@given(hits_strategy)
def test_a_webmails_proxy_is_never_a_machine_without_a_machines_mark(hits: list[Hit]) -> None:
    judged = judge(hits, MEANINGS)
    for one in hits:
        if one.agent == GMAIL and one.kind == "open" and not one.flags and one.token in MEANINGS:
            assert judged[one.id].verdict is not Verdict.MACHINE


# ── measured ─────────────────────────────────────────────────────────────────────────────────────


def test_labelled_agents_get_the_verdicts_that_were_set_as_goals() -> None:
    verdicts: dict[str, list[Verdict]] = {}
    for agent, label, remark in labelled():
        kinds = ("pixel", "link1") if label == "human_browser" else ("pixel",)
        for token in kinds:
            name = "machine" if label in MACHINES and names_itself(remark) else label
            verdicts.setdefault(name, []).append(verdict_of(hit(HOUR, agent, token)).verdict)
    assert set(verdicts["human_client"]) == set(verdicts["human_browser"]) == {Verdict.HUMAN}
    assert set(verdicts["proxy_at_open"]) == {Verdict.HUMAN}
    assert verdicts["machine"].count(Verdict.MACHINE) / len(verdicts["machine"]) >= 0.95
    assert Verdict.HUMAN not in verdicts["prefetch"]


def test_replayed_gateway_bursts_are_machines_and_simulated_people_are_not() -> None:
    """The distribution of putyourlightson/craft-campaign#546 (research/tracking.md 1.1)."""
    rng = random.Random(546)
    machine = bursts = 0
    false_alarms = 0
    for _ in range(1000):
        links = rng.randint(5, 10)
        meanings = letter(links)
        spans = ((10, 20, 5.3), (20, 60, 66.4), (60, 300, 28.3))
        low, high, _ = rng.choices(spans, [weight for *_, weight in spans])[0]
        start = int(rng.uniform(low, high) * SECOND)
        opened = hit(max(1, start - int(rng.uniform(5, 40) * SECOND)), CHROME, network=THERE)
        clicks = [
            hit(start + int(rng.uniform(0, 1) * SECOND) + n, CHROME, f"link{n}", THERE) for n in range(links)
        ]
        judged = judge([opened, *clicks], meanings)
        bursts += len(judged)
        machine += sum(one.verdict is Verdict.MACHINE for one in judged.values())
        false_alarms += sum(one.verdict is Verdict.HUMAN for one in judged.values())
    assert machine / bursts >= 0.97
    assert false_alarms / bursts <= 0.01

    mistaken = people = 0
    for _ in range(1000):
        first = rng.randint(MINUTE, 48 * HOUR)
        clicks = [
            hit(first + n * rng.randint(3 * SECOND, MINUTE), CHROME, f"link{n}")
            for n in range(rng.randint(1, 2))
        ]
        judged = judge([hit(first - 2 * SECOND), *clicks], letter(rng.randint(5, 10)))
        people += 1
        mistaken += any(one.verdict is Verdict.MACHINE for one in judged.values())
    assert mistaken / people <= 0.005


def test_a_flood_of_hits_on_one_letter_is_judged_in_linear_time() -> None:
    flood = [
        hit(
            HOUR + n * 1000, (CHROME, "Mozilla/5.0")[n % 2], ("link0", "pixel")[n % 2], f"10.{n % 200}.0.0/24"
        )
        for n in range(30_000)
    ]
    begin = time.process_time()
    judged = judge(flood, MEANINGS)
    assert time.process_time() - begin < 5
    assert judged[flood[0].id].verdict is Verdict.MACHINE


def letter(links: int) -> dict[str, TokenMeaning]:
    opened = replace(PIXEL, links=links)
    clicks = [replace(opened, token=f"link{n}", kind="click") for n in range(links)]
    return {meaning.token: meaning for meaning in (opened, *clicks)}


def test_history_is_judged_again_at_under_twenty_microseconds_a_hit() -> None:
    rng = random.Random(1)
    letters = 2000
    meanings: dict[str, TokenMeaning] = {}
    hits: list[Hit] = []
    for number in range(letters):
        for meaning in letter(3).values():
            token = f"{meaning.token}-{number}"
            meanings[token] = replace(meaning, token=token, message_id=f"m{number}")
            kind = "open" if meaning.kind == "open" else "click"
            for _ in range(3):
                at = SENT + rng.randint(0, 48 * HOUR)
                hits.append(Hit(len(hits), at, kind, token, rng.choice([OUTLOOK, CHROME, GMAIL]), HERE))
    begin = time.process_time()
    judge(hits, meanings)
    assert (time.process_time() - begin) / len(hits) < 20e-6 * 4  # four times the goal: a busy machine
