"""One warning before a client has waited as long as the target, and one when it is missed.

Both instants follow from the arrival and the working hours, so they lie in working time, and none is written
down: each look announces what has come since the look before. What came while no engine ran is shown in the
list of those who wait, not announced hours later.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.domain.facts import TargetNear
from desktop_app.domain.model import DAY, SECOND, Micros
from desktop_app.domain.timetable import Timetable
from desktop_app.engine.preferences import preferences
from desktop_app.settings.hours import work_hours
from desktop_app.settings.targets import target_s
from desktop_app.store import waiting
from desktop_app.store.database import Database

WARN_AT = 0.75  # of the target
LOOK_BACK: Micros = 92 * DAY  # the longest target in working days, with leave within


class Targets:
    """For one thread, once a minute."""

    def __init__(self, db: Database, now: Micros) -> None:
        self._db, self._last = db, now

    def due(self, now: Micros) -> list[TargetNear]:
        """What is to be announced now, the longest waiting first."""
        since, self._last = self._last, max(now, self._last)
        settings = preferences(self._db)
        if not settings.flag("target_alerts"):
            return []
        hours, target = Timetable(work_hours(settings)), round(target_s(settings) * SECOND)
        found = []
        for wait in waiting.open_waits(self._db, now - LOOK_BACK):
            for at, late in _instants(hours, wait.arrived_at, target):
                if since < at <= now:
                    found.append(
                        TargetNear(wait.contact, wait.name, wait.subject, wait.arrived_at, target, late)
                    )
        return found


def _instants(hours: Timetable, arrived: Micros, target: Micros) -> Iterator[tuple[Micros, bool]]:
    """When to warn, and when the target is missed; neither for hours that never open."""
    for working, late in ((round(target * WARN_AT), False), (target, True)):
        at = hours.add(arrived, working)
        if at is not None:
            yield at, late
