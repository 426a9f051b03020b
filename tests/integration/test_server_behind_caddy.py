"""The Caddy sample of the help page, run as it is written, with a real Caddy in front of a real server."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desktop_app.domain.tokens import new_token, parse_key
from desktop_app.server.app import GIF
from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage
from tests.fakes.dovecot import free_ports, make_certificate
from tests.integration.test_server_behind_nginx import HELP, World

CADDY = shutil.which("caddy")

pytestmark = pytest.mark.skipif(CADDY is None, reason="Caddy is not installed (apt: caddy)")


def sample(language: str) -> str:
    text = (HELP / language / "tracking-server.md").read_text("utf-8")
    found = re.search(r"^mail-links\.\S+ \{\n.*?^\}\n", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[0]


def configured(folder: Path, language: str, port: int, upstream: int) -> Path:
    """Only places are replaced in the sample; the certificate is ours, because nobody issues one here."""
    here = f"https://127.0.0.1:{port} {{\n    tls {folder}/cert.pem {folder}/key.pem"
    site = (
        sample(language)
        .replace("mail-links.firm.example {", here)
        .replace("127.0.0.1:8480", f"127.0.0.1:{upstream}")
    )
    file = folder / "Caddyfile"
    options = "{\n    admin off\n    auto_https disable_redirects\n    skip_install_trust\n}\n"
    file.write_text(options + site)
    return file


@pytest.fixture(params=["en", "ru"])
def world(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    make_certificate(tmp_path)
    url = f"sqlite:///{tmp_path}/server.db"
    with closing(open_storage(url)) as storage:
        key = parse_key(invite(storage, "Anna", "https://t.firm.example").key)
    [port] = free_ports(1)
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    with ServerProcess(url, trusted_proxies=["127.0.0.1"]) as server:
        file = configured(tmp_path, request.param, port, urlsplit(server.url).port or 0)
        command = [CADDY or "", "run", "--config", str(file), "--adapter", "caddyfile"]
        caddy = subprocess.Popen(command, env=os.environ | home, stderr=subprocess.DEVNULL)
        try:
            made = World(tmp_path, port, key)
            made.wait()
            yield made
        finally:
            caddy.terminate()
            caddy.wait(20)


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


def test_the_sample_is_the_same_in_both_languages() -> None:
    assert sample("en") == sample("ru")
