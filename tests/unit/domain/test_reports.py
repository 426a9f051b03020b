"""Bounces and read receipts."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.reports import BounceFacts, Failure, ReceiptFacts, bounce_facts, receipt_facts

BOUNCE = b"""\
From: MAILER-DAEMON@mx.firm.example (Mail Delivery System)
To: ivan@firm.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

<Anna@Client.example>: host mx.client.example said: 550 5.1.1 User unknown

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.firm.example

Final-Recipient: rfc822; good@client.example
Action: delivered
Status: 2.0.0

Final-Recipient: rfc822; Anna@Client.example
Original-Recipient: rfc822;Anna@Client.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1
    User unknown

--b1
Content-Type: message/rfc822

Message-ID: <Letter@firm.example>
Subject: x

body
--b1--
"""


def test_a_delivery_report() -> None:
    facts = BounceFacts((Failure("anna@client.example", "5.1.1"),), "failed", "Letter@firm.example")
    assert bounce_facts(BOUNCE) == facts
    assert bounce_facts(BOUNCE.replace(b"\n", b"\r\n")) == facts
    assert (
        bounce_facts(BOUNCE[: BOUNCE.index(b"Subject: x")]) == facts
    )  # cut at the limit of what was fetched


def test_a_report_names_all_that_failed_and_not_those_that_are_late() -> None:
    people = (
        "Final-Recipient: rfc822; Boris@client.example\nAction: failed\nStatus: 5.2.2\n\n"
        "Final-Recipient: rfc822; late@client.example\nAction: delayed\nStatus: 4.4.1\n\n"
        "Final-Recipient: rfc822; boris@client.example\nAction: failed\nStatus: 5.2.2\n\n--b1\n"
    )
    mime = BOUNCE.replace(b"    User unknown\n\n--b1\n", b"    User unknown\n\n" + people.encode(), 1)
    facts = bounce_facts(mime)
    assert facts.failures == (
        Failure("anna@client.example", "5.1.1"),
        Failure("boris@client.example", "5.2.2"),
    )
    assert facts.action == "failed"
    assert facts.message_id == "Letter@firm.example"


def test_all_that_exim_names_have_failed() -> None:
    mime = b"From: Mailer-Daemon@x.ru\nX-Failed-Recipients: a@x.ru,\n  b@x.ru\n\n550 5.1.1 no such user"
    assert bounce_facts(mime).failures == (Failure("a@x.ru", "5.1.1"), Failure("b@x.ru", "5.1.1"))


def test_a_bounce_of_words_only() -> None:
    mime = (
        b"From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\n"
        b"Hi. This is the qmail-send program.\n<anna@client.example>:\n"
        b"192.0.2.1 does not like recipient.\nRemote host said: 450 4.2.2 Mailbox full\nGiving up.\n\n"
        b"--- Below this line is a copy of the message.\n\nMessage-ID: <Letter@firm.example>\n"
    )
    assert bounce_facts(mime) == BounceFacts(
        (Failure("anna@client.example", "4.2.2"),), "failed", "Letter@firm.example"
    )


def test_exim_names_the_recipient_in_a_header() -> None:
    fields = b"From: Mailer-Daemon@x.example\nX-Failed-Recipients: Anna@client.example\n"
    mime = fields + b"In-Reply-To: <l@f.example>\n\nno"
    assert bounce_facts(mime) == BounceFacts((Failure("anna@client.example", ""),), "failed", "l@f.example")


def test_late_is_not_failed() -> None:
    assert bounce_facts(BOUNCE.replace(b"Action: failed", b"Action: delayed")).action in (
        "delayed",
        "delivered",
    )
    assert (
        bounce_facts(b"From: MAILER-DAEMON@x.example\nSubject: Warning: delayed 24 hours\n\nx").action
        == "delayed"
    )
    assert bounce_facts(b"From: anna@x.example\nSubject: hi\n\nx").action == ""


RECEIPT = b"""\
From: Anna <anna@client.example>
Content-Type: multipart/report; report-type=disposition-notification; boundary=b
In-Reply-To: <Other@firm.example>

--b
Content-Type: text/plain

Read.
--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822;Anna@client.example
Original-Message-ID: <Letter@firm.example>
Disposition: manual-action/MDN-sent-manually; displayed

--b--
"""


def test_a_receipt_sent_by_hand() -> None:
    assert receipt_facts(RECEIPT) == ReceiptFacts(
        "displayed", True, "Letter@firm.example", "anna@client.example"
    )


def test_exchange_names_the_letter_in_in_reply_to() -> None:
    mime = RECEIPT.replace(b"Original-Message-ID: <Letter@firm.example>\n", b"")
    assert receipt_facts(mime).message_id == "Other@firm.example"


def test_deleted_unread_by_a_program() -> None:
    mime = RECEIPT.replace(
        b"manual-action/MDN-sent-manually; displayed",
        b"automatic-action/MDN-sent-automatically; deleted/error",
    )
    facts = receipt_facts(mime)
    assert (facts.disposition, facts.by_hand) == ("deleted", False)


@given(
    st.binary()
    | st.integers(0, len(BOUNCE)).map(lambda end: BOUNCE[:end])
    | st.binary().map(lambda raw: BOUNCE + raw)
)
def test_never_raises(mime: bytes) -> None:
    bounce_facts(mime)
    receipt_facts(mime)
