"""What options of the command line may be: instants, numbers."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import UTC, datetime

from desktop_app.domain.model import DAY, HOUR, MINUTE, SECOND, Micros

When = Callable[[Micros], Micros]  # of now

_LARGEST = 2**63 - 1
_IN = re.compile(r"\+(\d{1,4})([mhd])")
_UNITS: dict[str, Micros] = {"m": MINUTE, "h": HOUR, "d": DAY}


def instant(text: str) -> Micros:
    """An ISO 8601 date or time; UTC when it names no zone."""
    try:
        when = datetime.fromisoformat(text)
        when = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # the latter: beyond the years 1 to 9999 in UTC
        raise argparse.ArgumentTypeError(f"{text!r} is not an ISO 8601 date, e.g. 2026-11-26") from None
    return round(when.timestamp() * SECOND)


def when(text: str) -> When:
    """An instant, or how long from now: "+90m", "+3h", "+2d"."""
    if found := _IN.fullmatch(text):
        later = int(found[1]) * _UNITS[found[2]]
        return lambda now: now + later
    at = instant(text)
    return lambda _now: at


def positive(text: str) -> int:
    """A whole number from 1 to what the database can hold."""
    if not text.isdecimal() or len(text) > len(str(_LARGEST)) or not 0 < int(text) <= _LARGEST:
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive number")
    return int(text)
