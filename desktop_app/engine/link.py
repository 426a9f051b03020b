"""The window's end of the connection: usable at once, connected as soon as the engine is up.

The window paints before the engine has opened its database. What is sent meanwhile is kept and goes out in
order when the connection stands.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from desktop_app.domain.commands import Stop
from desktop_app.domain.errors import DatabaseBusy, EngineLost
from desktop_app.engine.connection import Caller, connect
from desktop_app.engine.lock import DataLock

TRY_EVERY_S = 0.05
END_S = 20.0


class Link:
    """Looks like a `Connection` (send, recv, poll, close). `start` makes sure an engine is coming up."""

    def __init__(self, data: Path, start: Callable[[], subprocess.Popen[bytes] | None]) -> None:
        self._data = data
        self._engine = start()
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

    def _has_ended(self) -> bool:
        """Ours ended, or the other that held the folder does so no longer."""
        return _is_free(self._data) if self._engine is None else self._engine.poll() is not None

    def _take(self, connection: Connection) -> bool:
        with self._lock:
            for message in self._unsent:
                connection.send(message)
            self._unsent.clear()
            self._connection = connection
        return True


def start_engine(data: Path) -> subprocess.Popen[bytes] | None:
    """Start an engine of its own for a data folder; None when one is already there."""
    if not _is_free(data):
        return None
    command = [sys.executable, "-m", "desktop_app", "--data", str(data), "engine"]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, env=dict(os.environ))


def stop_engine(data: Path) -> None:
    """Ask the engine of a data folder to end, if one is running, and wait until it has let the folder go."""
    running = connect(data)
    if running is None:
        return
    with contextlib.suppress(EngineLost), contextlib.closing(Caller(running)) as caller:
        caller.call(Stop())
    deadline = time.monotonic() + END_S
    while not _is_free(data) and time.monotonic() < deadline:
        time.sleep(TRY_EVERY_S)


def _is_free(data: Path) -> bool:
    try:
        DataLock(data).close()
    except DatabaseBusy:
        return False
    return True
