"""The Date field, RFC 5322 section 3.3 with the obsolete zones of 4.3, into microseconds UTC."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_tz
from functools import lru_cache

from desktop_app.domain.model import SECOND, Micros

# The day is one group: letters come in the order of their days, so `_midnight` has met it before.
_USUAL = re.compile(
    r"\s*(?:[A-Za-z]{3,9},?\s+|[A-Za-z]{3},)?(\d{1,2}\s+[A-Za-z]{3,}\s+\d{4})\s+(\d{1,2}):(\d\d)(?::(\d\d))?"
    r"(?:\s+(?:GMT|UTC)?([+-]\d{4}|[A-Za-z]{1,5}))?(?![\d:])"
)
_MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
           "oct": 10, "nov": 11, "dec": 12}  # fmt: skip
# Minutes east of UTC. Letters of the alphabet were used the wrong way round: section 4.3 takes them as
# unknown.
_ZONES = {"ut": 0, "utc": 0, "gmt": 0, "z": 0, "edt": -240, "est": -300, "cdt": -300, "cst": -360,
          "mdt": -360, "mst": -420, "pdt": -420, "pst": -480, "msk": 180, "msd": 240}  # fmt: skip
_EPOCH = date(1970, 1, 1).toordinal()
_LOWEST = (date(1990, 1, 1).toordinal() - _EPOCH) * 86400
_HIGHEST = (date(2101, 1, 1).toordinal() - _EPOCH) * 86400
_LENGTH_MAX = 200


def parse_date(value: str) -> Micros | None:
    """The instant; None when it cannot be read or lies before 1990 or after 2100 (a clock never set).

    A missing or unknown zone is taken as UTC (RFC 5322 section 4.3: "-0000").
    """
    usual = _USUAL.match(value)
    seconds = _seconds(usual) if usual else _unusual_seconds(value)
    if seconds is None or not _LOWEST <= seconds < _HIGHEST:
        return None
    return seconds * SECOND


def zone_minutes(value: str) -> int:
    """Minutes east of UTC that the field names; 0 when it names none or cannot be read."""
    usual = _USUAL.match(value)
    return _offset(usual[5]) if usual and usual[5] else 0


def _seconds(usual: re.Match[str]) -> int | None:
    day, hour, minute, second, zone = usual.groups()
    offset = _offset(zone) if zone else 0
    return _instant(_midnight(day), int(hour), int(minute), int(second or 0), offset)


@lru_cache(maxsize=1024)
def _midnight(day: str) -> int | None:
    """Of "14 Mar 2022", in seconds since 1970."""
    number, month, year = day.split()
    return _day_start(int(year), _MONTHS.get(month[:3].lower(), 0), int(number))


@lru_cache(maxsize=64)
def _offset(zone: str) -> int:
    """Minutes east of UTC."""
    if zone[0] in "+-":
        minutes = int(zone[1:3]) * 60 + int(zone[3:5])
        if minutes >= 1440:
            return 0
        return -minutes if zone[0] == "-" else minutes
    return _ZONES.get(zone.lower(), 0)


def _day_start(year: int, month: int, day: int) -> int | None:
    """Seconds from 1970 to the beginning of a day; None when there is no such day."""
    try:
        return (date(year, month, day).toordinal() - _EPOCH) * 86400
    except (ValueError, OverflowError):
        return None


def _instant(day_start: int | None, hour: int, minute: int, second: int, offset: int) -> int | None:
    """Seconds since 1970; a leap second counts as the one before it."""
    if day_start is None or hour > 23 or minute > 59 or second > 60:
        return None
    return day_start + hour * 3600 + (minute - offset) * 60 + min(second, 59)


def _unusual_seconds(value: str) -> int | None:
    """Years of two digits, dots in the time, comments, asctime order: what email.utils has learned."""
    try:
        parsed = parsedate_tz(value[:_LENGTH_MAX])
        if parsed is None:
            return None
        year, month, day, hour, minute, second = parsed[:6]
        offset_s = parsed[9] or 0
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    offset = offset_s // 60 if abs(offset_s) < 86400 else 0
    return _instant(_day_start(year, month, day), hour, minute, second, offset)
