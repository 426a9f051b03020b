"""Asks a server in this process without a socket: real bytes through the real front."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from desktop_app.server.front import Front


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Line(asyncio.Transport):
    """What a connection writes to, and whether it was closed."""

    def __init__(self, peer: str) -> None:
        super().__init__({"peername": (peer, 50000)})
        self.protocol: Any = None
        self.written = bytearray()
        self.reading = True
        self.closed = asyncio.Event()

    def write(self, data: bytes) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return self.closed.is_set()

    def close(self) -> None:
        if not self.closed.is_set():
            self.closed.set()
            asyncio.get_running_loop().call_soon(self.protocol.connection_lost, None)

    abort = close

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True


async def until(true: Callable[[], bool]) -> None:
    """Let the loop turn until something is so, ten seconds at most."""
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - nobody announces it
            await asyncio.sleep(0)


def connected(front: Front, peer: str = "85.26.10.77") -> Line:
    line = Line(peer)
    line.protocol = front.connect()
    line.protocol.connection_made(line)
    return line


@asynccontextmanager
async def living(app: Any) -> AsyncIterator[None]:
    """The server between its start-up and its end."""
    await app.start()
    try:
        yield
    finally:
        await app.stop()


async def call(
    app: Any,
    path: str,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    body: bytes = b"",
    client: str = "85.26.10.77",
    gone: asyncio.Event | None = None,
    front: Front | None = None,
) -> Answer:
    """One request on a connection of its own. `gone` set: the client hangs up."""
    line = connected(front or Front(app), client)
    length = {"Content-Length": str(len(body))} if body or method == "POST" else {}
    fields = {"Host": "t.firm.example", "Connection": "close"} | length | (headers or {})
    head = f"{method} {quote(path, safe='/?&=%:.,~!$()*+;@-_')} HTTP/1.1\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    line.protocol.data_received(head.encode("utf-8") + b"\r\n" + body)
    ended = [asyncio.ensure_future(one.wait()) for one in (line.closed, gone or asyncio.Event())]
    await asyncio.wait(ended, return_when=asyncio.FIRST_COMPLETED)
    for one in ended:
        one.cancel()
    line.close()
    await asyncio.sleep(0)
    return parsed(bytes(line.written))


def parsed(written: bytes) -> Answer:
    if not written:
        return Answer()
    head, _, body = written.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    return Answer(int(first.split()[1]), {name.lower(): value for name, _, value in pairs}, body)
