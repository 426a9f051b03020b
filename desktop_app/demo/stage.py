"""The demo for the window: a world, an empty data folder, and a hand that sets the program up in it.

The window opens at once and starts the engine. Meanwhile the hand adds the account by commands, waits until
the mailbox is in sync, sends the morning's letters and lets the live script begin.
"""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from desktop_app.demo.past import remember
from desktop_app.demo.process import WorldProcess
from desktop_app.demo.setup import morning, prepare
from desktop_app.domain.commands import SyncTeam
from desktop_app.domain.errors import AppError
from desktop_app.domain.facts import SyncState
from desktop_app.engine.connection import Caller, connect

log = logging.getLogger(__name__)

CONNECT_S = 30.0
SYNC_S = 120.0
_LOOK_S = 0.1


@contextlib.contextmanager
def stage(seed: int) -> Iterator[Path]:
    """A data folder for a program that lives in the demo world. Who starts an engine on it ends it too."""
    with (
        tempfile.TemporaryDirectory(prefix="otklik-demo-", ignore_cleanup_errors=True) as folder,
        _secrets_in(Path(folder) / "secrets.json"),
        WorldProcess(seed) as world,
    ):
        data = Path(folder) / "data"
        data.mkdir(mode=0o700)
        remember(data, world.endpoints)
        ended = threading.Event()
        hand = threading.Thread(target=_set_up, args=(data, world, ended), name="otklik-stage", daemon=True)
        hand.start()
        try:
            yield data
        finally:
            ended.set()
            hand.join()


def _set_up(data: Path, world: WorldProcess, ended: threading.Event) -> None:
    connection = _connection(data, ended)
    if connection is None:
        return
    with contextlib.closing(Caller(connection)) as caller:
        try:
            account = prepare(caller.call, world.endpoints)
            if _in_sync(connection, ended):
                morning(caller.call, world.endpoints, account)
                caller.call(SyncTeam())
        except (AppError, EOFError, OSError) as error:
            if not ended.is_set():
                log.warning("the demo could not be set up: %s", error)
    world.live()


def _connection(data: Path, ended: threading.Event) -> Connection | None:
    deadline = time.monotonic() + CONNECT_S
    while not ended.is_set() and time.monotonic() < deadline:
        if (found := connect(data)) is not None:
            return found
        ended.wait(_LOOK_S)
    return None


def _in_sync(connection: Connection, ended: threading.Event) -> bool:
    """Wait for the fact that every folder is up to date."""
    deadline = time.monotonic() + SYNC_S
    while not ended.is_set() and time.monotonic() < deadline:
        if connection.poll(_LOOK_S):
            message = connection.recv()
            if message[0] == "fact" and isinstance(message[1], SyncState) and message[1].state == "live":
                return True
    return False


@contextlib.contextmanager
def _secrets_in(path: Path) -> Iterator[None]:
    """Passwords of the demo go to a file of its own, never into the person's keyring."""
    before = os.environ.get("OTKLIK_SECRETS")
    os.environ["OTKLIK_SECRETS"] = str(path)
    try:
        yield
    finally:
        if before is None:
            del os.environ["OTKLIK_SECRETS"]
        else:
            os.environ["OTKLIK_SECRETS"] = before
