"""The working hours of a day as one types them: "9-13, 14-18, 20-21". What lies between is a break."""

from __future__ import annotations

import re
from typing import NamedTuple

from desktop_app.domain.work_hours import DAY_MINUTES, Interval

_TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
_STRETCH = re.compile(rf"{_TIME}\s*(?:[-\u2013\u2014]|to\b|до\b)\s*{_TIME}")
_BETWEEN = re.compile(r"[\s,;]*")
SHOWN = 40  # characters of what is no time


class Wrong(NamedTuple):
    """What cannot be, and why: "not_hours" (`text` is no time), "no_such_time", "ends_first", "overlap".

    The last three are of the stretch from `start` to `end`; of an overlap `end` is that of the one before.
    """

    reason: str
    text: str = ""
    start: str = ""
    end: str = ""


def typed_day(text: str) -> tuple[Interval, ...] | Wrong:
    """The stretches in order, those that touch as one; () for nothing: a day off."""
    found: list[Interval] = []
    at = _skip(text, 0)
    while at < len(text):
        match = _STRETCH.match(text, at)
        if match is None:
            return Wrong("not_hours", text[at:].strip()[:SHOWN])
        one = _interval(match)
        if isinstance(one, Wrong):
            return one
        found.append(one)
        at = _skip(text, match.end())
    return _joined(sorted(found))


def day_text(day: tuple[Interval, ...]) -> str:
    """As "9–13, 14–17:30"; "" for a day off. `typed_day` reads it back."""
    return ", ".join(f"{_short(one.start)}\u2013{_short(one.end)}" for one in day)


def clock(minutes: int) -> str:
    """As "9:00"; the end of a day is "24:00"."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def _short(minutes: int) -> str:
    return clock(minutes) if minutes % 60 else str(minutes // 60)


def _skip(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    return match.end() if match else at


def _interval(match: re.Match[str]) -> Interval | Wrong:
    hours, minutes = (int(match[1]), int(match[3])), (int(match[2] or 0), int(match[4] or 0))
    first, last = (hour * 60 + minute for hour, minute in zip(hours, minutes, strict=True))
    last = last or DAY_MINUTES  # midnight is the end of a day
    if max(minutes) >= 60 or max(first, last) > DAY_MINUTES:
        return Wrong("no_such_time", start=clock(first), end=clock(last))
    if first >= last:
        return Wrong("ends_first", start=clock(first), end=clock(last))
    return Interval(first, last)


def _joined(ascending: list[Interval]) -> tuple[Interval, ...] | Wrong:
    kept: list[Interval] = []
    for one in ascending:
        if kept and one.start < kept[-1].end:
            return Wrong("overlap", start=clock(one.start), end=clock(kept[-1].end))
        if kept and one.start == kept[-1].end:
            kept[-1] = Interval(kept[-1].start, one.end)
        else:
            kept.append(one)
    return tuple(kept)
