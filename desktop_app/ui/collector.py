"""Cyclic garbage is collected in the window's thread only.

Python collects in whichever thread allocates. A worker thread that happens to free the last cycle around a
widget destroys a QObject outside its thread, and the process crashes (Anki collects in its main thread for
the same reason). Reference counting, which frees nearly everything, is not touched.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 1_000


class Collector(QObject):
    """Takes over from the automatic collection while it lives; `close` gives it back."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(collect_what_is_due)
        self._timer.start()

    def close(self) -> None:
        self._timer.stop()
        gc.enable()


def collect_what_is_due() -> int:
    """Collect the oldest generation whose threshold is passed, as Python would; which one, -1 = none."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return generation
    return -1
