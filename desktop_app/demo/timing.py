"""When invented people write: in their own working hours, quickly or slowly, rarely in the evening.

Reply times are log-normal in working minutes, as measured of mail (research/scoring-crm.md 1): half within
the median, a long tail. A few answers come from a telephone outside working hours.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from desktop_app.domain.model import HOUR, MINUTE, SECOND, Micros
from desktop_app.domain.timetable import Timetable
from desktop_app.domain.work_hours import Interval, WorkHours

SPREAD = 1.25  # standard deviation of the logarithm; 2.2 in public corpora, where nobody is paid to answer
OFF_HOURS = 0.06  # share of answers written whenever the letter was seen
_WEEK = tuple((Interval(9 * 60, 18 * 60),) if day < 5 else () for day in range(7))


@dataclass(slots=True)
class Clock:
    """One person's days. `country` "RU" keeps the production calendar, "" only weekends."""

    zone: str
    country: str
    _table: Timetable = field(init=False)

    def __post_init__(self) -> None:
        hours = WorkHours(zone=self.zone, week=_WEEK, lunch=Interval(13 * 60, 14 * 60), country=self.country)
        self._table = Timetable(hours)

    def reply(self, start: Micros, median_min: float, rng: random.Random) -> Micros:
        """The instant at which a letter that came at `start` is answered."""
        minutes = math.exp(rng.gauss(math.log(median_min), SPREAD))
        if rng.random() < OFF_HOURS:
            return self._evening(start + int(min(minutes, 600) * MINUTE) + 2 * MINUTE)
        return self.worked(start, minutes) + rng.randrange(60) * SECOND

    def worked(self, start: Micros, minutes: float) -> Micros:
        """`start` plus that many working minutes, at least one."""
        at = self._table.add(start, int(max(1.0, minutes) * MINUTE))
        return start + int(minutes * MINUTE) if at is None else at

    def sometime(self, day: Micros, rng: random.Random) -> Micros:
        """Some moment of work on that day, or on the next working day; more in the morning than late."""
        local = self.local(day).replace(hour=0, minute=0, second=0, microsecond=0)
        midnight = int(local.timestamp()) * SECOND
        minutes = min(470.0, rng.triangular(2, 480, 110))
        return self.worked(midnight, minutes) + rng.randrange(60) * SECOND

    def local(self, at: Micros) -> datetime:
        """The person's wall clock."""
        return datetime.fromtimestamp(at // SECOND, UTC).astimezone(ZoneInfo(self.zone))

    def _evening(self, at: Micros) -> Micros:
        """Nobody answers in the middle of the night: before seven becomes after seven."""
        hour = self.local(at).hour
        return at + (7 - hour) * HOUR + 11 * MINUTE if hour < 7 else at


def date_ru(clock: Clock, at: Micros, ahead: int) -> str:
    """A date some days ahead: "12 ноября"."""
    months = (
        "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
        "ноября", "декабря",
    )  # fmt: skip
    day = _weekday(clock.local(at) + timedelta(days=ahead))
    return f"{day.day} {months[day.month - 1]}"


def date_en(clock: Clock, at: Micros, ahead: int) -> str:
    """A date some days ahead: "12 November"."""
    months = (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    )  # fmt: skip
    day = _weekday(clock.local(at) + timedelta(days=ahead))
    return f"{day.day} {months[day.month - 1]}"


def _weekday(day: datetime) -> datetime:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
