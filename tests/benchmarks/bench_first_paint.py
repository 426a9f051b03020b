"""What the window costs until its first paint, against an empty one: of processes, interleaved.

The first frame is `ui.first_frame`: the places of the window and the first leads, drawn before its widgets
are made. `otklik` without arguments, on data folders made by the store's own writers: none yet, a
screenful of leads,
100,000 leads. Absolute times belong to a machine; the ratio to the floor is ours: of processor time, which
other work on the machine hardly changes, and of the clock, which is what a person waits. The lock of each
folder is held here, so that the window finds an engine that is starting and starts none.
"""

import itertools
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple

from desktop_app.domain.model import DAY, AccountSettings, Endpoint, Security
from desktop_app.engine.lock import DataLock
from desktop_app.store import accounts, leads
from desktop_app.store.database import Database
from desktop_app.store.leads import LeadLine
from tests.benchmarks import bench_lead_page
from tests.benchmarks.bench_lead_page import NOW, SEED
from tests.benchmarks.result import Result
from tests.fakes.window_start import EMPTY, END, OTKLIK, data_of, environment

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 15
LEADS = {"waiting": 0, "leads": 60, "large": bench_lead_page.CONTACTS}
GOALS = {"waiting": 1.4, "leads": 1.4, "large": 1.3}
WALL_GOAL = 1.5
UNIT = "x empty QMainWindow"
SIGNALS = ("open", "click", "reply")


class Cost(NamedTuple):
    """Seconds of one process that ends right after its first paint."""

    cpu: float
    wall: float


def run() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as locks:
        homes = {name: Path(folder) / name for name in LEADS}
        for name, home in homes.items():
            fill(data_of(home), LEADS[name])
            locks.enter_context(DataLock(data_of(home)))
        costs: dict[str, list[Cost]] = {name: [] for name in ("empty", *LEADS)}
        for number in range(ROUNDS + 1):
            for name, measured in costs.items():
                cost = cost_of(name, homes.get(name, Path(folder)))
                if number:  # the first round writes compiled files
                    measured.append(cost)
    for name, goal in GOALS.items():
        cpu = ratio(*([one.cpu for one in costs[which]] for which in (name, "empty")))
        yield Result(f"first_paint_{name}", cpu, goal, "lower", f"{UNIT} (CPU)", ROUNDS)
        wall = ratio(*([one.wall for one in costs[which]] for which in (name, "empty")))
        yield Result(f"first_paint_{name}_wall", wall, WALL_GOAL, "lower", f"{UNIT} (clock)", ROUNDS)


def ratio(measured: list[float], floor: list[float]) -> float:
    return round(statistics.median(measured) / statistics.median(floor), 3)


def cost_of(name: str, home: Path) -> Cost:
    program = EMPTY if name == "empty" else OTKLIK + END
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    env = environment(home, ROOT)
    command = [sys.executable, "-c", program]
    started = time.perf_counter()
    subprocess.run(command, check=True, env=env, timeout=60, stderr=subprocess.DEVNULL)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def fill(data: Path, count: int) -> None:
    """A mailbox and `count` leads, of which those with a warmth were active; nothing at all for 0."""
    if not count:
        return
    with closing(Database.open(data, NOW)) as db, db.transaction():
        server = Endpoint("mail.otklik.example", 993, Security.TLS)
        accounts.add(db, AccountSettings("imap", "pavel@otklik.example", "pavel", server, server))
        leads.write(db, list(itertools.islice(lines(), count)), {})


def lines() -> Iterator[LeadLine]:
    dice = random.Random(SEED)
    for line in bench_lead_page.lines():
        if line.warmth is None:
            yield line
        else:
            signal = {"last_signal": line.contact, "last_signal_kind": dice.choice(SIGNALS)}
            yield line._replace(last_signal_at=NOW - dice.randrange(5 * DAY), **signal)
