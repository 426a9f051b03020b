"""Time zones as stretches of constant offset from UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from desktop_app.domain.errors import InputError
from desktop_app.domain.model import DAY, SECOND, Micros

EARLIEST: Micros = 0  # 1970
LATEST: Micros = 130 * 365 * DAY + 33 * DAY  # 2100-01-03; letters from later years are lies
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Zones that change twice within weeks exist (Morocco and Egypt in Ramadan), within a week none is known.
STEP: Micros = 7 * DAY


class Stretch(NamedTuple):
    """[start, end) in UTC; local clock = UTC + offset. All in microseconds."""

    start: Micros
    end: Micros
    offset: Micros


def zone_named(name: str) -> ZoneInfo:
    """The zone; raises InputError(field="zone") for a name the system does not know."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # OSError: "Europe" is a folder of the database
        raise InputError(field="zone", reason="unknown", value=name) from error


def stretches(zone: ZoneInfo, since: Micros, until: Micros) -> list[Stretch]:
    """`since` to `until` cut where the clocks change, exact to the second; within EARLIEST and LATEST."""
    found: list[Stretch] = []
    start, offset, probe = since, offset_at(zone, since), since
    while probe < until:
        following = min(probe + STEP, until)
        if offset_at(zone, following) != offset_at(zone, probe):
            change = _change_between(zone, probe, following)
            if change < until:
                found.append(Stretch(start, change, offset))
                start, offset = change, offset_at(zone, change)
        probe = following
    found.append(Stretch(start, until, offset))
    return found


def offset_at(zone: ZoneInfo, at: Micros) -> Micros:
    """Local clock minus UTC."""
    offset = (EPOCH + timedelta(microseconds=at)).astimezone(zone).utcoffset()
    return 0 if offset is None else offset // timedelta(microseconds=1)


def _change_between(zone: ZoneInfo, low: Micros, high: Micros) -> Micros:
    """The first whole second with a new offset; `low` has the old one, `high` the new one."""
    old = offset_at(zone, low)
    low_s, high_s = low // SECOND, -(-high // SECOND)
    while high_s - low_s > 1:
        middle = (low_s + high_s) // 2
        if offset_at(zone, middle * SECOND) == old:
            low_s = middle
        else:
            high_s = middle
    return high_s * SECOND
