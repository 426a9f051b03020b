"""How many answers took how long: bars on a logarithmic axis of time in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from desktop_app.ui.charts.plots import Chart, Rectangles
from desktop_app.ui.charts.scale import Tick, Words, time_ticks
from desktop_app.ui.theme import Radius

HEADROOM = 1.18  # for the number above the tallest bar


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers that took from `low_s` up to `high_s` seconds."""

    low_s: float
    high_s: float
    count: int
    tip: str
    late: bool = False  # beyond the target


class DistributionChart(Chart):
    """A mark is a bin's number."""

    _bins: Sequence[Bin] = ()
    _ticks: Sequence[Tick] = ()
    _target: tuple[float, str] = (0.0, "")

    def show_bins(
        self, bins: Sequence[Bin], ticks_s: tuple[float, ...], words: Words, target: tuple[float, str]
    ) -> None:
        """`target`: seconds and label. Bins lie next to one another, ascending."""
        self._bins, self._target = bins, target
        self._ticks = time_ticks(ticks_s, words)
        self.redraw()

    def mark_at(self, position: QPointF) -> int | None:
        for number, one in enumerate(self._bins):
            if math.log10(one.low_s) <= position.x() < math.log10(one.high_s):
                return number if one.count else None
        return None

    def tip(self, mark: int) -> str:
        return self._bins[mark].tip

    def draw(self) -> None:
        tallest = max((one.count for one in self._bins), default=0) or 1
        if self._bins:
            self.setXRange(math.log10(self._bins[0].low_s), math.log10(self._bins[-1].high_s), padding=0)
        self.setYRange(0, tallest * HEADROOM, padding=0)
        self.set_ticks("bottom", self._ticks)
        self.set_ticks("left", [Tick(count, str(count)) for count in _counts(tallest)], lines=True)
        self.addItem(Rectangles([self._bar(one) for one in self._bins if one.count], Radius.BAR))
        self._draw_target(tallest)
        self._label_tallest(tallest)

    def _bar(self, one: Bin) -> tuple[QRectF, QColor]:
        left, right = math.log10(one.low_s), math.log10(one.high_s)
        tone = "warm" if one.late else "accent"
        return QRectF(left, 0, right - left, one.count), self.theme.colour(tone)

    def _draw_target(self, tallest: int) -> None:
        target_s, label = self._target
        if target_s and self._bins:
            at = math.log10(target_s)
            self.add_line(at, self.dashed("good"), angle=90)
            self.add_text(label, at, tallest * HEADROOM, "good", (-0.03, 0))

    def _label_tallest(self, tallest: int) -> None:
        for one in self._bins:
            if one.count == tallest:
                middle = (math.log10(one.low_s) + math.log10(one.high_s)) / 2
                self.add_text(str(one.count), middle, one.count, "text", (0.5, 0.85), "caption-strong")
                return


def _counts(tallest: int) -> list[int]:
    """Two or three round numbers of letters."""
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000):
        if tallest / step <= 4:
            return [step * number for number in range(int(tallest / step) + 1)]
    return [0]
