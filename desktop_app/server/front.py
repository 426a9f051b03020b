"""HTTP/1.1 in front of the application: knows every connection of one event loop and ends the slow ones.

Pixels and links are answered by `server.app` without a task; everything else goes to an ASGI application.
What is said on one connection is read by `server.connection`.
"""

from __future__ import annotations

import asyncio
from email.utils import formatdate
from typing import Protocol

from starlette.types import ASGIApp

from desktop_app.server.asked import Asked
from desktop_app.server.connection import Connection
from desktop_app.server.hits import HitQueue
from desktop_app.server.wire import head_of

TICK_S = 1.0

_SHORT_FIELDS = 100  # longer ones hold a target and differ


class Application(Protocol):
    """What is behind the front: `serve` takes pixels and links, `rest` all others."""

    @property
    def rest(self) -> ASGIApp: ...

    @property
    def queue(self) -> HitQueue: ...

    def serve(self, asked: Asked) -> None:
        """Answer by `asked.answer`, now or later, in the loop."""


class Front:
    """Makes the connections of one event loop, knows them all, and ends those that are too slow."""

    def __init__(self, application: Application, most_connections: int = 100_000) -> None:
        self.application = application
        self.connections: set[Connection] = set()
        self.ending = False
        self.now = 0  # in ticks: no clock is read for a request
        self.date = _date()
        self._most = most_connections
        self._heads: dict[tuple[int, bytes, bool, int], bytes] = {}

    def connect(self) -> Connection:
        """Serve one connection more: the protocol factory."""
        return Connection(self)

    def is_full(self) -> bool:
        return len(self.connections) >= self._most

    def head(self, status: int, fields: bytes, last: bool, length: int) -> bytes:
        """As `head_of`. The head of a picture is the same for a second."""
        if len(fields) > _SHORT_FIELDS:
            return head_of(status, self.date, fields, last, length)
        asked = (status, fields, last, length)
        known = self._heads.get(asked)
        if known is None:
            known = self._heads[asked] = head_of(status, self.date, fields, last, length)
        return known

    async def tick(self) -> None:
        """Runs as a task as long as the server."""
        while True:
            await asyncio.sleep(TICK_S)
            self.now += 1
            self.date = _date()
            self._heads.clear()
            for connection in [one for one in self.connections if one.until <= self.now]:
                connection.expire()

    async def end(self, within_s: float) -> None:
        """Let every connection finish what it does, then cut those that do not."""
        self.ending = True
        for connection in list(self.connections):
            connection.end()
        waited_s = 0.0
        while self.connections and waited_s < within_s:
            await asyncio.sleep(0.02)
            waited_s += 0.02
        for connection in list(self.connections):
            connection.abort()
        while self.connections:  # noqa: ASYNC110 - the transports tell of the end in the next round
            await asyncio.sleep(0)


def _date() -> bytes:
    return formatdate(usegmt=True).encode("ascii")
