"""Mail that machines write: delivery reports, read receipts, absence notes, invitations, newsletters."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from desktop_app.demo.writing import (
    STYLES,
    Letter,
    boundary,
    entity,
    head,
    multipart,
    text_part,
    write,
)
from desktop_app.domain.model import SECOND, Address, Micros

DAEMON = Address("Mail Delivery System", "mailer-daemon@linia.example")
REASON = "550 5.1.1 <{address}>: Recipient address rejected: User unknown"


def bounce(message_id: str, at: Micros, to: Address, failed: str, original: bytes, answers: str) -> bytes:
    """A delivery report (RFC 3464) about `failed`; `original` is the letter, `answers` its Message-ID.

    It names the letter in In-Reply-To and References, as Postfix (enable_threaded_bounces) and Exchange do.
    """
    cover = Letter(
        DAEMON,
        (to,),
        "Undelivered Mail Returned to Sender",
        (),
        at,
        message_id,
        STYLES["manager"],
        chain=(answers,),
        headers=(("Auto-Submitted", "auto-replied"), ("Return-Path", "<>"), ("X-Failed-Recipients", failed)),
    )
    reason = REASON.format(address=failed)
    words = f"This is the mail system at host mx.linia.example.\n\n<{failed}>: {reason}\n"
    fields = (
        "Reporting-MTA: dns; mx.linia.example\r\n\r\n"
        f"Final-Recipient: rfc822; {failed}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        f"Diagnostic-Code: smtp; {reason}\r\n"
    )
    parts = [
        text_part(words, STYLES["manager"]),
        entity("message/delivery-status", fields.encode()),
        entity("text/rfc822-headers", original.partition(b"\r\n\r\n")[0] + b"\r\n"),
    ]
    body = multipart("report", boundary(message_id, "r"), parts, "; report-type=delivery-status")
    return b"\r\n".join([*head(cover), body])


def receipt(letter: Letter, original: Letter, deleted: bool) -> bytes:
    """A read receipt (RFC 8098) for `original`; `letter` gives sender, subject, time and id."""
    disposition = "deleted" if deleted else "displayed"
    fields = (
        f"Reporting-UA: mail.example; Outlook\r\nFinal-Recipient: rfc822;{letter.sender.address}\r\n"
        f"Original-Message-ID: <{original.message_id}>\r\n"
        f"Disposition: automatic-action/MDN-sent-automatically; {disposition}\r\n"
    )
    parts = [
        text_part("\n\n".join(letter.paragraphs) + "\n", STYLES["manager"]),
        entity("message/disposition-notification", fields.encode()),
    ]
    cover = replace(letter, chain=(original.message_id,), headers=(("Auto-Submitted", "auto-replied"),))
    body = multipart(
        "report", boundary(letter.message_id, "r"), parts, "; report-type=disposition-notification"
    )
    return b"\r\n".join([*head(cover), body])


def away(letter: Letter) -> bytes:
    """An absence note (RFC 3834)."""
    marks = (("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"), ("Precedence", "bulk"))
    return write(replace(letter, headers=marks))


def ticket(letter: Letter) -> bytes:
    """What a ticket system acknowledges with."""
    return write(replace(letter, headers=(("Auto-Submitted", "auto-generated"), ("X-Autoreply", "yes"))))


def newsletter(letter: Letter, list_id: str) -> bytes:
    """A mailing with the list headers it has to carry (RFC 2369, 2919)."""
    domain = letter.sender.address.partition("@")[2]
    marks = (
        ("List-Id", f"<{list_id}.{domain}>"),
        ("List-Unsubscribe", f"<https://{domain}/unsubscribe>"),
        ("Precedence", "bulk"),
    )
    return write(replace(letter, headers=marks))


def invitation(letter: Letter, starts: Micros, method: str) -> bytes:
    """A calendar invitation, or the answer to one (iMIP, RFC 6047): `method` REQUEST or REPLY."""
    accepted = "PARTSTAT=ACCEPTED" if method == "REPLY" else "RSVP=TRUE"
    event = "\r\n".join(
        (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Linia//Demo//EN",
            f"METHOD:{method}",
            "BEGIN:VEVENT",
            f"UID:{letter.chain[0] if letter.chain else letter.message_id}",
            f"DTSTART:{_stamp(starts)}",
            f"DTEND:{_stamp(starts + 3600 * SECOND)}",
            f"DTSTAMP:{_stamp(letter.at)}",
            f"SUMMARY:{letter.subject}",
            f"ATTENDEE;{accepted}:mailto:{letter.sender.address}",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        )
    )
    parts = [
        text_part("\n\n".join(letter.paragraphs) + "\n", STYLES["manager"]),
        entity(f"text/calendar; charset=utf-8; method={method}", event.encode(), "8bit"),
    ]
    body = multipart("alternative", boundary(letter.message_id, "c"), parts)
    marked = replace(letter, headers=(("Content-Class", "urn:content-classes:calendarmessage"),))
    return b"\r\n".join([*head(marked), body])


def _stamp(at: Micros) -> str:
    return f"{datetime.fromtimestamp(at // SECOND, UTC):%Y%m%dT%H%M%SZ}"
