"""The queue of hits: one writer thread commits what has come in meanwhile, then all of it is answered.

A commit costs a disk flush of 1 to 12 ms whatever its size, so the batch grows with the load by itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import partial
from threading import Condition, Thread

from desktop_app.server.metrics import Metrics
from desktop_app.server.storage import NewHit, Storage

log = logging.getLogger(__name__)

MOST_WAITING = 20_000

Done = Callable[[bool], None]


class Wait:
    """A desktop that waits for hits of `owner`. `seen`: how many commits of theirs it knows of."""

    __slots__ = ("most_s", "owner", "seen")

    def __init__(self, owner: int, seen: int, most_s: int) -> None:
        self.owner = owner
        self.seen = seen
        self.most_s = most_s

    async def look(self) -> bytes:
        """Give the answer with what there is now."""
        raise NotImplementedError

    def nothing(self) -> bytes:
        """Give the answer when nothing came in time."""
        raise NotImplementedError


class HitQueue:
    """`start`, `put`, `commits_of`, `listen`, `forget` and `stop` belong to one event loop."""

    def __init__(self, storage: Storage, metrics: Metrics, most_waiting: int = MOST_WAITING) -> None:
        self._storage = storage
        self._metrics = metrics
        self._most_waiting = most_waiting
        self._ready = Condition()
        self._waiting: list[tuple[NewHit, Done]] = []
        self._stopping = False
        self._thread: Thread | None = None
        self._loop: asyncio.AbstractEventLoop
        self._readers: defaultdict[int, set[Callable[[], None]]] = defaultdict(set)
        self._commits: defaultdict[int, int] = defaultdict(int)
        self._failing = False

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread = Thread(target=self._write, name="otklik-hit-writer", daemon=True)
        self._thread.start()
        self._storage.watch(lambda owners: self._call(partial(self._hear, owners)))

    def put(self, hit: NewHit, done: Done) -> None:
        """Keep a hit, then call `done` in the loop: True when it is durable, False when the storage failed.

        At once, with False, when too many are waiting.
        """
        with self._ready:
            taken = not self._stopping and len(self._waiting) < self._most_waiting
            if taken:
                self._waiting.append((hit, done))
                if len(self._waiting) == 1:  # the writer looks at nothing but whether there are any
                    self._ready.notify()
        if not taken:
            self._metrics.unacknowledged += 1
            done(False)

    async def keep(self, hit: NewHit) -> bool:
        """As `put`, for whoever has a task anyway."""
        kept: asyncio.Future[bool] = self._loop.create_future()
        self.put(hit, lambda durable: None if kept.done() else kept.set_result(durable))
        return await kept

    @property
    def waiting(self) -> int:
        """How many desktops do."""
        return self._metrics.waiting

    def commits_of(self, owner: int) -> int:
        """How many commits since the start held a hit of this owner. Ask before looking at the storage."""
        return self._commits.get(owner, 0)

    def listen(self, wait: Wait, ring: Callable[[], None]) -> bool:
        """Call `ring` at each commit for the owner, until `forget`. False: one came since it looked."""
        self._readers[wait.owner].add(ring)
        self._metrics.waiting += 1
        return self.commits_of(wait.owner) == wait.seen

    def forget(self, wait: Wait, ring: Callable[[], None]) -> None:
        self._readers[wait.owner].discard(ring)
        self._metrics.waiting -= 1
        if not self._readers[wait.owner]:
            del self._readers[wait.owner]

    def wake(self, owners: Iterable[int]) -> None:
        """Hits of these owners were committed, here or by another process at the same storage."""
        for owner in owners:
            self._commits[owner] += 1
            for ring in list(self._readers.get(owner, ())):
                ring()

    def _hear(self, owners: Collection[int]) -> None:
        self.wake(owners or list(self._readers))

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

    def _take(self) -> list[tuple[NewHit, Done]]:
        with self._ready:
            self._ready.wait_for(lambda: self._waiting or self._stopping)
            if self._storage.gather_s:  # nobody sees a pixel come later
                self._ready.wait_for(lambda: self._stopping, self._storage.gather_s)
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

    def _answer(self, batch: list[tuple[NewHit, Done]], kept: bool) -> None:
        self._metrics.commits += kept
        if kept:
            self._metrics.kept += len(batch)
        else:
            self._metrics.unacknowledged += len(batch)
        for _, done in batch:
            done(kept)
        if kept:
            self.wake({hit.key for hit, _ in batch})
