"""Starts the demo beside the program: an invented company in a window of its own."""

from __future__ import annotations

import sys

from PySide6.QtCore import QProcess

COMMAND = ("-m", "desktop_app", "demo")


def start_demo() -> bool:
    """Whether it could be started; it lives on by itself and opens its window within seconds."""
    started = QProcess.startDetached(sys.executable, list(COMMAND))
    return bool(started[0] if isinstance(started, tuple) else started)
