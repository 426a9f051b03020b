"""The tracking server as an ASGI application: pixel and links here, everything else in `server.api`.

Every request for a pixel or link is served, whatever made it: verdicts are made later, on the desktop, from
what is kept here. A hit is answered after it is durable. The client's address lives only inside one call;
what is kept is its /24 or /48 and the tags of `server.networks`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from starlette.types import Receive, Scope, Send

from desktop_app.domain.model import DAY, SECOND, Micros
from desktop_app.domain.tokens import TOKEN_LENGTH
from desktop_app.server import api
from desktop_app.server.hits import HitQueue
from desktop_app.server.keys import REFRESH_S, Keys
from desktop_app.server.limits import PerMinute
from desktop_app.server.metrics import Metrics
from desktop_app.server.networks import KNOWN, Networks, Proxies
from desktop_app.server.storage import KeyRecord, KeyState, NewHit, Storage

log = logging.getLogger(__name__)

RETENTION: Micros = 365 * DAY
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)

MOST_HITS_OF_TOKEN = 600  # a minute; a letter to hundreds stays below, what is above only fills the disk
MOST_MISSES = 12  # a minute and address: more look for links that are not theirs
_NEVER_CACHED = (b"cache-control", b"no-store, no-cache, max-age=0, private")
_GIF_HEADERS = [(b"content-type", b"image/gif"), (b"content-length", b"43"), _NEVER_CACHED]
_GIF_START = {"type": "http.response.start", "status": 200, "headers": _GIF_HEADERS}
_GIF_BODY = {"type": "http.response.body", "body": GIF}
_NO_BODY = {"type": "http.response.body", "body": b""}
_PREFETCH_FIELDS = frozenset((b"sec-purpose", b"purpose", b"x-purpose", b"x-moz"))
_PREFETCH_WORDS = (b"prefetch", b"preview", b"prerender")
_NOBODY = -1  # of a person whose key was taken away
_MOST_AGENT_CHARACTERS = 512
_DAY_S = DAY / SECOND


def now_micros() -> Micros:
    """Read the clock, for want of one that is handed in."""
    return time.time_ns() // 1000


@dataclass(frozen=True, slots=True)
class Settings:
    """`trusted_proxies`: addresses or ranges whose X-Forwarded-For is believed. `networks`: tag to ranges."""

    trusted_proxies: Sequence[str] = ()
    networks: Mapping[str, Iterable[str]] = field(default_factory=lambda: KNOWN)


def build(storage: Storage, settings: Settings, clock: Callable[[], Micros] = now_micros) -> App:
    """Make the application. Raises InputError for settings that are none."""
    return App(storage, Proxies(settings.trusted_proxies), Networks(settings.networks), clock)


class App:
    """An ASGI application; needs the lifespan protocol."""

    def __init__(
        self, storage: Storage, proxies: Proxies, networks: Networks, clock: Callable[[], Micros]
    ) -> None:
        self._storage = storage
        self._proxies = proxies
        self._networks = networks
        self._clock = clock
        self._metrics = Metrics()
        self._queue = HitQueue(storage, self._metrics)
        self._keys = Keys(storage)
        self._floods = PerMinute(MOST_HITS_OF_TOKEN, time.monotonic)
        self._misses = PerMinute(MOST_MISSES, time.monotonic)
        self._rest = api.build(storage, self._queue, self._keys, proxies, self._metrics, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http" and scope["path"].startswith(("/o/", "/c/")):
            await self._serve_hit(scope, send)
        else:
            await self._rest(scope, receive, send)

    def wake_all(self) -> None:
        """Let waiting clients answer now, before the server ends."""
        self._queue.wake_all()

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await self._keys.load()
        self._queue.start()
        tasks = [asyncio.create_task(self._purge()), asyncio.create_task(self._refresh_keys())]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.to_thread(self._queue.stop)
        await send({"type": "lifespan.shutdown.complete"})

    async def _purge(self) -> None:
        while True:
            await asyncio.to_thread(self._storage.purge, self._clock() - RETENTION)
            await asyncio.sleep(_DAY_S)

    async def _refresh_keys(self) -> None:
        while True:
            await asyncio.sleep(REFRESH_S)
            try:
                await self._keys.load()
            except Exception:
                log.exception("the keys could not be read again")

    async def _serve_hit(self, scope: Scope, send: Send) -> None:
        path: str = scope["path"]
        if scope["method"] not in ("GET", "HEAD"):
            await _answer(send, 405, [(b"allow", b"GET, HEAD")])
            return
        token = path[3 : 3 + TOKEN_LENGTH]
        key = self._keys.known(token) or await self._look_up(token, scope)
        hit = None if key is None else self._hit(scope, key, token)
        if path.startswith("/o/"):
            await self._serve_pixel(scope, send, hit)
        else:
            await self._serve_link(send, hit)

    async def _look_up(self, token: str, scope: Scope) -> KeyRecord | None:
        """Whose token it is. Who has missed too often is not worth a look at the storage."""
        self._metrics.misses += 1
        client = self._proxies.client(_peer(scope), _Told.of(scope["headers"]).forwarded)
        if not self._misses.take(client and client.number):
            self._metrics.slowed += 1
            return None
        return await self._keys.of_token(token)

    async def _serve_pixel(self, scope: Scope, send: Send, hit: NewHit | None) -> None:
        if hit is None or await self._keep(hit):
            await send(_GIF_START)
        else:
            await send(_GIF_START | {"status": 503})
        self._metrics.opens += hit is not None
        await send(_NO_BODY if scope["method"] == "HEAD" else _GIF_BODY)

    async def _serve_link(self, send: Send, hit: NewHit | None) -> None:
        try:
            target = "" if hit is None else await asyncio.to_thread(self._storage.target, hit.token)
        except Exception as error:  # noqa: BLE001 - whatever a storage has that is away
            log.warning("where a link leads could not be read: %s", type(error).__name__)
            await _answer(send, 503, [_NEVER_CACHED, (b"retry-after", b"30")])
            return
        if hit is None or not target:
            await _answer(send, 404, [_NEVER_CACHED])
            return
        self._metrics.clicks += 1
        await self._keep(hit)  # kept or not, the person wants to get there
        await _answer(send, 302, [(b"location", target.encode("ascii")), _NEVER_CACHED])

    async def _keep(self, hit: NewHit) -> bool:
        """False: it is not known whether it is on the disk. What is not to be kept needs no disk."""
        if hit.key == _NOBODY:
            return True
        if not self._floods.take(hit.token):
            self._metrics.limited += 1
            return True
        return await self._queue.put(hit)

    def _hit(self, scope: Scope, key: KeyRecord, token: str) -> NewHit:
        path: str = scope["path"]
        told = _Told.of(scope["headers"])
        client = self._proxies.client(_peer(scope), told.forwarded)
        flags = self._networks.tags(client) if client else []
        if told.prefetch:
            flags.insert(0, "prefetch")
        if scope["method"] == "HEAD":
            flags.insert(0, "head")
        if told.agent in ("", "-"):
            flags.append("no_agent")
        if len(path) > 3 + TOKEN_LENGTH:
            flags.append("mangled")
        kind = "open" if path.startswith("/o/") else "click"
        owner = _NOBODY if key.state is KeyState.REVOKED else key.owner
        network = client.network if client else ""
        return NewHit(owner, self._clock(), kind, token, told.agent, network, " ".join(flags))


class _Told(NamedTuple):
    """What a header says of the client. One walk over the fields: each pixel comes through here."""

    agent: str
    forwarded: list[str]
    prefetch: bool

    @classmethod
    def of(cls, headers: Iterable[tuple[bytes, bytes]]) -> _Told:
        agent, forwarded, prefetch = None, [], False
        for name, value in headers:
            if name == b"user-agent":
                agent = value if agent is None else agent
            elif name == b"x-forwarded-for":
                forwarded.append(value.decode("latin-1"))
            elif name in _PREFETCH_FIELDS:
                prefetch = prefetch or any(word in value.lower() for word in _PREFETCH_WORDS)
        text = (agent or b"").decode("latin-1").strip()
        return cls(text[:_MOST_AGENT_CHARACTERS], forwarded, prefetch)


def _peer(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    """One without a body."""
    headers = [*headers, (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send(_NO_BODY)
