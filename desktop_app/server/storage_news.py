"""Tells other server processes at the same PostgreSQL whose hits were kept: desktops may be waiting there.

Not with each batch: who was told of is gathered for a quarter of a second, off the way of the hits.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Collection, Iterable
from threading import Event, Lock, Thread

import psycopg

log = logging.getLogger(__name__)

CHANNEL = "otklik_hits"
EVERY_S = 0.25
PAUSE_S = 2.0
_MOST_NAMED = 1000  # a message of PostgreSQL holds 8,000 bytes

Heard = Callable[[Collection[int]], None]


class News:
    """`start` and `close` once each. `heard` is called from a thread of its own, () means anybody."""

    def __init__(self, conninfo: str, heard: Heard) -> None:
        self._conninfo = conninfo
        self._heard = heard
        self._who = secrets.token_hex(8)
        self._lock = Lock()
        self._kept: set[int] = set()
        self._stop = Event()
        self._thread = Thread(target=self._work, name="otklik-hit-news", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def kept(self, owners: Iterable[int]) -> None:
        """Say so soon. From any thread."""
        with self._lock:
            self._kept.update(owners)

    def close(self) -> None:
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                self._listen()
            except psycopg.Error as error:
                log.info("other servers are not heard: %s", type(error).__name__)
                self._stop.wait(PAUSE_S)
                self._heard(())  # what was said meanwhile nobody knows

    def _listen(self) -> None:
        with psycopg.connect(self._conninfo, autocommit=True) as line:
            line.execute(f"LISTEN {CHANNEL}")
            while not self._stop.is_set():
                for news in line.notifies(timeout=EVERY_S):
                    self._take(news.payload)
                if said := self._taken():
                    line.execute("SELECT pg_notify(%s, %s)", (CHANNEL, said))

    def _take(self, payload: str) -> None:
        who, _, owners = payload.partition(" ")
        if who != self._who:
            self._heard([int(one) for one in owners.split()])

    def _taken(self) -> str:
        with self._lock:
            owners, self._kept = self._kept, set()
        if not owners:
            return ""
        return " ".join([self._who, *map(str, owners if len(owners) <= _MOST_NAMED else ())])
