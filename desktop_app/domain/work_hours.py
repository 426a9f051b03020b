"""When a person works: zone, hours per weekday, lunch, holidays, moved and shortened days, leave.

`WorkHours` is what the user sets; `intervals` says what it means for one day. Free of numpy: settings and the
engine read it. Whole columns of waits are counted by `domain.worktime`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from desktop_app.domain import production_calendar as russia
from desktop_app.domain import public_holidays
from desktop_app.domain.codes import COUNTRIES
from desktop_app.domain.errors import InputError
from desktop_app.domain.zones import zone_named

DAY_MINUTES = 24 * 60
SHORTER_MINUTES = 60  # Labour Code of Russia, article 95
NO_YEAR = public_holidays.Year((), (), ())


class Interval(NamedTuple):
    """Minutes after local midnight, [start, end)."""

    start: int
    end: int


OFFICE_DAY = (Interval(9 * 60, 18 * 60),)
OFFICE_WEEK = (OFFICE_DAY,) * 5 + ((), ())


@dataclass(frozen=True, slots=True)
class WorkHours:
    """A person's working hours. Raises InputError(field, reason) for what cannot be.

    `country` "" knows no holidays. `working` and `off` are the user's own days and win over the country's
    calendar; `leave` (first and last day, inclusive) wins over them; `duty`, the hours of single days, over
    everything: on such a day exactly these are worked.
    """

    zone: str = "Europe/Moscow"
    week: tuple[tuple[Interval, ...], ...] = OFFICE_WEEK  # Monday first
    lunch: Interval | None = None
    country: str = "RU"
    working: frozenset[date] = frozenset()
    off: frozenset[date] = frozenset()
    short: frozenset[date] = frozenset()
    leave: tuple[tuple[date, date], ...] = ()
    duty: tuple[tuple[date, Interval], ...] = ()

    def __post_init__(self) -> None:
        """Refuse what has no meaning."""
        zone_named(self.zone)
        if self.country not in ("", *COUNTRIES):
            raise InputError(field="country", reason="unknown", value=self.country)
        if len(self.week) != 7 or not all(_is_day(day) for day in self.week):
            raise InputError(field="week", reason="bad_intervals")
        if self.lunch is not None and not _is_day((self.lunch,)):
            raise InputError(field="lunch", reason="bad_intervals")
        if any(first > last for first, last in self.leave):
            raise InputError(field="leave", reason="ends_before_it_starts")
        if not all(_is_day(one) for one in _by_day(self.duty).values()):
            raise InputError(field="duty", reason="bad_intervals")


def intervals(hours: WorkHours, day: date) -> tuple[Interval, ...]:
    """The working time of one local day, in order, lunch cut out."""
    on_duty = tuple(sorted(one for at, one in hours.duty if at == day)) if hours.duty else ()
    if on_duty:
        return on_duty
    if not works_on(hours, day):
        return ()
    usual = hours.week[day.weekday()] or next((some for some in hours.week if some), ())
    worked = without(usual, hours.lunch) if hours.lunch else usual
    return _shortened(worked) if is_short(hours, day) else worked


def works_on(hours: WorkHours, day: date) -> bool:
    """Whether it is a working day: leave, then the user's days, then the country's, then the weekday."""
    if any(first <= day <= last for first, last in hours.leave) or day in hours.off:
        return False
    if day in hours.working:
        return True
    known = _year(hours.country, day.year)
    if _number(day) in known.working:
        return True
    return _number(day) not in known.off and bool(hours.week[day.weekday()])


def is_short(hours: WorkHours, day: date) -> bool:
    """Whether a working day ends an hour earlier."""
    return day in hours.short or _number(day) in _year(hours.country, day.year).short


def is_calendar_known(hours: WorkHours, year: int) -> bool:
    """Whether the year's moved days are known; otherwise the user should be asked to enter them."""
    if hours.country == "RU":
        return year in russia.OFF
    return hours.country == "" or year in public_holidays.COUNTRIES[hours.country]


def _year(country: str, year: int) -> public_holidays.Year:
    """The country's days in a year. In Russia the holidays of the Labour Code hold in every year."""
    if country == "RU":
        off = (*russia.FIXED, *russia.OFF.get(year, ()))
        return public_holidays.Year(off, russia.WORKING.get(year, ()), russia.SHORT.get(year, ()))
    return public_holidays.COUNTRIES.get(country, {}).get(year, NO_YEAR)


def _by_day(duty: Iterable[tuple[date, Interval]]) -> dict[date, tuple[Interval, ...]]:
    found: dict[date, tuple[Interval, ...]] = {}
    for day, interval in sorted(duty):
        found[day] = (*found.get(day, ()), interval)
    return found


def _is_day(day: tuple[Interval, ...]) -> bool:
    edges = [minute for interval in day for minute in interval]
    inside = all(0 <= minute <= DAY_MINUTES for minute in edges)
    return inside and edges == sorted(edges) and all(interval.start < interval.end for interval in day)


def without(day: Iterable[Interval], lunch: Interval) -> tuple[Interval, ...]:
    """What is left of a day when a break is cut out."""
    pieces = [
        piece
        for interval in day
        for piece in (
            Interval(interval.start, min(interval.end, lunch.start)),
            Interval(max(interval.start, lunch.end), interval.end),
        )
    ]
    return tuple(piece for piece in pieces if piece.start < piece.end)


def _shortened(day: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Without the last working hour, over a break if need be."""
    left, kept = SHORTER_MINUTES, list(day)
    while kept and left > 0:
        last = kept.pop()
        if last.end - last.start > left:
            kept.append(Interval(last.start, last.end - left))
            break
        left -= last.end - last.start
    return tuple(kept)


def _number(day: date) -> int:
    return day.month * 100 + day.day
