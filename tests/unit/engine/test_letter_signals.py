"""Forwards that letters prove, letters read here, and whose mail never loads pictures."""

from contextlib import closing

import pytest

from desktop_app.domain.model import Action, Hit, SignalKind, TokenMeaning, Verdict
from desktop_app.engine.leads import refresh
from desktop_app.engine.own_networks import OwnNetworks
from desktop_app.engine.reports import note_passage, read_reports
from desktop_app.engine.signals import Desk as Judge
from desktop_app.store import signals
from desktop_app.store.rows import LeadRow, SignalRow
from tests.fakes.desk import ANNA, BORIS, DAY, HOUR, MINUTE, NOW, SECOND, Desk, header, upsert
from tests.unit.domain.test_passages import OURS, letter, wrapped
from tests.unit.engine.test_reports import RECEIPT, part
from tests.unit.engine.test_signals import OUTLOOK

CARL = "carl@client.ru"


def shown(desk: Desk, kind: SignalKind | None = None) -> list[SignalRow]:
    desk.derive()
    with closing(desk.reader()) as reader:
        return [one for one in reader.signals() if kind in (None, one.kind)]


def lead(desk: Desk, address: str = ANNA) -> LeadRow:
    refresh(desk.db, [desk.contact(address)], desk.now)
    with closing(desk.reader()) as reader:
        return reader.leads([desk.contact(address)])[desk.contact(address)]


def answer(desk: Desk, sender: str, at: int = NOW, name: str = "reply@client.ru") -> None:
    desk.receive(name, sender=sender, answers="out@firm.ru", at=at)


def test_who_answers_a_letter_that_did_not_go_to_him_has_it_from_somebody(desk: Desk) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    answer(desk, f"Carl Orlov <{CARL}>")
    (found,) = shown(desk, SignalKind.FORWARD)
    assert (found.contact, found.verdict, found.reasons, found.link) == (
        desk.contact(ANNA),
        Verdict.HUMAN,
        ("unknown_replier",),
        CARL,
    )
    assert shown(desk, SignalKind.FORWARD) == [found], "judging again changes nothing"


@pytest.mark.parametrize(
    ("to", "extra", "sender"),
    [
        (ANNA, "", f"Anna Petrova <{ANNA}>"),
        (ANNA, f"Cc: {CARL}", f"Carl <{CARL}>"),
        ("info@client.ru", "", f"Carl <{CARL}>"),
        (ANNA, "", "Anna Petrova <anna@gmail.com>"),
        (f"Anna Petrova <{ANNA}>", "", "Anna Petrova <petrova@gmail.com>"),
    ],
)
def test_the_recipient_under_another_address_a_copy_and_a_shared_mailbox_prove_nothing(
    desk: Desk, to: str, extra: str, sender: str
) -> None:
    desk.send("out@firm.ru", to=to, at=NOW - HOUR, extra=extra)
    answer(desk, sender)
    assert shown(desk, SignalKind.FORWARD) == []


def test_who_took_part_before_needs_no_forward(desk: Desk) -> None:
    desk.receive("first@client.ru", sender=f"Carl <{CARL}>", at=NOW - 2 * HOUR)
    desk.send("out@firm.ru", at=NOW - HOUR, answers="first@client.ru")
    answer(desk, f"Carl <{CARL}>")
    assert shown(desk, SignalKind.FORWARD) == []


def test_a_receipt_from_somebody_else_proves_a_forward(desk: Desk) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    fields = {"sender": f"Carl <{CARL}>", "extra": RECEIPT}
    desk.receive("mdn@client.ru", **fields)
    text = (
        f"Final-Recipient: rfc822;{CARL}\r\nOriginal-Message-ID: <out@firm.ru>\r\n"
        "Disposition: manual-action/MDN-sent-manually; displayed"
    )
    mime = header("mdn@client.ru", **fields) + part("message/disposition-notification", text)
    read_reports(desk.db, desk.account, lambda _: mime, desk.now, 10)
    (found,) = shown(desk, SignalKind.FORWARD)
    assert (found.reasons, found.link) == (("unknown_receipt",), CARL)


def test_a_quoted_picture_names_the_mailbox_it_passed_through(desk: Desk) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    answer(desk, f"Anna Petrova <{ANNA}>")
    assert shown(desk, SignalKind.FORWARD) == []
    mime = letter(wrapped("boss@mail.ru", f"{OURS}/o/token"))
    number = desk.letter("reply@client.ru")
    assert note_passage(desk.db, number, mime, OURS)
    assert not note_passage(desk.db, number, mime, OURS)
    (found,) = shown(desk, SignalKind.FORWARD)
    assert (found.reasons, found.link) == (("quoted_mailbox",), "boss@mail.ru")


def test_judging_hits_again_keeps_a_forward_that_a_letter_proved(desk: Desk) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    answer(desk, f"Carl <{CARL}>")
    (found,) = shown(desk, SignalKind.FORWARD)
    signals.rewrite(desk.db, ["out@firm.ru"], [])
    assert shown(desk, SignalKind.FORWARD) == [found]


# ── letters read here ────────────────────────────────────────────────────────────────────────────


def judge_of(desk: Desk) -> Judge:
    return Judge(desk.db, lambda written: None, OwnNetworks(desk.db), lambda: desk.now)


def track(desk: Desk, name: str, recipient: str = ANNA, at: int = NOW - DAY) -> None:
    signals.add_tokens(desk.db, [TokenMeaning(f"t-{name}", name, recipient, "open", sent_at=at)])


def test_a_picture_loaded_while_the_answer_that_quotes_it_is_read_here_is_the_sender(desk: Desk) -> None:
    judge = judge_of(desk)
    desk.send("out@firm.ru", at=NOW - DAY)
    track(desk, "out@firm.ru")
    answer(desk, f"Anna Petrova <{ANNA}>", at=NOW - HOUR)
    shown(desk)
    desk.synced()
    desk.now += MINUTE
    judge.take([Hit(1, desk.now - 10 * SECOND, "open", "t-out@firm.ru", OUTLOOK, "85.26.10.0/24")])
    (before,) = [one for one in shown(desk, SignalKind.OPEN) if one.reasons == ("mail_client",)]
    assert before.verdict is Verdict.HUMAN
    block = header("reply@client.ru", f"Anna Petrova <{ANNA}>", answers="out@firm.ru", at=NOW - HOUR)
    desk.take([upsert("1.2", block, NOW - HOUR, seen=True)])
    for done in desk.derive():
        judge.derived(done.fresh, done.done)
    assert [(one.verdict, one.reasons) for one in shown(desk, SignalKind.OPEN) if one.id == before.id] == [
        (Verdict.SELF, ("own_reading",))
    ]


# ── whose mail never loads pictures ──────────────────────────────────────────────────────────────


def answered_unseen(desk: Desk, number: int, address: str = ANNA) -> None:
    name, at = f"old{number}@firm.ru", NOW - (40 - number) * DAY
    desk.send(name, to=address, at=at)
    track(desk, name, address, at)
    desk.receive(f"re{number}@client.ru", sender=f"X <{address}>", answers=name, at=at + HOUR)
    desk.send(f"thanks{number}@firm.ru", to=address, answers=f"re{number}@client.ru", at=at + 2 * HOUR)


def codes(row: LeadRow) -> list[str]:
    return [one.code for one in row.contributions]


def test_who_reads_and_never_loads_a_picture_is_written_to_again_by_time_alone(desk: Desk) -> None:
    for number in range(2):
        answered_unseen(desk, number)
    desk.send("new@firm.ru", at=NOW - DAY)
    track(desk, "new@firm.ru")
    desk.derive()
    waiting = lead(desk)
    assert (waiting.action, waiting.reason) == (Action.WAIT, "waiting_unseen")
    assert "pictures_never_load" in codes(waiting)
    desk.now = NOW + 3 * DAY
    assert (lead(desk).action, lead(desk).reason) == (Action.WRITE_AGAIN, "silent_unseen")


def test_one_picture_loaded_ends_the_blindness(desk: Desk) -> None:
    for number in range(2):
        answered_unseen(desk, number)
    desk.send("new@firm.ru", at=NOW - DAY)
    track(desk, "new@firm.ru")
    desk.derive()
    judge_of(desk).take([Hit(1, NOW, "open", "t-new@firm.ru", OUTLOOK, "85.26.10.0/24")])
    assert "pictures_never_load" not in codes(lead(desk))


def test_what_is_known_of_a_company_holds_for_its_other_people(desk: Desk) -> None:
    for number, address in enumerate((ANNA, ANNA, BORIS, BORIS)):
        answered_unseen(desk, number, address)
    desk.send("new@firm.ru", to=CARL, at=NOW - DAY)
    track(desk, "new@firm.ru", CARL)
    desk.derive()
    with closing(desk.reader()) as reader:
        assert reader.blind([ANNA, CARL, "nobody@other.ru"]) == {ANNA, CARL}
    (told,) = [one for one in lead(desk, CARL).contributions if one.code == "pictures_never_load"]
    assert told.params == {"letters": 4, "company": "client.ru"}
