"""When nothing is to be announced: outside working hours, while somebody presents, when the user says so."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

from desktop_app.domain.codes import HOUR, MINUTE, Micros
from desktop_app.domain.timetable import Timetable
from desktop_app.settings.hours import work_hours
from desktop_app.settings.schema import Settings

LOOK_AGAIN: Micros = MINUTE  # at the latest: hours may be changed and the quiet ended meanwhile
# QUERY_USER_NOTIFICATION_STATE of shellapi.h: a full-screen program, a full-screen game, presenting.
_BUSY = frozenset({2, 3, 4})


class Quiet:
    """`presenting` tells whether a foreign full-screen window or the system's presentation mode is on."""

    def __init__(
        self,
        settings: Callable[[], Settings],
        now: Callable[[], Micros],
        presenting: Callable[[], bool] | None = None,
    ) -> None:
        self._settings, self._now = settings, now
        self._presenting = presenting or is_presenting

    def until(self) -> Micros | None:
        """When to look again; None: it is not quiet."""
        settings, now = self._settings(), self._now()
        if (paused := settings.number("notifications_quiet_until")) > now:
            return paused
        if settings.flag("notifications_working_hours"):
            hours = Timetable(work_hours(settings))
            if not hours.is_open(now):
                return max(hours.add(now, 0) or now + HOUR, now + 1)
        if settings.flag("notifications_quiet_presenting") and self._presenting():
            return now + LOOK_AGAIN
        return None


def is_known() -> bool:
    """Whether this system tells programs that somebody presents; other desktops hold back by themselves."""
    return sys.platform == "win32"


def is_presenting() -> bool:
    """False where it cannot be known."""
    if sys.platform != "win32":
        return False
    state = ctypes.c_int()
    failed = ctypes.windll.shell32.SHQueryUserNotificationState(ctypes.byref(state))
    return not failed and state.value in _BUSY
