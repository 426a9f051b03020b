"""Asking Microsoft Graph: plain HTTP, every failure a MailError, nothing tried twice but an ended token.

A provider asks one thing at a time. An account has four of them at most (reading, watching, errands,
sending), which is also how many questions Microsoft lets one program ask of a mailbox at once.
https://learn.microsoft.com/en-us/graph/throttling-limits#outlook-service-limits
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import truststore

from desktop_app.domain.errors import (
    ConsentNeeded,
    ItemGone,
    MailError,
    Offline,
    PermissionDenied,
    ServerError,
    StateInvalid,
    Throttled,
    Unsupported,
)
from desktop_app.domain.model import AccountSettings, Security
from desktop_app.mail.failures import DEFAULT_WAIT_S, network_failure, offline_reason, shorten
from desktop_app.mail.logins import LoginLimit
from desktop_app.mail.proxied_http import transport
from desktop_app.mail.reach import CONNECT_S
from desktop_app.mail.tls import require_loopback

READ_S = 60.0
ANSWER_MAX_BYTES = 64 * 1024 * 1024
TOKEN_S = 240.0  # a token is asked for again after so long: it is renewed five minutes before its end
USER_AGENT = "Otklik-Graph/1"
PREFER = 'IdType="ImmutableId"'

Json = dict[str, Any]

# https://learn.microsoft.com/en-us/graph/delta-query-overview#synchronization-reset
_FORGOTTEN = frozenset(
    {"syncstatenotfound", "resyncrequired", "syncstateinvalid", "resyncchangesapplydifferences"}
)
_GONE = frozenset({"erroritemnotfound", "errorinvalididmalformed", "errorfoldernotfound", "resourcenotfound"})
_NO_MAILBOX = frozenset({"mailboxnotenabledforrestapi", "mailboxnotsupportedforrestapi"})


class GraphClient:
    """`token` is asked for when it is needed.

    `limit`, which outlives the client, stops a server that lets us in and throws us out again and again.
    """

    def __init__(
        self, settings: AccountSettings, token: Callable[[], str], limit: LoginLimit | None = None
    ) -> None:
        self._endpoint = settings.server
        self._base = (settings.graph_url or "https://graph.microsoft.com").rstrip("/")
        whose = f"users/{quote(settings.address)}" if settings.is_shared else "me"
        self._me = f"{self._base}/v1.0/me"
        self._root = f"{self._base}/v1.0/{whose}"
        self._ask_token = token
        self._token = ""
        self._token_at = 0.0
        self._admitted = False  # by this token or one before it
        self._limit = limit
        self._counted = False  # as a sign-in, since the connection was made
        self._http: httpx.Client | None = None
        self._sockets: list[socket.socket] = []
        self.asked = 0  # requests, for those who count

    def get(self, path: str, query: Mapping[str, str] | None = None, prefer: str = "") -> Json:
        """`path` below the mailbox, "/mailFolders", or a whole address that the server gave (checked)."""
        url = self._own(path) if path.startswith("http") else self._root + path
        if query:
            url += "?" + "&".join(f"{name}={quote(value, safe='$,()')}" for name, value in query.items())
        return self._json(self._request("GET", url, prefer=prefer))

    def person(self, wanted: str) -> Json:
        """Of who has signed in, whosever the mailbox is."""
        return self._json(self._request("GET", f"{self._me}?$select={wanted}"))

    def post(self, path: str, body: Json) -> Json:
        return self._json(self._request("POST", self._root + path, json.dumps(body).encode()))

    def post_mime(self, path: str, base64_mime: bytes) -> Json:
        return self._json(self._request("POST", self._root + path, base64_mime, kind="text/plain"))

    def patch(self, path: str, body: Json) -> None:
        self._request("PATCH", self._root + path, json.dumps(body).encode())

    def delete(self, path: str) -> None:
        self._request("DELETE", self._root + path)

    def put_piece(self, url: str, piece: bytes, first: int, total: int) -> None:
        """Of an upload; its address bears its own right and must not see our token."""
        headers = {"Content-Range": f"bytes {first}-{first + len(piece) - 1}/{total}"}
        if urlsplit(url).scheme != "https" and urlsplit(url).hostname != self._endpoint.host:
            raise ServerError(text="an upload that is not encrypted")
        self._check(self._send("PUT", url, piece, {**headers, "Content-Type": "application/octet-stream"}))

    def read(self, path: str, limit_bytes: int) -> bytes:
        """The beginning of an answer that is no JSON; the rest of it is not waited for."""
        with self._mapped():
            headers = self._headers("", "")
            self.asked += 1
            with self._client().stream(
                "GET", self._root + path, headers=headers, extensions={"trace": self._trace}
            ) as response:
                if response.status_code != 200:
                    response.read()
                    self._check(response)
                self._count()
                found = bytearray()
                for piece in response.iter_bytes(64 * 1024):
                    found += piece
                    if len(found) >= limit_bytes:
                        break
                return bytes(found[:limit_bytes])

    def cut(self) -> None:
        """See `mail.base.Provider.cut`."""
        for one in tuple(self._sockets):
            with contextlib.suppress(OSError):
                socket.socket.shutdown(one, socket.SHUT_RDWR)  # not SSLSocket's, which says goodbye first

    def close(self) -> None:
        http, self._http = self._http, None
        self._sockets = []
        if http is not None:
            http.close()

    def _request(
        self, method: str, url: str, body: bytes = b"", kind: str = "application/json", prefer: str = ""
    ) -> httpx.Response:
        response = self._send(method, url, body, self._headers(kind if body else "", prefer))
        if response.status_code == 401 and self._admitted:
            self._admitted = False
            shown, self._token_at = self._token, 0.0
            headers = self._headers(kind if body else "", prefer)
            if self._token != shown:  # it had ended meanwhile; the same would be refused again
                response = self._send(method, url, body, headers)
        self._check(response)
        self._admitted = True
        self._count()
        return response

    def _count(self) -> None:
        if self._limit is not None and not self._counted:
            self._limit.spend()
        self._counted = True

    def _send(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
        with self._mapped():
            self.asked += 1
            return self._client().request(
                method, url, content=body or None, headers=dict(headers), extensions={"trace": self._trace}
            )

    def _headers(self, kind: str, prefer: str) -> dict[str, str]:
        now = time.monotonic()
        if not self._token_at or now - self._token_at > TOKEN_S:
            self._token, self._token_at = self._ask_token(), now
        if not self._token or not self._token.isascii() or not self._token.isprintable():
            raise ConsentNeeded(url="", reason="no_token")  # a password that somebody typed
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Prefer": ", ".join(filter(None, (PREFER, prefer))),
        }
        return headers | ({"Content-Type": kind} if kind else {})

    def _own(self, url: str) -> str:
        """What the server says to ask next, when it is of that server: our token goes there."""
        asked, told = urlsplit(self._base), urlsplit(url)
        if (asked.scheme, asked.netloc.lower()) != (told.scheme, told.netloc.lower()):
            raise ServerError(text=shorten(f"the next page would be at {told.netloc}"))
        return url

    def _client(self) -> httpx.Client:
        if self._http is None:
            if self._limit is not None:
                self._limit.check()
            self._counted = False
            here = self._endpoint.security is Security.NONE
            if here:
                require_loopback(self._endpoint)
            context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            timeout = httpx.Timeout(READ_S, connect=CONNECT_S)
            agent = {"User-Agent": USER_AGENT}
            # A proxy of the company is for what is outside.
            by_proxy = None if here else transport(context, self._endpoint.host)
            self._http = httpx.Client(
                verify=context, timeout=timeout, headers=agent, trust_env=not here, transport=by_proxy
            )
        return self._http

    def _trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Keeps the sockets, so that `cut` can reach them."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            found = info["return_value"].get_extra_info("socket")
            self._sockets = [one for one in self._sockets if one.fileno() >= 0]
            if found is not None:
                self._sockets.append(found)

    @contextlib.contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except httpx.HTTPError as error:
            self.close()
            raise self._failure(error) from error

    def _failure(self, error: httpx.HTTPError) -> MailError:
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, ssl.SSLError):
                return network_failure(cause, self._endpoint)
            if isinstance(cause, OSError):
                reason = offline_reason(cause)
                return Offline(host=self._endpoint.host, port=self._endpoint.port, reason=reason)
            cause = cause.__cause__ or cause.__context__
        reason = "timeout" if isinstance(error, httpx.TimeoutException) else "cut"
        return Offline(host=self._endpoint.host, port=self._endpoint.port, reason=reason)

    def _json(self, response: httpx.Response) -> Json:
        if not response.content:
            return {}
        try:
            found = response.json()
        except ValueError as error:
            raise ServerError(text="an answer that is no JSON") from error
        if not isinstance(found, dict):
            raise ServerError(text="an answer that is no object")
        return found

    def _check(self, response: httpx.Response) -> None:
        """Raises what a status other than a good one means."""
        status = response.status_code
        if 200 <= status < 300:
            return
        code, text = _told(response)
        lower = code.lower()
        if status == 410 or lower in _FORGOTTEN:
            raise StateInvalid
        if status == 401:
            raise ConsentNeeded(url="", reason="token_refused", text=text)
        if status == 429 or lower in ("toomanyrequests", "applicationthrottled"):
            raise Throttled(after_s=_retry_after(response), text=text)
        if status in (502, 504):
            raise Offline(host=self._endpoint.host, port=self._endpoint.port, reason="unreachable")
        if status == 503:
            raise Throttled(after_s=_retry_after(response), text=text)
        if lower in _NO_MAILBOX:
            raise Unsupported(what="graph_mailbox", text=text)
        if status == 404 or lower in _GONE:
            raise ItemGone
        if status == 403:
            raise PermissionDenied(reason="graph_refused", text=text)
        raise ServerError(text=text, status=status)


def _told(response: httpx.Response) -> tuple[str, str]:
    """The code of an error and a line for people."""
    try:
        error = response.json()["error"]
        code, said = str(error["code"]), str(error.get("message", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return "", f"HTTP {response.status_code}"
    return code, shorten(f"{code}: {said}")


def _retry_after(response: httpx.Response) -> int:
    said = response.headers.get("Retry-After", "").strip()
    return max(1, int(said)) if said.isdigit() and len(said) < 7 else DEFAULT_WAIT_S
