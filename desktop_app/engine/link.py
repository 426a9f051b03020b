"""The window's end of the connection: usable at once, connected as soon as the engine is up.

The window paints before the engine has opened its database, and before an engine is started at all: what
that needs is imported by then, not by this module. What is sent meanwhile is kept and goes out in order when
the connection stands.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.domain.errors import EngineLost, StoreError
from desktop_app.engine.lock import is_free

if TYPE_CHECKING:
    import subprocess
    from multiprocessing.connection import Connection

TRY_EVERY_S = 0.05
END_S = 20.0


class Link:
    """Looks like a `Connection` (send, recv, poll, close).

    `start` makes sure that an engine is coming up; it is called by the first `poll`.
    """

    def __init__(self, data: Path, start: Callable[[], subprocess.Popen[bytes] | None]) -> None:
        self._data = data
        self._start: Callable[[], subprocess.Popen[bytes] | None] | None = start
        self._engine: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._unsent: list[object] = []
        self._lock = threading.Lock()

    def send(self, message: object) -> None:
        """Raises OSError when the engine is gone."""
        with self._lock:
            if self._connection is None:
                self._unsent.append(message)
            else:
                self._connection.send(message)

    def poll(self, timeout: float | None = 0.0) -> bool:
        """Is a message there? Raises EOFError when the engine ended before it could be reached."""
        if self._connection is None and not self._connected(timeout or 0.0):
            return False
        assert self._connection is not None
        return self._connection.poll(timeout)

    def recv(self) -> object:
        """Raises EOFError when the engine went away."""
        if self._connection is None:
            raise EOFError
        message: object = self._connection.recv()
        return message

    def close(self) -> None:
        """Leaves the engine running."""
        if self._connection is not None:
            self._connection.close()

    def _connected(self, timeout_s: float) -> bool:
        from desktop_app.engine.connection import connect

        self._start_once()
        deadline = time.monotonic() + timeout_s
        while True:
            connection = connect(self._data)
            if connection is not None:
                return self._take(connection)
            if self._has_ended():
                raise EOFError  # another engine is starting, or this one could not
            if time.monotonic() >= deadline:
                return False
            time.sleep(TRY_EVERY_S)

    def _start_once(self) -> None:
        start, self._start = self._start, None
        if start is not None:
            try:
                self._engine = start()
            except StoreError as error:  # the folder was usable when the window opened
                raise EOFError from error

    def _has_ended(self) -> bool:
        """Ours ended, or the other that held the folder does so no longer."""
        return is_free(self._data) if self._engine is None else self._engine.poll() is not None

    def _take(self, connection: Connection) -> bool:
        with self._lock:
            for message in self._unsent:
                connection.send(message)
            self._unsent.clear()
            self._connection = connection
        return True


def start_engine(data: Path) -> subprocess.Popen[bytes] | None:
    """Start an engine of its own for a data folder; None when one is already there."""
    import subprocess

    if not is_free(data):
        return None
    command = [sys.executable, "-m", "desktop_app", "--data", str(data), "engine"]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, env=dict(os.environ))


def stop_engine(data: Path) -> None:
    """Ask the engine of a data folder to end, if one is running, and wait until it has let the folder go."""
    from desktop_app.domain.commands import Stop
    from desktop_app.engine.connection import Caller, connect

    running = connect(data)
    if running is None:
        return
    with contextlib.suppress(EngineLost), contextlib.closing(Caller(running)) as caller:
        caller.call(Stop())
    deadline = time.monotonic() + END_S
    while not is_free(data) and time.monotonic() < deadline:
        time.sleep(TRY_EVERY_S)
