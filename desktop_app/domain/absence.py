"""When somebody who is away will be back, in the words of the automatic reply (Russian, English, German)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from desktop_app.domain.model import HOUR, MINUTE, SECOND, Micros

MORNING: Micros = 9 * HOUR
_MONTHS = (
    "jan|янв", "feb|фев", "mar|мар|mär", "apr|апр", "may|мая|май|mai", "jun|июн", "jul|июл", "aug|авг",
    "sep|сен", "oct|окт|okt", "nov|ноя", "dec|дек|dez",
)  # fmt: skip
_WEEKDAYS = (
    "monday|mon|понедельник|пн|montag", "tuesday|tue|вторник|вт|dienstag",
    "wednesday|wed|сред[ауы]|ср|mittwoch", "thursday|thu|четверг|чт|donnerstag",
    "friday|fri|пятниц[ауы]|пт|freitag", "saturday|sat|суббот[ауы]|сб|samstag",
    "sunday|sun|воскресенье|вс|sonntag",
)  # fmt: skip
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-zа-я]*\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th|-?го|-?е|-?ое)?\.?"
_WEEKDAY = rf"(?:{'|'.join(_WEEKDAYS)})(?:а|у|ом|ой)?\b\.?"
# The order matters: the first that fits is taken.
_DATES = (
    re.compile(r"(?P<year>20\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b"),
    re.compile(
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|-?го|-?е|-?ое)?\.?(?:\s+of)?\s*(?P<month>{_MONTH})"
        r"(?:,?\s*(?P<year>20\d\d))?"
    ),
    re.compile(
        rf"(?P<month>{_MONTH})\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![:\d])(?:,?\s*(?P<year>20\d\d))?"
    ),
    re.compile(r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})(?:\.(?P<year>(?:20)?\d\d))?(?!\d|\.\d)"),
    re.compile(r"(?P<first>\d{1,2})/(?P<second>\d{1,2})(?:/(?P<year>(?:20)?\d\d))?(?![\d/])"),
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th|-?го)\b(?!\s*[:%])"),
)
_DATE = (
    rf"(?:20\d\d-\d\d-\d\d|{_DAY}(?:\s+of)?\s*{_MONTH}(?:,?\s*20\d\d)?"
    rf"|{_MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?(?![:\d])(?:,?\s*20\d\d)?"
    r"|\d{1,2}\.\d{1,2}(?:\.(?:20)?\d\d)?\.?|\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?)"
)
_OF_YEAR = r"(?:\s*(?:года|год|г)\b\.?)?"
# Up to a few words ("on Monday,", "к работе", "at 9:00 on") may stand between the word and the date.
_GAP = r"(?:\d{1,2}:\d\d|[^\d.!?\n]){0,40}?"
_BEGINS = rf"(?<![\w.])(?=\d{{1,4}}(?![\d:])|{_MONTH}\s*\d)"
_BACK = (
    r"(?<!не )(?<!не буду )(?<!not )(?<!not be )\b(?:back|return\w*|resum\w+"
    r"|available again|(?:be|am) (?:available|reachable|in the office) (?:again )?(?:on|from|starting|as of)"
    r"|(?:reply|respond|answer|get back)(?: to)?(?: (?:you|your (?:e-?mail|message)|when i return)){0,2} on"
    r"|вернусь|вернется|возвращаюсь|возвращается|возвращение|выйду|выхожу|выйдет|выход|приступлю|приступаю"
    r"|буду (?:снова )?(?:на работе|на месте|на связи|доступ\w+|в офисе)|буду с|будет с|буду снова"
    r"|(?:снова )?(?:доступ\w+|на связи|на работе|на месте|в офисе) с|начну отвечать|отвечу(?: вам)?(?: после"
    r" возвращения)?|смогу ответить|wieder|zurück)\b"
)
_BACK_DATE = re.compile(rf"{_BACK}{_GAP}{_BEGINS}")
_BACK_WEEKDAY = re.compile(rf"{_BACK}{_GAP}(?<!\w)(?={_WEEKDAY})")
_BACK_TOMORROW = re.compile(rf"{_BACK}{_GAP}\b(?:tomorrow|завтра|morgen)\b")
# "On 7 December I am back", "с 5 декабря снова на связи", "ab dem 15. November wieder"
_DATE_BACK = re.compile(
    rf"(?<![\w.])(?={_DATE}{_OF_YEAR}[^.!?\n\d]{{0,30}}?\b(?:(?<!не )вернусь|(?<!не )буду (?:снова|на|в офисе"
    r"|доступ)|снова|уже|опять|приступ|выйду|i'?ll be back|i will be back|i am back|i return|back in|wieder))"
)
# "3-14 ноября", "24.12 - 08.01", "Dec 24 to Jan 8": the day that ends it is the last one away.
_RANGE = re.compile(
    rf"(?<![\w.])(?:{_DATE}|{_DAY}){_OF_YEAR}\s*"
    rf"(?:-|to|through|thru|till and including|по|and|и)\s*(?:the\s*)?(?:{_WEEKDAY},?\s*)?(?={_DATE})"
)
_LAST_DAY = re.compile(
    r"\b(?:through|thru|up to and including|last day (?:of \w+ )?is|по|до конца|bis einschließlich|bis zum"
    rf"|bis)\b{_GAP}{_BEGINS}"
)
_UNTIL = re.compile(rf"\b(?:until|till|untill|til|before|до)\b{_GAP}{_BEGINS}")
_UNTIL_WEEKDAY = re.compile(rf"\b(?:until|till|untill|til|до)\b{_GAP}(?<!\w)(?={_WEEKDAY})")
# One day: "out of the office on 5 December", "5 декабря меня не будет"; "с 5 декабря" begins an absence.
_AWAY_ON = re.compile(
    r"\b(?:out of (?:the )?office|away|on leave|отсутств\w+|не будет(?: на \w+| в офисе)?|недоступ\w+"
    rf"|выходной|в отгуле)(?: (?:on|for|все(?:го)?|весь день|today|сегодня))?,? {_BEGINS}"
)
_INCLUSIVE = re.compile(rf"{_DATE}{_OF_YEAR},?\s*\(?(?:включительно|incl|inclusive|einschließlich)")
_TOMORROW_OF = re.compile(
    r"\b(?:out of (?:the )?office|away|отсутств\w+|не будет|недоступ\w+|в отгуле)[^.!?\n]{0,25}"
    r"\b(?:today|сегодня|heute)\b"
)
_READ = 4000
# Without a year, a day lies at most so far back or ahead.
_BEHIND = timedelta(days=90)
_AHEAD = timedelta(days=275)


def return_date(text: str, now: Micros, zone_minutes: int = 0) -> Micros | None:
    """The morning (9:00 there) of the first day back; None: nothing is said, it is past, or over a year off.

    `now`: when the reply came; `zone_minutes`: the writer's zone, east of UTC. It is the morning and not
    midnight, so that the day has the same name for a reader some zones away. "Back on the 15th" and "until
    the 15th" give the 15th, "through the 15th" and "1-15 May" the 16th. A weekday alone is the next one.
    """
    text = _plain(text)
    zone = zone_minutes * MINUTE
    today = datetime.fromtimestamp((now + zone) / SECOND, UTC).date()
    for day in _days_back(text, today):
        if timedelta() <= day - today < timedelta(days=366):
            return (
                int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * SECOND + MORNING - zone
            )
    return None


def _plain(text: str) -> str:
    """Lower case, one kind of space and dash; a single line end is where a mail program broke the line."""
    text = text[:_READ].lower().replace("ё", "е").replace("\xa0", " ").replace("’", "'")
    text = re.sub(r"[‐-―−]", "-", text)
    return re.sub(r"[ \t]+", " ", re.sub(r"(?<!\n)\n(?!\n)", " ", text.replace("\r\n", "\n")))


def _days_back(text: str, today: date) -> Iterator[date]:
    """All that the words may mean, the clearest first."""
    russian = bool(re.search("[а-я]", text))
    for words, days_after in (
        (_BACK_DATE, 0), (_DATE_BACK, 0), (_RANGE, 1), (_LAST_DAY, 1), (_UNTIL, 0), (_AWAY_ON, 1),
    ):  # fmt: skip
        for found in words.finditer(text):
            day = _date_at(text, found.end(), today, russian)
            if day is not None:
                inclusive = words is _UNTIL and _INCLUSIVE.match(text, found.end())
                yield day + timedelta(days=1 if inclusive else days_after)
    for words in (_BACK_WEEKDAY, _UNTIL_WEEKDAY):
        for found in words.finditer(text):
            yield _next_weekday(text, found.end(), today)
    if _BACK_TOMORROW.search(text) or _TOMORROW_OF.search(text):
        yield today + timedelta(days=1)


def _date_at(text: str, place: int, today: date, russian: bool) -> date | None:
    """The date that begins here. "3/11" in English is none: nobody knows which is the month."""
    found = next(filter(None, (one.match(text, place) for one in _DATES)), None)
    if found is None:
        return None
    parts = found.groupdict()
    try:
        if "first" in parts:
            return _slashed(int(parts["first"]), int(parts["second"]), parts["year"], today, russian)
        if "month" not in parts and "number" not in parts:
            return _day_of_month(int(parts["day"]), today)
        month = int(parts["number"]) if parts.get("number") else _month(parts["month"])
        return _dated(int(parts["day"]), month, parts["year"], today)
    except (ValueError, OverflowError):
        return None


def _slashed(first: int, second: int, year: str | None, today: date, russian: bool) -> date | None:
    if first > 12 or russian:
        return _dated(first, second, year, today)
    return _dated(second, first, year, today) if second > 12 else None


def _dated(day: int, month: int, year: str | None, today: date) -> date:
    if year:
        return date(int(year) % 100 + 2000, month, day)
    near = [date(one, month, day) for one in _years(today, month, day)]
    return next((one for one in near if -_BEHIND < one - today < _AHEAD), near[0])


def _years(today: date, month: int, day: int) -> list[int]:
    """Around today; 29 February only where there is one."""
    leap = (month, day) == (2, 29)
    years = [one for one in (today.year - 1, today.year, today.year + 1) if not leap or one % 4 == 0]
    return years or [today.year]


def _day_of_month(day: int, today: date) -> date:
    """The 15th: of this month or the next."""
    if day >= today.day:
        return today.replace(day=day)
    following = today.replace(day=1) + timedelta(days=31)
    return following.replace(day=day)


def _next_weekday(text: str, place: int, today: date) -> date:
    names = enumerate(_WEEKDAYS)
    wanted = next(number for number, names_ in names if re.compile(rf"(?:{names_})").match(text, place))
    return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)


def _month(name: str) -> int:
    known = enumerate((tuple(starts.split("|")) for starts in _MONTHS), start=1)
    return next(number for number, starts in known if name.startswith(starts))
