"""The demo world: mailbox, post office, tracking server and clients, all on loopback and all real.

The tracking server is a process of its own, the rest runs in one event loop in one thread. Nothing is written
into anybody's database: letters come by APPEND and SMTP, hits by HTTP. (The one thing that no server can tell
later, when a letter was read, is kept beforehand in the data folder: see `past`.)
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

from desktop_app.demo import team
from desktop_app.demo.clients import Clients
from desktop_app.demo.company import history
from desktop_app.demo.feeder import Feeder, Post
from desktop_app.demo.mailbox import HOST, Mailbox, Owner
from desktop_app.demo.people import CHANNELS, COMPANY_DOMAIN, MANAGER
from desktop_app.demo.post import PostOffice
from desktop_app.demo.script import Act, Beat
from desktop_app.demo.web import Web
from desktop_app.domain.model import AccountSettings, Endpoint, Micros, Security
from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage

T = TypeVar("T")
PASSWORD = "demo-only"  # noqa: S105 - of an invented mailbox on loopback
STOP_S = 20.0
ACT_S = 30.0


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Everything the program needs to live in this world.

    `channels`: (name, addresses). `seen`: (Message-ID, last known unread, first known read) of earlier days.
    """

    account: AccountSettings
    password: str
    channels: tuple[tuple[str, tuple[str, ...]], ...]
    tracking_url: str
    tracking_key: str
    seed: int
    now: Micros
    seen: tuple[tuple[str, Micros, Micros], ...]


class World:
    """Started by `start`, ended by `stop`; both block and may be called from any thread."""

    def __init__(self, seed: int, now: Micros, told: Callable[[Act, str], None]) -> None:
        self.history = history(seed, now)
        self._seed = seed
        self._now = now
        self._begun = time.monotonic()
        self._owner = Owner(MANAGER.address, PASSWORD)
        self._folder = tempfile.TemporaryDirectory(prefix="otklik-demo-", ignore_cleanup_errors=True)
        self._storage = str(Path(self._folder.name) / "hits.db")
        self._server = ServerProcess(self._storage, trusted_proxies=(HOST,))
        with closing(open_storage(self._storage)) as storage:
            self._key = invite(storage, MANAGER.name, self._server.url, lead=True).key
        self._web = Web(self._server.url)
        self._clients = Clients(self._web, self._deliver, self._clock, seed, told)
        self._mailbox = Mailbox(self._owner)
        self._post = PostOffice(self._owner, self._clients.receive)
        self._feeder = Feeder(self._owner)
        self._delivering = asyncio.Lock()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="otklik-demo", daemon=True)

    @classmethod
    def start(
        cls, seed: int, now: Micros, told: Callable[[Act, str], None] = lambda _act, _who: None
    ) -> Self:
        """Everything listens and the letters are in the mailbox when this returns.

        `told(act, address)` hears, in the world's thread, what clients have done. Raises OSError when a port
        or process cannot be had.
        """
        world = cls(seed, now, told)
        world._thread.start()
        try:
            opening = asyncio.run_coroutine_threadsafe(world._open(), world._loop)
            world._server.start()
            with closing(open_storage(world._storage)) as storage:
                team.tell(storage, world._server.url, seed, now)
            opening.result()
        except BaseException:
            world.stop()
            raise
        return world

    @property
    def endpoints(self) -> Endpoints:
        """Addresses and passwords."""
        account = AccountSettings(
            kind="imap",
            address=self._owner.address,
            user=self._owner.address,
            imap=Endpoint(HOST, self._mailbox.port, Security.NONE),
            smtp=Endpoint(HOST, self._post.port, Security.NONE),
            name=MANAGER.name,
            own=(COMPANY_DOMAIN,),
        )
        channels = tuple((name, (address,)) for name, address in CHANNELS.items())
        return Endpoints(
            account=account,
            password=PASSWORD,
            channels=channels,
            tracking_url=self._server.url,
            tracking_key=self._key,
            seed=self._seed,
            now=self._now,
            seen=self.history.seen,
        )

    def live(self) -> None:
        """Begin the live script; a second time does nothing."""
        self._loop.call_soon_threadsafe(self._clients.go_live)

    def act(self, address: str, beat: Beat) -> None:
        """Let a client do one thing now, with the newest letter sent to him. Raises KeyError: he has none."""
        self._run(self._clients.act(address, beat)).result(ACT_S)

    def stop(self) -> None:
        """End servers, clients, thread and process, and remove what was written."""
        if self._thread.is_alive():
            with contextlib.suppress(TimeoutError):
                self._run(self._close()).result(STOP_S)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(STOP_S)
        if not self._thread.is_alive() and not self._loop.is_closed():
            self._loop.close()
        self._server.stop()
        self._folder.cleanup()

    def _run(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _open(self) -> None:
        await self._mailbox.start()
        await self._post.start()
        await self._feeder.open(self._mailbox.port)
        await self._feeder.append(self.history.posts)

    async def _close(self) -> None:
        await self._clients.stop()
        self._post.stop()
        self._mailbox.stop()
        await self._web.close()
        # What is left are connections: the program's, in the middle of IDLE, and ours.
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._feeder.close()

    async def _deliver(self, post: Post) -> None:
        async with self._delivering:
            await self._feeder.append([post])

    def _clock(self) -> Micros:
        """The world's time goes on from `now`, whenever that was."""
        return self._now + int((time.monotonic() - self._begun) * 1_000_000)
