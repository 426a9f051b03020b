"""Whether the system wants movement: Windows, macOS and the desktops of Linux each keep it elsewhere.

Qt 6.9 does not tell. Windows: "Animation effects" (SPI_GETCLIENTAREAANIMATION); macOS: "Reduce motion";
Linux: "Enable animations" of GNOME, which KDE keeps in step for its guests. Not known = it does.
"""

from __future__ import annotations

import ctypes
import sys

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

SPI_GETCLIENTAREAANIMATION = 0x1042
ASK_FOR_MS = 2_000  # a program that does not answer is no reason to wait
COMMANDS = {
    "darwin": ("defaults", "read", "com.apple.universalaccess", "reduceMotion"),
    "linux": ("gsettings", "get", "org.gnome.desktop.interface", "enable-animations"),
}


class SystemMotion(QObject):
    """`told(moves)` some time after `ask`, which is for once; never when it cannot be known."""

    told = Signal(bool)

    def __init__(self, platform: str = sys.platform) -> None:
        super().__init__()
        self._platform = platform
        self._process = QProcess(self)
        self._process.finished.connect(self._finished)
        self._patience = QTimer(self, singleShot=True, interval=ASK_FOR_MS)
        self._patience.timeout.connect(self._process.kill)

    @property
    def is_asking(self) -> bool:
        return self._process.state() is not QProcess.ProcessState.NotRunning

    def ask(self) -> None:
        """Blocks nobody."""
        if self._platform == "win32":
            self.told.emit(_windows_moves())
        elif command := COMMANDS.get(self._platform):
            self._patience.start()
            self._process.start(command[0], list(command[1:]))

    def close(self) -> None:
        """Nothing is told afterwards."""
        self._patience.stop()
        self._process.blockSignals(True)
        if self.is_asking:
            self._process.kill()
            self._process.waitForFinished(ASK_FOR_MS)

    def _finished(self) -> None:
        self._patience.stop()
        answer = bytes(self._process.readAllStandardOutput().data()).decode(errors="replace")
        if (moves := moves_of(self._platform, answer)) is not None:
            self.told.emit(moves)


def moves_of(platform: str, answer: str) -> bool | None:
    """What the command of COMMANDS has printed; None: it says nothing."""
    word = answer.strip().lower()
    if platform == "darwin":
        return {"1": False, "0": True}.get(word)
    return {"true": True, "false": False}.get(word)


def _windows_moves() -> bool:
    if sys.platform != "win32":
        return True
    moves = ctypes.c_int(1)
    asked = ctypes.windll.user32.SystemParametersInfoW(
        SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(moves), 0
    )
    return not asked or bool(moves.value)
