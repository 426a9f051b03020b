"""The doorbell of Exchange: one streaming subscription, read only to learn that something has happened.

Exchange says something each half minute or so; a line that is silent for longer is dead (a VPN that went),
which the library's own limit of half an hour would not notice. What happens between two connections is told
by nobody, so a new one always rings.
"""

from __future__ import annotations

import re
import select
import time
from collections.abc import Callable, Sequence
from http.client import HTTPResponse

from desktop_app.domain.errors import Offline, ServerError, Unsupported
from desktop_app.mail import ews_requests as ask
from desktop_app.mail.base import Cancel, Wake
from desktop_app.mail.ews_client import EwsClient
from desktop_app.mail.ews_soap import M, text_of

MINUTES = 29  # of 30 at most
SILENCE_S = 120.0
SHORTEST_S = 5.0  # a stream that ends sooner is not opened again at once

_READ_BYTES = 65536
_CHUNK_FRAME = re.compile(rb"\r\n[0-9a-fA-F]+\r\n")  # of HTTP, which may come in the middle of a word
_EVENT = re.compile(rb"<(?:\w+:)?(?:Copied|Created|Deleted|Modified|Moved|NewMail)Event\b")
_TROUBLE = re.compile(rb'ResponseClass="Error"|ConnectionStatus>Closed<')
_KEPT = 512  # of what was read before: longer than any of the words


class Doorbell:
    """`offline` makes the error of a reason. One thread; `close` ends the stream."""

    def __init__(self, client: EwsClient, offline: Callable[[str], Offline]) -> None:
        self._client = client
        self._offline = offline
        self._response: HTTPResponse | None = None
        self._opened_s = self._heard_s = 0.0
        self._opened_before = False
        self._seen = b""

    def wait(self, folders: Sequence[str], timeout_s: float, cancel: Cancel) -> Wake:
        """`folders`: their ids. Raises MailError; Unsupported when the server has no subscriptions."""
        deadline = time.monotonic() + timeout_s
        if self._response is None:
            again = self._opened_before
            if self._open(folders) or again:
                return Wake.DOORBELL
        while True:
            wake = self._listen(min(deadline - time.monotonic(), SILENCE_S), cancel)
            if wake is not None:
                return wake
            if time.monotonic() >= deadline:
                return Wake.TIMEOUT
            if time.monotonic() - self._heard_s >= SILENCE_S:
                self._response = None
                self._client.hang_up()
                raise self._offline("timeout")

    def close(self) -> None:
        self._response = None
        self._client.close()

    def _open(self, folders: Sequence[str]) -> bool:
        """Whether something had happened by the time the server said that it listens."""
        try:
            answer = self._client.call_one(ask.subscribe(ask.folder_id(one) for one in folders))
        except ServerError as error:
            raise Unsupported(what="push", text=str(error.params.get("text", ""))) from error
        subscription = text_of(answer, f"{M}SubscriptionId")
        self._response = self._client.stream(ask.streaming_events(subscription, MINUTES))
        self._opened_before, self._seen = True, b""
        self._opened_s = time.monotonic()
        return self._read() is Wake.DOORBELL

    def _listen(self, timeout_s: float, cancel: Cancel) -> Wake | None:
        """None: nothing that matters."""
        wire = self._client.wire
        if wire is None:
            raise self._offline("cut")
        with self._client.mapped():
            if wire.is_readable(0.0):
                return self._read()
            ready = select.select([wire, cancel], [], [], max(0.0, timeout_s))[0]
        if cancel in ready:
            return Wake.CANCELLED
        return self._read() if ready else None

    def _read(self) -> Wake | None:
        """Once, what is there. The end of a stream rings: nobody tells what happens until the next."""
        assert self._response is not None
        with self._client.mapped():
            fresh = self._response.fp.read1(_READ_BYTES)
        self._heard_s = time.monotonic()
        text = _CHUNK_FRAME.sub(b"", self._seen + fresh)
        self._seen = text[-_KEPT:] if not _EVENT.search(text) else b""
        ended = not fresh or self._response.isclosed() or _TROUBLE.search(text)
        if ended:
            self.close()
            if self._heard_s - self._opened_s < SHORTEST_S:
                raise self._offline("cut")
            return Wake.DOORBELL
        return Wake.DOORBELL if _EVENT.search(text) else None
