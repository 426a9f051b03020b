"""A submission server on this computer's loopback address, for other mail programs (RFC 6409).

What it hears is passed to a `Counter` and what that answers is passed back, command by command, so that the
mail program gets the real server's words. Nothing is kept here. The letter is handed on byte for byte
(`envelope.original_content`), without header fields of our own.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from desktop_app.mail.smtp import Reply

log = logging.getLogger(__name__)

HOST = "127.0.0.1"
MOST_BYTES = 100 * 1024 * 1024
IDLE_S = 900.0  # longer than the real server may take for its last word
STOP_S = 310.0

_T = TypeVar("_T")

_BROKEN = Reply(451, "4.3.0 Otklik could not pass the letter on; try again")
_LONGEST_LINE = 1024 * 1024  # programs do write lines above 998 characters; the real server decides


class Passage(Protocol):
    """One letter on its way to the real server. Called from one thread at a time; never raises."""

    def add(self, recipient: str) -> Reply: ...

    def send(self, mime: bytes) -> Reply:
        """250 only when the real server has taken the letter, or what it did not take is safe on disk."""

    def close(self) -> None: ...


class Counter(Protocol):
    """Who takes letters in. `begin` is called from worker threads. Never raises."""

    def admits(self, user: str, password: str) -> bool:
        """Does not wait for anything."""

    def begin(self, user: str, sender: str, smtputf8: bool) -> tuple[Reply, Passage | None]: ...


class Relay:
    """`start` raises OSError when the port is taken; `stop` waits for the letters being handed over."""

    def __init__(self, port: int, counter: Counter, tls: ssl.SSLContext | None = None) -> None:
        """With `tls` STARTTLS is offered, not asked for."""
        self.port = port
        self._tls = tls
        self._counter = counter
        self._loop: asyncio.AbstractEventLoop
        self._ended: asyncio.Event
        self._ready = threading.Event()
        self._error: OSError | None = None
        self._doors: set[_Door] = set()
        self._thread = threading.Thread(target=self._run, name="otklik-relay", daemon=True)

    def start(self) -> None:
        logging.getLogger("mail.log").setLevel(logging.ERROR)  # below that aiosmtpd writes letters into it
        self._thread.start()
        self._ready.wait()
        if self._error is not None:
            self._thread.join()
            raise self._error

    def stop(self) -> None:
        with contextlib.suppress(RuntimeError):  # it has ended already
            self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        try:
            server = await self._loop.create_server(self._door, HOST, self.port)
            self.port = server.sockets[0].getsockname()[1]
        except OSError as error:
            self._error = error
            return
        finally:
            self._ready.set()
        async with server:
            await self._ended.wait()
            server.close()
            async with contextlib.AsyncExitStack() as undo:
                for door in tuple(self._doors):
                    undo.push_async_callback(door.finish)

    def _door(self) -> _Door:
        return _Door(_Hooks(self._counter), self._doors, self._tls)


class _Hooks:
    """What aiosmtpd calls for one connection."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._passage: Passage | None = None
        self.idle = asyncio.Event()
        self.idle.set()

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        await self.drop()
        user = str(session.auth_data)
        smtputf8 = bool(envelope.smtp_utf8)
        sender = "" if address == "<>" else address
        reply, self._passage = await self._do(lambda: self._counter.begin(user, sender, smtputf8))
        if reply.good:
            envelope.mail_from = address or "<>"  # aiosmtpd takes "" for none
            envelope.mail_options.extend(options)
        return _line(reply)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        passage = self._passage
        if passage is None:
            return _line(_BROKEN)
        reply = await self._do(lambda: passage.add(address))
        if reply.good:
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return _line(reply)

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        passage, mime = self._passage, envelope.original_content
        if passage is None or mime is None:
            return _line(_BROKEN)
        try:
            return _line(await self._do(lambda: passage.send(mime)))
        finally:
            await self.drop()

    async def handle_RSET(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, _envelope: Envelope
    ) -> str:
        await self.drop()
        return "250 OK"

    async def handle_QUIT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, _envelope: Envelope
    ) -> str:
        await self.drop()
        return "221 Bye"

    async def handle_exception(self, error: Exception) -> str:
        log.error("a mail program's letter met a bug", exc_info=error)
        return _line(_BROKEN)

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, login: object
    ) -> AuthResult:
        if not isinstance(login, LoginPassword):
            return AuthResult(success=False, handled=False)
        user, password = (one.decode("utf-8", "replace") for one in (login.login, login.password))
        admitted = self._counter.admits(user, password)
        return AuthResult(success=admitted, handled=False, auth_data=user)

    async def leave(self) -> None:
        """The connection is gone: so is the one to the real server, when it is free."""
        await self.idle.wait()
        await self.drop()

    async def drop(self) -> None:
        passage, self._passage = self._passage, None
        if passage is not None:
            await self._do(passage.close)

    async def _do(self, work: Callable[[], _T]) -> _T:
        """In a worker thread; a mail program that hangs up does not end what has begun."""
        self.idle.clear()
        task = asyncio.ensure_future(asyncio.to_thread(work))
        task.add_done_callback(lambda _task: self.idle.set())
        return await asyncio.shield(task)


class _Door(SMTP):
    """One connection."""

    line_length_limit = _LONGEST_LINE

    def __init__(self, hooks: _Hooks, doors: set[_Door], tls: ssl.SSLContext | None) -> None:
        super().__init__(
            hooks,
            data_size_limit=MOST_BYTES,
            enable_SMTPUTF8=True,
            decode_data=False,
            hostname="otklik",
            ident="Otklik",
            tls_context=tls,
            auth_require_tls=False,  # loopback: whoever reads this wire reads the keyring too
            authenticator=hooks.authenticate,
            timeout=IDLE_S,
        )
        self._hooks = hooks
        self._doors = doors

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._doors.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._doors.discard(self)
        self._leaving = asyncio.ensure_future(self._hooks.leave())

    async def finish(self) -> None:
        """Let a letter that is being handed over be handed over, and hang up."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._hooks.idle.wait(), STOP_S)
        await asyncio.sleep(0)  # the answer goes out first
        if self.transport is not None:
            self.transport.close()
        await self._hooks.leave()


def _line(reply: Reply) -> str:
    return f"{reply.code} {reply.text}".rstrip()
