"""numpy and the charts come after the first paint, in a thread, in small slices of time.

An import in the window's thread stops it; in a thread with the usual switch interval too, for as long as ten
slices; with 0.5 ms it is hardly felt (research/gui.md 1).
"""

from __future__ import annotations

import importlib
import logging
import sys
import threading
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal

log = logging.getLogger(__name__)

SWITCH_INTERVAL_S = 0.0005
MODULES = (
    "numpy",
    "desktop_app.ui.charts.board",
    "desktop_app.ui.speed_report",
)


class ChartLoader(QObject):
    """Call `start` once something is on the screen; `loaded` comes in the window's thread."""

    loaded = Signal()
    failed = Signal()
    _ended = Signal(bool)

    def __init__(self, parent: QObject | None = None, modules: Sequence[str] = MODULES) -> None:
        super().__init__(parent)
        self._modules = modules
        self._thread: threading.Thread | None = None
        self._ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @property
    def is_loaded(self) -> bool:
        return all(name in sys.modules for name in self._modules)

    def start(self) -> None:
        """Does nothing while it is under way; tells at once when everything is there already."""
        if self._thread is not None:
            return
        if self.is_loaded:
            self._ended.emit(True)
            return
        self._thread = threading.Thread(target=self._load, name="otklik-charts", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Wait for the thread; an import cannot be stopped half way."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _load(self) -> None:
        usual = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        try:
            for name in self._modules:
                importlib.import_module(name)
        except Exception:
            log.exception("the charts could not be loaded")
            self._ended.emit(False)
        else:
            self._ended.emit(True)
        finally:
            sys.setswitchinterval(usual)

    def _tell(self, there: bool) -> None:
        self.close()
        (self.loaded if there else self.failed).emit()
