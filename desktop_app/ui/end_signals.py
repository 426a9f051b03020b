"""The system's wish that the program ends: a logout, `kill`, Ctrl+C. It ends as its window's Quit does.

Python hears of a signal only when its own code runs, which in a quiet window may take minutes; the byte that
the interpreter writes for each signal wakes Qt's loop.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QSocketNotifier

_NAMES = ("SIGTERM", "SIGINT", "SIGHUP")  # the last is not everywhere


class EndSignals:
    """Calls `end` in the window's thread, which must be the main one. `close` puts back what was."""

    def __init__(self, end: Callable[[], None]) -> None:
        self._end = end
        self._heard, self._told = socket.socketpair()
        for one in (self._heard, self._told):
            one.setblocking(False)
        self._notifier = QSocketNotifier(self._heard.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._ring)
        self._wakeup = signal.set_wakeup_fd(self._told.fileno(), warn_on_full_buffer=False)
        numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        self._before = {number: signal.signal(number, _leave_to_the_loop) for number in numbers}

    def close(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup)
        self._notifier.setEnabled(False)
        self._heard.close()
        self._told.close()

    def _ring(self) -> None:
        self._heard.recv(64)
        self._end()


def _leave_to_the_loop(_number: int, _frame: object) -> None:
    """Without a handler of Python's the system ends the process at once."""
