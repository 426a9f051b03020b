"""The reply-speed page over 1,000,000 waits: from a change of a filter to charts that are drawn.

The whole page is in the window's process as it is for the user: its worker thread, its charts, offscreen.
Processor time, since the machine is shared and nothing is waited for; `gui` is that of the window's thread
alone, which is how long the window stands still.
"""

import gc
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.domain.model import DAY, HOUR, MINUTE, SECOND, AccountSettings, Endpoint, Security
from desktop_app.settings.schema import Settings
from desktop_app.store import accounts, leads
from desktop_app.store.database import Database
from desktop_app.store.reader import Reader
from desktop_app.ui.collector import Collector
from desktop_app.ui.pages.speed import SpeedPage
from desktop_app.ui.theme import Theme
from tests.benchmarks import bench_lead_page
from tests.benchmarks.result import Result
from tests.fakes.ui_world import NOW, make_world

WAITS = 1_000_000
YEARS = 3
SEED = 20261126
ROUNDS = 7
LISTED = 3_000  # waits with a letter: more than the page lists by name
NEVER = 0.1
WAIT_S = 120


def run() -> Iterable[Result]:
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder)
        with closing(Reader(folder)) as reader:
            begin = time.thread_time()
            reader.wait_columns()
            yield Result("speed_read_waits", time.thread_time() - begin, 5.0, "lower", "s", WAITS)
            chosen: dict[str, str] = {"work_zone": '"Europe/Moscow"'}
            context = make_world(Theme(application, "light")).context._replace(
                reader=reader,
                open_reader=lambda: Reader(folder),
                settings=lambda: Settings(dict(chosen), {}),
            )
            page = SpeedPage(context)
            page.resize(1104, 772)
            page.show()
            gc.freeze()
            collector = Collector()  # garbage is collected as the program does it
            try:
                yield from figures(page, chosen)
            finally:
                collector.close()
                page.figures.close()
                page.deleteLater()


def figures(page: SpeedPage, chosen: dict[str, str]) -> Iterator[Result]:
    page.activate()
    wait_until(lambda: page.report is not None)
    page.period.choose("all")  # every wait is in every figure
    wait_until(lambda: page.report.query.days is None)
    totals, guis = cycled(page, [partial(page.clock.choose, key) for key in ("calendar", "working")])
    yield Result("speed_filter_to_drawn", statistics.median(totals) * 1e3, 150, "lower", "ms", len(totals))
    yield Result("speed_filter_gui", statistics.median(guis) * 1e3, 20, "lower", "ms", len(guis))
    totals, guis = cycled(page, [partial(page.filters.choose, "known", key) for key in ("yes", "no")])
    yield Result("speed_clients_to_drawn", statistics.median(totals) * 1e3, 150, "lower", "ms", len(totals))
    yield Result("speed_clients_gui", statistics.median(guis) * 1e3, 20, "lower", "ms", len(guis))
    page.filters.reset()
    hours = []
    for number in range(ROUNDS):
        chosen["work_lunch"] = f'["13:{number:02d}", "14:00"]'
        total, _gui = switched(page, page._ask)
        hours.append(total)
    yield Result("speed_hours_changed", statistics.median(hours) * 1e3, 1000, "lower", "ms", ROUNDS)


def cycled(page: SpeedPage, changes: Sequence[Callable[[], None]]) -> tuple[list[float], list[float]]:
    """Seconds as of `switched` while the page goes round; the first time of each change is not counted."""
    found = [switched(page, change) for _round in range(ROUNDS + 1) for change in changes]
    totals, guis = zip(*found[len(changes) :], strict=True)
    return list(totals), list(guis)


def switched(page: SpeedPage, change: Callable[[], None]) -> tuple[float, float]:
    """Processor seconds of all threads, and of the window's alone, until the new figures are painted."""
    old = page.report
    begin, gui = time.process_time(), time.thread_time()
    change()
    wait_until(lambda: page.report is not old)
    turn()  # what was changed is painted when the loop comes round
    return time.process_time() - begin, time.thread_time() - gui


def wait_until(done: Callable[[], bool]) -> None:
    """Runs the event loop as the program does; asks every 20 ms: more often, that would be in the figures."""
    loop, asking, limit = QEventLoop(), QTimer(interval=20), time.perf_counter() + WAIT_S
    asking.timeout.connect(lambda: loop.quit() if done() or time.perf_counter() > limit else None)
    asking.start()
    loop.exec()
    asking.stop()
    if not done():
        raise TimeoutError("the page did not answer")


def turn() -> None:
    """What has been asked of the loop is done."""
    loop = QEventLoop()
    QTimer.singleShot(20, loop.quit)
    loop.exec()


def fill(folder: Path) -> None:
    """Waits as a busy team has them: log-normal answers, a tenth unanswered, some excluded."""
    with closing(Database.open(folder, NOW)) as db, db.transaction():
        server = Endpoint("mail.otklik.example", 993, Security.TLS)
        accounts.add(db, AccountSettings("imap", "pavel@otklik.example", "pavel", server, server))
        leads.write(db, list(bench_lead_page.lines()), {})
        db.executemany(_WAIT, waits())
        db.execute(_CONVERSATIONS)
        db.execute(_LETTERS, (LISTED,))


def waits() -> Iterator[tuple[int | str | None, ...]]:
    random = np.random.default_rng(SEED)
    arrived = NOW - random.integers(0, YEARS * 365 * DAY // SECOND, WAITS) * SECOND
    took = np.maximum(random.lognormal(8, 2.3, WAITS).astype(np.int64), 1) * SECOND
    answered = np.where((random.random(WAITS) < NEVER) | (arrived + took > NOW), 0, arrived + took)
    seen = arrived + random.integers(1, HOUR // MINUTE, WAITS) * MINUTE
    contact = random.integers(1, bench_lead_page.CONTACTS, WAITS)
    excluded = random.random(WAITS) < 0.1
    columns = (one.tolist() for one in (arrived, answered, seen, contact, excluded))
    for number, (at, answer, opened, person, out) in enumerate(zip(*columns, strict=True)):
        letter, conversation = 3 * number + 1, 3 * (number // 2) + 1
        done = answer and not out
        yield (
            letter, conversation, person, letter + 1, at, opened - MINUTE, opened, answer if done else None,
            letter + 2 if done else None, "", "list" if out else None, int(number % 2 == 0),
        )  # fmt: skip


_WAIT = "INSERT INTO wait VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, '', 0)"
_CONVERSATIONS = """
INSERT INTO conversation (id, account, subject, first_at, last_at, channel)
SELECT DISTINCT conversation, 1, 'Offer', 0, 0, iif(conversation % 5 = 0, 'Ads', '') FROM wait
"""
_LETTERS = """
INSERT INTO letter (id, account, message_id, conversation, direction, kind, subject, sender_name,
    sender_address, "to", cc, arrived_at, in_reply_to, reference_ids, size, contact, responder, channel, bad)
SELECT first_letter, 1, first_letter || '@x.ru', conversation, 'in', 'human', 'Offer', 'Anna', 'anna@x.ru',
    '[]', '[]', arrived_at, '', '', 1, contact, '', '', 0
FROM wait WHERE answered_at IS NULL AND excluded IS NULL ORDER BY arrived_at LIMIT ?
"""
