"""One HTTP connection to an Exchange server, as `mail.tls.open_trusted` wants it.

http.client alone, because with Exchange everything is a matter of the connection: NTLM and Kerberos sign a
connection in, the channel binding is made of its certificate, a subscription is read from it as it comes, and
it must be possible to cut it from another thread.
"""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import threading
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection, RemoteDisconnected

from desktop_app.domain.model import Endpoint
from desktop_app.mail.proxy import connected

READ_S = 120.0  # Exchange gives up on a request after a minute or two itself


class Wire:
    """Connects at once, and never again by itself. One request at a time."""

    def __init__(self, endpoint: Endpoint, context: ssl.SSLContext | None) -> None:
        self._http = (HTTPConnection if context is None else HTTPSConnection)(endpoint.host, endpoint.port)
        line = connected(endpoint)
        try:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if context is not None:
                line = context.wrap_socket(line, server_hostname=endpoint.host)
        except BaseException:
            line.close()
            raise
        self._socket = self._http.sock = line
        self._http.auto_open = False
        self._socket.settimeout(READ_S)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._answer: HTTPResponse | None = None
        self._ending = threading.Lock()

    @property
    def certificate(self) -> bytes:
        """DER; empty without TLS."""
        if not isinstance(self._socket, ssl.SSLSocket):
            return b""
        return self._socket.getpeercert(binary_form=True) or b""

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> HTTPResponse:
        """The answer, its body unread. What was unread of the answer before is skipped."""
        if self._answer is not None:
            self._answer.read()
        self._http.request("POST", path, body, dict(headers))
        self._answer = self._http.getresponse()
        if self._answer.length is None and not self._answer.chunked:
            # http.client takes the end of the line for the end of the headers.
            raise RemoteDisconnected("an answer that does not say how long it is")
        return self._answer

    def is_stale(self) -> bool:
        """Whether the server has ended the connection, or says something unasked: as good as ended.

        What TLS 1.3 sends of its own (tickets for the next session) is neither.
        """
        if self._http.sock is None or (self._answer is not None and not self._answer.isclosed()):
            return True
        try:
            if not self.is_readable(0.0):
                return False
            self._socket.settimeout(0.0)
            self._socket.recv(1)
        except (ssl.SSLWantReadError, BlockingIOError):
            self._socket.settimeout(READ_S)
            return False
        except (OSError, ValueError):
            return True
        return True

    def is_readable(self, timeout_s: float) -> bool:
        if isinstance(self._socket, ssl.SSLSocket) and self._socket.pending():
            return True
        return bool(select.select([self._socket], [], [], timeout_s)[0])

    def fileno(self) -> int:
        return self._socket.fileno()

    def cut(self) -> None:
        """From any thread: whoever is reading or writing gets an OSError or the end of the stream."""
        with self._ending, contextlib.suppress(OSError):
            # Not SSLSocket.shutdown: it takes the TLS object away from under a reading thread.
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def close(self) -> None:
        """In the thread that uses it (`mail.base.Provider.cut`). Never raises."""
        self.cut()
        with self._ending, contextlib.suppress(OSError):
            if self._answer is not None:
                self._answer.close()
            self._http.close()
            self._socket.close()
