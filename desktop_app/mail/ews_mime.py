"""The MIME of one letter, read as it comes and no further than is wanted: it may have 30 MB and more."""

from __future__ import annotations

import base64
import contextlib
import html
import re
from http.client import HTTPResponse

from desktop_app.domain.errors import ServerError
from desktop_app.mail import ews_requests as ask
from desktop_app.mail import ews_soap
from desktop_app.mail.ews_client import EwsClient
from desktop_app.mail.ews_items import header_of
from desktop_app.mail.ews_soap import M, T, text_of

_READ_BYTES = 256 * 1024
_HEAD_MAX_BYTES = 1024 * 1024
_BEGINS = re.compile(rb"<(?:\w+:)?MimeContent\b[^>]*>")
_WHITE = re.compile(rb"\s+")
# The letter as far as the server can still give it: https://github.com/ecederstrand/exchangelib/issues/266
_BODY = ask.shape((*ask.WRITTEN, *ask.KINDS, "item:Body"))


def fetch_mime(client: EwsClient, remote_id: str, limit_bytes: int) -> bytes:
    """Cut at `limit_bytes`. A letter that the server cannot convert comes as its header and its text.

    Raises ItemGone and the MailErrors of the connection.
    """
    response = client.stream(ask.get_items([remote_id], ask.shape(mime=True)))
    with client.mapped():
        head, content = _read(response, limit_bytes)
        if not response.isclosed():
            client.hang_up()  # the rest is not wanted, and the line is not worth more than it
    if content is not None:
        return base64.b64decode(content[: len(content) // 4 * 4])[:limit_bytes]
    with contextlib.suppress(ServerError):  # "ErrorMimeContentConversionFailed" and the like
        ews_soap.check(ews_soap.messages(ews_soap.parse(head))[0])
    return _rebuilt(client, remote_id)[:limit_bytes]


def _read(response: HTTPResponse, limit_bytes: int) -> tuple[bytes, bytes | None]:
    """What stands before the content, and the content in base64 as far as wanted; None: there is none."""
    wanted = limit_bytes // 3 * 4 + 8
    head = b""
    while (begins := _BEGINS.search(head)) is None and len(head) < _HEAD_MAX_BYTES:
        piece = response.read(_READ_BYTES)
        head += piece
        if not piece:
            return head, None
    if begins is None:
        return head, None
    pieces, length = [], 0
    piece = head[begins.end() :]
    while True:
        content, end, _ = piece.partition(b"<")
        pieces.append(_WHITE.sub(b"", content))
        length += len(pieces[-1])
        if end or length >= wanted:
            break
        piece = response.read(_READ_BYTES)
        if not piece:
            break
    if length < wanted:
        response.read(_READ_BYTES)
    return head[: begins.start()], b"".join(pieces)[:wanted]


def _rebuilt(client: EwsClient, remote_id: str) -> bytes:
    answer = client.call_one(ask.get_items([remote_id], _BODY))
    items = answer.find(f"{M}Items")
    if items is None or not len(items):
        raise ServerError(text="the answer holds no letter")
    body = items[0].find(f"{T}Body")
    text = text_of(items[0], f"{T}Body")
    if body is None or body.get("BodyType") != "HTML":
        text = f"<pre>{html.escape(text)}</pre>"
    head = header_of(items[0]).rstrip(b"\r\n")
    kind = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64"
    return b"\r\n".join((head, kind, b"", base64.encodebytes(text.encode()).replace(b"\n", b"\r\n")))
