"""The working hours of a day as one types them: "9-13, 14-18, 20-21". What lies between is a break."""

from __future__ import annotations

import re

from desktop_app.domain.errors import InputError
from desktop_app.domain.work_hours import DAY_MINUTES, Interval

_TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
_STRETCH = re.compile(rf"{_TIME}\s*(?:[-\u2013\u2014]|to\b|до\b)\s*{_TIME}")
_BETWEEN = re.compile(r"[\s,;]*")


def typed_day(text: str) -> tuple[Interval, ...]:
    """The stretches in order, those that touch as one; () for nothing: a day off.

    Raises InputError(field "hours", reason): "not_hours" (with `value`), "no_such_time", "ends_first",
    "overlap"; the last three with `start` and `end` of what does not fit, as written by `clock`.
    """
    found: list[Interval] = []
    at = _skip(text, 0)
    while at < len(text):
        match = _STRETCH.match(text, at)
        if match is None:
            raise InputError(field="hours", reason="not_hours", value=text[at:].strip()[:40])
        found.append(_interval(match))
        at = _skip(text, match.end())
    return _joined(sorted(found))


def day_text(day: tuple[Interval, ...]) -> str:
    """As "9:00–13:00, 14:00–18:00"; "" for a day off. `typed_day` reads it back."""
    return ", ".join(f"{clock(one.start)}\u2013{clock(one.end)}" for one in day)


def clock(minutes: int) -> str:
    """As "9:00"; the end of a day is "24:00"."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def _skip(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    return match.end() if match else at


def _interval(match: re.Match[str]) -> Interval:
    first, last = (int(match[at]) * 60 + int(match[at + 1] or 0) for at in (1, 3))
    if last == 0:
        last = DAY_MINUTES
    told = {"start": clock(first), "end": clock(last)}
    if any(int(match[at] or 0) >= 60 for at in (2, 4)) or max(first, last) > DAY_MINUTES:
        raise InputError(field="hours", reason="no_such_time", **told)
    if first >= last:
        raise InputError(field="hours", reason="ends_first", **told)
    return Interval(first, last)


def _joined(ascending: list[Interval]) -> tuple[Interval, ...]:
    kept: list[Interval] = []
    for one in ascending:
        if kept and one.start < kept[-1].end:
            told = {"start": clock(one.start), "end": clock(kept[-1].end)}
            raise InputError(field="hours", reason="overlap", **told)
        if kept and one.start == kept[-1].end:
            kept[-1] = Interval(kept[-1].start, one.end)
        else:
            kept.append(one)
    return tuple(kept)
