"""Sending by Microsoft 365: the letter becomes a draft, and the draft is sent; the server keeps the copy in
Sent.

Two steps, because only a draft tells the Message-ID it will bear, and because what fails before the second
has sent nothing. Large files are taken out of the letter and put on the draft in pieces: a request holds 4
MB.
"""

from __future__ import annotations

import base64
import contextlib
import logging
from collections.abc import Callable, Sequence
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from desktop_app.domain.errors import (
    ItemGone,
    MailError,
    Offline,
    PermissionDenied,
    ServerError,
    Throttled,
    Unsupported,
)
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import AccountSettings
from desktop_app.mail.addressing import addressed
from desktop_app.mail.base import SendOutcome, SendReceipt
from desktop_app.mail.graph_client import GraphClient
from desktop_app.mail.graph_files import File, attach
from desktop_app.mail.graph_sent import ids_of

log = logging.getLogger(__name__)

MIME_MAX_BYTES = 3_000_000 // 4 * 3  # of the letter; in base64 that stays below 4 MB with room
_REFUSALS = (ServerError, PermissionDenied, ItemGone, Unsupported)


class GraphSender:
    """A `mail.base.Sender`; one connection for each letter, as a kept one may have died."""

    def __init__(self, settings: AccountSettings, token: Callable[[], str]) -> None:
        self._settings = settings
        self._token = token

    def send(self, mime: bytes, sender: str, recipients: Sequence[str]) -> SendReceipt:
        """UNKNOWN: the line was cut, or the server stumbled, when the draft was to be sent.

        Raises MailError before that, InputError for recipients that cannot be said in a letter.
        """
        letter, parts = parted(addressed(mime, recipients))
        files = [_file(part) for part in parts]
        message_id = parse_headers(mime).message_id
        client = GraphClient(self._settings, self._token)
        try:
            for one in ids_of(client, "drafts", message_id):  # of a try that ended half-way
                client.delete(f"/messages/{one}")
            try:
                draft = self._draft(client, letter, files, message_id)
            except _REFUSALS as error:
                return SendReceipt(SendOutcome.REJECTED, _said(error))
            return self._submit(client, draft)
        finally:
            client.close()

    def _draft(self, client: GraphClient, letter: bytes, files: list[File], message_id: str) -> str:
        made = client.post_mime("/messages", base64.b64encode(letter))
        draft = str(made.get("id", ""))
        if not draft:
            raise ServerError(text="the draft has no id")
        try:
            if str(made.get("internetMessageId", "")).strip("<>") != message_id:
                # What is replied to later must be known by the id that we have.
                client.patch(f"/messages/{draft}", {"internetMessageId": f"<{message_id}>"})
            for file in files:
                attach(client, draft, file)
        except MailError:
            _drop(client, draft)
            raise
        return draft

    def _submit(self, client: GraphClient, draft: str) -> SendReceipt:
        try:
            client.post(f"/messages/{draft}/send", {})
        except Offline as error:
            return SendReceipt(SendOutcome.UNKNOWN, str(error.params.get("reason", "")))
        except ItemGone as error:  # it was there a moment ago: gone by being sent, when a gateway asks twice
            return SendReceipt(SendOutcome.UNKNOWN, error.code)
        except Throttled as error:
            if not str(error.params.get("text", "")).startswith(("TooManyRequests", "ApplicationThrottled")):
                return SendReceipt(SendOutcome.UNKNOWN, _said(error))  # 503: perhaps in the middle of it
            _drop(client, draft)
            raise
        except MailError as error:
            if isinstance(error, ServerError) and float(error.params.get("status", 500)) >= 500:
                return SendReceipt(SendOutcome.UNKNOWN, _said(error))
            _drop(client, draft)
            if isinstance(error, _REFUSALS):
                return SendReceipt(SendOutcome.REJECTED, _said(error))
            raise
        return SendReceipt(SendOutcome.ACCEPTED)


def parted(mime: bytes) -> tuple[bytes, list[Message]]:
    """The letter as it can be sent in one request, and the files that must be put on it afterwards.

    Texts are written in base64: the server misreads quoted-printable in some drafts
    (https://gitlab.gnome.org/GNOME/evolution-ews, 2024-07).
    """
    letter = message_from_bytes(mime, policy=compat32)
    files: list[Message] = []
    if len(mime) > MIME_MAX_BYTES and letter.get_content_type() == "multipart/mixed":
        parts = letter.get_payload()
        assert isinstance(parts, list)
        files = [one for one in parts if isinstance(one, Message) and one.get_filename()]
        letter.set_payload([one for one in parts if one not in files])
    changed = bool(files)
    for part in letter.walk():
        if str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "quoted-printable":
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            part.replace_header("Content-Transfer-Encoding", "base64")
            part.set_payload(base64.encodebytes(content).decode("ascii"))
            changed = True
    return (_written(letter), files) if changed else (mime, [])


def _written(letter: Message) -> bytes:
    return letter.as_bytes(policy=compat32.clone(linesep="\r\n", max_line_length=0))


def _file(part: Message) -> File:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return File(part.get_filename() or "file", part.get_content_type(), content)


def _drop(client: GraphClient, draft: str) -> None:
    with contextlib.suppress(MailError):
        client.delete(f"/messages/{draft}")


def _said(error: MailError) -> str:
    return str(error.params.get("text", "")) or error.code
