"""What was promised against what came: ten dots with intervals around the line on which they are the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt

from desktop_app.domain.honesty import Part
from desktop_app.ui.charts.painting import Curve
from desktop_app.ui.charts.plots import LINE_PX, Chart
from desktop_app.ui.charts.scale import Tick
from desktop_app.ui.theme import Theme

DOT_PX = 9.0
SHARES = (0.0, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
LEAST = 0.05  # the axes show at least this much
HEADROOM = 1.08
BELOW = 0.02  # room for a dot at nothing
NEAR = 0.06  # of the width: so near to a dot the pointer means it


class CalibrationChart(Chart):
    """Shares on a square-root scale, for most letters are promised little. A mark is a part's number."""

    def __init__(self, theme: Theme, name: str, share_words: Callable[[float], str]) -> None:
        super().__init__(theme, name)
        self._words = share_words
        self._parts: Sequence[Part] = ()
        self._tip: Callable[[Part], str] = lambda _part: ""
        self._even = ""

    def show_parts(self, parts: Sequence[Part], even: str, tip: Callable[[Part], str]) -> None:
        """`even` names the line on which promises are kept; `tip` words one part's figures."""
        self._parts, self._even, self._tip = parts, even, tip
        self.redraw()

    def mark_at(self, position: QPointF) -> int | None:
        marks = self.marks()
        nearest = min(marks, key=lambda at: abs(self.spot(at).x() - position.x()), default=None)
        if nearest is None or abs(self.spot(nearest).x() - position.x()) > NEAR * self._edge():
            return None
        return nearest

    def marks(self) -> Sequence[int]:
        return range(len(self._parts))

    def spot(self, mark: int) -> QPointF:
        part = self._parts[mark]
        return QPointF(_place(part.promised), _place(part.answered / part.rows))

    def tip(self, mark: int) -> str:
        return self._tip(self._parts[mark])

    def draw(self) -> None:
        edge = self._edge()
        self.set_range((0.0, edge), (-BELOW * edge, edge))
        ticks = [Tick(_place(share), self._words(share)) for share in SHARES if _place(share) <= edge]
        self.set_ticks("left", ticks, lines=True)
        self.set_ticks("bottom", ticks[1:])
        ends = np.array([0.0, edge])
        even = self._pen(self.theme.colour("good"), 1, Qt.PenStyle.DashLine)
        self.items.append(Curve(ends, ends, even))
        self.add_text(self._even, edge, edge, "good", (1.25, -0.1))
        pen = self._pen(self.theme.colour("accent"), LINE_PX)
        for part in self._parts:
            if part.found is not None:
                x = _place(part.promised)
                heights = np.array([_place(part.found.low), _place(part.found.high)])
                self.items.append(Curve(np.array([x, x]), heights, pen))
        dots = [self.spot(at) for at in self.marks()]
        self.add_dots([(spot.x(), spot.y()) for spot in dots], "accent", DOT_PX)

    def _edge(self) -> float:
        highest = [part.promised for part in self._parts]
        highest += [part.found.high if part.found else part.answered / part.rows for part in self._parts]
        return min(1.0, _place(max([LEAST, *highest])) * HEADROOM)


def _place(share: float) -> float:
    return math.sqrt(share)
