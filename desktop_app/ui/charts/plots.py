"""What all charts share: a plot with its axes in the theme's colours, and marks to point at and to click.

No menu, no zoom: a chart is read, pointed at and clicked. Imported by `ui.loading`, once a page needs it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_app.ui.charts.painting import Dots, Item, Label, Rules, View
from desktop_app.ui.charts.scale import Tick
from desktop_app.ui.theme import Theme

SIZE = (240, 140)  # at least
BAND_OPACITY = 0.18
LINE_PX = 2
LABEL_GAP_PX = 6  # between a label of an axis and the plot, and between two labels
RING_PX = 13
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
NO_TICKS: Sequence[Tick] = ()


class Chart(QWidget):
    """Subclasses put their items in `draw` and name the mark under the pointer in `mark_at`.

    `picked` carries the number of the mark that was clicked, or chosen by Enter: the arrow keys walk along
    the `marks`.
    """

    picked = Signal(int)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme = theme
        self.items: list[Item] = []  # in the order they are painted
        self._ticks: dict[str, Sequence[Tick]] = {"left": NO_TICKS, "bottom": NO_TICKS}
        self._x = self._y = (0.0, 1.0)
        self._current: int | None = None  # the mark at which the keyboard is
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self.redraw)

    def draw(self) -> None:
        """Put the items and the ticks of the chart; there are none."""

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
        self.items = []
        self.draw()
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(*SIZE)

    def view(self, within: QRectF | None = None) -> View:
        """From figures to pixels of this widget, or of a part of a page."""
        box = QRectF(self.rect()) if within is None else within
        metrics = QFontMetrics(self.theme.font("caption"))
        widest = max((metrics.horizontalAdvance(tick.label) for tick in self._ticks["left"]), default=0)
        left = widest + LABEL_GAP_PX if widest else 0
        below = metrics.height() + LABEL_GAP_PX // 2 if self._ticks["bottom"] else 0
        area = box.adjusted(left, 0, 0, -below)
        area.setSize(area.size().expandedTo(QSize(1, 1)))
        return View(area, self._x, self._y)

    def paint(self, painter: QPainter, view: View) -> None:
        """The whole chart, on the screen or on paper."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipRect(view.area)
        for item in self.items:
            item.paint(painter, view)
        painter.restore()
        self._paint_axes(painter, view)

    # for subclasses

    def set_range(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        """The figures at the edges: left to right, bottom to top."""
        self._x, self._y = x, y

    @property
    def widths(self) -> tuple[float, float]:
        """The figures at the left and the right edge."""
        return self._x

    @property
    def heights(self) -> tuple[float, float]:
        """The figures at the lower and the upper edge."""
        return self._y

    def set_ticks(self, side: str, ticks: Sequence[Tick], lines: bool = False) -> None:
        """The labels of an axis ("left", "bottom"), in words; `lines` draws a hairline at each."""
        self._ticks[side] = ticks
        if lines:
            self.items.append(Rules([tick.at for tick in ticks], self._pen(self.theme.colour("border"), 1)))

    def add_target(self, at: float, upright: bool = False) -> None:
        """A dashed line across the plot."""
        pen = self._pen(self.theme.colour("good"), 1, Qt.PenStyle.DashLine)
        self.items.append(Rules([at], pen, upright))

    def line_pen(self, tone: str) -> QPen:
        pen = self._pen(self.theme.colour(tone), LINE_PX)
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)  # round ones take three times as long
        return pen

    def band(self, tone: str) -> QColor:
        colour = QColor(self.theme.colour(tone))
        colour.setAlphaF(BAND_OPACITY)
        return colour

    def add_dots(self, places: Sequence[tuple[float, float]], tone: str, size: float) -> None:
        """Marks with a rim in the colour of the card, so that they stand off the line."""
        rim = self._pen(self.theme.colour("surface"), 1)
        self.items.append(Dots(places, size, self.theme.colour(tone), rim))

    def add_text(
        self, text: str, x: float, y: float, tone: str, anchor: tuple[float, float], role: str = "caption"
    ) -> None:
        """A label at its mark; `anchor` as of `painting.Label`."""
        self.items.append(Label(text, x, y, self.theme.colour(tone), anchor, self.theme.font(role)))

    def _pen(self, colour: QColor, width: int, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        return QPen(colour, width, style)

    # axes

    def labels(self, side: str, view: View) -> list[Tick]:
        """Those that are written: along the lower axis from the right, without what touches its neighbour."""
        if side == "left":
            return list(self._ticks[side])
        metrics = QFontMetrics(self.theme.font("caption"))
        kept: list[Tick] = []
        edge = view.area.right() + LABEL_GAP_PX
        for tick in sorted(self._ticks[side], key=lambda one: -one.at):
            half, middle = metrics.horizontalAdvance(tick.label) / 2, view.px(tick.at)
            if middle + half + LABEL_GAP_PX <= edge:
                kept.append(tick)
                edge = middle - half
        return kept

    def _paint_axes(self, painter: QPainter, view: View) -> None:
        metrics = QFontMetrics(self.theme.font("caption"))
        painter.setFont(self.theme.font("caption"))
        painter.setPen(self.theme.colour("secondary"))
        middle = (metrics.ascent() - metrics.descent()) / 2
        for tick in self.labels("left", view):
            right = view.area.left() - LABEL_GAP_PX - metrics.horizontalAdvance(tick.label)
            highest = view.area.top() + metrics.ascent()
            height = min(max(view.py(tick.at) + middle, highest), view.area.bottom())
            painter.drawText(QPointF(right, height), tick.label)
        for tick in self.labels("bottom", view):
            left = view.px(tick.at) - metrics.horizontalAdvance(tick.label) / 2
            painter.drawText(
                QPointF(left, view.area.bottom() + LABEL_GAP_PX // 2 + metrics.ascent()), tick.label
            )

    # events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.theme.colour("surface"))
        view = self.view()
        self.paint(painter, view)
        if self.hasFocus() and self._is_at_mark():
            assert self._current is not None
            spot, pen = self.spot(self._current), self._pen(self.theme.colour("text"), LINE_PX)
            Dots([(spot.x(), spot.y())], RING_PX, None, pen).paint(painter, view)
        painter.end()

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
            self._describe(tell=True)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._is_at_mark():
            QToolTip.hideText()
            self.picked.emit(self._current)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        marks = self.marks()
        if self._current not in marks:
            self._current = marks[0] if len(marks) else None
        self._describe()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            return True  # the tip is shown while the pointer moves
        return bool(super().event(event))

    def _is_at_mark(self) -> bool:
        return self._current is not None and self._current in self.marks()

    def _describe(self, *, tell: bool = False) -> None:
        """The figures of the current mark as the description and, when `tell`, as the tip."""
        if not self._is_at_mark():
            return
        assert self._current is not None
        text = self.tip(self._current)
        self.setAccessibleDescription(text)
        if tell:
            spot = self.spot(self._current)
            place: QPoint = self.view().point(spot.x(), spot.y()).toPoint()
            QToolTip.showText(self.mapToGlobal(place), text, self)

    def _mark(self, position: QPointF) -> int | None:
        view = self.view()
        return self.mark_at(view.figures_at(position)) if view.area.contains(position) else None
