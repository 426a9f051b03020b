"""The queue of hits: one writer thread commits what has come in meanwhile, then all of it is answered.

A commit costs a disk flush of 1 to 12 ms whatever its size, so the batch grows with the load by itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from threading import Condition, Thread

from desktop_app.server.metrics import Metrics
from desktop_app.server.storage import NewHit, Storage

log = logging.getLogger(__name__)

MOST_WAITING = 20_000


class HitQueue:
    """`start`, `put`, `listen`, `forget` and `stop` belong to one event loop."""

    def __init__(self, storage: Storage, metrics: Metrics, most_waiting: int = MOST_WAITING) -> None:
        self._storage = storage
        self._metrics = metrics
        self._most_waiting = most_waiting
        self._ready = Condition()
        self._waiting: list[tuple[NewHit, asyncio.Future[bool]]] = []
        self._stopping = False
        self._closing = False
        self._thread: Thread | None = None
        self._loop: asyncio.AbstractEventLoop
        self._readers: defaultdict[int, set[asyncio.Event]] = defaultdict(set)
        self._failing = False

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread = Thread(target=self._write, name="otklik-hit-writer", daemon=True)
        self._thread.start()

    async def put(self, hit: NewHit) -> bool:
        """Keep a hit. True when it is durable, False when the storage failed or too many are waiting."""
        done: asyncio.Future[bool] = self._loop.create_future()
        with self._ready:
            if self._stopping or len(self._waiting) >= self._most_waiting:
                self._metrics.unacknowledged += 1
                return False
            self._waiting.append((hit, done))
            if len(self._waiting) == 1:  # the writer looks at nothing but whether there are any
                self._ready.notify()
        return await done

    def listen(self, key: int) -> asyncio.Event:
        """Give an event that is set at the next commit for this key; hand it to `forget` afterwards."""
        event = asyncio.Event()
        self._readers[key].add(event)
        self._metrics.waiting += 1
        if self._closing:
            event.set()
        return event

    def forget(self, key: int, event: asyncio.Event) -> None:
        self._readers[key].discard(event)
        self._metrics.waiting -= 1
        if not self._readers[key]:
            del self._readers[key]

    def wake_all(self) -> None:
        """Let every long poll answer, because the server is about to end."""
        self._closing = True
        self._wake(list(self._readers))

    def stop(self) -> None:
        """Commit what waits and end the thread. Blocks as long as that takes."""
        with self._ready:
            self._stopping = True
            self._ready.notify()
        if self._thread is not None:
            self._thread.join()

    def _write(self) -> None:
        while batch := self._take():
            kept = self._append([hit for hit, _ in batch])
            self._call(partial(self._answer, batch, kept))

    def _take(self) -> list[tuple[NewHit, asyncio.Future[bool]]]:
        with self._ready:
            self._ready.wait_for(lambda: self._waiting or self._stopping)
            batch, self._waiting = self._waiting, []
            return batch

    def _append(self, hits: list[NewHit]) -> bool:
        try:
            self._storage.append(hits)
        except Exception:
            # Top of the thread. The requests are answered as not kept; the next batch may do better.
            if not self._failing:  # said once, not with each of thousands of batches on a full disk
                log.exception("%d hits could not be kept", len(hits))
            self._failing = True
            return False
        if self._failing:
            log.warning("hits are kept again")
        self._failing = False
        return True

    def _call(self, function: Callable[[], None]) -> None:
        try:
            self._loop.call_soon_threadsafe(function)
        except RuntimeError:  # the loop has ended: nobody waits any more
            log.info("the last hits are kept; nobody waits for the answer")

    def _answer(self, batch: list[tuple[NewHit, asyncio.Future[bool]]], kept: bool) -> None:
        self._metrics.commits += kept
        if kept:
            self._metrics.kept += len(batch)
        else:
            self._metrics.unacknowledged += len(batch)
        for _, done in batch:
            if not done.done():  # the client may have gone
                done.set_result(kept)
        if kept:
            self._wake({hit.key for hit, _ in batch})

    def _wake(self, keys: Iterable[int]) -> None:
        for key in keys:
            for event in self._readers.get(key, ()):
                event.set()
