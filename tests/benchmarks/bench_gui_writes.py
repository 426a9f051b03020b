"""How many SQLite statements of the window's thread write in a day's work in the demo world: the goal is 0.

The window reads; whatever a user does is a command to the engine, the only writer (`desktop_app`). Counted is
each statement that SQLite itself does not call read-only (`tests.fakes.write_watch`).
"""

import os
from collections.abc import Callable, Iterable

from tests.benchmarks.result import Result

WAIT_MS = 60_000
LOOK_MS = 10


def run() -> Iterable[Result]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from desktop_app.demo.stage import stage
    from desktop_app.engine.link import Link, start_engine, stop_engine
    from desktop_app.ui.program import Program
    from tests.fakes.write_watch import Work, statements_here

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    with statements_here() as found, stage(seed=1) as data:
        before = len(found.writes)  # of the demo, which makes its past in this thread
        program = Program(application, data, Link(data, lambda: start_engine(data)), demo=True)
        program.start()
        Work(program, wait).do()
        program.close()
        stop_engine(data)
    yield Result("gui_thread_writes", len(found.writes) - before, 0, "lower", "statements", found.executed)


def wait(condition: Callable[[], bool]) -> None:
    """Raises TimeoutError."""
    from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer

    deadline, loop = QDeadlineTimer(WAIT_MS), QEventLoop()
    while not condition():
        if deadline.hasExpired():
            raise TimeoutError
        QTimer.singleShot(LOOK_MS, loop.quit)
        loop.exec()
