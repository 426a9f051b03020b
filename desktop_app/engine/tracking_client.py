"""The tracking server as the engine sees it: register links, wait for hits.

A client may be used from several threads; `close`, from any, ends requests that wait.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol, runtime_checkable
from urllib.parse import urlsplit

import httpx
import truststore

from desktop_app.domain.errors import InputError, TrackingError
from desktop_app.domain.model import Hit, Micros
from desktop_app.domain.tokens import Key

CONNECT_S = 10.0
ANSWER_S = 20.0  # beyond the time the server was asked to wait
HITS_LIMIT = 500
LINKS_AT_ONCE = 500
TOKENS_AT_ONCE = 5000

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@runtime_checkable
class _Stream(Protocol):
    """What httpcore's trace events carry (httpcore "network streams")."""

    def get_extra_info(self, info: str) -> object: ...


@dataclass(frozen=True, slots=True)
class SelfTest:
    """What the server says of itself. `itself` as `Reach.there`; `at`: its clock, None when not told."""

    public_url: str
    itself: str
    at: Micros | None


class TrackingClient:
    """Raises TrackingError(reason="unreachable" | "refused" | "bad_answer") for whatever goes wrong."""

    def __init__(self, url: str, key: Key) -> None:
        """`url` is the server's public address. Raises InputError(field="url", reason="not_https").

        The key travels with every request, so plain http is taken for this machine only.
        """
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise InputError(field="url", reason="not_https")
        self._client = httpx.Client(
            base_url=url.rstrip("/"),
            headers={"Authorization": f"Bearer {key.bearer}"},
            timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S),
            verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if parts.scheme == "https" else False,
            follow_redirects=False,
        )
        self._sockets = _Sockets(self._client.close)
        self.own_network = ""

    def erase(self, tokens: Sequence[str]) -> None:
        """Forget the hits of these tokens and keep none again. Idempotent; done when it returns."""
        for at in range(0, len(tokens), TOKENS_AT_ONCE):
            self.ask("POST", "/v1/erase", json=list(tokens[at : at + TOKENS_AT_ONCE]))

    def forget(self, tokens: Sequence[str]) -> None:
        """Forget what is kept of these tokens now. Idempotent; done when it returns."""
        for at in range(0, len(tokens), TOKENS_AT_ONCE):
            self.ask("POST", "/v1/forget", json=list(tokens[at : at + TOKENS_AT_ONCE]))

    def held(self, tokens: Sequence[str]) -> Mapping[str, object]:
        """Everything the server keeps of these tokens: "hits", "links" (token to target), "erased"."""
        found: dict[str, list[object]] = {"hits": [], "erased": []}
        links: dict[str, object] = {}
        for at in range(0, len(tokens), TOKENS_AT_ONCE):
            answer = self.ask("POST", "/v1/held", json=list(tokens[at : at + TOKENS_AT_ONCE]))
            for name, known in found.items():
                more = answer.get(name)
                known.extend(more if isinstance(more, list) else ())
            targets = answer.get("links")
            links |= targets if isinstance(targets, dict) else {}
        return {**found, "links": links}

    def register(self, links: Mapping[str, str]) -> None:
        """Tell where links lead, token to address. Idempotent; done when it returns."""
        items = list(links.items())
        for start in range(0, len(items), LINKS_AT_ONCE):
            self.ask("POST", "/v1/links", json=dict(items[start : start + LINKS_AT_ONCE]))

    def hits(self, after: int, wait_s: int) -> list[Hit]:
        """Give hits with ids above `after`, ascending, at most `HITS_LIMIT`; waits when there are none yet.

        Afterwards `own_network` is the network the server saw this request come from ("" = not told).
        """
        params = {"after": after, "limit": HITS_LIMIT, "wait": wait_s}
        answer = self.ask("GET", "/v1/hits", params=params, wait_s=wait_s)
        network = answer.get("network")
        self.own_network = network if isinstance(network, str) else ""
        rows = answer.get("hits")
        if not isinstance(rows, list):
            raise TrackingError(reason="bad_answer")
        found = [_hit(row) for row in rows]
        if [hit.id for hit in found] != sorted({hit.id for hit in found if hit.id > after}):
            raise TrackingError(reason="bad_answer")
        return found

    def check(self) -> None:
        """Ask whether the server is there and takes the key."""
        self.ask("GET", "/v1/me")

    def self_test(self) -> SelfTest:
        """Have the server ask for a picture at its own public address. Takes up to 10 s."""
        answer = self.ask("POST", "/v1/selftest", wait_s=int(ANSWER_S))
        url, itself, at = answer.get("public_url"), answer.get("itself"), answer.get("at")
        if not (isinstance(url, str) and isinstance(itself, str) and isinstance(at, int)):
            raise TrackingError(reason="bad_answer")
        return SelfTest(url, itself, at)

    def close(self) -> None:
        """End the client and whatever waits in it; not what is only connecting. Never raises."""
        self._sockets.end()

    def ask(
        self,
        method: str,
        path: str,
        *,
        json: Mapping[str, str] | list[str] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, int] | None = None,
        wait_s: int = 0,
        also: Collection[int] = (),
    ) -> Mapping[str, object]:
        """One request. `also`: statuses beside 200 whose answers are given back."""
        timeout = httpx.Timeout(wait_s + ANSWER_S, connect=CONNECT_S)
        extensions = {"trace": self._sockets.trace}
        with self._sockets.in_use():
            try:
                answer = self._client.request(
                    method, path, json=json, content=content, headers=headers, params=params,
                    timeout=timeout, extensions=extensions,
                )
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise TrackingError(reason="unreachable", detail=type(error).__name__) from error
        return _content(answer, also)


class _Sockets:
    """Remembers the sockets in use, so that another thread can end a read that waits.

    httpx tells of them only through its `trace` extension; closing the client does not wake a reader. Nor may
    it be closed under one (`mail.base.Provider.cut`): whoever asks last does it.
    """

    def __init__(self, close: Callable[[], None]) -> None:
        self._close = close
        self._lock = Lock()
        self._users = 0
        self._shut = False
        self._open: list[socket.socket] = []

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """For one request. Raises TrackingError once `end` was called."""
        with self._lock:
            if self._shut:
                raise TrackingError(reason="unreachable", detail="closed")
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
                last = self._shut and not self._users
            if last:
                self._close()

    def trace(self, event: str, info: Mapping[str, object]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            stream = info["return_value"]
            assert isinstance(stream, _Stream)
            self._add(stream.get_extra_info("socket"))

    def end(self) -> None:
        with self._lock:
            idle = not self._shut and not self._users
            self._shut = True
            for one in self._open:
                _shut(one)
            self._open.clear()
        if idle:
            self._close()

    def _add(self, one: object) -> None:
        if isinstance(one, socket.socket):
            with self._lock:
                self._open = [known for known in self._open if known.fileno() >= 0]
                if self._shut:
                    _shut(one)
                else:
                    self._open.append(one)


def _shut(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        # Not SSLSocket.shutdown: it drops the TLS state under a thread that reads.
        socket.socket.shutdown(one, socket.SHUT_RDWR)


def _content(answer: httpx.Response, also: Collection[int]) -> Mapping[str, object]:
    if answer.status_code in (401, 403):
        raise TrackingError(reason="refused")
    if answer.status_code != 200 and answer.status_code not in also:
        raise TrackingError(reason="bad_answer", status=answer.status_code)
    try:
        content = answer.json()
    except ValueError as error:
        raise TrackingError(reason="bad_answer") from error
    if not isinstance(content, dict):
        raise TrackingError(reason="bad_answer")
    return content


def _hit(row: object) -> Hit:
    if not isinstance(row, dict):
        raise TrackingError(reason="bad_answer")
    number, at, flags = row.get("id"), row.get("at"), row.get("flags")
    kind, token, agent, network = (row.get(name) for name in ("kind", "token", "agent", "network"))
    if (
        isinstance(number, int)
        and isinstance(at, int)
        and isinstance(flags, list)
        and kind in ("open", "click", "withdraw")
        and isinstance(token, str)
        and isinstance(agent, str)
        and isinstance(network, str)
    ):
        return Hit(number, at, str(kind), token, agent, network, tuple(map(str, flags)))
    raise TrackingError(reason="bad_answer")
