"""A front server of the help's samples, nginx or Caddy, with a real tracking server behind it."""

import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from desktop_app.domain.tokens import Key, new_token, parse_key
from desktop_app.server.app import GIF
from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage
from tests.fakes.dovecot import free_ports, make_certificate

HELP = Path(__file__).parents[2] / "resources" / "help"
WITHIN_S = 20.0

Start = Callable[[int, int], "subprocess.Popen[bytes]"]


class World:
    """The front server, the one behind it, one invited person."""

    def __init__(self, folder: Path, port: int, key: Key) -> None:
        self.storage_url = f"sqlite:///{folder}/server.db"
        self.key = key
        self._port = port
        self._context = ssl.create_default_context(cafile=folder / "cert.pem")
        self._context.check_hostname = False

    def get(self, path: str, come_from: str, **headers: str) -> tuple[int, bytes]:
        place = ("127.0.0.1", self._port)
        with closing(
            HTTPSConnection(*place, timeout=20, context=self._context, source_address=(come_from, 0))
        ) as connection:
            connection.request("GET", path, headers={"User-Agent": "Microsoft Outlook 16.0", **headers})
            answer = connection.getresponse()
            return answer.status, answer.read()

    def wait(self) -> None:
        deadline = time.monotonic() + WITHIN_S
        while True:
            try:
                self.get("/healthz", "127.0.0.1")
            except ConnectionRefusedError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
            else:
                return

    def networks(self) -> list[str]:
        with closing(open_storage(self.storage_url)) as storage:
            return [one.hit.network for one in storage.hits(self.key.id, 0, 10)]


@contextmanager
def behind(folder: Path, start: Start) -> Iterator[World]:
    """`start(port, upstream)` runs the front server, which listens on `port` and asks on `upstream`."""
    make_certificate(folder)
    url = f"sqlite:///{folder}/server.db"
    with closing(open_storage(url)) as storage:
        key = parse_key(invite(storage, "Anna", "https://t.firm.example").key)
    [port] = free_ports(1)
    with ServerProcess(url, trusted_proxies=["127.0.0.1"]) as server:
        front = start(port, urlsplit(server.url).port or 0)
        try:
            made = World(folder, port, key)
            made.wait()
            yield made
        finally:
            front.terminate()
            front.wait(20)


def check(world: World) -> None:
    """It serves what it should and nothing else, and tells who asks, not what he claims."""
    token = new_token(world.key.seal, world.key.id, bytes(8))
    claimed = {"X-Forwarded-For": "203.0.113.7"}
    assert world.get(f"/o/{token}", "127.0.5.9") == (200, GIF)
    assert world.get(f"/o/{token}", "127.0.6.9", **claimed) == (200, GIF)
    assert world.networks() == ["127.0.5.0/24", "127.0.6.0/24"]
    assert world.get("/c/nothing", "127.0.5.9")[0] == 404
    for page in ("w", "me"):
        status, body = world.get(f"/{page}/{token}", "127.0.5.9")
        assert (status, b"<form" in body) == (200, True), page
    assert world.get("/metrics", "127.0.5.9")[0] == 404
