"""From the server to the desktop: how soon, exactly once, through kills; and what a waiting desktop costs."""

import os
import re
import resource
import signal
import smtplib
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from urllib.request import urlopen

from desktop_app.domain.commands import (
    AddAccount,
    GetRelay,
    RelaySetup,
    SetSetting,
    SetTracking,
    Stop,
)
from desktop_app.domain.model import AccountSettings, Endpoint, Security
from desktop_app.domain.tokens import Key, new_token, parse_key
from desktop_app.engine.connection import Caller, connect
from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage
from tests.benchmarks.hit_flow import AGENT, hits_over_a_cut_line
from tests.benchmarks.result import Result
from tests.fakes.dovecot import free_ports
from tests.fakes.upstream import Upstream

T = TypeVar("T")
WAITING = 10_000
KILLS = 100
CUTS = 1000
LETTERS = 60
MARINA, ANNA = "marina@linia.example", "anna@zavod.example"


def run() -> Iterable[Result]:
    for work in (hit_to_desktop, exactly_once, kills, waiting_desktops):
        with tempfile.TemporaryDirectory() as folder:
            yield from work(Path(folder))


def invited(folder: Path) -> tuple[str, str]:
    url = f"sqlite:///{folder}/server.db"
    with closing(open_storage(url)) as storage:
        return url, invite(storage, "Marina", "https://t.firm.example").key


def hit_to_desktop(folder: Path) -> Iterator[Result]:
    """Server and engine are processes of their own; letters go by the relay; the file tells of the row."""
    url, key = invited(folder)
    upstream = Upstream()
    upstream.start()
    with ServerProcess(url) as server, engine(folder) as caller:
        setup = prepared(caller, upstream.port, server.url, key)
        for number in range(LETTERS):
            send(setup, number)
        copies = [mime.decode() for mime in upstream.copies(ANNA)]
        tokens = [found for mime in copies for found in re.findall(r"/o/([\w-]{24})", mime)]
        assert len(tokens) == LETTERS
        delays = [seen_after_s(server.url, token, folder / "data" / "otklik.db") for token in tokens]
    upstream.stop()
    p95 = statistics.quantiles(delays, n=20)[-1]
    yield Result("hit_to_desktop_p95", round(p95, 3), 2, "lower", "s", len(delays))


@contextmanager
def engine(folder: Path) -> Iterator[Caller]:
    secrets = folder / "secrets"
    secrets.touch(mode=0o600)
    command = [sys.executable, "-m", "desktop_app", "--data", str(folder / "data"), "engine"]
    process = subprocess.Popen(command, env=os.environ | {"OTKLIK_SECRETS": str(secrets)})
    try:
        with closing(Caller(until(lambda: connect(folder / "data")))) as caller:
            yield caller
            caller.call(Stop())
    finally:
        process.terminate()
        process.wait(30)


def prepared(caller: Caller, smtp: int, url: str, key: str) -> RelaySetup:
    away, port = free_ports(2)
    imap = Endpoint("127.0.0.1", away, Security.NONE)
    account = AccountSettings("imap", MARINA, "marina", imap, Endpoint("127.0.0.1", smtp, Security.NONE))
    caller.call(AddAccount(account, "secret"))
    caller.call(SetTracking(url, key))
    caller.call(SetSetting("relay_port", str(port)))
    caller.call(SetSetting("relay_enabled", "true"))
    setup = caller.call(GetRelay())
    assert isinstance(setup, RelaySetup)
    return setup


def send(setup: RelaySetup, number: int) -> None:
    letter = (
        f"Message-ID: <{number}@linia.example>\r\nFrom: {MARINA}\r\nTo: {ANNA}\r\nSubject: Offer {number}\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Good day</p>\r\n"
    )
    with smtplib.SMTP("127.0.0.1", setup.port, timeout=20) as client:
        client.login(setup.users[0], setup.password)
        client.sendmail(MARINA, [ANNA], letter)


def seen_after_s(url: str, token: str, file: Path) -> float:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        count = "SELECT count(*) FROM signal"
        before = database.execute(count).fetchone()[0]
        began = time.perf_counter()
        get(url, f"/o/{token}")
        until(lambda: database.execute(count).fetchone()[0] > before)
        return time.perf_counter() - began


def exactly_once(folder: Path) -> Iterator[Result]:
    acknowledged, missing, double, cuts = hits_over_a_cut_line(folder, CUTS)
    assert cuts == CUTS
    yield Result("hits_missing_after_reconnects", missing, 0, "lower", "hits", acknowledged)
    yield Result("hits_double_after_reconnects", double, 0, "lower", "hits", acknowledged)


def kills(folder: Path) -> Iterator[Result]:
    url, text = invited(folder)
    key = parse_key(text)
    acknowledged: list[str] = []
    for _ in range(KILLS):
        server = ServerProcess(url)
        server.start()
        threads = [threading.Thread(target=load, args=(server.url, key, acknowledged)) for _ in range(16)]
        for thread in threads:
            thread.start()
        wanted = len(acknowledged) + 300 + os.urandom(1)[0]
        until(lambda: len(acknowledged) >= wanted)  # noqa: B023 - asked before the next round
        os.kill(server.pid, signal.SIGKILL)
        for thread in threads:
            thread.join()
        server.stop()
    with closing(open_storage(url)) as storage:
        kept = {one.hit.token for one in storage.hits(key.id, 0, 10_000_000)}
    lost = len(set(acknowledged) - kept)
    yield Result("acknowledged_hits_lost_in_100_kills", lost, 0, "lower", "hits", len(acknowledged))


def load(url: str, key: Key, acknowledged: list[str]) -> None:
    """Until the server is gone."""
    place = urlsplit(url)
    with closing(HTTPConnection(place.hostname or "", place.port, timeout=20)) as connection:
        while True:
            token = new_token(key.seal, key.id, os.urandom(8))
            try:
                connection.request("GET", f"/o/{token}", headers={"User-Agent": AGENT})
                answer = connection.getresponse()
                answer.read()
            except (OSError, HTTPException):
                return
            if answer.status == 200:
                acknowledged.append(token)


def waiting_desktops(folder: Path) -> Iterator[Result]:
    url, text = invited(folder)
    key = parse_key(text)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < WAITING + 200:
        print(f"benchmarks: waiting desktops skipped: {hard} open files at most", file=sys.stderr)
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    clients: list[socket.socket] = []
    with ServerProcess(url) as server:
        head = f"Host: a\r\nAuthorization: Bearer {key.bearer}\r\n\r\n"
        request = f"GET /v1/hits?wait=55 HTTP/1.1\r\n{head}".encode()
        place = urlsplit(server.url)
        with suppress(OSError):
            get(server.url, "/healthz")
        before = resident_kb(server.pid)
        try:
            for _ in range(WAITING):
                clients.append(socket.create_connection((place.hostname or "", place.port or 0), timeout=60))
                clients[-1].sendall(request)
            until(lambda: f"otklik_waiting {WAITING}\n" in get(server.url, "/metrics"))
            each = (resident_kb(server.pid) - before) / WAITING
            began = time.perf_counter()
            get(server.url, f"/o/{new_token(key.seal, key.id, bytes(8))}")
            woken = sum(b"HTTP/1.1 200" in one.recv(4096) for one in clients)
            took_s = time.perf_counter() - began
        finally:
            for one in clients:
                one.close()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    yield Result("memory_of_a_waiting_desktop", round(each, 2), 5, "lower", "KiB", WAITING)
    yield Result("all_waiting_desktops_woken", round(took_s, 2), 10, "lower", "s", woken)


def resident_kb(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * (os.sysconf("SC_PAGE_SIZE") // 1024)


def get(url: str, path: str) -> str:
    with urlopen(f"{url}{path}", timeout=60) as answer:
        return bytes(answer.read()).decode("latin-1")


def until(found: Callable[[], T]) -> T:
    deadline = time.monotonic() + 60
    while not (value := found()):
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.002)
    return value

