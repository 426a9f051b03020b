"""Run the tracking server: in this process until a signal (`serve`), or as a child (`ServerProcess`)."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit
from urllib.request import urlopen

from desktop_app.domain.errors import InputError
from desktop_app.server.app import KEEP_MONTHS, App, Settings, build
from desktop_app.server.certificate import Certificate
from desktop_app.server.front import Front
from desktop_app.server.invite import PUBLIC_URL
from desktop_app.server.storage import Storage
from desktop_app.server.storage_sqlite import SqliteStorage

HOST = "127.0.0.1"
BACKLOG = 2048
HANDSHAKE_S = 10.0
END_S = 10.0

_FILES_FOR_OURSELVES = 64
_MOST_CONNECTIONS = 100_000  # where the system names no limit
_START_S = 30.0
_STOP_S = 15.0
_POLL_S = 0.02
_BOUND = b"bound"


def open_storage(url: str) -> Storage:
    """Open a file by path, `sqlite:PATH` or `sqlite:///PATH`, or a database by `postgresql://...`.

    Raises InputError(field="storage"), FolderUnusable, DatabaseTooNew.
    """
    scheme, colon, rest = url.partition(":")
    if colon and scheme == "sqlite":
        return SqliteStorage(Path(rest.removeprefix("///")))  # a fourth slash is that of an absolute path
    if scheme in ("postgresql", "postgres"):
        from desktop_app.server.storage_postgres import PostgresStorage  # most servers need no libpq

        return PostgresStorage(url)
    if not url or (colon and len(scheme) > 1):  # one letter: a Windows drive
        raise InputError(field="storage", reason="unknown_scheme")
    return SqliteStorage(Path(url))


def serve(
    listen: str,
    storage_url: str,
    public_url: str,
    trusted_proxies: Sequence[str] = (),
    certificate: Certificate | None = None,
    keep_months: int = KEEP_MONTHS,
) -> None:
    """Serve until SIGINT or SIGTERM. Raises InputError for a bad setting, OSError when it cannot listen.

    `listen` is HOST:PORT. Without `certificate` TLS ends at a reverse proxy: `trusted_proxies` must name it.
    """
    settings = Settings(tuple(trusted_proxies), keep_months=keep_months)
    _run(listen, storage_url, public_url, settings, certificate, _on_signals)


class ServerProcess:
    """The server in a process of its own on a loopback port; `with` starts and ends it.

    It ends by itself when this process dies.
    """

    def __init__(
        self, storage_url: str, public_url: str = "", trusted_proxies: Sequence[str] = (), port: int = 0
    ) -> None:
        """`public_url` "" is the loopback address, `port` 0 any free one."""
        port = port or _free_port()
        self.url = f"http://{HOST}:{port}"
        settings = [f"{HOST}:{port}", storage_url, public_url or self.url, list(trusted_proxies)]
        self._command = [sys.executable, "-m", "desktop_app.server.run", json.dumps(settings)]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Return when it answers. Raises OSError when it does not within 30 s."""
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        with self._process.stdout as said:
            own_port = said.readline().strip() == _BOUND  # else another server may answer there
        deadline = time.monotonic() + _START_S
        while own_port and time.monotonic() < deadline and self._process.poll() is None:
            if self._answers():
                return
            time.sleep(_POLL_S)
        self.stop()
        raise OSError("the tracking server did not start")

    def stop(self) -> None:
        """End it after what it has is kept; by force when it does not end in time."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            process.stdin.close()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/healthz", timeout=1) as answer:  # noqa: S310 - an http address of ours
                return bool(answer.status == 200)
        except OSError:  # URLError among them
            return False


Arrange = Callable[[asyncio.AbstractEventLoop, Callable[[], None]], None]


def _run(
    listen: str,
    storage_url: str,
    public_url: str,
    settings: Settings,
    certificate: Certificate | None,
    arrange: Arrange,
) -> None:
    """`arrange(loop, stop)` sees to it that `stop` is called in the loop one day."""
    host, port = _place(listen)
    if urlsplit(public_url).scheme not in ("http", "https"):
        raise InputError(field="public_url", reason="not_http")
    context = None if certificate is None else certificate.context()
    most = _allow_many_connections()
    with _bound(host, port) as listening:
        storage = open_storage(storage_url)
        try:
            app = build(storage, settings)
            storage.set_setting(PUBLIC_URL, public_url.rstrip("/"))
            with asyncio.Runner(loop_factory=_new_loop()) as runner:
                runner.run(_serve(app, listening, most, certificate, context, arrange))
        finally:
            storage.close()


async def _serve(
    app: App,
    listening: socket.socket,
    most_connections: int,
    certificate: Certificate | None,
    context: ssl.SSLContext | None,
    arrange: Arrange,
) -> None:
    loop = asyncio.get_running_loop()
    ending = asyncio.Event()
    front = Front(app, most_connections)
    arrange(loop, ending.set)
    await app.start()
    handshake_s = None if context is None else HANDSHAKE_S
    server = await loop.create_server(
        front.connect, sock=listening, backlog=BACKLOG, ssl=context, ssl_handshake_timeout=handshake_s
    )
    tasks = [loop.create_task(front.tick())]
    if certificate is not None and context is not None:
        tasks.append(loop.create_task(certificate.keep_fresh(context)))
    await ending.wait()
    server.close()
    await front.end(END_S)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await app.stop()


def _new_loop() -> Callable[[], asyncio.AbstractEventLoop]:
    if sys.platform == "win32":
        return asyncio.new_event_loop
    import uvloop

    return uvloop.new_event_loop


def _on_signals(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))


def _on_closed_input(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    """Stop when the parent closes the pipe to us, which its death does too."""
    _on_signals(loop, stop)
    sys.stdout.buffer.write(_BOUND + b"\n")
    sys.stdout.buffer.flush()
    os.dup2(2, 1)  # the parent reads no more than that

    def wait() -> None:
        sys.stdin.buffer.read()
        with contextlib.suppress(RuntimeError):  # the loop has ended already
            loop.call_soon_threadsafe(stop)

    Thread(target=wait, name="otklik-parent", daemon=True).start()


def _place(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise InputError(field="listen", reason="not_host_port", text=listen)
    return host.strip("[]"), int(port)


def _bound(host: str, port: int) -> socket.socket:
    """Raise OSError when the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    both = host == "::" and socket.has_dualstack_ipv6()
    return socket.create_server((host, port), family=family, backlog=BACKLOG, dualstack_ipv6=both)


def _allow_many_connections() -> int:
    """Each waiting desktop holds a file; systems begin with 1,024 and let a program ask for more.

    Returns how many connections that allows.
    """
    if sys.platform == "win32":
        return _MOST_CONNECTIONS
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return _MOST_CONNECTIONS if most == resource.RLIM_INFINITY else max(1, most - _FILES_FOR_OURSELVES)


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    address, storage, public, trusted = json.loads(sys.argv[1])
    _run(address, storage, public, Settings(tuple(trusted)), None, _on_closed_input)
