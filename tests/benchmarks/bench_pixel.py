"""The durable pixel against nginx: CPU per request of `empty_gif` with its access log, divided by ours.

Both on core 0, wrk on core 1, 2,000 tokens, the header of Gmail's picture proxy, 256 connections; rounds take
turns so that a busy machine hurts both. CPU is that of all processes of a server, PostgreSQL's included, from
/proc; nginx does not flush its log to the disk, so it does less. Requests per second are not told: they say
more about the machine's other guests.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from desktop_app.domain.tokens import new_token, parse_key
from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage
from tests.benchmarks.result import Result
from tests.fakes.dovecot import free_ports
from tests.fakes.postgres import Postgres
from tests.fakes.postgres import why_not as why_no_postgres

ROUNDS = 5
LOAD_S = 4
CONNECTIONS = 256
TOKENS = 2000
SERVER_CORE, LOAD_CORE = 0, 1
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
WRK = shutil.which("wrk")
TICKS = os.sysconf("SC_CLK_TCK")
AGENT = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
SCRIPT = """
local paths = {{}}
for line in io.lines("{tokens}") do paths[#paths + 1] = "/o/" .. line end
local at = 0
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], {{["User-Agent"] = "{agent}", ["Accept-Encoding"] = "gzip"}})
end
"""


class Load:
    """wrk with the tokens of a server."""

    def __init__(self, folder: Path, name: str, tokens: list[str]) -> None:
        self._file = folder / f"{name}.lua"
        (folder / f"{name}.txt").write_text("\n".join(tokens))
        self._file.write_text(SCRIPT.format(tokens=folder / f"{name}.txt", agent=AGENT))

    def run(self, url: str, connections: int, delay_ms: int = 0) -> tuple[int, float]:
        """Requests answered with 200, and the 99th percentile of the latency in ms."""
        if delay_ms:
            paced = self._file.with_suffix(".paced.lua")
            paced.write_text(self._file.read_text() + f"delay = function() return {delay_ms} end\n")
        script = paced if delay_ms else self._file
        command = ["taskset", "-c", str(LOAD_CORE), WRK or "", "-t1", f"-c{connections}", f"-d{LOAD_S}s"]
        done = subprocess.run(
            [*command, "--latency", "-s", str(script), url], capture_output=True, text=True, check=True
        )
        if "Non-2xx" in done.stdout:
            raise RuntimeError(done.stdout)
        requests = re.search(r"(\d+) requests in", done.stdout)
        latency = re.search(r"99%\s+([\d.]+)(us|ms|s)", done.stdout)
        assert requests is not None
        assert latency is not None
        return int(requests[1]), float(latency[1]) * {"us": 0.001, "ms": 1, "s": 1000}[latency[2]]


class Target:
    """A server under load: where it is, and which processes are its."""

    def __init__(self, url: str, load: Load, pids: Callable[[], list[int]]) -> None:
        self.url = url
        self.load = load
        self._pids = pids

    def us_per_request(self) -> float:
        before = sum(cpu_s(pid) for pid in self._pids())
        requests, _ = self.load.run(self.url, CONNECTIONS)
        return (sum(cpu_s(pid) for pid in self._pids()) - before) / requests * 1e6


def run() -> Iterable[Result]:
    """Nothing, and why on stderr, where nginx, wrk or a second core is missing."""
    if NGINX is None or WRK is None or shutil.which("taskset") is None or len(os.sched_getaffinity(0)) < 2:
        print("benchmarks: pixel skipped: it needs nginx, wrk, taskset and two cores", file=sys.stderr)
        return
    with ExitStack() as undo:
        folder = Path(undo.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        nginx = undo.enter_context(nginx_at(folder))
        sqlite = undo.enter_context(ours(folder, "sqlite", f"sqlite:///{folder}/server.db", list))
        yield from against("sqlite", nginx, sqlite, 0.27)
        yield p99_at_half_load(sqlite)
        if reason := why_no_postgres():
            print(f"benchmarks: pixel on PostgreSQL skipped: {reason}", file=sys.stderr)
            return
        database = undo.enter_context(postgres())
        pids = undo.enter_context(pinned(database))
        shared = undo.enter_context(ours(folder, "postgres", database.url, pids))
        yield from against("postgres", nginx, shared, 0.24)


def against(name: str, nginx: Target, target: Target, goal: float) -> Iterator[Result]:
    target.load.run(target.url, CONNECTIONS)  # warm
    pairs = [(nginx.us_per_request(), target.us_per_request()) for _ in range(ROUNDS)]
    ratio = statistics.median(theirs / own for theirs, own in pairs)
    yield Result(f"pixel_nginx_cpu_over_{name}", round(ratio, 3), goal, "higher", "ratio", ROUNDS)
    own_us = statistics.median(own for _, own in pairs)
    yield Result(f"pixel_us_per_request_{name}", round(own_us, 1), 60, "lower", "us", ROUNDS)


def p99_at_half_load(target: Target) -> Result:
    """Half of what it can do now, spread over the same connections."""
    most, _ = target.load.run(target.url, CONNECTIONS)
    delay_ms = round(CONNECTIONS / (most / LOAD_S / 2) * 1000)
    requests, p99_ms = target.load.run(target.url, CONNECTIONS, delay_ms)
    return Result("pixel_p99_at_half_load", round(p99_ms, 1), 100, "lower", "ms", requests)


@contextmanager
def nginx_at(folder: Path) -> Iterator[Target]:
    [port] = free_ports(1)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    scratch = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log stderr crit;"
        "events { worker_connections 1024; }"
        f"http {{ access_log {folder}/access.log; keepalive_requests 1000000; {scratch}"
        f"server {{ listen 127.0.0.1:{port}; location / {{ empty_gif; }} }} }}"
    )
    process = subprocess.Popen([NGINX or "", "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    os.sched_setaffinity(process.pid, {SERVER_CORE})
    try:
        time.sleep(0.5)
        load = Load(folder, "nginx", [f"{number:024}" for number in range(TOKENS)])
        yield Target(f"http://127.0.0.1:{port}", load, lambda: [process.pid])
    finally:
        process.terminate()
        process.wait()


@contextmanager
def ours(folder: Path, name: str, storage_url: str, others: Callable[[], list[int]]) -> Iterator[Target]:
    with closing(open_storage(storage_url)) as storage:
        key = parse_key(invite(storage, "Anna", "https://t.firm.example").key)
    tokens = [new_token(key.seal, key.id, number.to_bytes(8, "big")) for number in range(TOKENS)]
    with ServerProcess(storage_url) as server:
        for thread in Path(f"/proc/{server.pid}/task").iterdir():
            os.sched_setaffinity(int(thread.name), {SERVER_CORE})
        yield Target(server.url, Load(folder, name, tokens), lambda: [server.pid, *others()])


@contextmanager
def postgres() -> Iterator[Postgres]:
    database = Postgres()
    database.start()
    try:
        yield database
    finally:
        database.stop("immediate")
        database.remove()


@contextmanager
def pinned(database: Postgres) -> Iterator[Callable[[], list[int]]]:
    """The processes of a database, on the server's core; those it starts later inherit it."""
    postmaster = int((database.folder / "data" / "postmaster.pid").read_text().split()[0])

    def family() -> list[int]:
        every = [entry for entry in Path("/proc").iterdir() if entry.name.isdecimal()]
        return [postmaster, *(int(entry.name) for entry in every if parent_of(entry) == postmaster)]

    for pid in family():
        os.sched_setaffinity(pid, {SERVER_CORE})
    yield family


def parent_of(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def cpu_s(pid: int) -> float:
    """User and system time of a process with all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
