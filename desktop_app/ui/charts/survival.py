"""What share of clients has been answered by when; those still waiting are part of the curve."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QPointF

from desktop_app.domain.survival import Curve, Floats, Steps
from desktop_app.ui.charts.painting import Band
from desktop_app.ui.charts.painting import Curve as Line
from desktop_app.ui.charts.plots import Chart
from desktop_app.ui.charts.scale import Tick, Words, time_ticks
from desktop_app.ui.theme import Theme

MOST_STEPS = 256  # the line is two pixels wide
# a rising curve leaves room below on its right, and above on its left
BELOW_RIGHT, ABOVE_LEFT = (-0.04, -0.2), (1.04, 1.2)
ROOM_BELOW = 0.15  # of the height, for a label
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


class SurvivalChart(Chart):
    """Time on a logarithmic axis in words. A mark is a time in whole seconds."""

    def __init__(self, theme: Theme, name: str, share_words: Callable[[float], str]) -> None:
        super().__init__(theme, name)
        self._share_words = share_words
        self._curve: Curve | None = None
        self._times: list[Tick] = []
        self._ends = (0.0, 1.0)
        self._target_s = 0.0
        self._target_label = ""
        self._tip: Callable[[float, float, float, float], str] = lambda *_: ""

    def show_curve(
        self,
        curve: Curve | None,
        ticks_s: tuple[float, ...],
        words: Words,
        target: tuple[float, str],
        tip: Callable[[float, float, float, float], str],
    ) -> None:
        """`curve` None: nothing is drawn. `target`: seconds (0: none), label.

        `tip(seconds, share, low, high)` words the exact figures of those answered within.
        """
        self._curve = curve if curve is not None and curve.answered else None
        self._tip = tip
        self._times = time_ticks(ticks_s, words)
        self._ends = (math.log10(ticks_s[0] / 2), math.log10(ticks_s[-1] * 2))
        self._target_s, self._target_label = target
        self.redraw()

    def mark_at(self, position: QPointF) -> int | None:
        return None if self._curve is None else round(10 ** position.x())

    def marks(self) -> Sequence[int]:
        """Along the labelled times; the pointer reaches the others too."""
        return [] if self._curve is None else [round(10**tick.at) for tick in self._times]

    def spot(self, mark: int) -> QPointF:
        return QPointF(math.log10(mark), self._answered(mark)[0])

    def _answered(self, seconds: float) -> tuple[float, float, float]:
        """The share within a time, and its interval."""
        assert self._curve is not None
        _times, share, low, high = self._curve.at(np.array([seconds]))
        return 1 - float(share[0]), 1 - float(high[0]), 1 - float(low[0])

    def tip(self, mark: int) -> str:
        return self._tip(mark, *self._answered(mark))

    def draw(self) -> None:
        self.set_range(self._ends, (0.0, 1.04))
        self.set_ticks("left", [Tick(share, self._share_words(share)) for share in SHARES], lines=True)
        self.set_ticks("bottom", self._times)
        if self._curve is None:
            return
        x, answered, low, high = self._outline(self._drawn(self._curve))
        self.items.append(Band(x, low, high, self.band("accent")))
        self.items.append(Line(x, answered, self.line_pen("accent")))
        if self._target_s:
            self._draw_target()

    def _outline(self, drawn: Steps) -> tuple[Floats, Floats, Floats, Floats]:
        """Horizontal from each time to the next, and on to the end of the axis: x, answered, low, high."""
        times = np.log10(np.maximum(drawn.times, 1.0))
        x = np.concatenate([[self._ends[0]], np.repeat(times, 2), [self._ends[1]]])
        inside = (x > self._ends[0]) | (np.arange(x.size) == x.size - 1)
        first = max(int(np.argmax(inside)) - 1, 0)  # what was answered at once begins at the axis

        def heights(waiting: Floats) -> Floats:
            return np.concatenate([[0.0, 0.0], np.repeat(1 - waiting, 2)])[first:]

        x = np.clip(x[first:], *self._ends)
        return x, heights(drawn.share), heights(drawn.high), heights(drawn.low)

    def _drawn(self, curve: Curve) -> Steps:
        """Not more steps than pixels: with 50 000 answers the rest would be painted over anyway."""
        if curve.answered <= MOST_STEPS:
            return curve.steps()
        found = curve.at(np.logspace(*self._ends, MOST_STEPS))
        new = np.append([True], found.times[1:] > found.times[:-1])
        return Steps(*(column[new] for column in found))

    def _draw_target(self) -> None:
        at = math.log10(self._target_s)
        share, _low, _high = self._answered(self._target_s)
        self.add_target(at, upright=True)
        self.add_dots([(at, share)], "good", 9)
        place = ABOVE_LEFT if share < ROOM_BELOW else BELOW_RIGHT
        self.add_text(self._target_label, at, share, "good", place, "caption-strong")
