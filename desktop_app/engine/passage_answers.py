"""Handing a letter of another mail program over, and what became of it in words of SMTP."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.domain.errors import (
    AppError,
    AuthRejected,
    InputError,
    SecretsError,
    Throttled,
    Unsupported,
)
from desktop_app.domain.model import AccountId, AccountSettings, Micros
from desktop_app.engine.marking import Copy
from desktop_app.engine.sent_copies import relayed as job_of
from desktop_app.mail.base import SendOutcome, SendReceipt
from desktop_app.mail.smtp import Reply
from desktop_app.mail.submission import Submission
from desktop_app.store import sent_copies
from desktop_app.store.database import Database

MAYBE = "5.4.2 The connection was cut; the letter may have been sent. Look before you send it again"
OURS_BROKE = Reply(451, "4.3.0 Otklik could not pass the letter on; try again")

OpenSession = Callable[[AccountSettings], Submission]
"""Raises AppError."""


def submitted(
    session: Submission, copy: Copy, sender: str, smtputf8: bool
) -> tuple[SendOutcome, Reply]:
    """One whole transaction on an open session; what it raises becomes an answer."""
    try:
        reply = session.begin(sender, smtputf8)
        for who in copy.recipients if reply.good else ():
            reply = session.add(who)
            if not reply.good:
                break
        if not reply.good:
            session.reset()
            return SendOutcome.REJECTED, reply
        receipt = session.content(copy.mime)
    except AppError as error:
        return SendOutcome.REJECTED, reply_of(error)
    return receipt.outcome, reply_to(receipt)


def reply_to(receipt: SendReceipt) -> Reply:
    """What the mail program hears."""
    if receipt.outcome is SendOutcome.UNKNOWN:
        return Reply(554, MAYBE)
    code, _, text = receipt.detail.partition(" ")
    return Reply(int(code), text) if code.isdecimal() and len(code) == 3 else OURS_BROKE


def reply_of(error: AppError) -> Reply:
    """The server's own words where there are some."""
    text = str(error.params.get("text", ""))
    code, _, rest = text.partition(" ")
    if code.isdecimal() and len(code) == 3 and code[0] in "45":
        return Reply(int(code), rest)
    if isinstance(error, AuthRejected | SecretsError):
        return Reply(454, "4.7.0 the mail server does not accept the password that Otklik has")
    if isinstance(error, InputError | Unsupported):
        return Reply(553, f"5.1.3 {error.params.get('reason') or error.params.get('what') or 'not possible'}")
    if isinstance(error, Throttled):
        return Reply(450, "4.4.5 the mail server is busy")
    return Reply(451, "4.4.1 the mail server cannot be reached")


def look_after(
    db: Database, account: AccountId, message_id: str, mime: bytes, now: Micros, *, taken: bool
) -> None:
    """Sent may hold its marked copy; not `taken`: nobody knows. Raises StoreError."""
    job, due = job_of(account, message_id, mime, now, taken=taken)
    sent_copies.follow(db, job, due)
