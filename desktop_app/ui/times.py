"""Instants and durations in words: "3 h 10 min", "12 min ago", then the weekday, then the date."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QDateTime, QLocale

from desktop_app.domain.codes import DAY, HOUR, MINUTE, SECOND, UNTIL_REPLY, Micros
from desktop_app.ui.translation import tr

WEEK = 7 * DAY
DAY_MS = DAY // 1_000


def duration(length: Micros) -> str:
    """At most two units: "less than a minute", "12 min", "3 h 10 min", "2 d 4 h", "40 d"."""
    minutes = max(0, length) // MINUTE
    hours, days = minutes // 60, minutes // (60 * 24)
    if minutes < 1:
        return tr("less than a minute")
    if hours < 1:
        return tr("{minutes} min").format(minutes=minutes)
    if days < 1:
        return _two(tr("{hours} h"), tr("{hours} h {minutes} min"), hours=hours, minutes=minutes % 60)
    if days < 10:
        return _two(tr("{days} d"), tr("{days} d {hours} h"), days=days, hours=hours % 24)
    return tr("{days} d").format(days=days)


def waited(length: Micros) -> str:
    """`duration` for a narrow column: under a minute only "< 1 min"."""
    return duration(length) if length >= MINUTE else tr("< 1 min")


def waited_briefly(length: Micros) -> str:
    """`waited` in one unit, for a column that is narrower still: "22 h"."""
    return short_duration(length) if length >= MINUTE else tr("< 1 min")


def left(seconds: float) -> str:
    """Of something that is under way: "About 3 min left"."""
    length = round(seconds) * SECOND
    if length < MINUTE:
        return tr("Less than a minute left")
    return tr("About {time} left").format(time=duration(length))


def short_duration(length: Micros) -> str:
    """One unit, for axes and narrow columns: "30 s", "12 min", "3 h", "2 d"."""
    for unit, text in (
        (DAY, tr("{count} d")),
        (HOUR, tr("{count} h")),
        (MINUTE, tr("{count} min")),
        (SECOND, tr("{count} s")),
    ):
        if length >= unit:
            return text.format(count=length // unit)
    return tr("{count} s").format(count=0)


def ago(at: Micros, now: Micros) -> str:
    """Within a sentence: "just now", "12 min ago", "3 h ago", "Tue 14:20", "12 Nov"."""
    age = now - at
    if age < MINUTE:
        return tr("just now")
    if age < HOUR:
        return tr("{minutes} min ago").format(minutes=age // MINUTE)
    if age < DAY:
        return tr("{hours} h ago").format(hours=age // HOUR)
    return _day(at, now, "ddd HH:mm")


def age(at: Micros, now: Micros) -> str:
    """In a column: "now", "12 min", "3 h", "Tue", "12 Nov"."""
    passed = now - at
    if passed < MINUTE:
        return tr("now")
    if passed < DAY:
        return short_duration(passed)
    return _day(at, now, "ddd")


def moment(at: Micros, now: Micros) -> str:
    """The exact time where it matters: "14:20" today, "Tue 14:20", "12 Nov 14:20", "12 Nov 2025 14:20"."""
    local, today = local_time(at), local_time(now)
    if local.date() == today.date():
        return _text(local, "HH:mm")
    if 0 <= now - at < WEEK:
        return _text(local, "ddd HH:mm")
    return _text(local, "d MMM HH:mm" if local.date().year() == today.date().year() else "d MMM yyyy HH:mm")


def until(at: Micros, now: Micros) -> str:
    """A coming instant: "16:20" today, "Mon 09:00" within a week, "12 Dec 09:00"."""
    local, today = local_time(at), local_time(now)
    if local.date() == today.date():
        return _text(local, "HH:mm")
    return _text(local, "ddd HH:mm" if at - now < WEEK else "d MMM HH:mm")


def snoozed(at: Micros | None, now: Micros) -> str:
    """Until when somebody sleeps, "" for nobody who does."""
    if at is None or at <= now:
        return ""
    return tr("until they write") if at >= UNTIL_REPLY else until(at, now)


def date(at: Micros, now: Micros) -> str:
    """"12 Nov", with the year when it is another one."""
    return _day_text(QLocale().name(), _noon(at), _noon(now))


def unbroken(text: str) -> str:
    """`text` whose numbers stay on one line with their units: "3 min"."""
    return re.sub(r"(?<=\d) (?=\w)", "\u00a0", text)


def local_time(at: Micros) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(at // 1000)


def _day(at: Micros, now: Micros, within_week: str) -> str:
    return _text(local_time(at), within_week) if now - at < WEEK else date(at, now)


def _two(plain: str, both: str, **values: int) -> str:
    """`both`, or `plain` when the smaller unit is zero."""
    return (both if list(values.values())[1] else plain).format(**values)


def _noon(at: Micros) -> int:
    """Of that day here, in milliseconds as Qt counts them: the same for all instants of a day."""
    passed = at // 1000
    offset = QDateTime.fromMSecsSinceEpoch(passed).offsetFromUtc() * 1000
    return (passed + offset) // DAY_MS * DAY_MS - offset + DAY_MS // 2


@lru_cache(maxsize=4096)
def _day_text(_locale: str, noon: int, today: int) -> str:
    """A list names few days, many times each.

    Of a QDateTime: given a QDate, `QLocale.toString` makes the class QTime and loads Python's `datetime`.
    """
    day, now = QDateTime.fromMSecsSinceEpoch(noon), QDateTime.fromMSecsSinceEpoch(today)
    return _text(day, "d MMM" if day.date().year() == now.date().year() else "d MMM yyyy")


def _text(local: QDateTime, pattern: str) -> str:
    return QLocale().toString(local, pattern)
