"""The demo world in a process of its own, so that the window's process stays light.

The world ends when it is told to, and also when the process that began it dies: its end of the pipe closes.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import signal
import time
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Self

from desktop_app.demo.world import Endpoints, World
from desktop_app.domain.model import Micros

START_S = 60.0
STOP_S = 30.0
_LIVE, _STOP = "live", "stop"


class WorldProcess:
    """`with` begins and ends it. Blocks; for one thread."""

    def __init__(self, seed: int, now: Micros | None = None) -> None:
        """`now` None: the present."""
        self._seed = seed
        self._now = time.time_ns() // 1000 if now is None else now
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._endpoints: Endpoints | None = None

    @property
    def endpoints(self) -> Endpoints:
        """Addresses and passwords, once it has started."""
        assert self._endpoints is not None
        return self._endpoints

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Return when everything listens. Raises OSError when it could not start."""
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_run, args=(theirs, self._seed, self._now), name="otklik-demo")
        self._process.start()
        theirs.close()
        with contextlib.suppress(EOFError):
            if self._pipe.poll(START_S):
                self._endpoints = self._pipe.recv()
                return
        self.stop()
        raise OSError("the demo world did not start")

    def live(self) -> None:
        """Begin the live script."""
        self._say(_LIVE)

    def stop(self) -> None:
        """End it, by force when it does not end in time."""
        self._say(_STOP)
        process, self._process = self._process, None
        if process is not None:
            process.join(STOP_S)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None

    def _say(self, word: str) -> None:
        if self._pipe is not None:
            with contextlib.suppress(OSError):  # it has ended already
                self._pipe.send(word)


def _run(pipe: Connection, seed: int, now: Micros) -> None:
    # aiosmtpd warns at every sign-in about an attribute that only it uses.
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the parent too, which ends us in order
    world = World.start(seed, now)
    try:
        pipe.send(world.endpoints)
        with contextlib.suppress(EOFError, OSError):
            while pipe.recv() == _LIVE:
                world.live()
    finally:
        world.stop()
