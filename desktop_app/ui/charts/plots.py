"""What all charts share: a bare pyqtgraph plot in the theme's colours, with marks to point at and to click.

No menu, no "A" button, no zoom: a chart is read, pointed at and clicked. Imported by `ui.charts.loading`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QToolTip, QWidget

from desktop_app.ui.charts.scale import Tick
from desktop_app.ui.theme import Theme

SIZE = (240, 180)  # at least; a graphics view asks for the size of its scene
BAND_OPACITY = 0.18
LINE_PX = 2
GAP_PX = 1
LABEL_GAP_PX = 5
RING_PX = 13
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class Chart(pg.PlotWidget):  # type: ignore[misc] # pyqtgraph has no types
    """Subclasses draw in `draw` and name the mark under the pointer in `mark_at`.

    `picked` carries the number of the mark that was clicked, or chosen by Enter: the arrow keys walk along
    the `marks`.
    """

    picked = Signal(int)

    def __init__(self, theme: Theme, name: str) -> None:
        axes = {side: pg.AxisItem(side) for side in ("left", "bottom")}
        super().__init__(axisItems=axes, enableMenu=False)
        self.theme = theme
        self._labels: dict[str, Sequence[Tick]] = {}
        self.setAccessibleName(name)
        self.hideButtons()
        self.setMouseEnabled(x=False, y=False)
        self.setMouseTracking(True)
        self.setAntialiasing(True)
        self.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._current: int | None = None  # the mark at which the keyboard is
        self._ring: pg.ScatterPlotItem | None = None
        plot = self.getPlotItem()
        plot.setContentsMargins(0, 0, 0, 0)
        plot.vb.setDefaultPadding(0)
        plot.vb.setMenuEnabled(False)
        theme.changed.connect(self.redraw)

    def draw(self) -> None:
        """Put the items of the chart; the plot is empty and has the theme's colours."""

    def mark_at(self, position: QPointF) -> int | None:
        """The number of the mark at a place of the plot's coordinates."""
        raise NotImplementedError

    def tip(self, mark: int) -> str:
        """The exact figures of a mark, in words."""
        raise NotImplementedError

    def marks(self) -> Sequence[int]:
        """Those that the keyboard walks along, in this order."""
        return ()

    def spot(self, mark: int) -> QPointF:
        """Where a mark is, in the plot's coordinates."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Everything anew: new figures, or a new theme."""
        plot = self.getPlotItem()
        plot.clear()
        self._ring = None
        self.setBackground(self.theme.colour("surface"))
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.setPen(pg.mkPen(None))
            axis.setTextPen(self.theme.colour("secondary"))
            axis.setTickPen(pg.mkPen(None))
            axis.setStyle(
                tickFont=self.theme.font("caption"),
                tickLength=0,
                tickAlpha=0,
                tickTextOffset=6,
                hideOverlappingLabels=False,
            )
        self.draw()
        if self.hasFocus():
            self._show_current()

    def sizeHint(self) -> QSize:
        return QSize(*SIZE)

    # for subclasses

    def set_ticks(self, side: str, ticks: Sequence[Tick], lines: bool = False) -> None:
        """The only labels of an axis, in words; `lines` draws a hairline at each."""
        self._labels[side] = ticks
        self._write_labels(side)
        for tick in ticks if lines else ():
            self.add_line(tick.at, self.hairline())

    def _write_labels(self, side: str) -> None:
        """Along the time axis from the right, leaving out what would touch its neighbour."""
        ticks = self._labels[side]
        if side == "bottom":
            ticks = self._apart(ticks)
        axis = self.getPlotItem().getAxis(side)
        axis.setTicks([[(tick.at, tick.label) for tick in ticks]])

    def _apart(self, ticks: Sequence[Tick]) -> list[Tick]:
        box = self.getPlotItem().vb
        (low, high), _ = box.viewRange()
        per_unit = box.width() / (high - low) if high > low else 0.0
        metrics = QFontMetrics(self.theme.font("caption"))
        kept: list[Tick] = []
        edge = float("inf")
        for tick in sorted(ticks, key=lambda one: -one.at):
            half = metrics.horizontalAdvance(tick.label) / 2
            if (tick.at - low) * per_unit + half + LABEL_GAP_PX <= edge or not per_unit:
                kept.append(tick)
                edge = (tick.at - low) * per_unit - half
        return kept

    def add_line(self, at: float, pen: QPen, angle: int = 0) -> pg.InfiniteLine:
        line = pg.InfiniteLine(pos=at, angle=angle, pen=pen)
        line.setZValue(-10)
        self.addItem(line)
        return line

    def hairline(self) -> QPen:
        return self._pen(self.theme.colour("border"), 1)

    def dashed(self, tone: str) -> QPen:
        return self._pen(self.theme.colour(tone), 1, Qt.PenStyle.DashLine)

    def line_pen(self, tone: str) -> QPen:
        return self._pen(self.theme.colour(tone), LINE_PX)

    def _pen(self, colour: QColor, width: int, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        """As thick as `width` pixels of a usual screen; a cosmetic pen counts those of the real one."""
        pen = QPen(colour, width * self.devicePixelRatioF(), style)
        pen.setCosmetic(True)
        return pen

    def band(self, tone: str) -> QColor:
        colour = self.theme.colour(tone)
        colour.setAlphaF(BAND_OPACITY)
        return colour

    def add_text(
        self, text: str, x: float, y: float, tone: str, anchor: tuple[float, float], role: str = "caption"
    ) -> pg.TextItem:
        """A label at its mark instead of a legend. `anchor`: which point of the text lies at (x, y)."""
        item = pg.TextItem(text, color=self.theme.colour(tone), anchor=anchor)
        item.setFont(self.theme.font(role))
        self.addItem(item, ignoreBounds=True)
        item.setPos(x, y)
        return item

    # events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if "bottom" in getattr(self, "_labels", {}):  # pyqtgraph resizes before it is made
            self._write_labels("bottom")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        mark = self._mark(event.position())
        self.setCursor(Qt.CursorShape.ArrowCursor if mark is None else Qt.CursorShape.PointingHandCursor)
        if mark is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), self.tip(mark), self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        mark = self._mark(event.position())
        if mark is not None and event.button() == Qt.MouseButton.LeftButton:
            QToolTip.hideText()
            self.picked.emit(mark)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows along the marks, Enter as a click; the rest goes on to the page."""
        marks = list(self.marks())
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None and marks:
            at = marks.index(self._current) + step if self._current in marks else 0
            self._current = marks[min(max(at, 0), len(marks) - 1)]
            self._show_current(tell=True)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current in marks:
            QToolTip.hideText()
            self.picked.emit(self._current)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        marks = self.marks()
        if self._current not in marks:
            self._current = marks[0] if len(marks) else None
        self._show_current()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._drop_ring()

    def _show_current(self, *, tell: bool = False) -> None:
        """A ring around the mark, its figures as the description and, when `tell`, as the tip."""
        self._drop_ring()
        if self._current is None or self._current not in self.marks():
            return
        spot, text = self.spot(self._current), self.tip(self._current)
        pen = pg.mkPen(self.theme.colour("text"), width=LINE_PX * self.devicePixelRatioF())
        self._ring = pg.ScatterPlotItem([spot.x()], [spot.y()], size=RING_PX, brush=None, pen=pen)
        self._ring.setZValue(10)
        self.addItem(self._ring, ignoreBounds=True)
        self.setAccessibleDescription(text)
        if tell:
            place = self.mapFromScene(self.getPlotItem().vb.mapViewToScene(spot))
            QToolTip.showText(self.mapToGlobal(place), text, self)

    def _drop_ring(self) -> None:
        if self._ring is not None:
            self.removeItem(self._ring)
            self._ring = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls, the chart does not zoom

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            return True  # the tip is shown while the pointer moves
        return bool(super().viewportEvent(event))

    def _mark(self, position: QPointF) -> int | None:
        box = self.getPlotItem().vb
        scene = self.mapToScene(position.toPoint())
        if not box.sceneBoundingRect().contains(scene):
            return None
        return self.mark_at(box.mapSceneToView(scene))


class Rectangles(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """Bars or cells given in the plot's coordinates, painted with round corners and gaps of whole pixels."""

    def __init__(
        self, rectangles: Sequence[tuple[QRectF, QColor]], radius: int, *, flat_below: bool = False
    ) -> None:
        super().__init__()
        self._below = radius if flat_below else 0  # the lower corners lie outside of the plot
        self._rectangles = rectangles
        self._radius = radius
        self._bounds = QRectF()
        for rectangle, _colour in rectangles:
            self._bounds = self._bounds.united(rectangle)

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        transform = painter.transform()
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for rectangle, colour in self._rectangles:
            shape = transform.mapRect(rectangle).adjusted(GAP_PX, GAP_PX, -GAP_PX, self._below)
            radius = min(self._radius, shape.width() / 2, shape.height() / 2)
            painter.setBrush(colour)
            painter.drawRoundedRect(shape, radius, radius)
        painter.restore()
