"""Puts letters into a mailbox by IMAP APPEND over the socket: pipelined, with INTERNALDATE and flags."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

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
    """A signed-in connection; `async with` opens and closes it."""

    def __init__(self, port: int, owner: Owner) -> None:
        self._port = port
        self._owner = owner
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter
        self._number = 0

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection(HOST, self._port)
        await self._reader.readline()
        self._send(f'LOGIN "{self._owner.address}" "{self._owner.password}"'.encode())
        await self._answers(1)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()

    async def append(self, posts: Iterable[Post]) -> None:
        """All of them, in order. Raises RefusedError."""
        waiting = 0
        for post in posts:
            self._send(_append(post))
            waiting += 1
            if waiting == WINDOW:
                await self._writer.drain()
                waiting -= await self._answers(WINDOW // 2)
        await self._answers(waiting)

    def _send(self, text: bytes) -> None:
        self._number += 1
        self._writer.write(b"A%d %b\r\n" % (self._number, text))

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
