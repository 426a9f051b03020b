"""A delivery report (RFC 3464): tells the sender of a letter who did not get it, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime
from hashlib import blake2b

from desktop_app.domain.model import SECOND, Micros

_SENTENCES = (
    "Your letter was not delivered to these recipients:",
    "Ваше письмо не доставлено этим получателям:",
)
_SUBJECT = "Not delivered · Письмо не доставлено"


def report(mime: bytes, sender: str, failures: Mapping[str, str], now: Micros) -> bytes:
    """The letter to `sender`. `failures`: recipient to the server's answer, such as "550 5.1.1 no such user".

    CRLF line ends. Only the header of the letter goes along, as RFC 3462 allows.
    """
    failures = {who: " ".join(why.split()) for who, why in failures.items()}
    mark = blake2b(mime + "\0".join(failures).encode(), digest_size=12).hexdigest()
    head = mime.partition(b"\r\n\r\n")[0]
    told = [f"{who}: {why}" for who, why in failures.items()]
    text = [line for said in _SENTENCES for line in (said, *told, "")]
    lines = [
        f"Message-ID: <{mark}@report.otklik>",
        f"Date: {format_datetime(datetime.fromtimestamp(now / SECOND, UTC))}",
        f"From: Otklik <{sender}>",
        f"To: <{sender}>",
        "Subject: " + Header(_SUBJECT, "utf-8").encode(linesep="\r\n"),
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="{mark}"',
        "",
        f"--{mark}",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        *text,
        f"--{mark}",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; otklik",
        "",
        *(line for who, why in failures.items() for line in _about(who, why)),
        f"--{mark}",
        "Content-Type: text/rfc822-headers",
        "",
        "",
    ]
    return "\r\n".join(lines).encode() + head + f"\r\n\r\n--{mark}--\r\n".encode()


def _about(recipient: str, why: str) -> tuple[str, ...]:
    code = next((word for word in why.split() if word[:2] in ("5.", "4.")), "5.0.0")
    return (
        f"Final-Recipient: rfc822; {recipient}",
        "Action: failed",
        f"Status: {code}",
        f"Diagnostic-Code: smtp; {why}",
        "",
    )
