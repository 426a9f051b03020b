"""From letters to waits, signals and leads."""

import random
from base64 import b64encode
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain.model import Action, Excluded, Flags, SignalKind, Verdict
from desktop_app.engine import derive as module
from desktop_app.engine.derive import derive
from desktop_app.engine.leads import refresh, refresh_active
from desktop_app.mail.base import FlagsChanged, Upsert
from desktop_app.store import channels, people, signals
from desktop_app.store import settings as preferences
from desktop_app.store.rows import LeadRow, SignalRow, WaitRow
from desktop_app.store.signals import Judged
from tests.fakes.desk import ANNA, BORIS, DAY, HOUR, ME, MINUTE, NOW, Desk, header, upsert
from tests.samples import header_of, mailbox_letters

MONDAY_NOON = NOW - NOW % DAY + 9 * HOUR  # in Moscow, a working day


def waits(desk: Desk) -> list[WaitRow]:
    """Oldest first."""
    with closing(desk.reader()) as reader:
        return reader.waits()[::-1]


def lead(desk: Desk, address: str = ANNA) -> LeadRow:
    with closing(desk.reader()) as reader:
        return reader.leads([desk.contact(address)])[desk.contact(address)]


def has_lead(desk: Desk, address: str = ANNA) -> bool:
    with closing(desk.reader()) as reader:
        return bool(reader.leads([desk.contact(address)]))


def shown_signals(desk: Desk) -> list[SignalRow]:
    with closing(desk.reader()) as reader:
        return reader.signals()


def opened(desk: Desk, message_id: str, at: int, kind: SignalKind = SignalKind.OPEN, link: str = "") -> None:
    """A person opened (or clicked in) our letter to Anna."""
    signal = Judged(message_id, ANNA, kind, f"{kind}{at}", at, Verdict.HUMAN, ("direct",), link)
    before = [signal]
    refresh(desk.db, signals.rewrite(desk.db, [message_id], before, [kind]).contacts, desk.now)


def at_noon(desk: Desk) -> None:
    """It is 12:00 of a working Monday in Moscow."""
    preferences.put(desk.db, "work_zone", '"Europe/Moscow"')
    desk.now = MONDAY_NOON


# ── waits ────────────────────────────────────────────────────────────────────────────────────────


def test_a_client_waits_until_we_answer(desk: Desk) -> None:
    desk.receive("in@client.ru", at=NOW - 3 * HOUR)
    desk.derive()
    (wait,) = waits(desk)
    assert (wait.arrived_at, wait.answered_at, wait.first_of_conversation) == (NOW - 3 * HOUR, None, True)
    assert (wait.name, wait.contact) == ("Anna Petrova", desk.contact(ANNA))
    desk.send("out@firm.ru", answers="in@client.ru")
    desk.derive()
    (wait,) = waits(desk)
    assert (wait.answered_at, wait.answer, wait.responder) == (NOW, desk.letter("out@firm.ru"), ME)


def test_a_forward_to_a_colleague_leaves_the_client_waiting(desk: Desk) -> None:
    desk.receive("in@client.ru", at=NOW - 3 * HOUR)
    desk.send("forward@firm.ru", to="petr@firm.ru", answers="in@client.ru", at=NOW - 2 * HOUR)
    desk.derive()
    assert [wait.answered_at for wait in waits(desk)] == [None]
    desk.send("out@firm.ru", answers="in@client.ru")
    desk.derive()
    assert [wait.answer for wait in waits(desk)] == [desk.letter("out@firm.ru")]


def test_the_visitor_of_a_web_form_waits_for_our_answer(desk: Desk) -> None:
    desk.receive("form@firm.ru", sender="Site <noreply@firm.ru>", extra=f"Reply-To: Anna <{ANNA}>")
    desk.derive()
    assert [(wait.contact, wait.excluded) for wait in waits(desk)] == [(desk.contact(ANNA), None)]
    assert (lead(desk).action, lead(desk).name) == (Action.ANSWER, "Anna")
    desk.send("out@firm.ru", answers="form@firm.ru")
    desk.derive()
    assert waits(desk)[0].answer == desk.letter("out@firm.ru")


def test_a_letter_knows_which_one_it_answers(desk: Desk) -> None:
    desk.receive("in@client.ru")
    desk.send("out@firm.ru", answers="in@client.ru")
    desk.derive()
    with closing(desk.reader()) as reader:
        found = reader.letter(desk.letter("out@firm.ru"))
    assert found is not None
    assert (found.replies_to, found.in_reply_to) == (desk.letter("in@client.ru"), "in@client.ru")


def test_deriving_twice_changes_nothing(desk: Desk) -> None:
    desk.receive("in@client.ru")
    desk.send("out@firm.ru", answers="in@client.ru")
    desk.derive()
    tables = ["wait", "conversation", "recipient", "signal", "lead", "letter"]
    before = desk.dump(tables)
    with desk.db.transaction():
        desk.db.execute("INSERT INTO due SELECT DISTINCT conversation FROM letter")
    (done,) = desk.derive()
    assert (done.contacts, done.signals, done.fresh) == ((), (), ())
    assert desk.dump(tables) == before


def test_a_kill_before_the_end_of_derive_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.receive("in@client.ru")

    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(module, "refresh", killed)
        with pytest.raises(SystemExit):
            derive(desk.db, NOW)
    assert waits(desk) == []
    desk.derive()
    assert len(waits(desk)) == 1


def test_conversations_are_done_in_portions(desk: Desk) -> None:
    for number in range(5):
        desk.receive(f"{number}@x.ru")
    assert [derive(desk.db, NOW, 2).conversations for _ in range(3)] == [2, 2, 1]


def test_marked_as_needing_no_answer_and_back(desk: Desk) -> None:
    desk.receive("a@x.ru", at=NOW - 2 * HOUR)
    desk.receive("b@x.ru", at=NOW - HOUR, answers="a@x.ru")
    desk.derive()
    people.mark_no_answer(desk.db, desk.letter("a@x.ru"), needs_answer=False)
    desk.derive()
    (wait,) = waits(desk)
    assert wait.excluded is Excluded.NO_ANSWER
    assert lead(desk).waiting_since is None
    people.mark_no_answer(desk.db, desk.letter("a@x.ru"), needs_answer=True)
    desk.derive()
    (wait,) = waits(desk)
    assert wait.excluded is None
    assert lead(desk).waiting_since == NOW - 2 * HOUR


def comparable(desk: Desk) -> dict[str, object]:
    """Everything derived, by Message-ID instead of by number."""
    names = {None: None} | dict(desk.db.rows("SELECT id, message_id FROM letter"))
    groups: dict[int, set[str]] = {}
    for conversation, message_id in desk.db.rows("SELECT conversation, message_id FROM letter"):
        groups.setdefault(conversation, set()).add(message_id)
    with closing(desk.reader()) as reader:
        found = reader.waits()
        told = reader.signals()
        shown = reader.leads([contact for (contact,) in desk.db.rows("SELECT contact FROM lead")])
    return {
        "conversations": {frozenset(group) for group in groups.values()},
        "waits": {
            (names[w.first_letter], names[w.last_letter], names[w.answer], w.arrived_at, w.answered_at,
             w.excluded, w.name, w.responder, w.first_of_conversation)
            for w in found
        },
        "signals": {(s.kind, s.at, s.name, names[s.letter], s.verdict) for s in told},
        "leads": {
            (row.address, row.name, row.warmth, row.action, row.waiting_since, row.last_signal_at,
             row.last_letter_at)
            for row in shown.values()
        },
    }  # fmt: skip


def arrive(
    letters: list[tuple[str, Upsert]], order: list[int], size: int, derive_between: bool
) -> dict[str, object]:
    with TemporaryDirectory() as folder, closing(Desk(Path(folder))) as desk:
        for start in range(0, len(order), size):
            for name in ("INBOX", "Sent"):
                batch = [
                    letters[index][1] for index in order[start : start + size] if letters[index][0] == name
                ]
                if batch:
                    desk.take(batch, desk.sent if name == "Sent" else desk.inbox)
            if derive_between:
                desk.derive()
        desk.derive()
        refresh_active(desk.db, desk.now)  # what one conversation says about the user moves all others
        return comparable(desk)


@st.composite
def mailboxes(draw: st.DrawFn) -> list[tuple[str, Upsert]]:
    """Up to twelve letters between us and two clients, answering one another at random."""
    letters = []
    for number in range(draw(st.integers(1, 12))):
        ours = draw(st.booleans())
        client = draw(st.sampled_from([ANNA, BORIS]))
        at = NOW - DAY + draw(st.integers(0, 40)) * MINUTE
        answers = draw(st.sampled_from(["", *(f"{other}@x.ru" for other in range(number))]))
        kind = draw(st.sampled_from(["", "", "", "Auto-Submitted: auto-replied", "Precedence: bulk"]))
        sender, to = (ME, client) if ours else (client, ME)
        block = header(f"{number}@x.ru", sender, to, f"S{number}", at, answers, kind)
        letters.append(("Sent" if ours else "INBOX", upsert(f"1.{number}", block, at)))
    return letters


@settings(max_examples=40)
@given(mailboxes(), st.randoms(use_true_random=False), st.integers(1, 5), st.booleans())
def test_any_order_of_batches_gives_the_same(
    letters: list[tuple[str, Upsert]], shuffle: random.Random, size: int, derive_between: bool
) -> None:
    order = list(range(len(letters)))
    expected = arrive(letters, order, 100, derive_between=False)
    shuffle.shuffle(order)
    assert arrive(letters, order, size, derive_between) == expected


def test_a_real_mailbox_read_from_both_ends_is_the_same(tmp_path: Path) -> None:
    blocks = [header_of(letter) for letter in mailbox_letters()[:1500]]
    changes = [
        upsert(f"1.{number}", block, NOW - 5000 * MINUTE + number * MINUTE)
        for number, block in enumerate(blocks)
    ]
    results = []
    for name, order in (("up", changes), ("down", changes[::-1])):
        with closing(Desk(tmp_path / name)) as desk:
            for start in range(0, len(order), 400):
                desk.take(order[start : start + 400])
                desk.derive()
            results.append(comparable(desk))
    assert results[0] == results[1]
    assert len(results[0]["waits"]) > 500


# ── signals that letters are ─────────────────────────────────────────────────────────────────────


def test_an_answer_to_our_letter_is_a_signal(desk: Desk) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    desk.derive()
    desk.receive("in@client.ru", answers="out@firm.ru")
    (done, *_) = desk.derive()
    (signal,) = shown_signals(desk)
    assert (signal.kind, signal.verdict, signal.at, signal.name) == (
        SignalKind.REPLY,
        Verdict.HUMAN,
        NOW,
        "Anna Petrova",
    )
    assert signal.letter == desk.letter("out@firm.ru")
    assert done.fresh == done.signals == (signal.id,)
    assert done.contacts == (desk.contact(ANNA),)
    assert lead(desk).last_signal_kind is SignalKind.REPLY


def test_an_answer_is_announced_once(desk: Desk) -> None:
    desk.send("out@firm.ru", at=NOW - 2 * HOUR)
    desk.receive("in@client.ru", answers="out@firm.ru", at=NOW - HOUR)
    desk.derive()
    desk.receive("again@client.ru", answers="in@client.ru")
    assert [done.fresh for done in desk.derive()] == [(), ()]


def test_a_letter_out_of_the_blue_is_no_answer(desk: Desk) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    desk.receive("in@client.ru")
    desk.derive()
    assert shown_signals(desk) == []


def test_a_bounce_says_whose_address_is_wrong(desk: Desk) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    desk.receive(
        "bounce@mx.ru", sender="MAILER-DAEMON@mx.ru", subject="Undelivered Mail", answers="out@firm.ru",
        extra="Content-Type: multipart/report; report-type=delivery-status",
    )  # fmt: skip
    desk.derive()
    (signal,) = shown_signals(desk)
    assert (signal.kind, signal.verdict, signal.contact) == (
        SignalKind.BOUNCE,
        Verdict.MACHINE,
        desk.contact(ANNA),
    )
    assert lead(desk).action is Action.FIX_ADDRESS
    desk.now += HOUR
    desk.send("out2@firm.ru")
    desk.derive()
    assert lead(desk).action is Action.WAIT, "a later letter starts afresh"


def test_an_out_of_office_note_answers_nothing(desk: Desk) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    desk.receive("away@client.ru", subject="Автоматический ответ: Offer", answers="out@firm.ru")
    desk.derive()
    (signal,) = shown_signals(desk)
    assert (signal.kind, signal.verdict) == (SignalKind.AWAY, Verdict.MACHINE)
    assert lead(desk).waiting_since is None
    assert lead(desk).warmth is not None, "the letter is still open"


@pytest.mark.parametrize(
    ("subject", "kind"), [("Read: Offer", SignalKind.RECEIPT), ("Не прочтено: Offer", SignalKind.DELETED)]
)
def test_a_receipt_says_read_or_deleted(desk: Desk, subject: str, kind: SignalKind) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    proof = "Content-Type: multipart/report; report-type=disposition-notification"
    desk.receive("mdn@client.ru", subject=subject, answers="out@firm.ru", extra=proof)
    desk.derive()
    assert [signal.kind for signal in shown_signals(desk)] == [kind]


def test_an_answer_to_an_id_that_the_server_changed(desk: Desk) -> None:
    desk.send("changed@server", at=NOW - HOUR, extra="X-Microsoft-Original-Message-ID: <own@firm.ru>")
    desk.receive("in@client.ru", answers="own@firm.ru")
    desk.derive()
    (signal,) = shown_signals(desk)
    assert (signal.kind, signal.letter) == (SignalKind.REPLY, desk.letter("changed@server"))


def test_an_opening_told_before_the_letter_was_synced_finds_it_later(desk: Desk) -> None:
    opened(desk, "out@firm.ru", NOW)
    assert shown_signals(desk)[0].letter is None
    desk.send("out@firm.ru", at=NOW - HOUR)
    desk.derive()
    assert shown_signals(desk)[0].letter == desk.letter("out@firm.ru")


# ── leads ────────────────────────────────────────────────────────────────────────────────────────


def test_who_wrote_last_is_answered_first(desk: Desk) -> None:
    at_noon(desk)
    desk.receive("in@client.ru", at=desk.now - 2 * HOUR, subject="Prices")
    desk.derive()
    found = lead(desk)
    assert (found.action, found.reason, found.waiting_since) == (
        Action.ANSWER,
        "client_waits",
        desk.now - 2 * HOUR,
    )
    assert found.reason_params["waited_s"] == 7200
    assert (found.name, found.address, found.company, found.subject) == (
        "Anna Petrova",
        ANNA,
        "client.ru",
        "Prices",
    )
    assert (found.warmth, found.last_letter_at) == (None, desk.now - 2 * HOUR)


def test_a_click_makes_a_lead_hot(desk: Desk) -> None:
    at_noon(desk)
    desk.send("out@firm.ru", at=desk.now - HOUR)
    desk.derive()
    cold = lead(desk)
    opened(desk, "out@firm.ru", desk.now - MINUTE, SignalKind.CLICK, "Prices")
    hot = lead(desk)
    assert cold.warmth is not None
    assert hot.warmth is not None
    assert hot.warmth > cold.warmth
    assert hot.contributions[0].code != ""
    assert any(one.code == "clicked" for one in hot.contributions)
    assert (hot.last_signal_kind, hot.last_signal_link) == (SignalKind.CLICK, "Prices")


def test_a_letter_is_open_until_anybody_of_the_conversation_answers(desk: Desk) -> None:
    desk.send("out@firm.ru", to=f"{ANNA}, {BORIS}", at=NOW - HOUR)
    desk.derive()
    assert lead(desk).action is Action.WAIT
    desk.receive("in@client.ru", sender=BORIS, answers="out@firm.ru")
    desk.derive()
    assert lead(desk).warmth is None
    assert lead(desk, BORIS).action is Action.ANSWER


def test_warmth_ends_with_the_open_letter(desk: Desk) -> None:
    desk.send("out@firm.ru")
    desk.derive()
    assert lead(desk).warmth is not None
    desk.now = NOW + 14 * DAY
    assert refresh_active(desk.db, desk.now) == (desk.contact(ANNA),)
    assert lead(desk).warmth is None
    assert refresh_active(desk.db, desk.now + 2 * DAY) == ()


def test_time_alone_changes_only_what_is_shown(desk: Desk) -> None:
    desk.send("out@firm.ru")
    desk.derive()
    refresh_active(desk.db, NOW)
    assert refresh_active(desk.db, NOW + MINUTE // 60) == ()
    assert refresh_active(desk.db, NOW + 5 * DAY) == (desk.contact(ANNA),)


def test_a_wait_beyond_the_target_changes_the_reason_by_itself(desk: Desk) -> None:
    at_noon(desk)
    desk.receive("in@client.ru")
    desk.derive()
    assert lead(desk).reason == "client_wrote"
    assert refresh_active(desk.db, desk.now + HOUR + MINUTE) == (), "the lunch hour does not count"
    assert refresh_active(desk.db, desk.now + 2 * HOUR + MINUTE) == (desk.contact(ANNA),)
    assert lead(desk).reason == "client_waits"


def test_a_contact_who_often_answers_is_warmer(desk: Desk) -> None:
    for address, answers in ((ANNA, True), (BORIS, False)):
        for number in range(8):
            at = NOW - (40 - number) * DAY
            desk.send(f"{number}{address}", to=address, at=at)
            if answers:
                desk.receive(
                    f"re{number}{address}", sender=address, answers=f"{number}{address}", at=at + HOUR
                )
                desk.send(
                    f"bye{number}{address}", to=address, answers=f"re{number}{address}", at=at + 2 * HOUR
                )
        desk.send(f"new{address}", to=address, at=NOW - HOUR)
    desk.derive()
    assert (lead(desk).warmth or 0) > (lead(desk, BORIS).warmth or 0)
    rates = {one.code: one.params for one in lead(desk).contributions}
    assert rates["answers_you"]["answered"] == 8


def test_robots_and_newsletters_are_no_leads(desk: Desk) -> None:
    desk.receive("a@x.ru", sender=ANNA, extra="Precedence: bulk\nList-Id: <a.b>")
    desk.derive()
    assert desk.db.number("SELECT count(*) FROM lead") == 0


def test_a_colleague_is_no_lead(desk: Desk) -> None:
    desk.receive("a@firm.ru", sender="petr@firm.ru")
    desk.derive()
    assert desk.db.number("SELECT count(*) FROM lead") == 0


def test_the_first_channel_is_the_leads(desk: Desk) -> None:
    channels.put(desk.db, "Ads", ["promo@firm.ru"])
    channels.put(desk.db, "Fair", ["fair@firm.ru"])
    desk.receive("b@x.ru", to="fair@firm.ru", at=NOW)
    desk.receive("a@x.ru", to="promo@firm.ru", at=NOW - DAY)
    desk.derive()
    assert lead(desk).channel == "Ads"
    with closing(desk.reader()) as reader:
        assert [(row.name, row.leads, row.last_lead_at) for row in reader.channels()] == [
            ("Ads", 1, NOW - DAY), ("Fair", 0, None)
        ]  # fmt: skip


def test_snoozing_and_waking(desk: Desk) -> None:
    desk.receive("in@client.ru")
    desk.derive()
    people.snooze(desk.db, desk.contact(ANNA), NOW + HOUR)
    assert lead(desk).snoozed_until == NOW + HOUR
    desk.receive("in2@client.ru")
    desk.derive()
    assert lead(desk).snoozed_until == NOW + HOUR
    people.snooze(desk.db, desk.contact(ANNA), None)
    assert lead(desk).snoozed_until is None


def test_letters_that_went_take_the_lead_with_them(desk: Desk) -> None:
    desk.receive("in@client.ru")
    desk.derive()
    with desk.db.transaction():
        desk.db.execute("DELETE FROM letter")
    assert refresh(desk.db, [desk.contact(ANNA)], NOW) == (desk.contact(ANNA),)
    assert not has_lead(desk)


# ── what no id says ──────────────────────────────────────────────────────────────────────────────


def test_a_colleague_who_joins_a_wait_is_waiting_too_and_there_is_one_wait(desk: Desk) -> None:
    desk.receive("in@client.ru", at=NOW - 3 * HOUR)
    desk.receive("too@client.ru", sender=f"Boris <{BORIS}>", at=NOW - HOUR, answers="in@client.ru")
    desk.derive()
    assert len(waits(desk)) == 1
    assert lead(desk).waiting_since == NOW - 3 * HOUR
    assert lead(desk, BORIS).waiting_since == NOW - HOUR
    desk.send("out@firm.ru", answers="in@client.ru")
    desk.derive()
    assert lead(desk).waiting_since is None
    assert lead(desk, BORIS).waiting_since is None


def test_outlook_keeps_its_letters_together_without_any_id(desk: Desk) -> None:
    first = b64encode(bytes(range(22))).decode()
    answer = b64encode(bytes(range(27))).decode()
    desk.send("out@firm.ru", at=NOW - HOUR, extra=f"Thread-Index: {first}")
    desk.receive("in@client.ru", extra=f"Thread-Index: {answer}")
    desk.derive()
    with closing(desk.reader()) as reader:
        assert len(list(reader.conversations())) == 1


@pytest.mark.parametrize("extra", ["", "In-Reply-To: out@firm.ru"])
def test_a_probable_answer_is_shown_and_changes_nothing(desk: Desk, extra: str) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR, subject="Offer")
    desk.receive("in@client.ru", subject="Re: Offer", extra=extra)
    desk.derive()
    with closing(desk.reader()) as reader:
        items = {
            one.letter.message_id: one
            for one in reader.timeline(desk.contact(ANNA))
            if one.letter is not None
        }
        assert items["in@client.ru"].probably_answers == items["out@firm.ru"].letter
        assert items["in@client.ru"].letter.replies_to is None
        assert items["out@firm.ru"].probably_answers is None
        assert reader.signals() == []
    (wait,) = waits(desk)
    assert wait.answered_at is None


def answered_in_outlook(desk: Desk, remote_id: str, at: int) -> None:
    desk.take([FlagsChanged(remote_id, Flags(seen=True, answered=True, answered_at=at))])
    desk.derive()


def test_an_answer_from_outlook_that_lies_nowhere_ends_the_wait_by_its_mark(desk: Desk) -> None:
    desk.receive("a@client", at=NOW - 5 * HOUR)
    desk.derive()
    assert lead(desk).waiting_since == NOW - 5 * HOUR
    answered_in_outlook(desk, "1.1", NOW - 2 * HOUR)
    [wait] = waits(desk)
    assert (wait.answered_at, wait.answer) == (NOW - 2 * HOUR, None)
    assert lead(desk).waiting_since is None
    answered_in_outlook(desk, "1.1", NOW - HOUR)  # a second answer does not move the first
    assert waits(desk)[0].answered_at == NOW - 2 * HOUR
    assert derive(desk.db, NOW).conversations == 0


def test_a_letter_that_comes_marked_is_not_waited_for_and_one_of_ours_is_never_marked(desk: Desk) -> None:
    marked = Flags(seen=True, answered=True, answered_at=NOW - HOUR)
    block = header("a@client", at=NOW - 3 * HOUR)
    desk.take([Upsert("1.7", block, marked, NOW - 3 * HOUR, 100)])
    ours = header("b@firm", f"Olga <{ME}>", ANNA, at=NOW - 2 * HOUR)
    desk.take([Upsert("1.8", ours, marked, NOW - 2 * HOUR, 100)], desk.sent)
    desk.derive()
    assert [wait.answered_at for wait in waits(desk)] == [NOW - HOUR]
    assert desk.db.rows("SELECT letter, at FROM answered_mark") == [(desk.letter("a@client"), NOW - HOUR)]
