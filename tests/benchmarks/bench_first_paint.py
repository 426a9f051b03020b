"""What the window costs until its first paint, against an empty one: CPU time of processes, interleaved.

Absolute times belong to a machine; the ratio to the floor is ours. Processor time instead of the clock: other
work on the machine does not count.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.result import Result

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 15
GOAL = 1.4
UNIT = "x empty QMainWindow (CPU)"

PAINTED = """
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            app.removeEventFilter(self)
            QTimer.singleShot(0, lambda: os._exit(0))
        return False

painted = Painted()
app.installEventFilter(painted)
"""
EMPTY = f"""
import os
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
{PAINTED}
window = QMainWindow()
window.resize(1280, 800)
window.show()
app.exec()
"""
# The window program as `desktop_app.__main__` starts it, on a silent engine; "leads" shows forty in memory.
OTKLIK = f"""
import os, sys, time
from pathlib import Path
from desktop_app.ui import application

class Silent:
    def send(self, message): pass
    def recv(self): raise EOFError
    def poll(self, timeout=0.0): time.sleep(timeout)
    def close(self): pass

def watch(program):
    global app
    from PySide6.QtCore import QEvent, QObject, QTimer
    globals().update(QEvent=QEvent, QObject=QObject, QTimer=QTimer)
    app = program._application
    if sys.argv[2] == "leads":
        from tests.fakes.sample_data import sample
        reader = sample("en")
        program.window.open(reader, lambda: reader)
    exec({PAINTED!r}, globals())
    start(program)

def show(*arguments, **named):
    global start
    from desktop_app.ui import program
    start, program.Program.start = program.Program.start, watch
    return really_show(*arguments, **named)

import gc
gc.disable()  # as `run` does first; here it has to load the module in order to watch it
from desktop_app.ui import program
really_show, program.show = program.show, show
application.run(Path(sys.argv[1]), Silent(), demo=False)
"""


def run() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as data:
        times: dict[str, list[float]] = {"empty": [], "waiting": [], "leads": []}
        for number in range(ROUNDS + 1):
            for name, measured in times.items():
                cpu = cpu_s(EMPTY if name == "empty" else OTKLIK, data, name)
                if number:  # the first round writes compiled files
                    measured.append(cpu)
    floor = statistics.median(times["empty"])
    for name in ("waiting", "leads"):
        ratio = statistics.median(times[name]) / floor
        yield Result(f"first_paint_{name}", round(ratio, 3), GOAL, "lower", UNIT, ROUNDS)


def cpu_s(program: str, data: str, state: str) -> float:
    """User and system time of one process that ends right after its first paint."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its compiled files
    subprocess.run([sys.executable, "-c", program, data, state], check=True, env=environment, timeout=60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
