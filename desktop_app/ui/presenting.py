"""Whether somebody presents, as far as the system tells: a full-screen program, a call, a shared screen.

Windows is asked at the moment (SHQueryUserNotificationState). On Linux the session bus is asked now and
then: GNOME says whether a program keeps the screen awake, as players, calls and presentations do
(InhibitedActions of its session manager), Plasma whether notifications are held back, as it does by itself
while the screen is shared or full-screen (Inhibited of its notification service).
org.freedesktop.ScreenSaver takes such wishes but does not tell of them, and neither X11 nor Wayland says
through Qt whether a window of another program is full-screen. macOS and other desktops say nothing: there
the tray's "Do not disturb" is for it.
"""

from __future__ import annotations

import ctypes
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection, QDBusPendingCallWatcher

EVERY_MS = 20_000
ANSWER_MS = 2_000
IDLE_INHIBITED = 8  # a bit of InhibitedActions
# QUERY_USER_NOTIFICATION_STATE of shellapi.h: a full-screen program, a full-screen game, presenting.
_BUSY = frozenset({2, 3, 4})


class _Property(NamedTuple):
    service: str
    path: str
    name: str
    mask: int


PROPERTIES = (
    _Property("org.gnome.SessionManager", "/org/gnome/SessionManager", "InhibitedActions", IDLE_INHIBITED),
    _Property("org.freedesktop.Notifications", "/org/freedesktop/Notifications", "Inhibited", 1),
)


class Presenting(QObject):
    """`is_on` is the best that is known. Without `start` only Windows tells."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[str, bool] = {}
        self._bus: QDBusConnection | None = None
        self._asked: list[QDBusPendingCallWatcher] = []
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._look)

    def is_on(self) -> bool:
        return any(self._told.values()) or _windows_presents()

    def start(self) -> None:
        """Linux: ask the session bus every 20 s, if there is one."""
        if sys.platform == "linux" and os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            self._timer.start()

    def listen(self, bus: QDBusConnection) -> None:
        """Ask this bus."""
        self._bus = bus

    def ask(self) -> None:
        """Blocks nobody; a service that is not there is not started."""
        if self._bus is None or not self._bus.isConnected() or self._asked:
            return
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

        for one in PROPERTIES:
            message = QDBusMessage.createMethodCall(
                one.service, one.path, "org.freedesktop.DBus.Properties", "Get"
            )
            message.setAutoStartService(False)
            message.setArguments([one.service, one.name])
            watcher = QDBusPendingCallWatcher(self._bus.asyncCall(message, ANSWER_MS))
            self._asked.append(watcher)
            watcher.finished.connect(lambda done, one=one: self._answered(one, done))

    def close(self) -> None:
        """What is still on its way tells nothing any more."""
        self._timer.stop()
        for watcher in self._asked:
            watcher.blockSignals(True)
        self._asked.clear()
        self._bus = None

    def _look(self) -> None:
        if self._bus is None:
            from PySide6.QtDBus import QDBusConnection  # not while the program starts

            self.listen(QDBusConnection.sessionBus())
        self.ask()

    def _answered(self, asked: _Property, watcher: QDBusPendingCallWatcher) -> None:
        from PySide6.QtDBus import QDBusVariant

        self._asked = [one for one in self._asked if one is not watcher]
        value: object = None
        if not watcher.isError():
            arguments = watcher.reply().arguments()
            if arguments and isinstance(arguments[0], QDBusVariant):
                value = arguments[0].variant()
            elif arguments:
                value = arguments[0]
        self._told[asked.name] = isinstance(value, int) and bool(value & asked.mask)


def is_told() -> bool:
    """Whether systems of this sort tell programs that somebody presents."""
    return sys.platform in ("win32", "linux")


def _windows_presents() -> bool:
    if sys.platform != "win32":
        return False
    state = ctypes.c_int()
    failed = ctypes.windll.shell32.SHQueryUserNotificationState(ctypes.byref(state))
    return not failed and state.value in _BUSY
