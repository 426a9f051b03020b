"""Bounces, receipts and absence notes are opened, and find the letter and the person they are about."""

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from desktop_app.domain.errors import ItemGone, Offline, ServerError
from desktop_app.domain.model import Action, LetterId, Micros, SignalKind, Verdict
from desktop_app.engine import reports as module
from desktop_app.engine.leads import refresh_active
from desktop_app.engine.reports import READ_BACK, read_reports
from desktop_app.store.rows import LeadRow, SignalRow
from tests.fakes.desk import ANNA, BORIS, DAY, HOUR, MINUTE, NOW, Desk, header
from tests.samples import bounces

RECEIPT = "Content-Type: multipart/report; report-type=disposition-notification; boundary=b"
BOUNCE = "Content-Type: multipart/report; report-type=delivery-status; boundary=b"


def part(kind: str, text: str) -> bytes:
    return f"--b\r\nContent-Type: {kind}\r\n\r\n{text}\r\n--b--\r\n".encode()


def receive(desk: Desk, message_id: str, extra: str, **fields: Any) -> bytes:
    desk.receive(message_id, extra=extra, **fields)
    return header(message_id, extra=extra, **fields)


def read(desk: Desk, fetch: Callable[[LetterId], bytes], limit: int = 1000) -> int:
    return read_reports(desk.db, desk.account, fetch, desk.now, limit)


def lead(desk: Desk, address: str = ANNA) -> LeadRow:
    with closing(desk.reader()) as reader:
        return reader.leads([desk.contact(address)])[desk.contact(address)]


def report(failed: str, action: str = "failed", original: str = "out@firm.ru") -> bytes:
    """The parts of a delivery report (RFC 3464)."""
    status = f"Reporting-MTA: dns; mx.ru\r\n\r\nFinal-Recipient: rfc822; {failed}\r\nAction: {action}"
    headers = f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{original}>\r\n--b--\r\n"
    return part("message/delivery-status", status)[: -len("--b--\r\n")] + headers.encode()


def shown(desk: Desk) -> list[SignalRow]:
    desk.derive()
    with closing(desk.reader()) as reader:
        return reader.signals()


def test_a_bounce_names_the_letter_and_the_recipient_only_inside(desk: Desk) -> None:
    desk.send("out@firm.ru", to=f"{ANNA}, {BORIS}", at=NOW - HOUR)
    block = receive(desk, "b@mx.ru", BOUNCE, sender="MAILER-DAEMON@mx.ru")
    (blind,) = shown(desk)
    assert (blind.kind, blind.contact) == (SignalKind.BOUNCE, None)
    mime = block + report(BORIS)
    assert read(desk, lambda _: mime) == 1
    (found,) = shown(desk)
    assert (found.contact, found.letter) == (desk.contact(BORIS), desk.letter("out@firm.ru"))
    assert lead(desk, BORIS).action is Action.FIX_ADDRESS
    assert lead(desk).action is Action.WAIT
    assert read(desk, lambda _: mime) == 0, "each is read once"


def test_a_bounce_for_several_is_a_signal_of_each(desk: Desk) -> None:
    desk.send("out@firm.ru", to=f"{ANNA}, {BORIS}, carl@client.ru", at=NOW - HOUR)
    block = receive(desk, "b@mx.ru", BOUNCE, sender="MAILER-DAEMON@mx.ru")
    status = "Reporting-MTA: dns; mx.ru" + "".join(
        f"\r\n\r\nFinal-Recipient: rfc822; {who}\r\nAction: {action}\r\nStatus: {code}"
        for who, action, code in (
            (ANNA, "failed", "5.1.1"),
            ("carl@client.ru", "delayed", "4.4.1"),
            (BORIS, "failed", "5.2.2"),
        )
    )
    original = "--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <out@firm.ru>\r\n--b--\r\n"
    mime = block + part("message/delivery-status", status)[: -len("--b--\r\n")] + original.encode()
    read(desk, lambda _: mime)
    assert {(one.contact, one.reasons) for one in shown(desk)} == {
        (desk.contact(ANNA), ("bounce", "5.1.1")),
        (desk.contact(BORIS), ("bounce", "5.2.2")),
    }
    assert lead(desk).action is lead(desk, BORIS).action is Action.FIX_ADDRESS
    assert lead(desk, "carl@client.ru").action is Action.WAIT


@pytest.mark.parametrize(
    ("disposition", "expected"),
    [
        ("manual-action/MDN-sent-manually; displayed", [(SignalKind.RECEIPT, Verdict.HUMAN)]),
        ("automatic-action/MDN-sent-automatically; displayed", [(SignalKind.RECEIPT, Verdict.UNKNOWN)]),
        ("manual-action/MDN-sent-automatically; deleted", [(SignalKind.DELETED, Verdict.HUMAN)]),
        ("automatic-action/MDN-sent-automatically; deleted", [(SignalKind.DELETED, Verdict.UNKNOWN)]),
        ("automatic-action/MDN-sent-automatically; processed", []),
    ],
)
def test_a_receipt_proves_as_much_as_it_says(
    desk: Desk, disposition: str, expected: list[tuple[SignalKind, Verdict]]
) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    block = receive(desk, "mdn@client.ru", RECEIPT)
    text = f"Original-Message-ID: <out@firm.ru>\r\nDisposition: {disposition}"
    read(desk, lambda _: block + part("message/disposition-notification", text))
    assert [(one.kind, one.verdict) for one in shown(desk)] == expected


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_report_of_no_failure_is_no_bounce(desk: Desk, action: str) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    block = receive(desk, "b@mx.ru", BOUNCE, sender="MAILER-DAEMON@mx.ru", answers="out@firm.ru")
    assert len(shown(desk)) == 1, "by its headers it is one"
    read(desk, lambda _: block + report(ANNA, action))
    assert shown(desk) == []
    assert lead(desk).action is Action.WAIT


@pytest.mark.parametrize(
    ("cc", "failed", "blamed"),
    [
        ("", "anna@private.ru", ANNA),  # her mail is forwarded there
        ("Cc: carl@client.ru", "carl@client.ru", "carl@client.ru"),
        ("Cc: carl@client.ru", "ANNA@client.ru", ANNA),
    ],
)
def test_whom_a_bounce_is_about(desk: Desk, cc: str, failed: str, blamed: str) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR, extra=cc)
    block = receive(desk, "b@mx.ru", BOUNCE, sender="MAILER-DAEMON@mx.ru")
    read(desk, lambda _: block + report(failed))
    assert [one.contact for one in shown(desk)] == [desk.contact(blamed)]


def test_a_bounce_of_a_letter_that_is_not_here_still_names_the_person(desk: Desk) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    block = receive(desk, "b@mx.ru", BOUNCE, sender="MAILER-DAEMON@mx.ru")
    read(desk, lambda _: block + report(ANNA, original="phone@firm.ru"))
    (found,) = shown(desk)
    assert (found.contact, found.letter) == (desk.contact(ANNA), desk.letter("b@mx.ru"))
    assert lead(desk).action is Action.FIX_ADDRESS


def test_a_receipt_from_another_address_of_his_is_his(desk: Desk) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    block = receive(desk, "mdn@client.ru", RECEIPT)
    text = (
        "Final-Recipient: rfc822;a.petrova@client.ru\r\nOriginal-Message-ID: <out@firm.ru>\r\n"
        "Disposition: manual-action/MDN-sent-manually; displayed"
    )
    read(desk, lambda _: block + part("message/disposition-notification", text))
    assert [one.contact for one in shown(desk)] == [desk.contact(ANNA)]


# ── absence ──────────────────────────────────────────────────────────────────────────────────────

MIDNIGHT = NOW - NOW % DAY  # 2026-09-21
AWAY = "Auto-Submitted: auto-replied\nContent-Type: text/plain; charset=utf-8"
SUBJECT = "Автоматический ответ: Offer"


def go_away(desk: Desk, number: int, text: str, at: Micros = NOW) -> None:
    """Anna's mailbox answers, and the answer is read."""
    name = f"away{number}@client.ru"
    fields = {"subject": SUBJECT, "answers": "out@firm.ru", "extra": AWAY}
    desk.receive(name, at=at, **fields)
    read(desk, lambda _: header(name, at=at, **fields) + text.encode())
    desk.derive()


def test_who_is_away_is_written_to_again_on_the_day_of_return(desk: Desk) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    go_away(desk, 1, "Здравствуйте! Я в отпуске до 15 октября.")
    back = MIDNIGHT + 24 * DAY + 9 * HOUR
    found = lead(desk)
    assert (found.action, found.reason_params) == (Action.RETURN_ON, {"until": back})
    assert [one.kind for one in shown(desk)] == [SignalKind.AWAY]
    refresh_active(desk.db, back - HOUR)
    assert lead(desk).action is Action.RETURN_ON
    refresh_active(desk.db, back + MINUTE)
    assert lead(desk).action is not Action.RETURN_ON


def test_time_away_does_not_count_against_the_letter(desk: Desk) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    desk.send("other@firm.ru", to=BORIS, at=NOW - HOUR)
    go_away(desk, 1, "Вернусь 1 октября.")
    refresh_active(desk.db, NOW + 5 * DAY)
    ages = {one.code: one.params for one in lead(desk).contributions}, lead(desk, BORIS).contributions
    assert ages[0]["letter_age"]["hours"] == pytest.approx(1.0)
    assert (lead(desk).warmth or 0) > (lead(desk, BORIS).warmth or 0)


def test_a_letter_of_his_says_that_he_is_back(desk: Desk) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    go_away(desk, 1, "Я в отпуске до 15 октября.")
    desk.now += DAY
    desk.receive("back@client.ru")
    desk.send("answer@firm.ru", answers="back@client.ru")
    desk.derive()
    assert lead(desk).action is Action.WAIT


def test_the_newest_note_is_believed(desk: Desk) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    go_away(desk, 1, "Я в отпуске до 15 октября.")
    desk.now += HOUR
    go_away(desk, 2, "Я в отпуске до 1 октября.", desk.now)
    assert lead(desk).reason_params == {"until": MIDNIGHT + 10 * DAY + 9 * HOUR}


def test_a_note_without_a_date_promises_nothing(desk: Desk) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    go_away(desk, 1, "Меня нет на месте.")
    assert lead(desk).action is Action.WAIT


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def test_our_letter_may_be_synchronised_after_the_report_was_read(desk: Desk) -> None:
    block = receive(desk, "mdn@client.ru", RECEIPT)
    text = "Original-Message-ID: <out@firm.ru>\r\nDisposition: manual-action/MDN-sent-manually; displayed"
    read(desk, lambda _: block + part("message/disposition-notification", text))
    assert shown(desk) == []
    desk.send("out@firm.ru", at=NOW - HOUR)
    (found,) = shown(desk)
    assert (found.kind, found.letter) == (SignalKind.RECEIPT, desk.letter("out@firm.ru"))


def test_a_report_that_left_the_server_is_not_asked_for_again(desk: Desk) -> None:
    receive(desk, "mdn@client.ru", RECEIPT)

    def gone(_: int) -> bytes:
        raise ItemGone

    assert read(desk, gone) == 1
    assert read(desk, gone) == 0


def test_a_cut_line_leaves_the_report_for_the_next_time(desk: Desk) -> None:
    receive(desk, "mdn@client.ru", RECEIPT)

    def cut(_: int) -> bytes:
        raise Offline

    with pytest.raises(Offline):
        read(desk, cut)
    assert read(desk, lambda _: b"") == 1


def test_a_letter_that_the_server_cannot_give_stops_no_other(desk: Desk) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    receive(desk, "broken@mx.ru", BOUNCE, sender="MAILER-DAEMON@mx.ru", at=NOW)
    block = receive(desk, "b@mx.ru", BOUNCE, sender="MAILER-DAEMON@mx.ru", at=NOW - MINUTE)

    def fetch(letter: LetterId) -> bytes:
        if letter == desk.letter("broken@mx.ru"):
            raise ServerError(text="[SERVERBUG]")
        return block + report(ANNA)

    assert read(desk, fetch) == 2
    assert desk.letter("out@firm.ru") in [one.letter for one in shown(desk)]
    assert read(desk, fetch) == 0


def test_a_letter_that_defeats_the_parser_says_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: bytes) -> None:
        raise ValueError

    monkeypatch.setattr(module, "bounce_facts", broken)
    receive(desk, "b@mx.ru", BOUNCE, sender="MAILER-DAEMON@mx.ru")
    assert read(desk, lambda _: b"x") == 1
    assert "could not be read" in caplog.text
    assert len(shown(desk)) == 1


def test_old_letters_are_left_alone_and_the_newest_are_read_first(desk: Desk) -> None:
    for number in range(5):
        at = NOW - number * READ_BACK // 4
        receive(desk, f"{number}@mx.ru", BOUNCE, sender="MAILER-DAEMON@mx.ru", at=at)
    asked: list[LetterId] = []
    assert read(desk, lambda letter: asked.append(letter) or b"", limit=3) == 3
    assert read(desk, lambda letter: asked.append(letter) or b"") == 1
    assert asked == [desk.letter(f"{number}@mx.ru") for number in range(4)]


def test_reading_ends_when_the_engine_ends(desk: Desk) -> None:
    receive(desk, "b@mx.ru", BOUNCE, sender="MAILER-DAEMON@mx.ru")
    assert read_reports(desk.db, desk.account, lambda _: b"", NOW, stopping=lambda: True) == 0


def test_real_bounces_are_read_without_an_error(desk: Desk) -> None:
    whole = {}
    for number, (name, mime) in enumerate(bounces()):
        if number % 5 == 0:
            desk.receive(name, extra=BOUNCE, sender="MAILER-DAEMON@mx.ru")
            whole[desk.letter(name)] = mime
    assert read(desk, whole.__getitem__, 1000) == len(whole)
    assert len([one for one in shown(desk) if one.contact]) > len(whole) // 2
