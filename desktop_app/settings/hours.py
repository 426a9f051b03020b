"""The working hours of this person and the target for answers, from the settings."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from desktop_app.domain.errors import InputError
from desktop_app.domain.work_hours import Interval, WorkHours
from desktop_app.settings.schema import Settings

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def work_hours(settings: Settings) -> WorkHours:
    """A zone or day that is not usable is left at its default: figures must not fail for a typing error."""
    try:
        return _hours(settings, settings.text("work_zone") or system_zone())
    except InputError:
        return _hours(settings, "UTC")


def target_s(settings: Settings) -> float:
    """Working seconds within which clients are to be answered."""
    return settings.number("target_minutes") * 60.0


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
    week, lunch = settings.value("work_hours"), settings.value("work_lunch")
    country = settings.text("work_country")
    return WorkHours(
        zone=zone,
        week=tuple(_intervals(week.get(day)) if isinstance(week, dict) else () for day in DAYS),
        lunch=_interval(lunch) if lunch else None,
        country="" if country == "none" else country,
        off=_dates(settings.value("work_days_off")),
    )


def _intervals(day: object) -> tuple[Interval, ...]:
    return tuple(_interval(pair) for pair in day) if isinstance(day, list) else ()


def _interval(pair: object) -> Interval:
    if isinstance(pair, list) and len(pair) == 2:
        return Interval(_minutes(pair[0]), _minutes(pair[1]))
    raise InputError(field="work_hours", reason="bad_intervals")


def _minutes(text: object) -> int:
    hour, _, minute = str(text).partition(":")
    if not (hour.isdecimal() and minute.isdecimal()):
        raise InputError(field="work_hours", reason="bad_intervals")
    return int(hour) * 60 + int(minute)


def _dates(texts: object) -> frozenset[date]:
    days = texts if isinstance(texts, list) else []
    try:
        return frozenset(date.fromisoformat(str(day)) for day in days)
    except ValueError:
        raise InputError(field="work_days_off", reason="not_a_date") from None
