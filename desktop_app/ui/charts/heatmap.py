"""Weekday by hour of arrival: when clients wait longest for an answer, or when they write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from desktop_app.ui.charts.painting import Rectangles
from desktop_app.ui.charts.plots import Chart
from desktop_app.ui.charts.scale import Tick
from desktop_app.ui.theme import Radius

DAYS, HOURS = 7, 24


@dataclass(frozen=True, slots=True)
class Cell:
    """`depth` 0..1: how strong the colour is; None with `few` = too few answers to tell, else none came."""

    depth: float | None
    tip: Callable[[], str]  # made when it is pointed at
    few: bool = False

    @property
    def is_there(self) -> bool:
        """Something arrived then."""
        return self.few or self.depth is not None


class Heatmap(Chart):
    """Monday on top. A mark is 24 x weekday + hour."""

    _cells: Sequence[Cell] = ()
    _days: Sequence[str] = ()
    _hours: Sequence[str] = ()

    def show_cells(self, cells: Sequence[Cell], days: Sequence[str], hours: Sequence[str]) -> None:
        """168 cells; seven names of days; one label per hour, "" where none is written."""
        self._cells, self._days, self._hours = cells, days, hours
        self.redraw()

    def mark_at(self, position: QPointF) -> int | None:
        day, hour = int(position.y()), int(position.x())
        if not (0 <= day < DAYS and 0 <= hour < HOURS) or position.x() < 0 or position.y() < 0:
            return None
        mark = day * HOURS + hour
        return mark if self._cells and self._cells[mark].is_there else None

    def marks(self) -> Sequence[int]:
        return [mark for mark, cell in enumerate(self._cells) if cell.is_there]

    def spot(self, mark: int) -> QPointF:
        day, hour = divmod(mark, HOURS)
        return QPointF(hour + 0.5, day + 0.5)

    def tip(self, mark: int) -> str:
        return self._cells[mark].tip()

    def draw(self) -> None:
        self.set_range((0, HOURS), (DAYS, 0))  # Monday on top
        self.set_ticks("left", [Tick(day + 0.5, name) for day, name in enumerate(self._days)])
        self.set_ticks("bottom", [Tick(hour + 0.5, text) for hour, text in enumerate(self._hours) if text])
        places = [QRectF(mark % HOURS, mark // HOURS, 1, 1) for mark in range(len(self._cells))]
        colours = self._colours()
        self.items.append(Rectangles(list(zip(places, colours, strict=True)), Radius.BAR))

    def _colours(self) -> list[QColor]:
        """Of the cells, in their order."""
        few, nothing = self.theme.colour("track"), self.theme.colour("window")
        low, high = self.theme.colour("accent-soft"), self.theme.colour("accent")
        red, green, blue = low.redF(), low.greenF(), low.blueF()
        more = high.redF() - red, high.greenF() - green, high.blueF() - blue

        def shade(depth: float) -> QColor:
            return QColor.fromRgbF(red + more[0] * depth, green + more[1] * depth, blue + more[2] * depth)

        return [
            (few if cell.few else nothing) if cell.depth is None else shade(cell.depth)
            for cell in self._cells
        ]
