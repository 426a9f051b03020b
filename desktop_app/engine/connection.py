"""The one local connection between the engine and its clients (the window, the command line).

Down: `(number, Command)`. Up: `("result", number, Result)` and `("fact", Fact)`. A random key and the
address lie in `<data>/engine.json`, readable only by the user (mode 0600). The key protects pickle: whoever
can read that file can already do everything the user can.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import secrets
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from functools import partial
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

from desktop_app.domain.commands import Command, Result
from desktop_app.domain.errors import EngineLost
from desktop_app.domain.facts import Fact
from desktop_app.engine.lock import unusable

log = logging.getLogger(__name__)

MOST_UNREAD = 20_000  # facts; a window reads some thousand a second

Answer = Callable[[Result], None]
Handle = Callable[[Command, Answer], None]


def connect(data: Path) -> Connection | None:
    """The running engine of a data folder, None when there is none."""
    try:
        spot = json.loads(_spot(data).read_text("utf-8"))
        return Client(spot["address"], _family(), authkey=bytes.fromhex(spot["key"]))
    except (OSError, ValueError, KeyError, EOFError, AuthenticationError):
        return None


class Hub:
    """Accepts clients, hands their commands to `handle`, tells every client every fact.

    Construction raises DiskFull or FolderUnusable when the address cannot be written down.
    """

    def __init__(self, data: Path, handle: Handle, greeting: Callable[[], list[Fact]]) -> None:
        self._data = data
        self._handle = handle
        self._greeting = greeting
        self._clients: set[_Client] = set()
        self._lock = threading.Lock()
        self._stopping = False
        self._threads: list[threading.Thread] = []
        key = secrets.token_bytes(32)
        try:
            self._folder = tempfile.mkdtemp(prefix="otklik-")  # short: a Unix socket path holds 107 bytes
            self._listener = Listener(_address(self._folder), _family(), authkey=key)
            _publish(data, str(self._listener.address), key)
        except OSError as error:
            raise unusable(data, error) from error
        self._start(self._accept, "otklik-accept")

    def tell(self, fact: Fact) -> None:
        for client in self._open_clients():
            client.put(("fact", fact))

    def close(self) -> None:
        """Ends every client connection and thread. Safe to call twice."""
        if self._stopping:
            return
        self._stopping = True
        _spot(self._data).unlink(missing_ok=True)
        self._wake_accept()
        for client in self._open_clients():
            client.shut()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(5)
        self._listener.close()
        with contextlib.suppress(OSError):
            Path(self._folder).rmdir()

    def _accept(self) -> None:
        while not self._stopping:
            try:
                client = _Client(self._listener.accept())
            except (OSError, EOFError, AuthenticationError):
                if not self._stopping:
                    log.info("a client was turned away")
                continue
            with self._lock:
                self._clients.add(client)
            self._start(client.work, "otklik-client-out")
            self._start(partial(self._serve, client), "otklik-client-in")

    def _serve(self, client: _Client) -> None:
        try:
            for fact in self._greeting():
                client.put(("fact", fact))
            while not self._stopping:
                number, command = client.connection.recv()
                self._handle(command, partial(_answer, client, number))
        except (OSError, EOFError):
            pass  # the client went away; nothing of its own is left to undo
        except Exception:  # e.g. it is of another version and says what cannot be read
            log.exception("a client was cut off")
        finally:
            with self._lock:
                self._clients.discard(client)
            client.end()

    def _open_clients(self) -> list[_Client]:
        with self._lock:
            return list(self._clients)

    def _start(self, target: Callable[[], None], name: str) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=target, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _wake_accept(self) -> None:
        """accept() has no timeout: knock, without the key."""
        if sys.platform == "win32":
            connect(self._data)
            return
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as knock:
            knock.settimeout(1)
            knock.connect(str(self._listener.address))


class _Client:
    """What is told to a client waits in a queue of its own: one that does not read stops nobody else."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._queue: queue.SimpleQueue[tuple[object, ...] | None] = queue.SimpleQueue()
        self._ended = threading.Event()

    def put(self, message: tuple[object, ...]) -> None:
        if self._queue.qsize() < MOST_UNREAD:
            self._queue.put(message)
        else:
            self.shut()  # it has been asleep; what it missed it reads from the database when it comes back

    def work(self) -> None:
        """The sending thread."""
        try:
            while (message := self._queue.get()) is not None:
                self.connection.send(message)
        except (OSError, EOFError):
            pass  # the receiving thread sees the same
        finally:
            self._ended.set()

    def shut(self) -> None:
        _shut(self.connection)

    def end(self) -> None:
        """From the receiving thread: the connection is of no use any more."""
        self.shut()
        self._queue.put(None)
        self._ended.wait()
        self.connection.close()


class Caller:
    """The simple client: one command at a time; `told` hears the facts that come meanwhile."""

    def __init__(self, connection: Connection, told: Callable[[Fact], None] | None = None) -> None:
        self._connection = connection
        self._told = told
        self._number = 0

    def call(self, command: Command) -> object:
        """The command's value. Raises its AppError; EngineLost when the engine went away."""
        self._number += 1
        try:
            self._connection.send((self._number, command))
            result = self._result()
        except (OSError, EOFError) as error:
            raise EngineLost from error
        if result.error is not None:
            raise result.error
        return result.value

    def close(self) -> None:
        self._connection.close()

    def _result(self) -> Result:
        while True:
            message = self._connection.recv()
            if message[0] == "fact" and self._told is not None:
                self._told(message[1])
            if message[0] == "result" and message[1] == self._number:
                result: Result = message[2]
                return result


def _answer(client: _Client, number: int, result: Result) -> None:
    client.put(("result", number, result))


def _spot(data: Path) -> Path:
    return data / "engine.json"


def _family() -> str:
    return "AF_PIPE" if sys.platform == "win32" else "AF_UNIX"


def _address(folder: str) -> str:
    if sys.platform == "win32":
        return rf"\\.\pipe\{Path(folder).name}"
    return f"{folder}/engine"


def _publish(data: Path, address: str, key: bytes) -> None:
    new = _spot(data).with_suffix(".new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump({"address": address, "key": key.hex(), "pid": os.getpid()}, file)
    new.replace(_spot(data))


def _shut(client: Connection) -> None:
    """Wake a thread blocked in recv(): closing the descriptor alone would not."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            client.close()
            return
        duplicate = socket.socket(fileno=os.dup(client.fileno()))
        duplicate.shutdown(socket.SHUT_RDWR)
        duplicate.close()
