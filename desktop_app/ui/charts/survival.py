"""What share of clients has been answered by when; those still waiting are part of the curve."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from desktop_app.domain.survival import Floats
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


@dataclass(frozen=True, slots=True)
class Curve:
    """Steps: from `times_s[i]` on, the share `answered[i]` (0..1) has been answered. Ascending times."""

    times_s: Sequence[float] | Floats
    answered: Sequence[float] | Floats
    low: Sequence[float] | Floats
    high: Sequence[float] | Floats


class SurvivalChart(Chart):
    """Time on a logarithmic axis in words. A mark is a time in whole seconds."""

    def __init__(self, theme: Theme, name: str, share_words: Callable[[float], str]) -> None:
        super().__init__(theme, name)
        self._share_words = share_words
        self._curve = Curve((), (), (), ())
        self._times: list[Tick] = []
        self._ends = (0.0, 1.0)
        self._target_s = 0.0
        self._target_label = ""
        self._tip: Callable[[float, float, float, float], str] = lambda *_: ""

    def show_curve(
        self,
        curve: Curve,
        ticks_s: tuple[float, ...],
        words: Words,
        target: tuple[float, str],
        tip: Callable[[float, float, float, float], str],
    ) -> None:
        """`target`: seconds (0: none), label; `tip(seconds, share, low, high)` words the exact figures."""
        self._curve, self._tip = curve, tip
        self._times = time_ticks(ticks_s, words)
        self._ends = (math.log10(ticks_s[0] / 2), math.log10(ticks_s[-1] * 2))
        self._target_s, self._target_label = target
        self.redraw()

    def mark_at(self, position: QPointF) -> int | None:
        return round(10 ** position.x()) if len(self._curve.times_s) else None

    def marks(self) -> Sequence[int]:
        """Along the labelled times; the pointer reaches the others too."""
        return [round(10**tick.at) for tick in self._times] if len(self._curve.times_s) else []

    def spot(self, mark: int) -> QPointF:
        at = self._step_at(mark)
        return QPointF(math.log10(mark), self._curve.answered[at] if at >= 0 else 0.0)

    def _step_at(self, seconds: float) -> int:
        """The last step up to this time, -1 before the first."""
        return int(np.searchsorted(np.asarray(self._curve.times_s), seconds, side="right")) - 1

    def tip(self, mark: int) -> str:
        curve = self._curve
        at = self._step_at(mark)
        if at < 0:
            return self._tip(mark, 0.0, 0.0, 0.0)
        return self._tip(mark, float(curve.answered[at]), float(curve.low[at]), float(curve.high[at]))

    def draw(self) -> None:
        self.set_range(self._ends, (0.0, 1.04))
        self.set_ticks("left", [Tick(share, self._share_words(share)) for share in SHARES], lines=True)
        self.set_ticks("bottom", self._times)
        if not len(self._curve.times_s):
            return
        x, answered, low, high = self._steps()
        self.items.append(Band(x, low, high, self.band("accent")))
        self.items.append(Line(x, answered, self.line_pen("accent")))
        if self._target_s:
            self._draw_target()

    def _steps(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Horizontal from each time to the next, and on to the end of the axis: x, share, low, high."""
        kept, curve = self._drawn_steps(), self._curve
        times = np.log10(np.maximum(np.asarray(curve.times_s, dtype=float)[kept], 1.0))
        x = np.concatenate([[self._ends[0]], np.repeat(times, 2), [self._ends[1]]])
        inside = (x > self._ends[0]) | (np.arange(x.size) == x.size - 1)
        first = max(int(np.argmax(inside)) - 1, 0)  # what was answered at once begins at the axis

        def heights(shares: Sequence[float] | Floats) -> Floats:
            steps = np.repeat(np.asarray(shares, dtype=float)[kept], 2)
            return np.concatenate([[0.0, 0.0], steps])[first:]

        return (
            np.clip(x[first:], *self._ends),
            heights(curve.answered),
            heights(curve.low),
            heights(curve.high),
        )

    def _drawn_steps(self) -> NDArray[np.intp]:
        """Not more steps than pixels: with 50 000 answers the rest would be painted over anyway."""
        times = np.asarray(self._curve.times_s, dtype=float)
        if times.size <= MOST_STEPS:
            return np.arange(times.size)
        grid = np.logspace(*self._ends, MOST_STEPS)
        return np.unique(np.clip(np.searchsorted(times, grid, side="right") - 1, 0, None))

    def _draw_target(self) -> None:
        at = math.log10(self._target_s)
        step = self._step_at(self._target_s)
        share = self._curve.answered[step] if step >= 0 else 0.0
        self.add_target(at, upright=True)
        self.add_dots([(at, share)], "good", 9)
        place = ABOVE_LEFT if share < ROOM_BELOW else BELOW_RIGHT
        self.add_text(self._target_label, at, share, "good", place, "caption-strong")
