"""The list of 100,000 leads in the window: what a frame costs while it is scrolled, and the window's memory.

A frame is a new place of the scroll bar and its paint, in processor time of the window's thread: steps of
three rows as a wheel makes them, and jumps to anywhere, which read a page of the database. Memory is what is
resident when the page with its card stands, against an empty window of the same Qt.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from desktop_app.engine.lock import DataLock
from desktop_app.store.reader import Reader
from tests.benchmarks.bench_first_paint import fill
from tests.benchmarks.bench_lead_page import CONTACTS, NOW, SEED
from tests.benchmarks.result import Result
from tests.fakes.window_start import EMPTY, OTKLIK, data_of, environment

ROOT = Path(__file__).resolve().parents[2]
STEPS = 600
JUMPS = 200
ROW = 56
FRAME_MS = 8.0
RSS_RATIO = 2.6
SETTLED_MS = 3_000  # by then the page, its card and the whole order are there
SAY_RSS = f"""
def painted():
    from PySide6.QtCore import QTimer

    QTimer.singleShot({SETTLED_MS}, say)

def say():
    import os, sys

    pages = int(open("/proc/self/statm").read().split()[1])
    print("RSS", pages * os.sysconf("SC_PAGESIZE"))
    sys.stdout.flush()
    os._exit(0)
"""


def run() -> Iterable[Result]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(data_of(home), CONTACTS)
        yield from frames(data_of(home))
        if sys.platform == "linux":
            with DataLock(data_of(home)):
                ratio = rss(OTKLIK + SAY_RSS + "\nmain()\n", home) / rss(empty(), home)
            yield Result("gui_rss", round(ratio, 2), RSS_RATIO, "lower", "x empty QMainWindow", 1)


def frames(data: Path) -> Iterator[Result]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from desktop_app.store.rows import LeadFilter, LeadSort
    from desktop_app.ui.leads.table import LeadTable
    from desktop_app.ui.theme import Theme
    from tests.fakes.ui_world import PageReader, make_world

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    with closing(Reader(data)) as reader:
        context = make_world(Theme(application, "light"), PageReader()).context
        table = LeadTable(context._replace(reader=reader, now=lambda: NOW))
        table.resize(1300, 1000)
        table.show_order(reader.lead_ids(LeadFilter.ALL, LeadSort.WARMTH, True, "", NOW))
        table.show()
        application.processEvents()
        dice = random.Random(SEED)
        jumps = [dice.randrange(CONTACTS) * ROW for _ in range(JUMPS)]
        for name, places in (("step", range(0, STEPS * 3 * ROW, 3 * ROW)), ("jump", jumps)):
            cost = sorted(frame(application, table, place) for place in places)
            worst = round(cost[int(len(cost) * 0.99)] * 1e3, 2)
            yield Result(f"lead_scroll_{name}_p99_ms", worst, FRAME_MS, "lower", "ms", len(cost))
        table.close()


def frame(application, table, place: int) -> float:  # type: ignore[no-untyped-def] # Qt is imported late
    """Of a step Qt moves what is on the screen and has the rows drawn that come into sight."""
    started = time.thread_time()
    table.list.verticalScrollBar().setValue(place)
    application.processEvents()
    return time.thread_time() - started


def empty() -> str:
    """The empty window of the first-paint bench, which says its memory instead of ending."""
    before, after = EMPTY.split("def painted():\n    os._exit(0)\n")
    return before + SAY_RSS + after


def rss(program: str, home: Path) -> int:
    """Bytes resident in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(home, ROOT),
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return int(next(line for line in done.stdout.splitlines() if line.startswith("RSS")).split()[1])
