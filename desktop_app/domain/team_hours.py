"""Working hours as text, to travel with a team's rows: each person's times are read by his own calendar."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from desktop_app.domain.errors import InputError
from desktop_app.domain.work_hours import Interval, WorkHours


def hours_text(hours: WorkHours) -> str:
    """One object of JSON; minutes after midnight, Monday first."""
    content = {
        "zone": hours.zone,
        "week": [[[one.start, one.end] for one in day] for day in hours.week],
        "lunch": None if hours.lunch is None else [hours.lunch.start, hours.lunch.end],
        "country": hours.country,
        "working": _days(hours.working),
        "off": _days(hours.off),
        "short": _days(hours.short),
        "leave": [_days(pair) for pair in hours.leave],
    }
    return json.dumps(content, separators=(", ", ": "))


def hours_of(text: str) -> WorkHours:
    """Raises InputError(field="hours", reason="bad_hours") for what is none."""
    try:
        told = json.loads(text)
        return WorkHours(
            zone=str(told["zone"]),
            week=tuple(tuple(_interval(one) for one in day) for day in told["week"]),
            lunch=_interval(told["lunch"]) if told["lunch"] else None,
            country=str(told["country"]),
            working=frozenset(map(date.fromisoformat, told["working"])),
            off=frozenset(map(date.fromisoformat, told["off"])),
            short=frozenset(map(date.fromisoformat, told["short"])),
            leave=tuple(
                (date.fromisoformat(first), date.fromisoformat(last)) for first, last in told["leave"]
            ),
        )
    except (ValueError, TypeError, KeyError, RecursionError, InputError):
        raise InputError(field="hours", reason="bad_hours") from None


def _days(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]


def _interval(pair: object) -> Interval:
    if isinstance(pair, list) and len(pair) == 2 and all(type(minute) is int for minute in pair):
        return Interval(*pair)
    raise ValueError("not an interval")
