"""The longest time the window's event loop is away during a first synchronisation, against an idle window.

The whole program: the window in its process, the engine in another, a Dovecot with some thousand letters and
twenty with attachments of 20 MB, which are fetched one after another when everything is there. Offscreen, and
on a real X server (Xvfb) where there is one. The idle control of the same run shows what the machine itself
takes away: with other work on it, compare the two, and see what of a gap the window's thread was busy.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.domain.commands import AddAccount
from desktop_app.domain.model import AccountSettings, Endpoint, Security
from desktop_app.engine.process import Engine
from desktop_app.settings.secrets import FileSecrets
from tests.benchmarks.result import Result
from tests.fakes.dovecot import Dovecot, why_not
from tests.fakes.window_start import data_of, environment
from tests.samples import header_of, mailbox_letters

ROOT = Path(__file__).resolve().parents[2]
LETTERS = 8_000
HEAVY = 20
HEAVY_BYTES = 20_000_000
STARTED = 1_760_000_000
GAP_MS = 50.0
ME = "marina@linia.example"


def run() -> Iterable[Result]:
    if why_not():
        return
    server = Dovecot()
    server.start()
    try:
        server.add_user("bench")
        server.fill("bench", letters())
        with server.connect("bench") as client:
            client.select("INBOX")  # Dovecot's own first look at 400 MB is not ours
            client.fetch("1:*", "(RFC822.SIZE)")
        for platform in platforms():
            figures = measure(server, platform)
            for phase in ("sync", "fetch"):
                gaps = figures[phase]
                name = f"gui_gap_{phase}_{platform}"
                yield Result(f"{name}_max", gaps["max"], GAP_MS, "lower", "ms", int(gaps["ticks"]))
                yield Result(f"{name}_p99", gaps["p99"], GAP_MS, "lower", "ms", int(gaps["ticks"]))
                yield Result(f"{name}_busy", gaps["busy"], GAP_MS, "lower", "ms (CPU)", int(gaps["ticks"]))
            idle = figures["idle"]
            name = f"gui_gap_idle_{platform}_max"
            yield Result(name, idle["max"], GAP_MS, "lower", "ms", int(idle["ticks"]))
    finally:
        server.stop()


def platforms() -> list[str]:
    return ["offscreen", "xcb"] if shutil.which("xvfb-run") else ["offscreen"]


def measure(server: Dovecot, platform: str) -> dict[str, dict[str, float]]:
    """By phase (`tests.fakes.gap_watch`)."""
    with tempfile.TemporaryDirectory() as folder:
        home, secrets = Path(folder) / "home", Path(folder) / "secrets"
        settings = AccountSettings("imap", ME, "bench", Endpoint("127.0.0.1", server.port, Security.NONE))
        with Engine(data_of(home), FileSecrets(secrets)) as engine:
            engine.call(AddAccount(settings, "secret"))
        env = environment(home, ROOT) | {"OTKLIK_SECRETS": str(secrets), "QT_QPA_PLATFORM": platform}
        command = [sys.executable, "-m", "tests.fakes.gap_watch"]
        if platform == "xcb":
            command = ["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24", *command]
        ended = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300, check=False)
        if ended.returncode:
            raise RuntimeError(ended.stderr[-2000:])
        found: dict[str, dict[str, float]] = json.loads(ended.stdout.splitlines()[-1])
        return found


def letters() -> Iterator[tuple[bytes, datetime]]:
    """Real headers with little text behind, each letter with ids of its own; then the heavy ones."""
    real = mailbox_letters()
    for number in range(LETTERS):
        again, index = divmod(number, len(real))
        head = header_of(real[index])
        if again:
            head = re.sub(rb"<([^<>\s]+@)", rb"<%d.\1" % again, head)
        yield head + b"\nText.\n", datetime.fromtimestamp(STARTED + number * 60, UTC)
    line = os.urandom(57).hex().encode()[:76] + b"\n"
    body = line * (HEAVY_BYTES // len(line))
    for number in range(HEAVY):
        head = (
            b"Message-ID: <heavy%d@zavod.example>\nFrom: Anna <anna%d@zavod.example>\nTo: %b\n"
            b"Subject: Drawings %d\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
            b"--b\nContent-Type: text/plain\n\nThe drawings.\n--b\nContent-Type: application/pdf\n"
            b'Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="d.pdf"\n\n'
        ) % (number, number, ME.encode(), number)
        yield head + body + b"--b--\n", datetime.fromtimestamp(STARTED + (LETTERS + number) * 60, UTC)
