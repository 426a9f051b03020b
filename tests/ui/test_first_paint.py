"""What is loaded when the window has been painted: what the first frame shows, and nothing else."""

import subprocess
import sys

import pytest

from desktop_app.engine.lock import DataLock
from tests.benchmarks.bench_first_paint import fill
from tests.fakes.window_start import OTKLIK, data_of, environment
from tests.paths import ROOT

HEAVY = {
    *("numpy", "peewee", "httpx", "imapclient", "exchangelib", "lxml", "asyncio", "keyring"),
    "desktop_app.ui.charts.plots",
    *("platformdirs", "subprocess", "multiprocessing", "dataclasses", "email", "ssl"),
    *("desktop_app.domain.model", "desktop_app.domain.commands", "desktop_app.domain.facts"),
    *("desktop_app.cli", "desktop_app.mail", "desktop_app.engine.connection", "desktop_app.ui.notifications"),
    *("desktop_app.ui.leads.card", "desktop_app.ui.letters_panel"),
}
# Each of them is created with all its enumerators, or with everything that it is a base of.
COSTLY = {"QStyle", "QGradient", "QDialog", "QKeySequence", "QFontDatabase"}
LOOK = """
def painted():
    from PySide6 import QtGui, QtWidgets

    print("MODULES", *sys.modules)
    print("CLASSES", *vars(QtGui), *vars(QtWidgets))
    sys.stdout.flush()
    os._exit(0)

main()
"""


@pytest.mark.parametrize("leads", [0, 60], ids=["no database", "leads"])
def test_nothing_is_loaded_before_the_first_paint_that_it_does_not_show(tmp_path, leads):
    fill(data_of(tmp_path), leads)
    with DataLock(data_of(tmp_path)):
        done = subprocess.run(
            [sys.executable, "-c", OTKLIK + LOOK],
            env=environment(tmp_path, ROOT),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    found = {line.split()[0]: set(line.split()[1:]) for line in done.stdout.splitlines()}
    assert found["MODULES"], done.stderr
    assert ("desktop_app.ui.pages.leads" in found["MODULES"]) == bool(leads)
    assert found["MODULES"] & HEAVY == set()
    assert found["CLASSES"] & COSTLY == set()
