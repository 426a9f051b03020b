"""The reply-speed page in words: figures with their intervals, changes, what a mark of a chart says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale

from desktop_app.domain.model import SECOND
from desktop_app.ui import times
from desktop_app.ui.translation import tr
from desktop_app.ui.words import count, percent

HOUR_S = 3600
MINUTE_S = 60
WORK_DAY_S = 8 * HOUR_S  # what a day of work means in words, whatever the person's own hours
DAYS_FROM_S = 2 * WORK_DAY_S
DAYS_WITHOUT_HOURS = 5

Interval = tuple[float | None, float | None]


# ── lengths of time ──────────────────────────────────────────────────────────────────────────────
def length(seconds: float, *, working: bool) -> str:
    """As "3 h 10 min"; two days of work and more as "2 work days 3 h", "27 work days"."""
    if not working or seconds < HOUR_S:
        return times.duration(round(seconds * SECOND))
    if seconds >= DAYS_FROM_S:
        return _work_days(seconds)
    hours, minutes = divmod(int(seconds) // MINUTE_S, 60)
    if not minutes:
        return tr("{hours} h").format(hours=hours)
    return tr("{hours} h {minutes} min").format(hours=hours, minutes=minutes)


def figure(seconds: float, *, working: bool) -> str:
    """As `length`, short enough to be written large."""
    return tr("< 1 min") if seconds < MINUTE_S else length(seconds, working=working)


def short_length(seconds: float, *, working: bool) -> str:
    """One unit, for axes: "10 min", "4 h", "3 d". A day of the working clock has eight hours."""
    if working and seconds >= WORK_DAY_S and seconds % WORK_DAY_S == 0:
        return tr("{count} d").format(count=round(seconds / WORK_DAY_S))
    if working and seconds >= HOUR_S:
        return tr("{count} h").format(count=round(seconds / HOUR_S))
    if not working and seconds >= 7 * 24 * HOUR_S and seconds % (7 * 24 * HOUR_S) == 0:
        return tr("{count} wk").format(count=round(seconds / (7 * 24 * HOUR_S)))
    return times.short_duration(round(seconds * SECOND))


def words_of(*, working: bool) -> Callable[[float], str]:
    """`short_length` for one clock."""
    return lambda seconds: short_length(seconds, working=working)


# ── figure cards ─────────────────────────────────────────────────────────────────────────────────
def times_interval(interval: Interval, *, working: bool, short: bool = False) -> str:
    """As "52 min to 1 h 40 min", "3 h or more": the 95 % interval of a time. `short`: "< 1 min"."""
    written = figure if short else length
    low, high = interval
    if low is None or (high is None and low < MINUTE_S):
        return tr("no upper end can be told")
    lower = written(low, working=working)
    if high is None:
        return tr("{low} or more").format(low=lower)
    upper = written(high, working=working)
    return lower if lower == upper else tr("{low} to {high}").format(low=lower, high=upper)


def share_interval(interval: Interval) -> str:
    """As "54 % to 71 %"."""
    low, high = interval
    if low is None or high is None:
        return ""
    return tr("{low} to {high}").format(low=percent(low), high=percent(high))


def answered(done: int, total: int) -> str:
    return tr("{done} of {total} answered").format(done=count(done), total=count(total))


def answered_after(seconds: float, *, working: bool) -> str:
    """Of one letter: "answered after 2 h 5 min", "answered within a minute"."""
    if seconds < MINUTE_S:
        return tr("answered within a minute")
    return tr("answered after {time}").format(time=length(seconds, working=working))


def time_change(now_s: float, before_s: float, *, working: bool, within_chance: bool) -> str:
    """As "Faster by 12 min, within chance"."""
    difference = now_s - before_s
    if abs(difference) < MINUTE_S:
        return tr("As before")
    by = length(abs(difference), working=working)
    if within_chance:
        if difference < 0:
            return tr("Faster by {time}, within chance").format(time=by)
        return tr("Slower by {time}, within chance").format(time=by)
    return (
        tr("Faster by {time}").format(time=by) if difference < 0 else tr("Slower by {time}").format(time=by)
    )


def share_change(now: float, before: float, *, within_chance: bool) -> str:
    """As "5 points more, within chance"."""
    points = round(100 * (now - before))
    if points == 0:
        return tr("As before")
    if within_chance:
        if points > 0:
            return tr("%n points more, within chance", "", points)
        return tr("%n points fewer, within chance", "", -points)
    return tr("%n points more", "", points) if points > 0 else tr("%n points fewer", "", -points)


# ── marks of charts ──────────────────────────────────────────────────────────────────────────────
def day(at: date, *, year: bool = False) -> str:
    """As "12 Nov", or "12 Nov 2026"."""
    return QLocale().toString(QDate(at.year, at.month, at.day), "d MMM yyyy" if year else "d MMM")


def weekday_short(number: int) -> str:
    """As "Mon" for 0."""
    return QLocale().standaloneDayName(number + 1, QLocale.FormatType.ShortFormat)


def weekday_long(number: int) -> str:
    """As "Monday" for 0; large at the start of a line, where Russian writes days small elsewhere."""
    name = QLocale().standaloneDayName(number + 1, QLocale.FormatType.LongFormat)
    return name[:1].upper() + name[1:]


def month(at: date) -> str:
    """As "Nov 2026"."""
    return QLocale().toString(QDate(at.year, at.month, at.day), "MMM yyyy")


def step_name(begin: date, by: str) -> str:
    """As "Week of 16 Nov 2026"; `by` as `domain.reply_figures.By` writes it."""
    if by == "month":
        return month(begin)
    name = day(begin, year=True)
    return tr("Week of {day}").format(day=name) if by == "week" else name


def step_label(begin: date, by: str, *, years: bool) -> str:
    """As "16 Nov" on an axis; over `years` a day says too little and a month with its year enough."""
    return month(begin) if by == "month" or years else day(begin)


def step_tip(name: str, median: str, interval: str, done: int, total: int) -> str:
    """`median` "" when there is none to be told."""
    if not median:
        return "\n".join((name, tr("Too few answers for a figure"), answered(done, total)))
    return "\n".join(
        (name, tr("Half answered within {time}").format(time=median), interval, answered(done, total))
    )


def curve_tip(time: str, share: float, low: float, high: float) -> str:
    return "\n".join(
        (
            tr("Within {time}: {share} answered").format(time=time, share=percent(share)),
            share_interval((low, high)),
            tr("Click: the letters that took longer"),
        )
    )


def bin_name(low_s: float, high_s: float | None, *, working: bool) -> str:
    """As "10 min to 1 h", "up to 1 min", "1 wk or longer"."""
    low = short_length(low_s, working=working)
    if high_s is None:
        return tr("{time} or longer").format(time=low)
    high = short_length(high_s, working=working)
    return (
        tr("up to {time}").format(time=high)
        if low_s <= 0
        else tr("{low} to {high}").format(low=low, high=high)
    )


def bin_tip(name: str, count: int, share: float) -> str:
    answers = tr("%n answers", "", count)
    return "\n".join((name, tr("{answers}, {share} of all").format(answers=answers, share=percent(share))))


def cell_tip(weekday: int, hour: int, median: str, done: int, total: int) -> str:
    """`median` "" when there are too few answers to tell one."""
    place = tr("{weekday}, {start}:00 to {end}:00").format(
        weekday=weekday_long(weekday), start=f"{hour:02}", end=f"{hour + 1:02}"
    )
    said = (
        tr("Half answered within {time}").format(time=median)
        if median
        else tr("Too few answers for a figure")
    )
    return "\n".join((place, said, answered(done, total)))


def _work_days(seconds: float) -> str:
    days, rest_s = divmod(int(seconds), WORK_DAY_S)
    text = tr("%n work days", "", days)
    hours = rest_s // HOUR_S
    if not hours or days >= DAYS_WITHOUT_HOURS:
        return text
    return tr("{days} {hours} h").format(days=text, hours=hours)
