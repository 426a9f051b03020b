"""Modules that the first paint does without come later, in a thread, in small slices of time.

An import in the window's thread stops it; in a thread with Python's usual switch interval too, for as long as
ten slices; with 0.5 ms, which `ui.program` sets for all threads, it is hardly felt (research/gui.md 1).
"""

from __future__ import annotations

import importlib
import logging
import sys
import threading
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal

log = logging.getLogger(__name__)


class ModuleLoader(QObject):
    """Call `start` once something is on the screen; `loaded` comes in the window's thread."""

    loaded = Signal()
    failed = Signal()
    _ended = Signal(bool)

    def __init__(self, parent: QObject | None, modules: Sequence[str]) -> None:
        super().__init__(parent)
        self._modules = modules
        self._thread: threading.Thread | None = None
        self._ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @property
    def is_loaded(self) -> bool:
        return self._thread is None and all(name in sys.modules for name in self._modules)

    def start(self) -> None:
        """Does nothing while it is under way; tells at once when everything is there already."""
        if self._thread is not None:
            return
        if self.is_loaded:
            self._ended.emit(True)
            return
        self._thread = threading.Thread(target=self._load, name="otklik-modules", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Wait for the thread; an import cannot be stopped half way."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _load(self) -> None:
        try:
            for name in self._modules:
                importlib.import_module(name)
        except Exception:
            log.exception("a part of the window could not be loaded")
            self._ended.emit(False)
        else:
            self._ended.emit(True)

    def _tell(self, there: bool) -> None:
        self.close()
        (self.loaded if there else self.failed).emit()
