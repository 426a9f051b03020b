"""When nothing is to be announced: outside working hours, while somebody presents, when the user says so."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.domain.codes import HOUR, MINUTE, Micros
from desktop_app.domain.timetable import Timetable
from desktop_app.settings.hours import work_hours
from desktop_app.settings.schema import Settings

LOOK_AGAIN: Micros = MINUTE  # at the latest: hours may be changed and the quiet ended meanwhile


class Quiet:
    """`presenting` tells whether a foreign full-screen window or the system's presentation mode is on."""

    def __init__(
        self,
        settings: Callable[[], Settings],
        now: Callable[[], Micros],
        presenting: Callable[[], bool],
    ) -> None:
        self._settings, self._now = settings, now
        self._presenting = presenting

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
