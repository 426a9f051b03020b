"""The working hours of this person, from the settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

from desktop_app.domain.errors import InputError
from desktop_app.domain.work_hours import DAY_MINUTES, OFFICE_WEEK, Interval, WorkHours, without
from desktop_app.settings.schema import Settings, Value

T = TypeVar("T")
WEEK_KEYS = ("work_week", "work_hours", "work_lunch")  # the last two: before there were breaks within a day
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def work_hours(settings: Settings) -> WorkHours:
    """A zone or day that is not usable is left at its default: figures must not fail for a typing error."""
    try:
        return _hours(settings, settings.text("work_zone") or system_zone())
    except InputError:
        return _hours(settings, "UTC")


def weekly(settings: Settings) -> tuple[tuple[Interval, ...], ...]:
    """What is worked on each weekday, Monday first; breaks are what lies between."""
    hours = work_hours(settings)
    return tuple(without(day, hours.lunch) if hours.lunch else day for day in hours.week)


def week_value(week: Iterable[Iterable[Interval]]) -> Value:
    """The setting `work_week` that says it."""
    return {
        day: [[_text(one.start), _text(one.end)] for one in stretches]
        for day, stretches in zip(DAYS, week, strict=True)
    }


def week_lock(settings: Settings) -> str:
    """The key by which IT has set the weekly hours; "" = it has not."""
    return next((key for key in WEEK_KEYS if settings.is_locked(key)), "")


def system_zone() -> str:
    """The IANA name of the computer's own zone, "UTC" when it cannot be told."""
    if "/" in (named := os.environ.get("TZ", "").lstrip(":")) and not named.startswith("/"):
        return named
    link = Path("/etc/localtime")
    if link.is_symlink():
        _, found, name = str(link.resolve()).partition("zoneinfo/")
        if found:
            return name
    return "UTC"


def _hours(settings: Settings, zone: str) -> WorkHours:
    country = settings.text("work_country")
    week = _own_week(settings)
    return WorkHours(
        zone=zone,
        week=week or _week(settings.value("work_hours")),
        lunch=None if week else _lunch(settings.value("work_lunch")),
        country="" if country == "none" else country,
        off=_dates(settings.value("work_days_off")),
        working=_dates(settings.value("work_days_on")),
        short=_dates(settings.value("work_days_short")),
        leave=tuple(_entries(settings.value("work_leave"), _leave)),
        duty=_disjoint(_entries(settings.value("work_duty"), _duty)),
    )


def _own_week(settings: Settings) -> tuple[tuple[Interval, ...], ...] | None:
    """None: not set or not usable, or IT has set the older form."""
    value, locked = settings.value("work_week"), week_lock(settings)
    if not isinstance(value, dict) or not value or locked not in ("", "work_week"):
        return None
    try:
        week = tuple(_intervals(value.get(day)) for day in DAYS)
        return WorkHours(zone="UTC", week=week).week
    except InputError:
        return None


def _week(value: object) -> tuple[tuple[Interval, ...], ...]:
    try:
        week = tuple(_intervals(value.get(day)) if isinstance(value, dict) else () for day in DAYS)
        return WorkHours(zone="UTC", week=week).week
    except InputError:
        return OFFICE_WEEK


def _lunch(value: object) -> Interval | None:
    try:
        return WorkHours(zone="UTC", lunch=_interval(value)).lunch if value else None
    except InputError:
        return None


def _intervals(day: object) -> tuple[Interval, ...]:
    return tuple(_interval(pair) for pair in day) if isinstance(day, list) else ()


def _interval(pair: object) -> Interval:
    if isinstance(pair, list) and len(pair) == 2:
        return Interval(_minutes(pair[0]), _minutes(pair[1]))
    raise InputError(field="work_hours", reason="bad_intervals")


def _text(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _minutes(text: object) -> int:
    hour, _, minute = str(text).partition(":")
    if not (hour.isdecimal() and minute.isdecimal()):
        raise InputError(field="work_hours", reason="bad_intervals")
    return int(hour) * 60 + int(minute)


def _dates(texts: object) -> frozenset[date]:
    return frozenset(_entries(texts, _date))


def _leave(entry: object) -> tuple[date, date]:
    if not isinstance(entry, list) or len(entry) != 2:
        raise ValueError
    first, last = _date(entry[0]), _date(entry[1])
    return min(first, last), max(first, last)


def _duty(entry: object) -> tuple[date, Interval]:
    if not isinstance(entry, list) or len(entry) != 3:
        raise ValueError
    interval = _interval(entry[1:])
    if not 0 <= interval.start < interval.end <= DAY_MINUTES:
        raise ValueError
    return _date(entry[0]), interval


def _disjoint(duty: Iterable[tuple[date, Interval]]) -> tuple[tuple[date, Interval], ...]:
    """What overlaps the hours before it on its day is left out."""
    kept: list[tuple[date, Interval]] = []
    for day, interval in sorted(set(duty)):
        if not kept or kept[-1][0] != day or kept[-1][1].end < interval.start:
            kept.append((day, interval))
    return tuple(kept)


def _date(text: object) -> date:
    return date.fromisoformat(str(text))


def _entries(values: object, read: Callable[[object], T]) -> Iterator[T]:
    """Those that can be read: one typing error must not take the others with it."""
    for value in values if isinstance(values, list) else []:
        try:
            yield read(value)
        except (ValueError, InputError):
            continue
