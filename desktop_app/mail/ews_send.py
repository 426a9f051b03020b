"""Sending by the mailbox itself: the letter as it is, its copy in Sent made by the same request.

Exchange sends to those whom the letter names, so hidden recipients are named in Bcc, which it removes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop_app.domain.errors import (
    ItemGone,
    MailError,
    Offline,
    PermissionDenied,
    ServerError,
    StateInvalid,
    Unsupported,
)
from desktop_app.domain.model import AccountSettings
from desktop_app.mail import ews_requests as ask
from desktop_app.mail.addressing import addressed
from desktop_app.mail.base import SendOutcome, SendReceipt
from desktop_app.mail.ews_client import EwsClient

_REFUSALS = (ServerError, PermissionDenied, ItemGone, Unsupported, StateInvalid)
# Said after the letter was taken apart, perhaps after it was sent too.
_DOUBTFUL = ("ErrorInternalServerError", "ErrorInternalServerTransientError", "ErrorTimeoutExpired")


class EwsSender:
    """A `mail.base.Sender`; one connection and one sign-in for each letter, as a kept one may have died."""

    def __init__(self, settings: AccountSettings, password: Callable[[], str]) -> None:
        self._settings = settings
        self._password = password

    def send(self, mime: bytes, sender: str, recipients: Sequence[str]) -> SendReceipt:
        """UNKNOWN: the line was cut, or the server stumbled, when it had the letter.

        Raises MailError before it was handed over, InputError for recipients that cannot be said in a letter.
        """
        letter = addressed(mime, recipients)
        client = EwsClient(self._settings, self._password)
        try:
            sent = ask.known_folder("sentitems", self._settings.address)
            client.call_one(ask.get_folders([sent]))  # signed in, on a line that lives, before it matters
            return self._submit(client, ask.send_mime(letter, sent))
        finally:
            client.close()

    def _submit(self, client: EwsClient, request: str) -> SendReceipt:
        try:
            client.call_one(request)
        except Offline as error:
            return SendReceipt(SendOutcome.UNKNOWN, str(error.params.get("reason", "")))
        except MailError as error:
            text = str(error.params.get("text", ""))
            named = text.startswith("Error")  # by a response code: the server knows what it did
            stumbled = isinstance(error, ServerError) or text == "HTTP 503"  # of whoever stands between
            if text.startswith(_DOUBTFUL) or (stumbled and not named):
                return SendReceipt(SendOutcome.UNKNOWN, text)
            if isinstance(error, _REFUSALS):
                return SendReceipt(SendOutcome.REJECTED, text or error.code)
            raise
        return SendReceipt(SendOutcome.ACCEPTED)
