"""Working time between single instants, without numpy: for the engine's "has waited 3 h 10 min".

An instant is working time when the clock on the person's wall shows working hours then. So an hour that
daylight saving repeats counts twice, and one that it skips does not count.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import timedelta

from desktop_app.domain.model import DAY, MINUTE, Micros
from desktop_app.domain.work_hours import WorkHours, intervals
from desktop_app.domain.zones import EARLIEST, EPOCH, LATEST, stretches, zone_named

MARGIN: Micros = 92 * DAY  # built beyond what was asked for, so that few questions build anything
FIRST_DAY = EPOCH.date()


def spans(hours: WorkHours, since: Micros, until: Micros) -> Iterator[tuple[Micros, Micros]]:
    """Working time within [since, until) as UTC stretches, in order and disjoint."""
    for start, end, offset in stretches(zone_named(hours.zone), since, until):
        for number in range((start + offset) // DAY, (end + offset - 1) // DAY + 1):
            midnight = number * DAY - offset
            for interval in intervals(hours, FIRST_DAY + timedelta(days=number)):
                opens = max(start, midnight + interval.start * MINUTE)
                closes = min(end, midnight + interval.end * MINUTE)
                if opens < closes:
                    yield opens, closes


class Timetable:
    """One person's working time, built once for the range asked about and extended when asked beyond it.

    For one thread. Instants before 1970 and after 2100 are taken as those limits.
    """

    def __init__(self, hours: WorkHours) -> None:
        self._hours = hours
        self._since = self._until = EARLIEST
        self._opens: list[Micros] = []
        self._closes: list[Micros] = []
        self._before: list[Micros] = []  # working time before each opening

    def between(self, start: Micros, end: Micros) -> Micros:
        """Working time from `start` to `end` in microseconds; 0 when `end` is not after `start`."""
        start, end = _possible(start), _possible(end)
        self._cover(start, end)
        return max(0, self._worked(end) - self._worked(start))

    def is_open(self, at: Micros) -> bool:
        """Whether the instant is working time."""
        at = _possible(at)
        self._cover(at, at)
        index = bisect_right(self._opens, at) - 1
        return index >= 0 and at < self._closes[index]

    def add(self, start: Micros, working: Micros) -> Micros | None:
        """When `working` microseconds have been worked since `start`; None: not within two years."""
        start = _possible(start)
        self._cover(start, _possible(start + 2 * 365 * DAY))
        goal = self._worked(start) + working
        index = bisect_right(self._before, goal) - 1
        if working > 0 and index >= 0 and self._before[index] == goal:
            index -= 1  # reached at the close of the stretch before, not at the next opening
        if index < 0 or goal > self._before[index] + self._closes[index] - self._opens[index]:
            return None
        return max(start, self._opens[index] + goal - self._before[index])

    def _worked(self, at: Micros) -> Micros:
        index = bisect_right(self._opens, at) - 1
        if index < 0:
            return 0
        return self._before[index] + min(at, self._closes[index]) - self._opens[index]

    def _cover(self, start: Micros, end: Micros) -> None:
        start, end = min(start, end), max(start, end)
        if self._since <= start and end < self._until:
            return
        empty = self._since == self._until
        self._since = _possible(start - MARGIN if empty else min(self._since, start - MARGIN))
        self._until = max(self._until, end + MARGIN)
        built = list(spans(self._hours, self._since, _possible(self._until)))
        self._opens = [opens for opens, _ in built]
        self._closes = [closes for _, closes in built]
        self._before = []
        total = 0
        for opens, closes in built:
            self._before.append(total)
            total += closes - opens


def _possible(at: Micros) -> Micros:
    return min(max(at, EARLIEST), LATEST)
