"""How long Qt itself takes to an application object: what no first paint can be faster than."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable

from tests.benchmarks.result import Result

RUNS = 7
PROGRAM = "from PySide6.QtWidgets import QApplication; QApplication([])"


def run() -> Iterable[Result]:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", PROGRAM], check=True, env=env, timeout=60)
        times.append(time.perf_counter() - begin)
    yield Result("qt_floor", round(statistics.median(times), 3), 0.4, "lower", "s", len(times))
