"""Handing over letters of other mail programs, step by step, whatever the account submits them by."""

from __future__ import annotations

from typing import Protocol

from desktop_app.domain.errors import InputError
from desktop_app.mail.base import Sender, SendOutcome, SendReceipt
from desktop_app.mail.smtp import Reply

_OK = Reply(250, "2.0.0 OK")
_NOT_APART = "553 5.1.3 this mailbox sends a letter to everybody whom it names, not to some of them"


class Submission(Protocol):
    """As `mail.smtp.SmtpSession`: its methods but `close` raise MailError when the line is cut."""

    def begin(self, sender: str, smtputf8: bool) -> Reply: ...

    def add(self, recipient: str) -> Reply: ...

    def content(self, mime: bytes) -> SendReceipt:
        """`detail` of what is not UNKNOWN begins with the code of an SMTP answer."""

    def reset(self) -> None: ...

    def close(self) -> None: ...


class MailboxSubmission:
    """To a mailbox that sends by itself: it says what it thinks of a letter when it has it whole."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._from = ""
        self._people: list[str] = []

    def begin(self, sender: str, smtputf8: bool) -> Reply:
        """Who may send as whom the mailbox decides by the letter itself."""
        self.reset()
        self._from = sender
        return _OK

    def add(self, recipient: str) -> Reply:
        self._people.append(recipient)
        return _OK

    def content(self, mime: bytes) -> SendReceipt:
        """A letter that names others than those added is REJECTED: it would go to them too."""
        try:
            receipt = self._sender.send(mime, self._from, self._people)
        except InputError as error:
            if error.params.get("reason") != "not_apart":
                raise
            return SendReceipt(SendOutcome.REJECTED, _NOT_APART)
        if receipt.outcome is SendOutcome.ACCEPTED:
            return SendReceipt(SendOutcome.ACCEPTED, f"{_OK.code} {_OK.text}")
        if receipt.outcome is SendOutcome.REJECTED:
            return SendReceipt(SendOutcome.REJECTED, f"550 5.7.1 {receipt.detail}".rstrip())
        return receipt

    def reset(self) -> None:
        self._people = []

    def close(self) -> None:
        """Nothing is open between two letters."""
