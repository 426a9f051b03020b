"""The bytes of an IMAP connection: imaplib's connection with a read buffer of our own.

imaplib reads through a buffered file: it hides what has arrived (an EXISTS behind "+ idling" stays unseen),
cannot go on after a time-out, and limits lines to 1 MB (research/imap.md 3.2, 3.4). Signing in and STARTTLS
stay with imaplib and imapclient, which call the methods overridden here.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
import selectors
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator
from typing import Any

from desktop_app.mail.base import Cancel

CONNECT_S = 15.0
READ_S = 90.0
CHUNK_BYTES = 256 * 1024
LINE_MAX_BYTES = 64 * 1024 * 1024  # UID SEARCH ALL of a million letters is 7 MB


class Wire(imaplib.IMAP4):
    """One connection. Every end of the stream is a ConnectionError, every silence a TimeoutError."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None) -> None:
        self._context = context
        self._buffer = b""
        self._at = 0
        self._inflater: zlib._Decompress | None = None
        self._deflater: zlib._Compress | None = None
        self._ending = threading.Lock()
        super().__init__(host, port, CONNECT_S)

    # what imaplib calls "overridable methods"

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        """Connect, with TLS when there is a context."""
        self.host, self.port = host, port
        raw = socket.create_connection((host, port), timeout)
        self.sock = self._with_tls(raw, self._context) if self._context else raw
        _keep_alive(self.sock)
        self.sock.settimeout(READ_S)

    def readline(self) -> bytes:
        """One line with its line end."""
        end = self._buffer.find(b"\n", self._at) + 1
        if not end:
            return self._long_line()
        line = self._buffer[self._at : end]
        self._at = end
        return line

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes."""
        return self.read_cut(size, size)

    def send(self, data: bytes) -> None:  # type: ignore[override] # imaplib sends nothing else
        """All of `data`."""
        if self._deflater:
            data = self._deflater.compress(data) + self._deflater.flush(zlib.Z_SYNC_FLUSH)
        self.sock.sendall(data)

    def cut(self) -> None:
        """From any thread: whoever is reading gets the end of the stream. Never raises."""
        with self._ending, contextlib.suppress(OSError):
            # Not SSLSocket.shutdown: it takes the TLS object away from under a reading thread.
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def shutdown(self) -> None:
        """End the connection, in the thread that uses it (`mail.base.Provider.cut`). Never raises."""
        self.cut()
        with self._ending, contextlib.suppress(OSError):
            self.sock.close()

    def starttls(self, ssl_context: ssl.SSLContext | None = None) -> tuple[Any, Any]:
        """Bytes in the clear behind the answer are an attack (CVE-2011-0411) and end the connection."""
        kind, data = self._simple_command("STARTTLS")
        if kind != "OK":
            raise self.error(data[-1].decode("utf-8", "replace"))
        if self._at < len(self._buffer):
            raise self.error("bytes in the clear after STARTTLS")
        self.sock.settimeout(CONNECT_S)
        self.sock = self._with_tls(self.sock, ssl_context)
        self.sock.settimeout(READ_S)
        self._tls_established = True
        self._get_capabilities()  # what was offered in the clear does not count
        return kind, data

    # ours

    @property
    def certificate(self) -> bytes:
        """The server's certificate, DER; empty without TLS."""
        peer = self.sock.getpeercert(binary_form=True) if isinstance(self.sock, ssl.SSLSocket) else None
        return peer or b""

    def compress(self) -> None:
        """Both directions are deflated from here on (RFC 4978)."""
        self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        self._deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        rest, self._buffer, self._at = self._buffer[self._at :], b"", 0
        self._buffer = self._inflater.decompress(rest)

    def read_cut(self, size: int, keep: int) -> bytes:
        """Take `size` bytes off the wire and keep the first `keep` of them."""
        end = self._at + size
        if size <= keep and end <= len(self._buffer):
            data = self._buffer[self._at : end]
            self._at = end
            return data
        parts: list[bytes] = []
        kept = 0
        while size:
            if self._at == len(self._buffer):
                self._buffer, self._at = self._receive(), 0
            part = self._buffer[self._at : self._at + size]
            self._at += len(part)
            size -= len(part)
            if kept < keep:
                parts.append(part[: keep - kept])
                kept += len(parts[-1])
        return b"".join(parts)

    def taken(
        self, pattern: re.Pattern[bytes], tail: bytes, keep: int
    ) -> Iterator[tuple[tuple[bytes, ...], bytes]]:
        """The responses that come next, as long as they are `pattern`, a literal and `tail`.

        The groups, and the literal. The pattern ends with the literal's size as its last group and a line
        end. Ends, with nothing more taken, when something else is next or a literal of more than `keep`
        bytes, and when somebody else has read in between.
        """
        while found := self._next_line(pattern):
            groups = found.groups()
            size = int(groups[-1])
            if size > keep:
                return
            start = found.end()
            end = start + size
            if end + len(tail) > len(self._buffer):
                before = self._at
                self._fill(end + len(tail) - before)
                start, end = start - before, end - before
            if not self._buffer.startswith(tail, end):
                return
            buffer, self._at = self._buffer, end + len(tail)
            at = self._at
            yield groups, buffer[start:end]
            if self._at != at or self._buffer is not buffer:
                return

    def has_line(self) -> bool:
        """Whether `readline` would return at once."""
        return self._buffer.find(b"\n", self._at) >= 0

    def wait_input(self, timeout_s: float, cancel: Cancel | None) -> bool:
        """Take what arrives within the time, even half a line; True when `cancel` became readable instead."""
        held = isinstance(self.sock, ssl.SSLSocket) and self.sock.pending()
        if held or (self._inflater and self._inflater.unconsumed_tail):
            self._receive_now()
            return False
        with selectors.DefaultSelector() as selector:
            selector.register(self.sock, selectors.EVENT_READ, self.sock)
            if cancel is not None:
                selector.register(cancel.fileno(), selectors.EVENT_READ, cancel)
            ready = [key.data for key, _ in selector.select(max(0.0, timeout_s))]
        if self.sock in ready:
            self._receive_now()
        return cancel is not None and cancel in ready

    def is_stale(self) -> bool:
        """Whether the server has ended this connection while nobody used it."""
        try:
            self.wait_input(0, None)
        except (OSError, ValueError, zlib.error):  # ValueError: closed by ourselves
            return True
        return b"* BYE" in self._buffer[self._at :]

    def _with_tls(self, raw: socket.socket, context: ssl.SSLContext | None) -> ssl.SSLSocket:
        assert context is not None, "STARTTLS without a context"
        try:
            return context.wrap_socket(raw, server_hostname=self.host)
        except BaseException:
            raw.close()
            raise

    def _long_line(self) -> bytes:
        """A line that goes on beyond the buffer."""
        parts = [self._buffer[self._at :]]
        size = len(parts[0])
        self._buffer, self._at = b"", 0
        while True:
            chunk = self._receive()
            end = chunk.find(b"\n") + 1
            if end:
                self._buffer, self._at = chunk, end
                return b"".join([*parts, chunk[:end]])
            parts.append(chunk)
            size += len(chunk)
            if size > LINE_MAX_BYTES:
                raise self.error("a line without end")

    def _receive(self) -> bytes:
        while True:
            if self._inflater is not None and (data := self._inflate(b"")):
                return data
            chunk = self.sock.recv(CHUNK_BYTES)
            if not chunk:
                raise ConnectionAbortedError("the server closed the connection")
            if self._inflater is None:
                return chunk
            if data := self._inflate(chunk):
                return data

    def _inflate(self, chunk: bytes) -> bytes:
        """At most one chunk at a time: a zip bomb grows no faster than it is read."""
        assert self._inflater is not None
        return self._inflater.decompress(self._inflater.unconsumed_tail + chunk, CHUNK_BYTES)

    def _receive_now(self) -> None:
        """Add what has arrived to the buffer; nothing while a TLS record is incomplete."""
        self.sock.settimeout(0)
        try:
            chunk = self._receive()
        except (BlockingIOError, ssl.SSLWantReadError):
            return
        finally:
            self.sock.settimeout(READ_S)
        self._add(chunk)

    def _next_line(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """The pattern where the next response begins; waits for its line."""
        while (found := pattern.match(self._buffer, self._at)) is None:
            held = len(self._buffer) - self._at
            if self._buffer.find(b"\n", self._at) >= 0 or held > CHUNK_BYTES:
                return None
            self._fill(held + 1)
        return found

    def _fill(self, size: int) -> None:
        """Let the buffer begin with the next byte to read, and hold `size` bytes at least."""
        parts = [self._buffer[self._at :]]
        held = len(parts[0])
        self._buffer, self._at = parts[0], 0
        while held < size:
            parts.append(self._receive())
            held += len(parts[-1])
        self._buffer = b"".join(parts)

    def _add(self, chunk: bytes) -> None:
        self._buffer = self._buffer[self._at :] + chunk
        self._at = 0


def _keep_alive(sock: socket.socket) -> None:
    """Let the system notice a dead line while we only listen."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 20), ("TCP_KEEPCNT", 4)):
        if hasattr(socket, name):  # not everywhere
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
