"""The hours of one day as a strip from midnight to midnight: worked, and between."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.domain.work_hours import DAY_MINUTES, Interval
from desktop_app.ui.theme import Radius, Theme

HEIGHT, BAR = 20, 8
NARROWEST = 96
MARKS = (6, 12, 18)  # hours


class DayStrip(QWidget):
    """Says nothing that the text beside it does not: for the eye alone."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._day: Sequence[Interval] = ()
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(NARROWEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_day(self, day: Sequence[Interval]) -> None:
        self._day = day
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top, width = (HEIGHT - BAR) / 2, self.width()
        painter.setBrush(self._theme.colour("border"))
        painter.drawRoundedRect(QRectF(0, top, width, BAR), Radius.BAR, Radius.BAR)
        painter.setBrush(self._theme.colour("surface"))
        for hour in MARKS:
            painter.drawRect(QRectF(width * hour / 24 - 0.5, top, 1, BAR))
        painter.setBrush(self._theme.colour("accent"))
        for one in self._day:
            left, right = (width * edge / DAY_MINUTES for edge in one)
            painter.drawRect(QRectF(left, top, right - left, BAR))
        painter.end()
