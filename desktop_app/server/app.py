"""The tracking server behind its front: pixels and links are answered here, everything else in `server.api`.

Every request for a pixel or link is served, whatever made it: verdicts are made later, on the desktop, from
what is kept here. A hit is answered after it is durable. The client's address lives only inside one call;
what is kept is its /24 or /48 and the tags of `server.networks`.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from desktop_app.domain.errors import InputError
from desktop_app.domain.model import DAY, SECOND, Micros
from desktop_app.domain.reach import TEST_PATH, proof
from desktop_app.domain.tokens import TOKEN_LENGTH
from desktop_app.server import api
from desktop_app.server.asked import Asked
from desktop_app.server.hits import Done, HitQueue
from desktop_app.server.keys import REFRESH_S, Keys
from desktop_app.server.limits import PerMinute
from desktop_app.server.metrics import Metrics
from desktop_app.server.networks import KNOWN, Networks, Proxies
from desktop_app.server.storage import KeyRecord, KeyState, NewHit, Storage

log = logging.getLogger(__name__)

KEEP_MONTHS = 12
MOST_MONTHS = 60
MONTH: Micros = 365 * DAY // 12
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)

MOST_HITS_OF_TOKEN = 600  # a minute; a letter to hundreds stays below, what is above only fills the disk
MOST_MISSES = 12  # a minute and address: more look for links that are not theirs
_PURGED_AT = "purged_at"
_LEAP: Micros = 30 * DAY
_NEVER_CACHED = b"cache-control: no-store, no-cache, max-age=0, private\r\n"
_GIF_FIELDS = b"content-type: image/gif\r\n" + _NEVER_CACHED
_METHODS = (b"GET", b"HEAD")
_OPEN = b"/o/"
_TEST = TEST_PATH.encode("ascii")
_TEXT_FIELDS = b"content-type: text/plain\r\n" + _NEVER_CACHED
_PATH_LENGTH = 3 + TOKEN_LENGTH
_NO_AGENT = ("", "-")
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_SOURCES_REMEMBERED = 10_000
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
    """`trusted_proxies`: addresses or ranges whose X-Forwarded-For is believed. `networks`: tag to ranges.

    `keep_months`: older hits are erased, every day.
    """

    trusted_proxies: Sequence[str] = ()
    networks: Mapping[str, Iterable[str]] = field(default_factory=lambda: KNOWN)
    keep_months: int = KEEP_MONTHS


def build(storage: Storage, settings: Settings, clock: Callable[[], Micros] = now_micros) -> App:
    """Make the application. Raises InputError for settings that are none."""
    if not 1 <= settings.keep_months <= MOST_MONTHS:
        raise InputError(field="keep_months", reason="out_of_range")
    retention = settings.keep_months * MONTH
    return App(storage, Proxies(settings.trusted_proxies), Networks(settings.networks), clock, retention)


class App:
    """`start` and `stop` once each, in the loop in which it serves. `front.Front` calls the rest."""

    def __init__(
        self,
        storage: Storage,
        proxies: Proxies,
        networks: Networks,
        clock: Callable[[], Micros],
        retention: Micros,
    ) -> None:
        self._retention = retention
        self._storage = storage
        self._proxies = proxies
        self._networks = networks
        self._clock = clock
        self._metrics = Metrics()
        self.queue = HitQueue(storage, self._metrics)
        self._keys = Keys(storage)
        self._floods = PerMinute(MOST_HITS_OF_TOKEN, time.monotonic)
        self._misses = PerMinute(MOST_MISSES, time.monotonic)
        self._sources: dict[tuple[str, str], _Source] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.rest = api.build(storage, self.queue, self._keys, proxies, self._metrics, clock)

    async def start(self) -> None:
        await self._keys.load()
        self.queue.start()
        for work in (self._purge(), self._refresh_keys()):
            self._begin(work)

    async def stop(self) -> None:
        """Commit what waits. Nothing may be asked any more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(self.queue.stop)

    def serve(self, asked: Asked) -> None:
        """Answer a request for a pixel or link."""
        if asked.method not in _METHODS:
            asked.answer(405, b"allow: GET, HEAD\r\n")
            return
        if asked.path.startswith(_TEST):
            self._prove(asked)
            return
        token = asked.path[3 : 3 + TOKEN_LENGTH].decode("latin-1")
        key = self._keys.known(token)
        if key is not None and asked.path.startswith(_OPEN):
            self._serve_pixel(asked, self._hit(asked, key, token))
        else:
            self._begin(self._serve_slowly(asked, key, token))

    def _prove(self, asked: Asked) -> None:
        """Show whoever made this token that it is this server that answers. Nothing is kept."""
        token = asked.path[len(_TEST) :].decode("latin-1")
        key = self._keys.known(token)
        if key is None:
            asked.answer(404, _NEVER_CACHED)
        else:
            asked.answer(200, _TEXT_FIELDS, proof(token, key.seal).encode("ascii"))

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _purge(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self._purge_once)
            except Exception:  # a database that is away now is there tomorrow
                log.exception("old hits could not be erased")
            await asyncio.sleep(_DAY_S)

    def _purge_once(self) -> None:
        """After a leap of the clock nothing is erased for a day, in which somebody may set it right."""
        now = self._clock()
        last = int(self._storage.setting(_PURGED_AT) or now)
        self._storage.set_setting(_PURGED_AT, str(now))
        if now - last > _LEAP:
            log.warning("the clock has gone %d days ahead: old hits are erased tomorrow", (now - last) // DAY)
        else:
            self._storage.purge(now - self._retention)
            self._storage.team.purge(now - self._retention)

    async def _refresh_keys(self) -> None:
        while True:
            await asyncio.sleep(REFRESH_S)
            try:
                await self._keys.load()
            except Exception:
                log.exception("the keys could not be read again")

    async def _serve_slowly(self, asked: Asked, key: KeyRecord | None, token: str) -> None:
        """What needs a look at the storage first: links, and tokens whose key is not in memory."""
        try:
            key = key or await self._look_up(token, asked)
        except Exception as error:  # noqa: BLE001 - whatever a storage has that is away
            log.warning("whose a token is could not be read: %s", type(error).__name__)
        hit = None if key is None else self._hit(asked, key, token)
        if asked.path.startswith(_OPEN):
            self._serve_pixel(asked, hit)
        else:
            await self._serve_link(asked, hit)

    async def _look_up(self, token: str, asked: Asked) -> KeyRecord | None:
        """Whose token it is. Who has missed too often is not worth a look at the storage."""
        self._metrics.misses += 1
        source = self._source(asked.peer, _Told.of(asked.fields).forwarded)
        if not self._misses.take(source.number):
            self._metrics.slowed += 1
            return None
        return await self._keys.of_token(token)

    def _serve_pixel(self, asked: Asked, hit: NewHit | None) -> None:
        if hit is None:
            asked.answer(200, _GIF_FIELDS, GIF)
            return
        self._metrics.opens += 1
        self._keep(hit, partial(_answer_pixel, asked))

    async def _serve_link(self, asked: Asked, hit: NewHit | None) -> None:
        try:
            target = "" if hit is None else await asyncio.to_thread(self._storage.target, hit.token)
        except Exception as error:  # noqa: BLE001 - whatever a storage has that is away
            log.warning("where a link leads could not be read: %s", type(error).__name__)
            asked.answer(503, _NEVER_CACHED + b"retry-after: 30\r\n")
            return
        if hit is None or not target or _CONTROL.search(target):
            asked.answer(404, _NEVER_CACHED)
            return
        self._metrics.clicks += 1
        there = b"location: %b\r\n" % target.encode("ascii")
        # Kept or not, the person wants to get there.
        self._keep(hit, lambda _kept: asked.answer(302, there + _NEVER_CACHED))

    def _keep(self, hit: NewHit, done: Done) -> None:
        """`done` as of `HitQueue.put`. What is not to be kept needs no disk."""
        if hit.key == _NOBODY:
            done(True)
        elif not self._floods.take(hit.token):
            self._metrics.limited += 1
            done(True)
        else:
            self.queue.put(hit, done)

    def _hit(self, asked: Asked, key: KeyRecord, token: str) -> NewHit:
        told = _Told.of(asked.fields)
        source = self._source(asked.peer, told.forwarded)
        flags = source.flags
        path = asked.path
        if told.prefetch or asked.method == b"HEAD" or told.agent in _NO_AGENT or len(path) > _PATH_LENGTH:
            flags = " ".join(_flags(asked, told, flags))
        kind = "open" if path.startswith(_OPEN) else "click"
        owner = _NOBODY if key.state is KeyState.REVOKED else key.owner
        return NewHit(owner, self._clock(), kind, token, told.agent, source.network, flags)

    def _source(self, peer: str, forwarded: list[str]) -> _Source:
        """Read where a request comes from. The latest are remembered, in memory only."""
        told = ",".join(forwarded)
        known = self._sources.get((peer, told))
        if known is None:
            client = self._proxies.client(peer, forwarded)
            known = _Source("", "", None)
            if client is not None:
                known = _Source(client.network, " ".join(self._networks.tags(client)), client.number)
            if len(self._sources) >= _SOURCES_REMEMBERED:
                self._sources.clear()
            self._sources[peer, told] = known
        return known


class _Source(NamedTuple):
    """What may be kept of an address, and its number, which may not."""

    network: str
    flags: str
    number: int | None


class _Told(NamedTuple):
    """What a header says of the client. One walk over the fields: each pixel comes through here."""

    agent: str
    forwarded: list[str]
    prefetch: bool

    @classmethod
    def of(cls, fields: Iterable[tuple[bytes, bytes]]) -> _Told:
        agent, forwarded, prefetch = None, [], False
        for name, value in fields:
            if name == b"user-agent":
                agent = value if agent is None else agent
            elif name == b"x-forwarded-for":
                forwarded.append(value.decode("latin-1"))
            elif name in _PREFETCH_FIELDS:
                prefetch = prefetch or any(word in value.lower() for word in _PREFETCH_WORDS)
        text = (agent or b"").decode("latin-1").strip()
        return cls(text[:_MOST_AGENT_CHARACTERS], forwarded, prefetch)


def _flags(asked: Asked, told: _Told, known: str) -> list[str]:
    flags = known.split()
    if told.prefetch:
        flags.insert(0, "prefetch")
    if asked.method == b"HEAD":
        flags.insert(0, "head")
    if told.agent in _NO_AGENT:
        flags.append("no_agent")
    if len(asked.path) > _PATH_LENGTH:
        flags.append("mangled")
    return flags


def _answer_pixel(asked: Asked, kept: bool) -> None:
    asked.answer(200 if kept else 503, _GIF_FIELDS, GIF)
