"""The way out of a company's network: the proxy that the system names, and a tunnel through it.

What the system says is what urllib reads: the environment (HTTPS_PROXY, NO_PROXY), the registry of Windows,
the settings of macOS; scripts (PAC) are not run. A proxy that wants to know who asks gets the sign-in of the
operating system (Negotiate or NTLM, by SSPI on Windows and by Kerberos elsewhere), or the user and password
that stand in its address. A refusal is never one of the mailbox's own password.
"""

from __future__ import annotations

import base64
import socket
from collections.abc import Callable, Sequence
from email.parser import BytesHeaderParser
from typing import Any, NamedTuple, Protocol, TypeVar
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from desktop_app.domain.errors import MailError, Offline, Unsupported
from desktop_app.domain.model import Endpoint, Security
from desktop_app.mail import ews_auth
from desktop_app.mail.ews_auth import Dialogue, Scheme
from desktop_app.mail.failures import network_failure
from desktop_app.mail.tls import is_loopback

CONNECT_S = 15.0  # for each step of the way
LEGS_MAX = 6
_HEAD_MAX_BYTES = 65536
_SHOWN = 200


_L = TypeVar("_L", bound="Line")
_T = TypeVar("_T")


class Proxy(NamedTuple):
    """`user` "": that of the operating system."""

    host: str
    port: int
    user: str = ""
    password: str = ""

    @property
    def endpoint(self) -> Endpoint:
        return Endpoint(self.host, self.port, Security.NONE)


class Line(Protocol):
    """What a tunnel is dug through."""

    def say(self, data: bytes) -> None: ...
    def hear(self) -> bytes: ...
    def close(self) -> None: ...


def proxy_to(host: str) -> Proxy | None:
    """None: straight. Raises Unsupported for what names no proxy of HTTP."""
    if is_loopback(host):
        return None
    named = getproxies()
    address = named.get("https") or named.get("all") or ""
    if not address or proxy_bypass(host):
        return None
    try:
        return _read(address if "://" in address else f"http://{address}")
    except ValueError:  # half a bracket, a port beyond 65535; what stands before the "@" is a secret
        raise Unsupported(what="proxy", text=address.rpartition("@")[2][:_SHOWN]) from None


def _read(address: str) -> Proxy:
    """Raises ValueError, Unsupported."""
    parts = urlsplit(address)
    if parts.scheme != "http":
        raise Unsupported(what="proxy", text=parts.scheme)
    if not parts.hostname:
        raise ValueError
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Proxy(parts.hostname, parts.port or 80, user, password)


def first_stop(endpoint: Endpoint) -> Endpoint:
    """What is connected to on the way there: the proxy, or the server itself. Raises Unsupported."""
    proxy = proxy_to(endpoint.host)
    return endpoint if proxy is None else proxy.endpoint


def connected(endpoint: Endpoint) -> socket.socket:
    """A connection to a server, through the proxy where there is one.

    Raises OSError for the server's own troubles, MailError for those of a proxy.
    """
    proxy = proxy_to(endpoint.host)
    if proxy is None:
        return socket.create_connection((endpoint.host, endpoint.port), CONNECT_S)
    line = through(lambda: _Socket(proxy), proxy, endpoint.host, endpoint.port)
    return line.socket


def knock(endpoint: Endpoint) -> str:
    """Whether the server listens, as `mail.reach.connect`. Raises MailError."""
    try:
        connected(endpoint).close()
    except OSError as error:
        raise network_failure(error, endpoint) from error
    return f"{endpoint.host}:{endpoint.port}"


def through(connect: Callable[[], _L], proxy: Proxy, host: str, port: int) -> _L:
    """A line that leads to `host` when it is given out. Raises Offline, and what `connect` raises."""
    line, sign_in, said = connect(), _SignIn(proxy), ""
    for _ in range(LEGS_MAX):
        try:
            status, fields = _asked(line, proxy, f"{host}:{port}", said)
            if 200 <= status < 300:
                return line
            said = sign_in.answer(status, fields.get_all("Proxy-Authenticate") or [])
        except BaseException:
            line.close()
            raise
        if "close" in str(fields.get("Connection") or fields.get("Proxy-Connection") or "").lower():
            line.close()
            line = connect()
    line.close()
    raise _refused(proxy, "proxy_sign_in", "")


class _SignIn:
    """To one proxy, step by step."""

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy
        self._scheme: Scheme | None = None
        self._talk: Dialogue | None = None

    def answer(self, status: int, challenges: Sequence[str]) -> str:
        """The next Proxy-Authorization. Raises Offline when there is none."""
        if status != 407:
            raise _refused(self._proxy, "proxy_refused", f"HTTP {status}")
        if self._scheme is None:
            return self._first(challenges)
        challenge = ews_auth.challenge(challenges, self._scheme)
        token = self._step(challenge) if challenge else None
        if token is None:
            raise _refused(self._proxy, "proxy_sign_in", "")
        return self._said(token)

    def _first(self, challenges: Sequence[str]) -> str:
        proxy = self._proxy
        ours = (
            [Scheme.NTLM, Scheme.NEGOTIATE, Scheme.BASIC] if proxy.user else [Scheme.NEGOTIATE, Scheme.NTLM]
        )
        offered = ews_auth.offered(challenges)
        self._scheme = next((one for one in ours if one in offered), None)
        if self._scheme is None:
            raise _refused(proxy, "proxy_sign_in", ", ".join(sorted(offered)))
        if self._scheme is Scheme.BASIC:
            return ews_auth.basic(proxy.user, proxy.password)
        return self._said(self._step(None) or b"")

    def _step(self, challenge: bytes | None) -> bytes | None:
        import spnego

        try:
            if self._talk is None:
                self._talk = spnego.client(
                    self._proxy.user or None,
                    self._proxy.password or None,
                    hostname=self._proxy.host,
                    service="HTTP",
                    protocol="ntlm" if self._scheme is Scheme.NTLM else "negotiate",
                )
            return self._talk.step(challenge)
        except (ImportError, ValueError, IndexError, spnego.exceptions.SpnegoError) as error:
            raise _refused(self._proxy, "proxy_sign_in", str(error)) from error

    def _said(self, token: bytes) -> str:
        return f"{self._scheme} {base64.b64encode(token).decode('ascii')}"


def _asked(line: Line, proxy: Proxy, place: str, said: str) -> tuple[int, Any]:
    """Status and header fields of the answer; its body is read away."""
    authorization = f"Proxy-Authorization: {said}\r\n" if said else ""
    line.say(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n{authorization}\r\n".encode("latin-1"))
    answer = b""
    while b"\r\n\r\n" not in answer:
        piece = line.hear()
        answer += piece
        if not piece or len(answer) > _HEAD_MAX_BYTES:
            raise _refused(proxy, "cut", "")
    head, _, body = answer.partition(b"\r\n\r\n")
    first, _, rest = head.partition(b"\r\n")
    words = first.split(None, 2)
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
        raise _refused(proxy, "proxy_refused", "")
    status, fields = int(words[1]), BytesHeaderParser().parsebytes(rest)
    length = str(fields.get("Content-Length", "0")).strip()
    left = (int(length) if length.isdigit() else 0) - len(body)
    while status >= 300 and left > 0 and (piece := line.hear()):
        left -= len(piece)
    return status, fields


def _refused(proxy: Proxy, reason: str, text: str) -> MailError:
    return Offline(host=proxy.host, port=proxy.port, reason=reason, text=text)


class _Socket:
    """A `Line` to a proxy. Raises MailError."""

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy
        try:
            self.socket = socket.create_connection((proxy.host, proxy.port), CONNECT_S)
        except (OSError, UnicodeError) as error:
            raise network_failure(error, proxy.endpoint) from error

    def say(self, data: bytes) -> None:
        self._mapped(lambda: self.socket.sendall(data))

    def hear(self) -> bytes:
        return self._mapped(lambda: self.socket.recv(4096))

    def close(self) -> None:
        self.socket.close()

    def _mapped(self, do: Callable[[], _T]) -> _T:
        try:
            return do()
        except OSError as error:
            raise network_failure(error, self._proxy.endpoint) from error
