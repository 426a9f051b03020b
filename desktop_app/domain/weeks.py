"""Weeks of a person: from Monday to Sunday on the own clock, and when work begins in one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from desktop_app.domain.model import SECOND, Micros
from desktop_app.domain.timetable import Timetable
from desktop_app.domain.work_hours import WorkHours
from desktop_app.domain.zones import zone_named

DAYS = timedelta(days=7)


class Week(NamedTuple):
    """[since, until) in UTC; `begin` is its Monday. 167 to 169 hours where clocks change."""

    begin: date
    since: Micros
    until: Micros


def week_of(zone: str, now: Micros, back: int = 0) -> Week:
    """The week of an instant, or so many weeks before it."""
    today = datetime.fromtimestamp(now / SECOND, UTC).astimezone(zone_named(zone)).date()
    monday = today - timedelta(days=today.weekday()) - back * DAYS
    return Week(monday, _midnight(zone, monday), _midnight(zone, monday + DAYS))


def opening(hours: WorkHours, week: Week) -> Micros | None:
    """When work begins in that week: on Tuesday when Monday is a holiday. None: nobody works."""
    at = Timetable(hours).add(week.since, 0)
    return at if at is not None and at < week.until else None


def _midnight(zone: str, day: date) -> Micros:
    """The first instant of a day; where the clock skips midnight, when the day begins all the same."""
    at = datetime.combine(day, time.min, zone_named(zone))
    return round(at.timestamp()) * SECOND
