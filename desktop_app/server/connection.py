"""One connection: an `asyncio.Protocol` that reads requests and sees to it that each is answered in its turn.

Pixels and links are answered without a task; a desktop that waits for a hit is parked here without one; the
rest goes through `server.bridge`. The parser is llhttp (httptools), with no leniency switched on: it refuses
both lengths at once, folded lines, NUL, a bare LF and broken chunks. What it leaves to its user is refused
here: HTTP versions, Host, how much, how slowly.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser

from desktop_app.server.asked import Asked
from desktop_app.server.bridge import BODY_AHEAD_BYTES, Exchange
from desktop_app.server.hits import Wait
from desktop_app.server.wire import Fields, RefusedError, check, head_of, origin_form

if TYPE_CHECKING:
    from desktop_app.server.front import Front

log = logging.getLogger(__name__)

HEAD_BYTES = 64 * 1024  # of a request's line and fields
HEAD_FIELDS = 100
HEAD_S = 10  # who sends them more slowly holds a connection on purpose
IDLE_S = 75  # between requests, as nginx; all of these are counted in ticks
ANSWER_S = 30  # for an answer to be taken
IN_A_ROW = 32  # requests read ahead

_NEVER = 1 << 62


class Connection(asyncio.Protocol):
    """`until`: the tick at which `expire` is due."""

    __slots__ = (
        "_answering", "_begun", "_closing", "_exchange", "_fields", "_front", "_head_bytes", "_idle",
        "_last", "_parser", "_paused", "_queue", "_reading", "_stuck", "_target", "_transport", "_wait",
        "peer", "until",
    )  # fmt: skip

    def __init__(self, front: Front) -> None:
        self._front = front
        self._transport: asyncio.Transport
        self._parser: HttpRequestParser | None = None
        self._queue: deque[Asked | int] = deque()  # a number is that of a refusal
        self._answering: Asked | None = None
        self._reading: Asked | None = None  # its body is still to come
        self._exchange: Exchange | None = None
        self._wait: Wait | None = None
        self._target = b""
        self._fields: Fields = []
        self._head_bytes = 0
        self._idle = True  # between two messages
        self._begun = False  # a message did in the data at hand
        self._last = False  # nothing that comes now is read as a request
        self._closing = False
        self._paused = False
        self._stuck = False  # the peer takes nothing
        self.peer = ""
        self.until = _NEVER

    # ── asyncio ──

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # that of uvloop is none by name
        if self._front.is_full() or self._front.ending:
            self._transport.abort()
            return
        self._front.connections.add(self)
        peer = transport.get_extra_info("peername")
        self.peer = str(peer[0]) if isinstance(peer, tuple) else ""
        self._due(HEAD_S)

    def connection_lost(self, error: Exception | None) -> None:
        self._front.connections.discard(self)
        self._closing = True
        self._queue.clear()
        self._unpark()
        if self._exchange is not None:
            self._exchange.hung_up()
        self._parser = None

    def data_received(self, data: bytes) -> None:
        if self._last and self._idle:
            return
        if self._parser is None:
            self._parser = HttpRequestParser(self)
        self._begun = False
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade:  # not spoken here; the request was answered as it stands
            self._last = True
        except HttpParserError as error:
            self._broken(error.__context__)
        else:
            if not (self._idle or self._begun or self._last) and self._head_bytes >= 0:
                self._count_rest(len(data))
        if len(self._queue) >= IN_A_ROW:
            self.pause()

    def eof_received(self) -> bool:
        """Keep the way back open: who has sent all and shuts his side still wants the answer."""
        self._last = True
        if self._reading is not None and self._exchange is not None:
            self._exchange.hung_up()
        has_half = self._transport.get_extra_info("ssl_object") is None  # TLS ends both ways at once
        return has_half and self._answering is not None and self._wait is None

    def pause_writing(self) -> None:
        self._stuck = True
        self._due(ANSWER_S)
        self.pause()

    def resume_writing(self) -> None:
        self._stuck = False
        self.until = _NEVER
        self._settle()
        self._next()

    # ── httptools ──

    def on_message_begin(self) -> None:
        self._idle = False
        self._begun = True
        self._target = b""
        self._fields = []
        self._head_bytes = 0
        if self._answering is None:
            self._due(HEAD_S)

    def on_url(self, url: bytes) -> None:
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._fields.append((name.lower(), value))  # how many and how long is looked at with the last

    def on_headers_complete(self) -> None:
        assert self._parser is not None
        self._head_bytes = -1  # what comes now is a body
        if self._last:
            return
        if len(self._fields) > HEAD_FIELDS or len(self._target) > HEAD_BYTES:
            raise RefusedError(431)
        version = self._parser.get_http_version()
        has_body = check(self._fields, version, HEAD_BYTES)
        asked = Asked(self, self._parser.get_method(), origin_form(self._target), self._fields, has_body)
        # A body that nobody wants ends with the connection, and so does what HTTP/1.0 or an upgrade may mean.
        self._last = (
            version == "1.0"
            or not self._parser.should_keep_alive()
            or self._parser.should_upgrade()
            or (has_body and asked.is_hit)
        )
        if has_body and not asked.is_hit:
            self._reading = asked
        self._queue.append(asked)
        self._next()

    def on_body(self, body: bytes) -> None:
        asked = self._reading
        if asked is not None:
            asked.body += body
            if len(asked.body) > BODY_AHEAD_BYTES:
                self.pause()
            if asked.on_more is not None:
                asked.on_more()

    def on_message_complete(self) -> None:
        self._idle = True
        asked, self._reading = self._reading, None
        if asked is not None:
            asked.is_complete = True
            if asked.on_more is not None:
                asked.on_more()

    # ── answers ──

    def answer(self, asked: Asked, status: int, fields: bytes, body: bytes) -> None:
        """The one answer of a pixel or link."""
        if asked is not self._answering:  # the peer has gone
            return
        head = self._front.head(status, fields, self._is_last(), len(body))
        self._transport.write(head if asked.method == b"HEAD" else head + body)
        self.answered()

    def write(self, data: bytes) -> None:
        """A part of the answer of `bridge`."""
        if not self._transport.is_closing():
            self._transport.write(data)

    def wants_more(self) -> None:
        """The body that came was taken."""
        if len(self._queue) < IN_A_ROW and not self._stuck:
            self.resume()

    def head(self, status: int, fields: Iterable[tuple[bytes, bytes]], length: int | None) -> bytes:
        """The head of an answer of `bridge`; without a length the body ends with the connection."""
        if length is None:
            self._last = True
        lines = b"".join(b"%b: %b\r\n" % field for field in fields)
        return head_of(status, self._front.date, lines, self._is_last(), length)

    def answered(self) -> None:
        """Whole answers only: end here, or go on to the next request."""
        last = self._is_last()
        self._answering = self._exchange = None
        if last:
            self._close()
            return
        self._settle()
        self._next()

    def park(self, wait: Wait) -> None:
        """Nothing to tell yet: the connection waits without a task."""
        self._wait = wait
        self._exchange = None
        if self._answering is not None:
            self._answering.forget()
        if self._idle and not self._queue:
            self._parser = None  # made anew for the next request; most of a waiting connection would be this
            self._fields = []
        self._due(wait.most_s)
        if not self._front.application.queue.listen(wait, self.ring):
            self.ring()
        elif self._front.ending:
            self.expire()

    def ring(self) -> None:
        """A hit of this owner was kept."""
        wait = self._unpark()
        if wait is not None and self._answering is not None:
            self._due(_NEVER)
            self._exchange = Exchange(self, self._answering)
            self._exchange.look(wait)

    # ── limits ──

    def expire(self) -> None:
        """It has taken too long."""
        if self._stuck or self._closing:  # the peer takes nothing, not even the end
            self.abort()
        elif (wait := self._unpark()) is not None:
            self._tell_nothing(wait)
        elif self._answering is None:
            if not self._idle and not self._last:
                self._queue.append(408)
                self._last = True
                self._next()
            else:
                self._close()
        else:
            self.abort()  # the peer takes its answer too slowly

    def end(self) -> None:
        """The server is about to end."""
        self._last = True
        if (wait := self._unpark()) is not None:
            self._tell_nothing(wait)
        elif self._answering is None:
            self._close()

    def abort(self) -> None:
        self._transport.abort()

    def pause(self) -> None:
        """Read no more for now."""
        if not self._paused and not self._transport.is_closing():
            self._paused = True
            self._transport.pause_reading()

    def resume(self) -> None:
        if self._paused and not self._transport.is_closing():
            self._paused = False
            self._transport.resume_reading()

    # ── inside ──

    def _next(self) -> None:
        """Begin with the next request, unless one is being answered."""
        while self._answering is None and self._queue and not self._closing and not self._stuck:
            asked = self._queue.popleft()
            if isinstance(asked, int):
                self._refuse(asked)
                return
            self._answering = asked
            self.until = _NEVER  # how slowly a body may come is the application's to say
            if asked.is_hit:
                self._front.application.serve(asked)
            else:
                self._exchange = Exchange(self, asked)
                self._exchange.run(self._front.application.rest)
        if self._paused and not self._stuck and len(self._queue) < IN_A_ROW and self._reading is None:
            self.resume()

    def _is_last(self) -> bool:
        asked = self._answering
        whole = asked is None or asked.is_complete
        return self._front.ending or not whole or (self._last and not self._queue)

    def _count_rest(self, more: int) -> None:
        """A head that came only in part, of which the parser tells nothing yet."""
        self._head_bytes += more
        if self._head_bytes > HEAD_BYTES:
            self._broken(RefusedError(431))

    def _due(self, seconds: int) -> None:
        self.until = self._front.now + 1 + seconds

    def _settle(self) -> None:
        """Say how long it may take until the peer does something."""
        if self._answering is None and not self._stuck:
            self._due(IDLE_S if self._idle else HEAD_S)

    def _broken(self, cause: BaseException | None) -> None:
        """No further request can be told from what came."""
        status = cause.status if isinstance(cause, RefusedError) else 400
        if cause is not None and not isinstance(cause, RefusedError):
            log.error("a request could not be read", exc_info=cause)
            status = 500
        reading, self._reading = self._reading, None
        if self._last and reading is None:
            return  # after the last request nothing counts
        self._last = True
        if reading is not None and reading is not self._answering:
            self._queue.remove(reading)
        elif reading is not None and self._exchange is not None:
            if not self._exchange.break_off():
                self.abort()
                return
            self._answering = self._exchange = None
        self._queue.append(status)
        self._next()

    def _refuse(self, status: int) -> None:
        self._last = True
        self._queue.clear()
        self._transport.write(head_of(status, self._front.date, b"", True, 0))
        self._close()

    def _unpark(self) -> Wait | None:
        wait, self._wait = self._wait, None
        if wait is not None:
            self._front.application.queue.forget(wait, self.ring)
        return wait

    def _tell_nothing(self, wait: Wait) -> None:
        asked, body = self._answering, wait.nothing()
        if asked is not None:
            self.answer(asked, 200, b"content-type: application/json\r\n", body)

    def _close(self) -> None:
        if not self._closing:
            self._closing = True
            self._due(ANSWER_S)
            self._transport.close()
