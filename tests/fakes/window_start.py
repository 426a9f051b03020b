"""Programs for a process of its own: `otklik` itself and an empty window, each up to its first paint."""

import os
from pathlib import Path

WATCH = """
def watch(window):
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Painted(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, painted)  # when the whole window is
            return False

    global kept
    kept = Painted()
    window.installEventFilter(kept)
"""
EMPTY = f"""
import os
from PySide6.QtWidgets import QApplication, QMainWindow
{WATCH}
def painted():
    os._exit(0)

app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
watch(window)
window.show()
app.exec()
"""
# `otklik` without arguments. The filter that is installed last is asked first: `painted` comes before all
# that the program puts off until after the paint.
OTKLIK = f"""
import os, sys
from desktop_app.__main__ import main
from desktop_app.ui import application
{WATCH}
def run(*arguments, **named):
    from desktop_app.ui.program import Program

    def start(program):
        really_start(program)
        watch(program.window)

    really_start, Program.start = Program.start, start
    return really_run(*arguments, **named)

really_run, application.run = application.run, run
"""
END = """
def painted():
    os._exit(0)

main()
"""


def environment(home: Path, root: Path) -> dict[str, str]:
    """For a child whose data folder is `data_of(home)`."""
    made = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root), "XDG_DATA_HOME": str(home)}
    made.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its compiled files
    return made


def data_of(home: Path) -> Path:
    return home / "Otklik"
