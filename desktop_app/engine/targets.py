"""One warning before a client has waited as long as the target, and one when it is missed; each once.

Both instants follow from the arrival and the target, in working time where it is counted so. What was told is
kept in keep.db before it is told. What came due while no engine ran is told as one, once the mailboxes have
been looked at: who has been answered meanwhile from elsewhere does not wait.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from desktop_app.domain.facts import TargetNear, TargetsMissed
from desktop_app.domain.model import DAY, HOUR, MINUTE, SECOND, Micros
from desktop_app.domain.targets import Place, Target
from desktop_app.domain.timetable import Timetable
from desktop_app.engine.preferences import preferences
from desktop_app.settings.hours import work_hours
from desktop_app.settings.targets import targets
from desktop_app.store import announced, waiting
from desktop_app.store.database import Database
from desktop_app.store.waiting import OpenWait

WARN_AT = 0.75  # of the target
LOOK_BACK: Micros = 92 * DAY  # the longest target in working days, with leave within
STILL_NEWS: Micros = HOUR  # a letter that was brought late is told all the same
SETTLES_WITHIN: Micros = 10 * MINUTE  # a mailbox that cannot be reached holds nothing back for longer
WATCHED = "targets watched"  # until then everything was told

Told = TargetNear | TargetsMissed


class _Due(NamedTuple):
    """`near` and `late`: when to warn, and when the target is missed."""

    wait: OpenWait
    target: Target
    near: Micros
    late: Micros

    def key(self, *, late: bool) -> str:
        stage = "late" if late else "near"
        return f"{stage} {self.wait.account} {self.wait.letter}"

    def fact(self, *, late: bool) -> TargetNear:
        wait, target = self.wait, round(self.target.seconds * SECOND)
        return TargetNear(
            wait.contact, wait.name, wait.subject, wait.arrived_at, target, late, self.target.working
        )


class TargetWatch:
    """For one thread, once a minute. `settled`: every mailbox has been looked at since the start."""

    def __init__(self, db: Database, now: Micros, settled: Callable[[], bool]) -> None:
        self._db, self._started, self._settled = db, now, settled
        watched = announced.marked(db, WATCHED)
        self._away_since = None if watched is None else min(watched, now)  # the clock may have been ahead
        self._gathered = self._away_since is None  # before the first start nothing was to be watched

    def due(self, now: Micros) -> list[Told]:
        """What is to be told now, the longest waiting first; what was missed before the start as one."""
        self._started = min(self._started, now)  # the clock may have been set back
        wanted = preferences(self._db).flag("target_alerts")
        known = announced.keys(self._db) if wanted else set()
        waits = self._waits(now) if wanted else []
        found: list[Told] = []
        told: list[str] = []
        for one in waits:
            late = now >= one.late
            key = one.key(late=late)
            if key not in known and self._is_news(one.late if late else one.near, now, late=late):
                found.append(one.fact(late=late))
                told.append(key)
        if not self._gathered and (self._settled() or now - self._started > SETTLES_WITHIN):
            missed = [one for one in waits if one.key(late=True) not in known and self._was_missed(one)]
            told += [one.key(late=True) for one in missed]
            found = [*self._as_one(missed), *found]
            self._gathered = True
        with self._db.transaction():
            announced.put(self._db, told, now)
            if self._gathered:
                announced.mark(self._db, WATCHED, now)
        return found

    def _is_news(self, at: Micros, now: Micros, *, late: bool) -> bool:
        """A warning that is still true is news after a pause too."""
        if late:
            return max(self._started, now - STILL_NEWS) < at <= now
        return (self._away_since or self._started) < at <= now

    def _was_missed(self, one: _Due) -> bool:
        return self._away_since is not None and self._away_since < one.late <= self._started

    def _as_one(self, missed: list[_Due]) -> list[Told]:
        if len(missed) < 2:
            return [one.fact(late=True) for one in missed]
        return [TargetsMissed(len(missed), self._away_since or self._started)]

    def _waits(self, now: Micros) -> list[_Due]:
        settings = preferences(self._db)
        hours, some = Timetable(work_hours(settings)), targets(settings)
        found = []
        for wait in waiting.open_waits(self._db, now - LOOK_BACK):
            target = some.of(Place(wait.account, wait.channel))
            near = _after(hours, wait.arrived_at, target, WARN_AT)
            late = _after(hours, wait.arrived_at, target, 1.0)
            if near is not None and late is not None and near <= now:  # not for hours that never open
                found.append(_Due(wait, target, near, late))
        return found


def _after(hours: Timetable, arrived: Micros, target: Target, share: float) -> Micros | None:
    length = round(target.seconds * share * SECOND)
    return hours.add(arrived, length) if target.working else arrived + length
