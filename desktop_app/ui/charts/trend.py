"""The figure of each week with its interval as a band."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF

from desktop_app.ui.charts.painting import Band, Curve
from desktop_app.ui.charts.plots import Chart
from desktop_app.ui.charts.scale import Tick, Words, log_ticks

LABELS_AT_MOST = 5
ALONE = 0.25  # half the width of an interval that has no neighbour, in steps
MIDDLE = (0.5, 0.5)
FLOOR = 1.5  # the axis begins that much under the lowest figure, which is drawn whole
APART = 0.12  # of the height, between the target's line and the last figure, for both labels at the right
ROOM_ABOVE = 0.15  # of the height, for the target's label; with less it stands below its line
ROOM_FOR_LABEL = 0.2  # of the weeks' width, for the last figure on their right


@dataclass(frozen=True, slots=True)
class Week:
    """Seconds; None where the week has no such figure (too few letters, or more than half unanswered)."""

    label: str
    value_s: float | None
    low_s: float | None
    high_s: float | None
    tip: Callable[[], str]  # made when it is pointed at
    few: bool = False


class TrendChart(Chart):
    """Weeks from left to right, time on a logarithmic axis in words. A mark is a week's number."""

    _words: Words = str
    _weeks: Sequence[Week] = ()
    _target: tuple[float, str] = (0.0, "")
    _nothing = ""

    def show_weeks(
        self, weeks: Sequence[Week], words: Words, target: tuple[float, str], nothing: str
    ) -> None:
        """`target`, seconds (0: none) and label, is a line; `nothing` stands where no week has a figure."""
        self._weeks, self._words, self._target, self._nothing = weeks, words, target, nothing
        self.redraw()

    def mark_at(self, position: QPointF) -> int | None:
        week = round(position.x())
        return week if 0 <= week < len(self._weeks) else None

    def marks(self) -> Sequence[int]:
        return [at for at, week in enumerate(self._weeks) if week.value_s is not None]

    def spot(self, mark: int) -> QPointF:
        return QPointF(mark, math.log10(max(self._weeks[mark].value_s or 1.0, 1.0)))

    def tip(self, mark: int) -> str:
        return self._weeks[mark].tip()

    def draw(self) -> None:
        low, high = self._range()
        last = max(len(self._weeks) - 1, 1)
        self.set_range((-0.3, last * (1 + ROOM_FOR_LABEL) + 0.3), (math.log10(low), math.log10(high)))
        self.set_ticks("left", log_ticks(low, high, self._words), lines=True)
        step = math.ceil(max(len(self._weeks), 1) / LABELS_AT_MOST)
        marked = range(len(self._weeks) - 1, -1, -step)
        self.set_ticks("bottom", [Tick(week, self._weeks[week].label) for week in marked])
        self._draw_target()
        for start, end in _stretches(self._weeks):
            self._draw_stretch(start, end)
        self._draw_points()
        if not any(week.value_s is not None for week in self._weeks):
            middle = math.log10(low * high) / 2
            self.add_text(self._nothing, last / 2, middle, "secondary", MIDDLE)

    def _range(self) -> tuple[float, float]:
        figures = [week.value_s for week in self._weeks if week.value_s is not None]
        figures += [self._target[0]] if self._target[0] else []
        if not figures:
            return 60.0, 86_400.0
        ends = [end for week in self._weeks for end in (week.low_s, week.high_s) if end is not None]
        low = max(min(min(figures) / 4, *ends, *figures), min(figures) / 8, 30.0)
        high = min(max(max(figures) * 4, 3600.0), max([*ends, *figures, 3600.0]) * 1.3)
        return low / FLOOR, max(high, max(figures) * 1.3)

    def _draw_target(self) -> None:
        target_s, label = self._target
        if target_s:
            at = math.log10(target_s)
            self.add_target(at)
            (left, right), (bottom, top) = self.widths, self.heights
            last = self._last_with_figure()
            apart = 1.0 if last is None else abs(self.spot(last).y() - at) / (top - bottom)
            above = 1 if (top - at) / (top - bottom) > ROOM_ABOVE else 0
            if apart > APART:
                self.add_text(label, right, at, "good", (1, above))
            else:  # the last figure stands there
                self.add_text(label, left, at, "good", (0, above))

    def _draw_stretch(self, start: int, end: int) -> None:
        """Weeks that follow one another with a figure; a gap in the figures is a gap in the line."""
        weeks, (bottom, top) = self._weeks[start:end], self.heights
        x = np.arange(start, end, dtype=float)
        value = np.array([_height(week, bottom) for week in weeks])
        low = np.log10([max(week.low_s or week.value_s or 1.0, 10.0**bottom) for week in weeks])
        high = np.log10([max(week.high_s or 10.0**top, 1.0) for week in weeks])
        if end - start == 1:  # a figure alone has its interval as a bar
            x = np.array([start - ALONE, start + ALONE])
            value, low, high = value.repeat(2), low.repeat(2), high.repeat(2)
        self.items.append(Band(x, low, high, self.band("accent")))
        if end - start > 1:
            self.items.append(Curve(x, value, self.line_pen("accent")))

    def _draw_points(self) -> None:
        known = [(week, self._weeks[week]) for week in range(len(self._weeks))]
        for few, tone in ((False, "accent"), (True, "disabled")):
            points = [
                (float(at), _height(week, self.heights[0]))
                for at, week in known
                if week.value_s is not None and week.few == few
            ]
            self.add_dots(points, tone, 7)
        self._label_last()

    def _last_with_figure(self) -> int | None:
        marks = self.marks()
        return marks[-1] if marks else None

    def _label_last(self) -> None:
        last = self._last_with_figure()
        if last is not None:
            value = self._weeks[last].value_s or 1.0
            place = (last, math.log10(max(value, 1.0)))
            self.add_text(self._words(value), *place, "text", (-0.1, 0.5), "caption-strong")


def _height(week: Week, bottom: float) -> float:
    """Where the week's figure is drawn: just above the axis at the lowest, for "at once" has no logarithm."""
    return max(math.log10(max(week.value_s or 1.0, 1.0)), bottom + math.log10(FLOOR) / 2)


def _stretches(weeks: Sequence[Week]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start: int | None = None
    for at, week in enumerate([*weeks, None]):
        there = week is not None and week.value_s is not None
        if there and start is None:
            start = at
        elif not there and start is not None:
            found.append((start, at))
            start = None
    return found
