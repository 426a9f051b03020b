"""When somebody who is away will be back, in the words of the automatic reply (Russian, English, German)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from desktop_app.domain.model import DAY, SECOND, Micros

_MONTHS = (
    "jan|янв", "feb|фев", "mar|мар|mär", "apr|апр", "may|мая|май|mai", "jun|июн", "jul|июл", "aug|авг",
    "sep|сен", "oct|окт|okt", "nov|ноя", "dec|дек|dez",
)  # fmt: skip
_MONTH = rf"(?P<month>(?:{'|'.join(_MONTHS)})[a-zа-яё]*)\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|-?го)?\.?"
_YEAR = r"(?:,?\s*(?P<year>20\d\d))?"
_DATES = (
    re.compile(r"(?P<year>20\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"{_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}", re.IGNORECASE),
    re.compile(rf"{_MONTH}\s+{_DAY}(?![:\d]){_YEAR}", re.IGNORECASE),
    re.compile(r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})(?:\.(?P<year>(?:20)?\d\d))?(?!\d|\.\d)"),
)
# Up to a few words ("on Monday,", "к работе") may stand between the word and the date.
_GAP = r"[^\d.!?\n]{0,40}?"
_BACK = re.compile(
    rf"\b(?:back|return\w*|available again|вернусь|вернется|вернётся|выйду|выйдет|приступлю|буду на работе"
    rf"|буду доступ\w+|буду в офисе|wieder|zurück){_GAP}\s(?=\d|{_MONTH})",
    re.IGNORECASE,
)
_LAST_DAY = re.compile(
    rf"\b(?:through|thru|up to and including|по|до конца|bis einschließlich|bis zum|bis)\s{_GAP}(?=\d"
    rf"|{_MONTH})",
    re.IGNORECASE,
)
_UNTIL = re.compile(rf"\b(?:until|till|untill|до)\s{_GAP}(?=\d|{_MONTH})", re.IGNORECASE)
_READ = 4000
_STALE = 180 * DAY  # without a year, a day that is longer past than this is meant to be next year's


def return_date(text: str, now: Micros) -> Micros | None:
    """Midnight (UTC) of the first day back; None when nothing is said, or it is past, or over a year ahead.

    `now`: when the reply came. "Back on the 15th" and "until the 15th" give the 15th, "through the 15th"
    the 16th.
    """
    text = text[:_READ].replace("\xa0", " ")
    for words, days_after in ((_BACK, 0), (_LAST_DAY, 1), (_UNTIL, 0)):
        for found in words.finditer(text):
            day = _date_at(text, found.end(), now)
            if day is None:
                continue
            back = _midnight(day + timedelta(days=days_after))
            if now - DAY < back < now + 366 * DAY:
                return back
    return None


def _date_at(text: str, place: int, now: Micros) -> date | None:
    """The date that begins here. "3/11" is none: nobody knows which is the month."""
    found = next(filter(None, (one.match(text, place) for one in _DATES)), None)
    if found is None:
        return None
    parts = found.groupdict()
    month = int(parts["number"]) if parts.get("number") else _month(parts["month"])
    year = parts["year"]
    today = datetime.fromtimestamp(now / SECOND, UTC).date()
    try:
        if year:
            return date(int(year) % 100 + 2000, month, int(parts["day"]))
        day = date(today.year, month, int(parts["day"]))
        return day.replace(year=today.year + 1) if now - _midnight(day) > _STALE else day
    except ValueError:
        return None


def _month(name: str) -> int:
    known = enumerate((tuple(starts.split("|")) for starts in _MONTHS), start=1)
    return next(number for number, starts in known if name.lower().startswith(starts))


def _midnight(day: date) -> Micros:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * SECOND
