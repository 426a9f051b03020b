"""The tracking server's interface for the desktop: register links, read hits by cursor.

    POST /v1/links  {"<token>": "<address>", ...}   idempotent; a token never changes where it leads
    GET  /v1/hits?after=<id>&limit=500&wait=25      hits above `after`; waits up to `wait` seconds for one
    POST /v1/selftest                               whether the server reaches itself at its public address
    GET  /v1/me                                     whether the key is good
    POST /v1/erase  ["<token>", ...]                forget the hits of these tokens and keep none again
    POST /v1/forget ["<token>", ...]                forget the hits of these tokens that are kept now
    POST /v1/held   ["<token>", ...]                what is kept of these tokens: hits, targets, erased
    PUT, GET, DELETE /v1/team/rows                  a team's wait rows (`server.team`)
    GET  /w/<token>                                 the page to withdraw on (`server.leaving`)
    GET  /me/<token>                                the page of a device of the person himself (`server.mine`)
    GET  /healthz                                   for supervisors
    GET  /metrics                                   for Prometheus, only from this machine itself

All of /v1 wants `Authorization: Bearer` and sees only what belongs to that key.
"""

from __future__ import annotations

import asyncio
import json
import re
import string
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from urllib.parse import quote, urlsplit

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from desktop_app.domain.model import Micros
from desktop_app.domain.tokens import check
from desktop_app.server import leaving, mine, team
from desktop_app.server.asking import RefusedError, body_of, json_of, number_of
from desktop_app.server.bridge import PARK
from desktop_app.server.hits import HitQueue, Wait
from desktop_app.server.invite import PUBLIC_URL
from desktop_app.server.keys import Keys
from desktop_app.server.limits import PerMinute
from desktop_app.server.metrics import CONTENT_TYPE, Metrics
from desktop_app.server.networks import Client, Proxies, parse_client
from desktop_app.server.selftest import ask_itself
from desktop_app.server.storage import KeptHit, KeyRecord, Storage

MOST_LINKS = 1000
MOST_HITS = 1000
MOST_WAIT_S = 55
MOST_ERASED = 20_000
MOST_REFUSALS = 60  # a minute and address
MOST_SELF_TESTS = 10  # a minute and person
MOST_TARGET_CHARACTERS = 8000

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)


Clock = Callable[[], Micros]
Handler = Callable[[Request, KeyRecord], Awaitable[Mapping[str, object] | Response]]


def build(
    storage: Storage, queue: HitQueue, keys: Keys, proxies: Proxies, metrics: Metrics, clock: Clock
) -> Starlette:
    """Make the application for everything but pixels and links."""
    api = _Api(storage, queue, keys, proxies, metrics, clock)
    return Starlette(
        routes=[
            Route("/v1/links", api.guarded(api.add_links), methods=["POST"]),
            Route("/v1/erase", api.guarded(api.erase), methods=["POST"]),
            Route("/v1/forget", api.guarded(api.forget), methods=["POST"]),
            Route("/v1/held", api.guarded(api.held), methods=["POST"]),
            leaving.route(keys, queue, proxies, clock),
            mine.route(keys, queue, proxies, clock),
            Route("/v1/hits", api.guarded(api.hits), methods=["GET"]),
            Route("/v1/selftest", api.guarded(api.self_test), methods=["POST"]),
            *team.routes(api.guarded, storage, clock),
            Route("/v1/me", api.guarded(api.me), methods=["GET"]),
            Route("/healthz", api.healthz, methods=["GET"]),
            Route("/metrics", api.metrics, methods=["GET"]),
        ]
    )


class _Api:
    def __init__(
        self,
        storage: Storage,
        queue: HitQueue,
        keys: Keys,
        proxies: Proxies,
        metrics: Metrics,
        clock: Clock,
    ) -> None:
        self._storage = storage
        self._metrics = metrics
        self._clock = clock
        self._tests = PerMinute(MOST_SELF_TESTS, time.monotonic)
        self._strangers = PerMinute(MOST_REFUSALS, time.monotonic)
        self._queue = queue
        self._keys = keys
        self._proxies = proxies

    def guarded(self, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        """Let only holders of a key in, and turn what is refused into an answer."""

        async def handle(request: Request) -> Response:
            try:
                told = await handler(request, await self._holder(request))
                return told if isinstance(told, Response) else JSONResponse(told)
            except RefusedError as refused:
                return JSONResponse({"error": refused.code}, refused.status)
            except ClientDisconnect:
                return Response(status_code=400)

        return handle

    async def add_links(self, request: Request, holder: KeyRecord) -> Mapping[str, object]:
        links = _links(await body_of(request), self._keys.seals_of(holder.owner))
        if await asyncio.to_thread(self._storage.add_links, links):
            raise RefusedError(409, "leads_elsewhere")
        return {"links": len(links)}

    async def erase(self, request: Request, holder: KeyRecord) -> Mapping[str, object]:
        tokens = _tokens(await body_of(request), self._keys.seals_of(holder.owner))
        return {"hits": await asyncio.to_thread(self._storage.erase, tokens)}

    async def forget(self, request: Request, holder: KeyRecord) -> Mapping[str, object]:
        tokens = _tokens(await body_of(request), self._keys.seals_of(holder.owner))
        return {"hits": await asyncio.to_thread(self._storage.forget, tokens)}

    async def held(self, request: Request, holder: KeyRecord) -> Mapping[str, object]:
        tokens = _tokens(await body_of(request), self._keys.seals_of(holder.owner))
        held = await asyncio.to_thread(self._storage.held, tokens)
        hits = [_as_json(one) for one in held.hits]
        return {"hits": hits, "links": dict(held.links), "erased": list(held.erased)}

    async def hits(self, request: Request, holder: KeyRecord) -> Mapping[str, object] | Response:
        after = number_of(request, "after", 0, 2**62)
        limit = max(1, number_of(request, "limit", 500, MOST_HITS))
        wait_s = number_of(request, "wait", 0, MOST_WAIT_S)
        seen = self._queue.commits_of(holder.owner)  # before the first look: no commit may fall between
        wait = _HitsWait(holder.owner, seen, wait_s, after, limit, self._network(request), self._storage)
        found = await wait.found()
        return wait.told(found) if found or not wait_s else _Parked(wait)

    async def self_test(self, _request: Request, holder: KeyRecord) -> Mapping[str, object]:
        if not self._tests.take(holder.owner):
            raise RefusedError(429, "too_often")
        url = await asyncio.to_thread(self._storage.setting, PUBLIC_URL)
        told = await asyncio.to_thread(ask_itself, url, holder.id, holder.seal)
        return {"public_url": url, "itself": told, "at": self._clock()}

    async def me(self, request: Request, holder: KeyRecord) -> Mapping[str, object]:
        return {"name": holder.name, "lead": holder.lead, "network": self._network(request)}

    async def healthz(self, _request: Request) -> Response:
        await asyncio.to_thread(self._storage.setting, "public_url")
        return PlainTextResponse("ok\n")

    async def metrics(self, request: Request) -> Response:
        """Only to this machine itself: a forwarded request comes from anywhere."""
        peer = parse_client(request.client.host if request.client else "")
        if peer is None or not peer.is_loopback or "x-forwarded-for" in request.headers:
            return Response(status_code=404)
        return Response(self._metrics.text(), media_type=CONTENT_TYPE)

    async def _holder(self, request: Request) -> KeyRecord:
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        record = await self._keys.holder(bearer) if scheme.lower() == "bearer" else None
        if record is None:
            raise self._refusal(request)
        return record

    def _refusal(self, request: Request) -> RefusedError:
        self._metrics.refused += 1
        client = self._client(request)
        if self._strangers.take(client and client.number):
            return RefusedError(401, "key_refused")
        self._metrics.slowed += 1
        return RefusedError(429, "too_often")

    def _client(self, request: Request) -> Client | None:
        peer = request.client.host if request.client else ""
        return self._proxies.client(peer, request.headers.getlist("x-forwarded-for"))

    def _network(self, request: Request) -> str:
        client = self._client(request)
        # A private address is that of a reverse proxy or of this machine and tells nobody apart.
        return client.network if client is not None and client.is_global else ""


class _HitsWait(Wait):
    """One look at the hits above a cursor, and the next ones."""

    __slots__ = ("_after", "_limit", "_network", "_storage")

    def __init__(
        self, owner: int, seen: int, most_s: int, after: int, limit: int, network: str, storage: Storage
    ) -> None:
        super().__init__(owner, seen, most_s)
        self._after = after
        self._limit = limit
        self._network = network
        self._storage = storage

    async def found(self) -> list[KeptHit]:
        return await asyncio.to_thread(self._storage.hits, self.owner, self._after, self._limit)

    def told(self, found: Sequence[KeptHit]) -> Mapping[str, object]:
        cursor = found[-1].id if found else self._after
        return {"hits": [_as_json(one) for one in found], "cursor": cursor, "network": self._network}

    async def look(self) -> bytes:
        return _text(self.told(await self.found()))

    def nothing(self) -> bytes:
        return _text(self.told(()))


class _Parked(Response):
    """No answer yet: the connection waits without this application."""

    def __init__(self, wait: Wait) -> None:
        super().__init__()
        self._wait = wait

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": PARK, "wait": self._wait})


def _tokens(body: bytes, seals: Mapping[int, bytes]) -> list[str]:
    content = json_of(body)
    if not isinstance(content, list) or len(content) > MOST_ERASED:
        raise RefusedError(400, "not_tokens")
    tokens = [token for token in content if isinstance(token, str) and check(token, seals) is not None]
    if len(tokens) != len(content):
        raise RefusedError(403, "not_your_token")
    return tokens


def _links(body: bytes, seals: Mapping[int, bytes]) -> dict[str, str]:
    content = json_of(body)
    if not isinstance(content, dict) or len(content) > MOST_LINKS:
        raise RefusedError(400, "not_links")
    links = {}
    for token, url in content.items():
        if check(token, seals) is None:
            raise RefusedError(403, "not_your_token")
        links[token] = _target(url)
    return links


def _target(url: object) -> str:
    """Give the address in ASCII, otherwise as it is. Only http and https may be led to."""
    if not isinstance(url, str) or len(url) > MOST_TARGET_CHARACTERS or _CONTROL.search(url):
        raise RefusedError(400, "bad_target")
    url = url.strip()
    try:
        parts = urlsplit(url)
        if not _SCHEME.match(url) or not parts.hostname:
            raise RefusedError(400, "bad_target")
        if not parts.netloc.isascii():
            url = url.replace(parts.netloc, _ascii_place(parts.netloc), 1)
    except ValueError as error:  # "http://[broken", or a host name that IDNA cannot write
        raise RefusedError(400, "bad_target") from error
    return quote(url, safe=string.punctuation)


def _ascii_place(netloc: str) -> str:
    user, at, place = netloc.rpartition("@")
    host, colon, port = place.partition(":")
    return quote(user, safe=string.punctuation) + at + host.encode("idna").decode("ascii") + colon + port


def _as_json(kept: KeptHit) -> Mapping[str, object]:
    hit = kept.hit
    return {
        "id": kept.id,
        "at": hit.at,
        "kind": hit.kind,
        "token": hit.token,
        "agent": hit.agent,
        "network": hit.network,
        "flags": hit.flags.split(),
    }


def _text(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
