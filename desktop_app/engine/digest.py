"""When the figures of the last week are due: at the first start of a working week, once."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.domain.facts import WeekBegan
from desktop_app.domain.model import DAY, MINUTE, Micros
from desktop_app.domain.weeks import opening, week_of
from desktop_app.engine.preferences import preferences
from desktop_app.settings.hours import work_hours
from desktop_app.store import announced
from desktop_app.store.database import Database

SHOWN = "digest shown"  # the end of the last week that was told
SETTLES_WITHIN: Micros = 10 * MINUTE
ANOTHER_ZONE: Micros = DAY  # as far apart may a week begin in two of them


class DigestWatch:
    """`pending` for a window that comes late; the rest for one thread, once a minute."""

    def __init__(self, db: Database, now: Micros, settled: Callable[[], bool]) -> None:
        self._db, self._started, self._settled = db, now, settled
        self._told: WeekBegan | None = None

    def due(self, now: Micros) -> WeekBegan | None:
        """Work has begun this week, and the last one was not told: each time once. The mail comes first."""
        week = self._not_told(now)
        if week is None or week == self._told:
            return None
        if not self._settled() and now - self._started <= SETTLES_WITHIN:
            return None
        self._told = week
        return week

    def pending(self) -> WeekBegan | None:
        """Told already, and no window has shown it."""
        told = self._told
        shown = announced.marked(self._db, SHOWN)
        return told if told is not None and (shown or 0) < told.until else None

    def _not_told(self, now: Micros) -> WeekBegan | None:
        settings = preferences(self._db)
        hours = work_hours(settings)
        week = week_of(hours.zone, now)
        shown = announced.marked(self._db, SHOWN)
        if shown is None or shown > week.until:  # the first start ever, or the clock was ahead
            announced.mark(self._db, SHOWN, week.since)
            return None
        wanted = settings.flag("weekly_digest") and settings.flag("notifications_enabled")
        begins = opening(hours, week) if wanted and shown < week.since - ANOTHER_ZONE else None
        return WeekBegan(week.since) if begins is not None and begins <= now else None


def mark_shown(db: Database, until: Micros) -> None:
    """The user knows the week that ended then; never backwards."""
    announced.mark(db, SHOWN, max(until, announced.marked(db, SHOWN) or 0))
