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
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit
from urllib.request import urlopen

from granian.constants import HTTPModes, Interfaces, SSLProtocols
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from desktop_app.domain.errors import InputError
from desktop_app.server.app import App, Settings, build
from desktop_app.server.invite import PUBLIC_URL
from desktop_app.server.storage import Storage
from desktop_app.server.storage_sqlite import SqliteStorage

HOST = "127.0.0.1"
HEADERS_MS = 10_000  # who sends his header more slowly holds a connection on purpose
HEADERS_BYTES = 64 * 1024
MOST_AT_ONCE = 100_000  # granian's own limit is the backlog: with more desktops waiting pixels would hang

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


@dataclass(frozen=True, slots=True)
class Certificate:
    """PEM files; the chain of the server's own certificate, and its key without a password."""

    chain: Path
    key: Path


def serve(
    listen: str,
    storage_url: str,
    public_url: str,
    trusted_proxies: Sequence[str] = (),
    certificate: Certificate | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM. Raises InputError for a bad setting, OSError when it cannot listen.

    `listen` is HOST:PORT. Without `certificate` TLS ends at a reverse proxy: `trusted_proxies` must name it.
    """
    _run(listen, storage_url, public_url, trusted_proxies, certificate, _on_signals)


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
    trusted_proxies: Sequence[str],
    certificate: Certificate | None,
    arrange: Arrange,
) -> None:
    """`arrange(loop, stop)` sees to it that `stop` is called in the loop one day."""
    host, port = _place(listen)
    if urlsplit(public_url).scheme not in ("http", "https"):
        raise InputError(field="public_url", reason="not_http")
    if certificate is not None:
        _check_certificate(certificate)
    _bind_once(host, port)
    _allow_many_connections()
    storage = open_storage(storage_url)
    try:
        app = build(storage, Settings(tuple(trusted_proxies)))
        storage.set_setting(PUBLIC_URL, public_url.rstrip("/"))
        asyncio.run(_serve(app, host, port, certificate, arrange))
    finally:
        storage.close()


async def _serve(
    app: App, host: str, port: int, certificate: Certificate | None, arrange: Arrange
) -> None:
    server = Server(
        app,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_MS, max_buffer_size=HEADERS_BYTES),
        ssl_cert=certificate.chain if certificate else None,
        ssl_key=certificate.key if certificate else None,
        ssl_protocol_min=SSLProtocols.tls12,  # picture proxies and filters speak no newer one
        websockets=False,
        backlog=2048,
        backpressure=MOST_AT_ONCE,
        log_level=LogLevels.error,
        log_access=False,  # it would write addresses
    )

    def stop() -> None:
        app.wake_all()
        server.stop()  # type: ignore[no-untyped-call] # granian's own

    arrange(asyncio.get_running_loop(), stop)
    await server.serve()


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


def _bind_once(host: str, port: int) -> None:
    """Raise OSError when the address is taken: granian shares a port with whoever has it (SO_REUSEPORT)."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    socket.create_server((host, port), family=family).close()


def _check_certificate(certificate: Certificate) -> None:
    """Raises InputError: granian would only say that a worker ended."""
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.chain, certificate.key, lambda: "")
    except OSError as error:  # SSLError among them
        raise InputError(field="certificate", reason="unusable_certificate", text=str(error)) from error


def _allow_many_connections() -> None:
    """Each waiting desktop holds a file; systems begin with 1,024 and let a program ask for more."""
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    address, storage, public, trusted = json.loads(sys.argv[1])
    _run(address, storage, public, trusted, None, _on_closed_input)
