"""The Caddy sample of the help page, run as it is written, with a real Caddy in front of a real server."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.front_server import HELP, World, behind, check

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
    def start(port: int, upstream: int) -> "subprocess.Popen[bytes]":
        file = configured(tmp_path, request.param, port, upstream)
        home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
        command = [CADDY or "", "run", "--config", str(file), "--adapter", "caddyfile"]
        return subprocess.Popen(command, env=os.environ | home, stderr=subprocess.DEVNULL)

    with behind(tmp_path, start) as made:
        yield made


def test_the_sample_serves_and_tells_who_asks_and_not_what_he_claims(world: World) -> None:
    check(world)


def test_the_sample_is_the_same_in_both_languages() -> None:
    assert sample("en") == sample("ru")
