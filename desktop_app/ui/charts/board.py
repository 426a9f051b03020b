"""The four charts of the reply-speed page and what a click on each stands for."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.domain.reply_figures import ENOUGH, FEW, By, Cell, Grade, Step, grade
from desktop_app.domain.reply_times import Clock
from desktop_app.ui import words_definitions, words_speed, words_targets
from desktop_app.ui.charts import heatmap as heat
from desktop_app.ui.charts.cards import ChartCard
from desktop_app.ui.charts.distribution import Bar, DistributionChart
from desktop_app.ui.charts.plots import Chart
from desktop_app.ui.charts.scale import CALENDAR_TICKS_S, WORKING_TICKS_S
from desktop_app.ui.charts.survival import SurvivalChart
from desktop_app.ui.charts.trend import TrendChart
from desktop_app.ui.charts.trend import Week as Point
from desktop_app.ui.speed_records import Report
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.words import percent
from desktop_app.ui.words_definitions import Definition

HOURS_LABELLED = range(0, 24, 3)
OCTAVES = 3  # the heatmap's colours reach from an eighth of the target to eight times the target
CELLS_FOR_SPEED = 5
A_YEAR = timedelta(days=365)


class Board(QWidget):
    """`picked(indices, title)`: positions in the report's columns, and what they have in common.

    `copied(card)` and `saved(card)` ask for a chart as a picture; `aside` stands in the head of the trend.
    """

    picked = Signal(object, str)
    copied = Signal(object)
    saved = Signal(object)

    def __init__(self, theme: Theme, aside: QWidget | None = None) -> None:
        super().__init__()
        self._report: Report | None = None
        self.trend = TrendChart(theme, tr("Reply time per week"))
        self.survival = SurvivalChart(theme, tr("Share answered by time"), percent)
        self.distribution = DistributionChart(theme, tr("How long answers took"))
        self.heatmap = heat.Heatmap(theme, tr("Weekday and hour of arrival"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Space.M)
        grey = tr("Half answered within; grey: under {n} answers").format(n=ENOUGH)
        define = words_definitions
        told = self._with_targets
        self.trend_card = ChartCard(theme, tr("Over time"), grey, self.trend, told(define.trend), aside)
        self.curve_card = ChartCard(theme, tr("Answered within"), "", self.survival, told(define.survival))
        self.bars_card = ChartCard(
            theme, tr("How long answers took"), "", self.distribution, told(define.distribution)
        )
        self.heat_card = ChartCard(theme, "", "", self.heatmap, told(define.heatmap))
        self._cards = (self.trend_card, self.curve_card, self.bars_card, self.heat_card)
        for card in self._cards:
            card.copied.connect(partial(self.copied.emit, card))
            card.saved.connect(partial(self.saved.emit, card))
        self.set_columns(2)
        self.trend.picked.connect(self._week_picked)
        self.survival.picked.connect(self._time_picked)
        self.distribution.picked.connect(self._bar_picked)
        self.heatmap.picked.connect(self._cell_picked)

    def set_columns(self, columns: int) -> None:
        """1 or 2 charts side by side."""
        for at, card in enumerate(self._cards):
            self._grid.addWidget(card, at // columns, at % columns)
        self._grid.setColumnStretch(1, 1 if columns == 2 else 0)
        self._grid.setColumnStretch(0, 1)
        for row in range(len(self._cards)):
            self._grid.setRowStretch(row, 1 if row < len(self._cards) // columns else 0)

    def parts(self) -> list[tuple[str, str, Chart]]:
        """Title, line and chart of each card."""
        return [(card.title.text(), card.caption.text(), card.chart) for card in self._cards]

    def show_report(self, report: Report) -> None:
        self._report = report
        working = report.query.clock is Clock.WORKING
        words = words_speed.words_of(working=working)
        mark_s = report.mark_s or 0.0
        target = (mark_s, tr("target {time}").format(time=words(mark_s)))
        by = report.query.by
        years = bool(report.steps) and report.steps[-1].begin - report.steps[0].begin >= A_YEAR
        points = [_point(step, by, working=working, years=years) for step in report.steps]
        nothing = _nothing(by).format(n=FEW)
        self.trend.show_weeks(points, words, target, nothing)
        self._show_texts(working=working, marked=bool(mark_s))
        self._show_curve(report, words, mark_s)
        self.distribution.show_bars(_bars(report, working=working), words, target)
        self._show_heat(report, working=working)

    def _with_targets(self, define: Callable[[], Definition]) -> Callable[[], Definition]:
        """What the chart shows, and which targets hold."""

        def told() -> Definition:
            title, paragraphs = define()
            if self._report is None:
                return title, paragraphs
            query = self._report.query
            text = words_targets.sentence(query.aimed_at, working=query.clock is Clock.WORKING)
            return title, [*paragraphs, text]

        return told

    def _show_texts(self, *, working: bool, marked: bool) -> None:
        """In working time a "d" on an axis is not a day and a night."""
        share = tr("Share of all, those who still wait included")
        self.curve_card.caption.setText(tr("{text}; 1 d = 8 h").format(text=share) if working else share)
        number = tr("Answers; orange: later than the target") if marked else tr("Answers")
        self.bars_card.caption.setText(tr("{text}; 1 d = 8 h").format(text=number) if working else number)

    def _show_curve(self, report: Report, words: Callable[[float], str], target_s: float) -> None:
        working = report.query.clock is Clock.WORKING
        share = report.figures.within.value or 0.0
        label = tr("{share} within {time}").format(share=percent(share), time=words(target_s))

        def tip(seconds: float, share: float, low: float, high: float) -> str:
            time = words_speed.length(seconds, working=working)
            return words_speed.curve_tip(time, share, low, high)

        ticks = WORKING_TICKS_S if working else CALENDAR_TICKS_S
        self.survival.show_curve(report.curve, ticks, words, (target_s, label), tip)

    def _show_heat(self, report: Report, *, working: bool) -> None:
        enough = sum(grade(cell.answered) is not Grade.LIST for cell in report.cells)
        by_speed = enough >= CELLS_FOR_SPEED
        self.heat_card.title.setText(
            tr("When clients wait longest") if by_speed else tr("When clients write")
        )
        self.heat_card.caption.setText(
            tr("Bluer: slower; grey: fewer than {n} answers").format(n=FEW)
            if by_speed
            else tr("Bluer: more letters")
        )
        cells = _cells(report, working=working, by_speed=by_speed)
        days = [words_speed.weekday_short(day) for day in range(heat.DAYS)]
        hours = [f"{hour}:00" if hour in HOURS_LABELLED else "" for hour in range(heat.HOURS)]
        self.heatmap.show_cells(cells, days, hours)

    # clicks

    def _week_picked(self, mark: int) -> None:
        assert self._report is not None
        step = self._report.steps[mark]
        self.picked.emit(step.indices, words_speed.step_name(step.begin, self._report.query.by))

    def _time_picked(self, seconds: int) -> None:
        assert self._report is not None
        time = words_speed.length(seconds, working=self._report.query.clock is Clock.WORKING)
        self.picked.emit(self._report.slower_than(seconds), tr("Longer than {time}").format(time=time))

    def _bar_picked(self, mark: int) -> None:
        assert self._report is not None
        one = self._report.distribution.bins[mark]
        working = self._report.query.clock is Clock.WORKING
        name = words_speed.bin_name(one.low_s, one.high_s, working=working)
        self.picked.emit(one.indices, tr("Answered: {time}").format(time=name))

    def _cell_picked(self, mark: int) -> None:
        assert self._report is not None
        day, hour = divmod(mark, heat.HOURS)
        for cell in self._report.cells:
            if (cell.weekday, cell.hour) == (day, hour):
                title = tr("{weekday}, {hour}:00").format(weekday=words_speed.weekday_long(day), hour=hour)
                self.picked.emit(cell.indices, title)


def _nothing(by: By) -> str:
    if by is By.DAY:
        return tr("No day has {n} answers yet")
    return tr("No month has {n} answers yet") if by is By.MONTH else tr("No week has {n} answers yet")


def _point(step: Step, by: By, *, working: bool, years: bool) -> Point:
    told = grade(step.answered) is not Grade.LIST and step.median.value is not None
    return Point(
        label=words_speed.step_label(step.begin, by, years=years),
        value_s=step.median.value if told else None,
        low_s=step.median.low if told else None,
        high_s=step.median.high if told else None,
        tip=partial(_step_tip, step, by, told=told, working=working),
        few=grade(step.answered) is Grade.RANGE,
    )


def _step_tip(step: Step, by: By, *, told: bool, working: bool) -> str:
    low, value, high = step.median.low, step.median.value, step.median.high
    median = words_speed.length(value, working=working) if told and value is not None else ""
    interval = words_speed.times_interval((low, high), working=working) if told else ""
    name = words_speed.step_name(step.begin, by)
    return words_speed.step_tip(name, median, interval, step.answered, step.n)


def _bars(report: Report, *, working: bool) -> list[Bar]:
    total = report.figures.answered or 1
    found = []
    for one in report.distribution.bins:
        count = len(one.indices)
        name = words_speed.bin_name(one.low_s, one.high_s, working=working)
        found.append(Bar(one.low_s, one.high_s, count, words_speed.bin_tip(name, count, count / total)))
    return found


def _cells(report: Report, *, working: bool, by_speed: bool) -> Sequence[heat.Cell]:
    cells = [heat.Cell(None, str)] * (heat.DAYS * heat.HOURS)
    most = max((cell.n for cell in report.cells), default=1)
    for cell in report.cells:
        told = grade(cell.answered) is not Grade.LIST and cell.median.value is not None
        tip = partial(_cell_tip, cell, told=told, working=working)
        depth = cell.n / most if not by_speed else _slowness(cell, report.query.target_s) if told else None
        cells[cell.weekday * heat.HOURS + cell.hour] = heat.Cell(depth, tip, few=depth is None)
    return cells


def _cell_tip(cell: Cell, *, told: bool, working: bool) -> str:
    median = words_speed.length(cell.median.value or 0.0, working=working) if told else ""
    return words_speed.cell_tip(cell.weekday, cell.hour, median, cell.answered, cell.n)


def _slowness(cell: Cell, target_s: float) -> float:
    """0 at an eighth of the target, one half at the target, 1 at eight times the target."""
    octaves = math.log2(max(cell.median.value or 1.0, 1.0) / target_s)
    return min(max(0.5 + octaves / (2 * OCTAVES), 0.0), 1.0)
