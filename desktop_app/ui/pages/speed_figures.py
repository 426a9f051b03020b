"""The figures of a report in words: what the cards of the page say, and the same on paper."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.domain.reply_figures import AFTER_OPEN_TARGET_S, FEW, Figures, Grade
from desktop_app.domain.reply_times import Clock, Metric, Start
from desktop_app.domain.survival import Estimate
from desktop_app.ui import words, words_speed, words_targets
from desktop_app.ui.speed_records import Beside, Report, Timed
from desktop_app.ui.translation import tr

NO_FIGURE = "–"


@dataclass(frozen=True, slots=True)
class FigureText:
    """What one card says; `tone` as of `FigureCard.show_figure`."""

    label: str
    figure: str
    detail: str = ""
    change: str = ""
    tone: str = "text"


def main_figures(report: Report) -> tuple[FigureText, FigureText, FigureText, FigureText]:
    """Half within, 90 % within, within the target, waiting now."""
    return (*_timed_figures(report), _waiting(report))


def beside_figures(beside: Beside, *, working: bool) -> tuple[FigureText, FigureText, FigureText, FigureText]:
    """Answered at all, until opened, after opening, after a click."""
    return (
        _coverage(beside),
        _half(tr("Until opened, half within"), beside.notice, working=working),
        _after_open(beside.after_open, working=working),
        _half(tr("After a click, half within"), beside.action, working=working),
    )


def _timed_figures(report: Report) -> tuple[FigureText, FigureText, FigureText]:
    figures, working = report.figures, report.query.clock is Clock.WORKING
    half, most = _labels(report)
    opened = report.query.metric is Metric.NOTICE
    within = words_targets.within(report.aim.only, working=working, opened=opened)
    count = count_of(report.query.metric, figures)
    if figures.grade is Grade.LIST:
        few = tr("Too few answers for a figure")
        return (
            FigureText(half, NO_FIGURE, count, few, "disabled"),
            FigureText(most, NO_FIGURE, count, few, "disabled"),
            FigureText(within, NO_FIGURE, count, few, "disabled"),
        )
    before = report.before
    before = before if before is not None and before.grade is not Grade.LIST else None
    tone = "disabled" if figures.grade is Grade.RANGE else "text"
    return (
        _time(half, report, figures.median, before.median if before else None, count, tone),
        _time(most, report, figures.p90, before.p90 if before else None, count, tone),
        _share(within, report, before, count, tone),
    )


def _labels(report: Report) -> tuple[str, str]:
    metric = report.query.metric
    if metric is Metric.NOTICE:
        return tr("Half opened within"), tr("90 % opened within")
    if metric is Metric.AFTER_OPEN or report.query.start is Start.OPENING:
        return tr("After opening, half within"), tr("After opening, 90 % within")
    if metric is Metric.EVERY_REPLY:
        return tr("Every reply, half within"), tr("Every reply, 90 % within")
    return tr("First reply, half within"), tr("First reply, 90 % within")


def count_of(metric: Metric, figures: Figures) -> str:
    """As "208 of 254 answered"."""
    if metric is Metric.NOTICE:
        done, total = words.count(figures.answered), words.count(figures.n)
        return tr("{done} of {total} opened").format(done=done, total=total)
    return words_speed.answered(figures.answered, figures.n)


def _time(
    label: str, report: Report, now: Estimate, before: Estimate | None, count: str, tone: str
) -> FigureText:
    working = report.query.clock is Clock.WORKING
    if now.value is None:
        median = now is report.figures.median
        if report.query.metric is Metric.NOTICE:
            text = tr("More than half unopened") if median else tr("More than 10 % unopened")
        else:
            text = tr("More than half unanswered") if median else tr("More than 10 % unanswered")
        return FigureText(label, NO_FIGURE, text, count, "disabled")
    interval = words_speed.times_interval((now.low, now.high), working=working)
    change = ""
    if before is not None and before.value is not None:
        change = words_speed.time_change(
            now.value, before.value, working=working, within_chance=report.within_chance
        )
    figure = words_speed.figure(now.value, working=working)
    return FigureText(label, figure, _joined(interval, count), change or _no_change(report), tone)


def _share(label: str, report: Report, before: Figures | None, count: str, tone: str) -> FigureText:
    within = report.figures.within
    share = within.value or 0.0
    change = _no_change(report)
    if before is not None and before.within.value is not None:
        change = words_speed.share_change(share, before.within.value, within_chance=report.within_chance)
    detail = _joined(words_speed.share_interval((within.low, within.high)), count)
    return FigureText(label, words.percent(share), detail, change, tone)


def _waiting(report: Report) -> FigureText:
    waiting, working = report.waiting, report.query.clock is Clock.WORKING
    if not waiting.number:
        return FigureText(tr("Waiting now"), words.count(0))
    longest = words_speed.length(waiting.longest_s, working=working)
    return FigureText(
        tr("Waiting now"),
        words.count(waiting.number),
        tr("Longest: {time}").format(time=longest),
        tr("%n longer than the target", "", waiting.late),
        "warn" if waiting.late else "text",
    )


def _coverage(beside: Beside) -> FigureText:
    label, coverage = tr("Answered at all"), beside.coverage
    if coverage.whole < FEW:
        return FigureText(label, NO_FIGURE, _count(coverage.part, coverage.whole))
    share, low, high = coverage.estimate
    interval = words_speed.share_interval((low, high))
    count = _count(coverage.part, coverage.whole)
    return FigureText(label, words.percent(share or 0.0), _joined(interval, count))


def _half(label: str, timed: Timed, *, working: bool) -> FigureText:
    figures = timed.figures
    count = _count(figures.answered, figures.n)
    if figures.grade is Grade.LIST or figures.median.value is None:
        return FigureText(label, NO_FIGURE, _joined(count, _left_out(figures)))
    low, high = figures.median.low, figures.median.high
    interval = words_speed.times_interval((low, high), working=working, short=True)
    figure = words_speed.figure(figures.median.value, working=working)
    return FigureText(label, figure, _joined(interval, count))


def _after_open(timed: Timed, *, working: bool) -> FigureText:
    figures = timed.figures
    time = words_speed.length(AFTER_OPEN_TARGET_S, working=working)
    label = tr("Within {time} of opening").format(time=time)
    count = _count(figures.answered, figures.n)
    if figures.grade is Grade.LIST or figures.within.value is None:
        return FigureText(label, NO_FIGURE, _joined(count, _left_out(figures)))
    interval = words_speed.share_interval((figures.within.low, figures.within.high))
    return FigureText(label, words.percent(figures.within.value), _joined(interval, count))


def _count(done: int, total: int) -> str:
    return tr("{done} of {total}").format(done=words.count(done), total=words.count(total))


def _left_out(figures: Figures) -> str:
    return tr("%n left out", "", figures.left_out) if figures.left_out else ""


def _no_change(report: Report) -> str:
    return "" if report.query.is_everything else tr("No earlier figure to compare with")


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
