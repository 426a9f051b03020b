"""Bounces and receipts are opened and find the letter they are about."""

from contextlib import closing

import pytest

from desktop_app.domain.errors import ItemGone, Offline
from desktop_app.domain.model import Action, SignalKind, Verdict
from desktop_app.engine.reports import read_reports
from desktop_app.store.rows import SignalRow
from tests.fakes.desk import ANNA, BORIS, HOUR, NOW, Desk, header
from tests.samples import bounces

RECEIPT = "Content-Type: multipart/report; report-type=disposition-notification; boundary=b"
BOUNCE = "Content-Type: multipart/report; report-type=delivery-status; boundary=b"


def part(kind: str, text: str) -> bytes:
    return f"--b\r\nContent-Type: {kind}\r\n\r\n{text}\r\n--b--\r\n".encode()


def receive(desk: Desk, message_id: str, extra: str, **fields: str) -> bytes:
    desk.receive(message_id, extra=extra, **fields)
    return header(message_id, extra=extra, **fields)


def shown(desk: Desk) -> list[SignalRow]:
    desk.derive()
    with closing(desk.reader()) as reader:
        return reader.signals()


def test_a_bounce_names_the_letter_and_the_recipient_only_inside(desk: Desk) -> None:
    desk.send("out@firm.ru", to=f"{ANNA}, {BORIS}", at=NOW - HOUR)
    block = receive(desk, "b@mx.ru", BOUNCE, sender="MAILER-DAEMON@mx.ru")
    (blind,) = shown(desk)
    assert (blind.kind, blind.contact) == (SignalKind.BOUNCE, None)
    status = f"Reporting-MTA: dns; mx.ru\r\n\r\nFinal-Recipient: rfc822; {BORIS}\r\nAction: failed"
    original = b"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <out@firm.ru>\r\n--b--\r\n"
    mime = block + part("message/delivery-status", status)[: -len("--b--\r\n")] + original
    assert read_reports(desk.db, desk.account, lambda _: mime) == 1
    (found,) = shown(desk)
    assert (found.contact, found.letter) == (desk.contact(BORIS), desk.letter("out@firm.ru"))
    with closing(desk.reader()) as reader:
        leads = reader.leads([desk.contact(ANNA), desk.contact(BORIS)])
    assert leads[desk.contact(BORIS)].action is Action.FIX_ADDRESS
    assert leads[desk.contact(ANNA)].action is Action.WAIT
    assert read_reports(desk.db, desk.account, lambda _: mime) == 0, "each is read once"


@pytest.mark.parametrize(
    ("disposition", "expected"),
    [
        ("manual-action/MDN-sent-manually; displayed", [(SignalKind.RECEIPT, Verdict.HUMAN)]),
        ("automatic-action/MDN-sent-automatically; displayed", [(SignalKind.RECEIPT, Verdict.UNKNOWN)]),
        ("manual-action/MDN-sent-automatically; deleted", [(SignalKind.DELETED, Verdict.HUMAN)]),
        ("automatic-action/MDN-sent-automatically; processed", []),
    ],
)
def test_a_receipt_proves_as_much_as_it_says(
    desk: Desk, disposition: str, expected: list[tuple[SignalKind, Verdict]]
) -> None:
    desk.send("out@firm.ru", at=NOW - HOUR)
    block = receive(desk, "mdn@client.ru", RECEIPT)
    text = f"Original-Message-ID: <out@firm.ru>\r\nDisposition: {disposition}"
    read_reports(desk.db, desk.account, lambda _: block + part("message/disposition-notification", text))
    assert [(one.kind, one.verdict) for one in shown(desk)] == expected


def test_our_letter_may_be_synchronised_after_the_report_was_read(desk: Desk) -> None:
    block = receive(desk, "mdn@client.ru", RECEIPT)
    text = "Original-Message-ID: <out@firm.ru>\r\nDisposition: manual-action/MDN-sent-manually; displayed"
    read_reports(desk.db, desk.account, lambda _: block + part("message/disposition-notification", text))
    assert shown(desk) == []
    desk.send("out@firm.ru", at=NOW - HOUR)
    (found,) = shown(desk)
    assert (found.kind, found.letter) == (SignalKind.RECEIPT, desk.letter("out@firm.ru"))


def test_a_report_that_left_the_server_is_not_asked_for_again(desk: Desk) -> None:
    receive(desk, "mdn@client.ru", RECEIPT)

    def gone(_: int) -> bytes:
        raise ItemGone

    assert read_reports(desk.db, desk.account, gone) == 1
    assert read_reports(desk.db, desk.account, gone) == 0


def test_a_cut_line_leaves_the_report_for_the_next_time(desk: Desk) -> None:
    receive(desk, "mdn@client.ru", RECEIPT)

    def cut(_: int) -> bytes:
        raise Offline

    with pytest.raises(Offline):
        read_reports(desk.db, desk.account, cut)
    assert read_reports(desk.db, desk.account, lambda _: b"") == 1


def test_real_bounces_are_read_without_an_error(desk: Desk) -> None:
    whole = {}
    for number, (name, mime) in enumerate(bounces()):
        if number % 5 == 0:
            desk.receive(name, extra=BOUNCE, sender="MAILER-DAEMON@mx.ru")
            whole[desk.letter(name)] = mime
    assert read_reports(desk.db, desk.account, whole.__getitem__, 1000) == len(whole)
    assert len([one for one in shown(desk) if one.contact]) > len(whole) // 2
