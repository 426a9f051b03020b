"""Puts letters into a mailbox by IMAP APPEND over the socket: pipelined, with INTERNALDATE and flags."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop_app.demo.mailbox import HOST, Owner
from desktop_app.domain.model import SECOND, Micros

WINDOW = 64  # commands on their way before an answer is read; both sides' buffers hold far more
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Post:
    """One letter as it lies in a folder. `flags` are IMAP's, with the backslash."""

    folder: str
    mime: bytes
    arrived_at: Micros
    flags: tuple[str, ...] = ()


class RefusedError(Exception):
    """The server did not take a command."""


class Feeder:
    """A signed-in connection, between `open` and `close`. For one event loop."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter | None = None
        self._number = 0

    async def open(self, port: int) -> None:
        """Sign in. Raises RefusedError, OSError."""
        self._reader, self._writer = await asyncio.open_connection(HOST, port)
        await self._reader.readline()
        self._send(f'LOGIN "{self._owner.address}" "{self._owner.password}"'.encode())
        await self._answers(1)

    async def close(self) -> None:
        """Hang up. Never raises."""
        if self._writer is not None:
            self._writer.close()
            with contextlib.suppress(OSError):
                await self._writer.wait_closed()

    async def append(self, posts: Iterable[Post]) -> None:
        """All of them, in order. Raises RefusedError."""
        waiting = 0
        for post in posts:
            self._send(_append(post))
            waiting += 1
            if waiting == WINDOW:
                await self._drain()
                waiting -= await self._answers(WINDOW // 2)
        await self._answers(waiting)

    def _send(self, text: bytes) -> None:
        assert self._writer is not None
        self._number += 1
        self._writer.write(b"A%d %b\r\n" % (self._number, text))

    async def _drain(self) -> None:
        assert self._writer is not None
        await self._writer.drain()

    async def _answers(self, count: int) -> int:
        """Read that many completions; untagged lines between them mean nothing here."""
        for _ in range(count):
            while not (line := await self._line()).startswith(b"A"):
                pass
            _check(line)
        return count

    async def _line(self) -> bytes:
        line = await self._reader.readline()
        if not line:
            raise RefusedError("the mailbox ended the connection")
        return line


def _append(post: Post) -> bytes:
    flags = " ".join(post.flags).encode()
    head = b'APPEND %b (%b) "%b" {%d+}\r\n'
    return head % (_quoted(post.folder), flags, internal_date(post.arrived_at), len(post.mime)) + post.mime


def internal_date(at: Micros) -> bytes:
    """RFC 9051 date-time, independent of the locale."""
    when = datetime.fromtimestamp(at // SECOND, UTC)
    return f"{when.day:2d}-{_MONTHS[when.month - 1]}-{when:%Y %H:%M:%S} +0000".encode()


def _check(line: bytes) -> None:
    if line.split(b" ", 2)[1] != b"OK":
        raise RefusedError(line.decode("utf-8", "replace").strip())


def _quoted(folder: str) -> bytes:
    """A folder name in modified UTF-7 (RFC 3501 5.1.3); each of ours is all ASCII or has none."""
    if folder.isascii():
        return b'"%b"' % folder.encode()
    coded = base64.b64encode(folder.encode("utf-16-be")).rstrip(b"=").replace(b"/", b",")
    return b'"&%b-"' % coded
