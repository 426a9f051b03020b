"""The last week in words: what the notification says, and the cards of its page."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale

from desktop_app.domain.reply_digest import Digest, Timed
from desktop_app.domain.reply_figures import Grade
from desktop_app.domain.survival import Estimate
from desktop_app.ui import words, words_speed, words_targets
from desktop_app.ui.pages.speed_figures import NO_FIGURE, FigureText
from desktop_app.ui.translation import tr

Figures = tuple[FigureText, FigureText, FigureText, FigureText]


def dates(digest: Digest) -> str:
    """As "16 Nov to 22 Nov 2026"."""
    first, last = digest.week.begin, digest.week.begin + timedelta(days=6)
    written = "d MMM" if first.year == last.year else "d MMM yyyy"
    return tr("{first} to {last}").format(first=_day(first, written), last=_day(last, "d MMM yyyy"))


def headline(digest: Digest) -> str:
    """As "Last week: half answered within 42 min"."""
    return tr("Last week: {said}").format(said=_said(digest))


def sentence(digest: Digest) -> str:
    """As "Half answered within 42 min. Faster by 12 min." and what `summary` adds."""
    said = _said(digest)
    parts = (f"{said[:1].upper()}{said[1:]}", summary(digest))
    return ". ".join(part for part in parts if part) + "."


def _said(digest: Digest) -> str:
    reply = digest.reply.now
    if reply.grade is Grade.LIST:
        return words_speed.answered(reply.answered, reply.n)
    if reply.median.value is None:
        return tr("more than half unanswered")
    time = words_speed.figure(reply.median.value, working=True)
    return tr("half answered within {time}").format(time=time)


def summary(digest: Digest) -> str:
    """As "Faster by 12 min, within chance. 81 % within 1 h. 3 wait longer than the target"."""
    parts = [_median_change(digest.reply), _share_said(digest)]
    if digest.late:
        parts.append(tr("%n wait longer than the target", "", digest.late))
    return ". ".join(part for part in parts if part)


def cards(digest: Digest) -> Figures:
    """Half within, within the target, after a click, waiting now."""
    return (_reply(digest), _within(digest), _action(digest.action), _waiting(digest))


def _reply(digest: Digest) -> FigureText:
    label, timed = tr("First reply, half within"), digest.reply
    count = words_speed.answered(timed.now.answered, timed.now.n)
    if timed.now.grade is Grade.LIST:
        return FigureText(label, NO_FIGURE, count, tr("Too few answers for a figure"), "disabled")
    if timed.now.median.value is None:
        return FigureText(label, NO_FIGURE, tr("More than half unanswered"), count, "disabled")
    by_day = digest.calendar.now.median.value
    beside = ""
    if by_day is not None:
        time = words_speed.figure(by_day, working=False)
        beside = tr("by the calendar {time}").format(time=time)
    detail = "\n".join(part for part in (_interval(timed.now.median), count, beside) if part)
    change = _median_change(timed) or _nothing_before()
    figure = words_speed.figure(timed.now.median.value, working=True)
    return FigureText(label, figure, detail, change, _tone(timed))


def _within(digest: Digest) -> FigureText:
    only = digest.targets[0] if len(digest.targets) == 1 else None
    label, timed = words_targets.within(only, working=True), digest.reply
    count = words_speed.answered(timed.now.answered, timed.now.n)
    share = timed.now.within
    if timed.now.grade is Grade.LIST or share.value is None:
        return FigureText(label, NO_FIGURE, count, tr("Too few answers for a figure"), "disabled")
    change, before = _nothing_before(), timed.before.within.value
    if timed.before.grade is not Grade.LIST and before is not None:
        change = words_speed.share_change(share.value, before, within_chance=timed.within_chance)
    detail = "\n".join((words_speed.share_interval((share.low, share.high)), count))
    return FigureText(label, words.percent(share.value), detail, change, _tone(timed))


def _action(timed: Timed) -> FigureText:
    label, figures = tr("After a click, half within"), timed.now
    count = tr("{done} of {total}").format(
        done=words.count(figures.answered), total=words.count(figures.n)
    )
    if figures.grade is Grade.LIST or figures.median.value is None:
        few = tr("Too few answers for a figure") if figures.grade is Grade.LIST else ""
        return FigureText(label, NO_FIGURE, count, few, "disabled")
    figure = words_speed.figure(figures.median.value, working=True)
    detail = "\n".join((_interval(figures.median), count))
    return FigureText(label, figure, detail, _median_change(timed) or _nothing_before(), _tone(timed))


def _waiting(digest: Digest) -> FigureText:
    within = tr("%n within the target", "", digest.open - digest.late)
    late = tr("%n longer than the target", "", digest.late)
    tone = "warn" if digest.late else "text"
    return FigureText(tr("Waiting now"), words.count(digest.open), within, late, tone)


def _median_change(timed: Timed) -> str:
    """Empty when one of the weeks has no figure."""
    now, before = timed.now, timed.before
    few = Grade.LIST in (now.grade, before.grade)
    if few or now.median.value is None or before.median.value is None:
        return ""
    return words_speed.time_change(
        now.median.value, before.median.value, working=True, within_chance=timed.within_chance
    )


def _share_said(digest: Digest) -> str:
    share = digest.reply.now.within.value
    if digest.reply.now.grade is Grade.LIST or share is None:
        return ""
    only = digest.targets[0] if len(digest.targets) == 1 else None
    if only is None:
        return tr("{share} within the target").format(share=words.percent(share))
    time = words_targets.time(only, working=True)
    return tr("{share} within {time}").format(share=words.percent(share), time=time)


def _interval(estimate: Estimate) -> str:
    return words_speed.times_interval((estimate.low, estimate.high), working=True, short=True)


def _nothing_before() -> str:
    return tr("No earlier figure to compare with")


def _tone(timed: Timed) -> str:
    return "disabled" if timed.now.grade is Grade.RANGE else "text"


def _day(day: date, written: str) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), written)
