"""Hands one request of a `connection.Connection` to an ASGI application and its answer back.

An application that has nothing to tell yet sends a message of type `PARK`: the connection then waits without
a task, and `Exchange.look` asks again when it is woken.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Message, Scope

from desktop_app.server.hits import Wait

if TYPE_CHECKING:
    from desktop_app.server.asked import Asked
    from desktop_app.server.connection import Connection

log = logging.getLogger(__name__)

PARK = "otklik.park"
BODY_AHEAD_BYTES = 64 * 1024  # read and not yet asked for by the application

_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_BODYLESS = (204, 304)
_JSON = [(b"content-type", b"application/json")]


class Exchange:
    """One request while an application works on it. Belongs to the loop."""

    def __init__(self, connection: Connection, asked: Asked) -> None:
        self._connection = connection
        self._asked = asked
        self._more = asyncio.Event()
        self._gone = False
        self._told_all = False
        self._expects = (b"expect", b"100-continue") in ((n, v.lower()) for n, v in asked.fields)
        self._start: Message | None = None
        self._head_sent = False
        self._done = False
        self._task: asyncio.Task[None] | None = None
        asked.on_more = self._more.set

    def run(self, application: ASGIApp) -> None:
        self._begin(self._run(application))

    def look(self, wait: Wait) -> None:
        """Answer with what there is now."""
        self._begin(self._look(wait))

    def hung_up(self) -> None:
        """The client has gone."""
        self._gone = True
        self._more.set()

    def break_off(self) -> bool:
        """The body cannot be read any further. False when an answer has begun already."""
        self._done = True  # what the application still says is for nobody
        self.hung_up()
        return not self._head_sent

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        self._task = asyncio.get_running_loop().create_task(work)  # held here: the loop holds it weakly

    async def _run(self, application: ASGIApp) -> None:
        try:
            await application(_scope(self._asked), self._receive, self._send)
        except Exception:
            log.exception("a request failed")
        self._end()

    async def _look(self, wait: Wait) -> None:
        try:
            body = await wait.look()
        except Exception:
            log.exception("a request failed")
        else:
            await self._send({"type": "http.response.start", "status": 200, "headers": _JSON})
            await self._send({"type": "http.response.body", "body": body})
        self._end()

    def _end(self) -> None:
        """Leave nobody without an answer."""
        if self._done:
            return
        self._done = True
        if self._head_sent or self._gone:
            self._connection.abort()  # half an answer must not look like a whole one
            return
        self._connection.write(self._connection.head(500, (), 0))
        self._connection.answered()

    async def _receive(self) -> Message:
        asked = self._asked
        if self._expects and not asked.is_complete and not asked.body:
            self._expects = False
            self._connection.write(_CONTINUE)
        while not (self._gone or asked.body or (asked.is_complete and not self._told_all)):
            self._more.clear()
            await self._more.wait()
        if self._gone:
            return {"type": "http.disconnect"}
        body = bytes(asked.body)
        asked.body.clear()
        self._told_all = asked.is_complete
        if not self._told_all:
            self._connection.wants_more()
        return {"type": "http.request", "body": body, "more_body": not self._told_all}

    async def _send(self, message: Message) -> None:
        if self._done or self._gone:
            return
        if message["type"] == PARK:
            self._done = True
            self._connection.park(message["wait"])
        elif message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            self._answer(message.get("body", b""), message.get("more_body", False))

    def _answer(self, body: bytes, more: bool) -> None:
        data = b"" if self._head_sent else self._head(body, more)
        self._head_sent = True
        if self._asked.method != b"HEAD":
            data += body
        if not more:
            self._done = True
        self._connection.write(data)
        if not more:
            self._connection.answered()

    def _head(self, body: bytes, more: bool) -> bytes:
        assert self._start is not None
        fields = [(name, value) for name, value in self._start["headers"] if name != b"content-length"]
        told = dict(self._start["headers"]).get(b"content-length")
        length = int(told) if told is not None else None if more else len(body)
        status = self._start["status"]
        return self._connection.head(status, fields, 0 if status in _BODYLESS else length)


def _scope(asked: Asked) -> Scope:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": asked.method.decode("ascii"),
        "scheme": "http",
        "path": asked.path.decode("utf-8", "replace"),
        "raw_path": asked.raw_path,
        "query_string": asked.query,
        "root_path": "",
        "headers": asked.fields,
        "client": (asked.peer, 0),
        "server": None,
        "state": {},
    }
