"""How many answers took how long: bars over steps of time in words, each step much longer than the last."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from desktop_app.ui.charts.painting import Rectangles
from desktop_app.ui.charts.plots import Chart
from desktop_app.ui.charts.scale import Tick, Words
from desktop_app.ui.theme import Radius

HEADROOM = 1.2  # for the number above the tallest bar
SHORTEST_S = 1.0


@dataclass(frozen=True, slots=True)
class Bar:
    """Answers that took from `low_s` up to `high_s` seconds (None = or longer)."""

    low_s: float
    high_s: float | None
    count: int
    tip: str


class DistributionChart(Chart):
    """A mark is a bar's number. Bars are equally wide; the labels stand at their edges."""

    _bars: Sequence[Bar] = ()
    _words: Words = str
    _target: tuple[float, str] = (0.0, "")

    def show_bars(self, bars: Sequence[Bar], words: Words, target: tuple[float, str]) -> None:
        """Ascending, next to one another. `target`: seconds, 0 = none, and label; later bars are coloured."""
        self._bars, self._words, self._target = bars, words, target
        self.redraw()

    def mark_at(self, position: QPointF) -> int | None:
        number = math.floor(position.x())
        return number if 0 <= number < len(self._bars) and self._bars[number].count else None

    def marks(self) -> Sequence[int]:
        return [at for at, bar in enumerate(self._bars) if bar.count]

    def spot(self, mark: int) -> QPointF:
        return QPointF(mark + 0.5, self._bars[mark].count / 2)

    def tip(self, mark: int) -> str:
        return self._bars[mark].tip

    def draw(self) -> None:
        tallest = max((bar.count for bar in self._bars), default=0) or 1
        self.set_range((0, max(len(self._bars), 1)), (0, tallest * HEADROOM))
        edges = [Tick(at, self._words(bar.low_s)) for at, bar in enumerate(self._bars) if at]
        self.set_ticks("bottom", edges)
        self.set_ticks("left", [Tick(count, str(count)) for count in round_counts(tallest)], lines=True)
        bars = [(at, bar) for at, bar in enumerate(self._bars) if bar.count]
        shapes = [(QRectF(at, 0, 1, bar.count), self._colour(bar)) for at, bar in bars]
        self.items.append(Rectangles(shapes, Radius.BAR, flat_below=True))
        for at, bar in bars:
            self.add_text(str(bar.count), at + 0.5, bar.count, "secondary", (0.5, 0.9))
        self._draw_target(tallest)

    def _colour(self, bar: Bar) -> QColor:
        target_s, _label = self._target
        return self.theme.colour("warm" if target_s and bar.low_s >= target_s else "accent")

    def _draw_target(self, tallest: int) -> None:
        target_s, label = self._target
        if target_s and self._bars:
            at = self._place(target_s)
            self.add_target(at, upright=True)
            self.add_text(label, at, tallest * HEADROOM, "good", (-0.03, 0.2))

    def _place(self, seconds: float) -> float:
        """Where a time lies between the edges, on the logarithmic scale within its bar."""
        for at, bar in enumerate(self._bars):
            if bar.high_s is not None and seconds < bar.high_s:
                low, high = math.log(max(bar.low_s, SHORTEST_S)), math.log(bar.high_s)
                return at + max(0.0, (math.log(max(seconds, SHORTEST_S)) - low) / (high - low))
        return float(len(self._bars))


def round_counts(tallest: int) -> list[int]:
    """Up to five round numbers of letters for the axis: steps of 1, 2 or 5 times a power of ten."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if tallest / step <= 4:
                return [step * number for number in range(int(tallest / step) + 1)]
        power *= 10
