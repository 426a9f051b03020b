"""A chart on its card: title, one line below it, what it means behind a question mark, and as a picture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop_app.ui.charts.plots import Chart
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.popover import Popover
from desktop_app.ui.widgets.texts import ElidedText, Text
from desktop_app.ui.words_definitions import Definition

CHART_HEIGHT = 140
SHARPNESS = 2  # of a picture: it will be looked at larger than here
ICON = 14


class ChartCard(Card):
    """`copied` and `saved` ask for the chart as a picture, which `picture` makes."""

    copied = Signal()
    saved = Signal()

    def __init__(
        self,
        theme: Theme,
        title: str,
        caption: str,
        chart: Chart,
        definition: Callable[[], Definition],
        aside: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._theme, self.chart, self._definition = theme, chart, definition
        self.title = ElidedText(title, "strong")
        self.caption = ElidedText(caption, "caption", "secondary")
        self.help = IconButton(theme, "help", tr("What this shows"), self.explain, size=ICON)
        self.more = IconButton(theme, "more", tr("As a picture"), self._offer, size=ICON)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        head.addWidget(self.title, 1)
        for widget in (aside, self.help, self.more):
            if widget is not None:
                head.addWidget(widget)
        self.body.setContentsMargins(Space.L, Space.M, Space.M, Space.L)
        self.body.setSpacing(2)
        self.body.addLayout(head)
        self.add(self.caption)
        self.body.addSpacing(Space.S)
        chart.setMinimumHeight(CHART_HEIGHT)
        self.add(chart, 1)

    def explain(self) -> None:
        title, paragraphs = self._definition()
        Popover(title, paragraphs, self).show_below(self.help)

    def picture(self) -> QPixmap:
        """Title, line and chart as they are here, without buttons, twice as sharp."""
        width, height = self.width(), self.height()
        picture = QPixmap(width * SHARPNESS, height * SHARPNESS)
        picture.setDevicePixelRatio(SHARPNESS)
        picture.fill(self._theme.colour("surface"))
        painter = QPainter(picture)
        top = float(Space.M)
        for text, role, tone in ((self.title, "strong", "text"), (self.caption, "caption", "secondary")):
            top = self._write(painter, text, top, role, tone)
        below = QRectF(Space.L, top + Space.S, width - 2 * Space.L, height - top - Space.S - Space.L)
        self.chart.paint(painter, self.chart.view(below))
        painter.end()
        return picture

    def _write(self, painter: QPainter, text: Text, top: float, role: str, tone: str) -> float:
        font = self._theme.font(role)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(self._theme.colour(tone))
        width = self.width() - 2 * Space.L
        shown = metrics.elidedText(text.text(), Qt.TextElideMode.ElideRight, width)
        painter.drawText(QPointF(Space.L, top + metrics.ascent()), shown)
        return top + metrics.height() + 2

    def _offer(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Copy as picture"), self.copied.emit)
        menu.addAction(tr("Save as picture…"), self.saved.emit)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
