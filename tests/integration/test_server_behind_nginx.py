"""The nginx sample of the help page, run as it is written, with a real nginx in front of a real server."""

import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desktop_app.domain.tokens import Key, new_token, parse_key
from desktop_app.server.app import GIF
from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage
from tests.fakes.dovecot import free_ports, make_certificate

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
HELP = Path(__file__).parents[2] / "resources" / "help"
WITHIN_S = 20.0

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (apt: nginx-light)")


def sample(language: str) -> str:
    text = (HELP / language / "tracking-server.md").read_text("utf-8")
    found = re.search(r"^server \{\n.*?^\}\n", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[0]


def configured(folder: Path, language: str, port: int, upstream: int) -> Path:
    """Only places are replaced in the sample."""
    server = (
        sample(language)
        .replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
        .replace("/etc/ssl/firm/fullchain.pem", str(folder / "cert.pem"))
        .replace("/etc/ssl/firm/key.pem", str(folder / "key.pem"))
        .replace("127.0.0.1:8480", f"127.0.0.1:{upstream}")
    )
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    scratch = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    file = folder / "nginx.conf"
    file.write_text(
        f"daemon off;\nworker_processes 1;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{scratch}{server}}}\n"
    )
    return file


class World:
    """nginx, the server behind it, one invited person."""

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


@pytest.fixture(params=["en", "ru"])
def world(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    make_certificate(tmp_path)
    url = f"sqlite:///{tmp_path}/server.db"
    with closing(open_storage(url)) as storage:
        key = parse_key(invite(storage, "Anna", "https://t.firm.example").key)
    [port] = free_ports(1)
    with ServerProcess(url, trusted_proxies=["127.0.0.1"]) as server:
        file = configured(tmp_path, request.param, port, urlsplit(server.url).port or 0)
        nginx = subprocess.Popen([NGINX or "", "-c", str(file), "-p", str(tmp_path)])
        try:
            made = World(tmp_path, port, key)
            made.wait()
            yield made
        finally:
            nginx.terminate()
            nginx.wait(20)


def test_the_sample_serves_and_tells_who_asks_and_not_what_he_claims(world: World) -> None:
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
