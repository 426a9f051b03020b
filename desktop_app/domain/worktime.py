"""Working time between whole columns of instants (numpy): every wait of a mailbox in one call.

The working time up to an instant is a table per UTC day plus at most a few stretches of that day, so a pair
costs two look-ups and no search (research/gui.md 4 "Business time"). Equal to `domain.timetable`, which says
what counts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from desktop_app.domain.model import DAY, SECOND, Micros
from desktop_app.domain.timetable import MARGIN, spans
from desktop_app.domain.work_hours import WorkHours
from desktop_app.domain.zones import EARLIEST, LATEST, stretches, zone_named

Instants = NDArray[np.int64]
CHUNK = 32_768  # pairs at a time: the temporary columns stay in the processor's cache


class Calendar:
    """One person's working time as a table, extended when asked beyond what it covers.

    For one thread. Instants before 1970 and after 2100 are taken as those limits.
    """

    def __init__(self, hours: WorkHours) -> None:
        self.hours = hours
        self._first = self._last = 0  # UTC days covered: [first, last)
        self._before: Instants = np.empty(0, np.int64)  # working time before each UTC day
        self._opens: list[Instants] = []  # per day the n-th stretch: opening within the day
        self._lengths: list[Instants] = []

    def seconds(self, starts: ArrayLike, ends: ArrayLike) -> NDArray[np.float64]:
        """Working seconds from each start to its end (Micros); 0 where the end is not after the start."""
        return self.between(starts, ends) / SECOND

    def between(self, starts: ArrayLike, ends: ArrayLike) -> Instants:
        """Working microseconds from each start to its end; 0 where the end is not after the start."""
        first, last = _possible(starts), _possible(ends)
        self._cover(first, last)
        result = np.empty(first.shape, np.int64)
        for low in range(0, first.size, CHUNK):
            part = slice(low, low + CHUNK)
            result[part] = self._worked(last[part]) - self._worked(first[part])
        return np.maximum(result, 0, out=result)

    def is_open(self, instants: ArrayLike) -> NDArray[np.bool_]:
        """Whether each instant is working time; an answer outside it is "off hours"."""
        at = _possible(instants)
        self._cover(at, at)
        day, within = self._place(at)
        found = np.zeros(at.shape, np.bool_)
        for opens, lengths in zip(self._opens, self._lengths, strict=True):
            passed = within - opens[day]
            found |= (passed >= 0) & (passed < lengths[day])
        return found

    def _worked(self, at: Instants) -> Instants:
        day, within = self._place(at)
        total = self._before[day]
        for opens, lengths in zip(self._opens, self._lengths, strict=True):
            passed = within - opens[day]
            np.maximum(passed, 0, out=passed)
            np.minimum(passed, lengths[day], out=passed)
            total += passed
        return total

    def _place(self, at: Instants) -> tuple[Instants, Instants]:
        day = at // DAY
        within = at - day * DAY
        day -= self._first
        return day, within

    def _cover(self, starts: Instants, ends: Instants) -> None:
        if not starts.size:
            return
        low = min(int(starts.min()), int(ends.min()))
        high = max(int(starts.max()), int(ends.max()))
        if self._first * DAY <= low and high < self._last * DAY:
            return
        if self._first < self._last:
            low, high = min(low, self._first * DAY), max(high, self._last * DAY)
        self._first = max(EARLIEST, low - MARGIN) // DAY
        self._last = min(LATEST, high + MARGIN) // DAY + 1
        self._build()

    def _build(self) -> None:
        opens, lengths, days, nth = _cut_at_midnight(self.hours, self._first, self._last)
        count = self._last - self._first
        wide = int(nth.max()) + 1 if nth.size else 0
        self._opens, self._lengths = [], []
        for index in range(wide):
            chosen = nth == index
            self._opens.append(_column(count, days[chosen], opens[chosen]))
            self._lengths.append(_column(count, days[chosen], lengths[chosen]))
        worked = np.zeros(count, np.int64)
        np.add.at(worked, days, lengths)
        self._before = np.concatenate((np.zeros(1, np.int64), np.cumsum(worked)))[:-1]


def to_local(zone: str, instants: ArrayLike) -> Instants:
    """What the wall clock shows, as microseconds since 1970-01-01 00:00 local time."""
    at = _possible(instants)
    if not at.size:
        return at
    parts = stretches(zone_named(zone), int(at.min()), int(at.max()) + 1)
    edges = np.array([part.start for part in parts[1:]], np.int64)
    offsets = np.array([part.offset for part in parts], np.int64)
    return np.asarray(at + offsets[np.searchsorted(edges, at, side="right")], np.int64)


def _cut_at_midnight(
    hours: WorkHours, first: int, last: int
) -> tuple[Instants, Instants, Instants, Instants]:
    """Each stretch: opening within its UTC day, length, day index, which one of its day (0 = first)."""
    rows: list[tuple[Micros, Micros, int, int]] = []
    day_before, count = -1, 0
    for opens, closes in spans(hours, first * DAY, last * DAY):
        start = opens
        while start < closes:
            day = start // DAY
            end = min(closes, (day + 1) * DAY)
            count = count + 1 if day == day_before else 0
            rows.append((start - day * DAY, end - start, day - first, count))
            day_before, start = day, end
    columns = np.array(rows, np.int64).reshape(-1, 4)
    return columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3]


def _column(count: int, days: Instants, values: Instants) -> Instants:
    column = np.zeros(count, np.int64)
    column[days] = values
    return column


def _possible(instants: ArrayLike) -> Instants:
    return np.clip(np.asarray(instants, np.int64), EARLIEST, LATEST)
