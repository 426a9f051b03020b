"""The nginx sample of the help page, run as it is written, with a real nginx in front of a real server."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.front_server import HELP, World, behind, check

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")

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


@pytest.fixture(params=["en", "ru"])
def world(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    def start(port: int, upstream: int) -> "subprocess.Popen[bytes]":
        file = configured(tmp_path, request.param, port, upstream)
        return subprocess.Popen([NGINX or "", "-c", str(file), "-p", str(tmp_path)])

    with behind(tmp_path, start) as made:
        yield made


def test_the_sample_serves_and_tells_who_asks_and_not_what_he_claims(world: World) -> None:
    check(world)
