"""What rows are drawn on: a painter, or the draft of the first frame, which takes note and is painted later.

`QPainter.setPen` and `setBrush` look whether they are given a member of `Qt`, and that class is created with
its 92 enumerations: a fifth of all that an empty window costs. The draft does without them: shapes are paths,
and text takes the colour of the widget that it is painted on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGlyphRun

# of Qt.AlignmentFlag, as the numbers that `drawText` takes
LEFT = 0x81
CENTRE = 0x84
RIGHT = 0x82
NOTHING = QColor(0, 0, 0, 0)
HALF_UP = 1 / 64  # of a pixel: where `drawText` rounds half a pixel up, `drawGlyphRun` rounds it down


class Canvas(Protocol):
    """A painter, or the draft of the first frame."""

    def text(self, place: QRect, align: int, text: str, font: QFont, colour: QColor) -> None:
        """`align` is a number of `Qt.AlignmentFlag`; what is too long is cut off."""

    def label(self, place: QRect, align: int, label: Label, colour: QColor) -> None:
        """A text that is drawn often; it fits."""

    def box(self, place: QRectF, radius: float, inside: QColor, edge: QColor = NOTHING) -> None:
        """A rounded box; its edge is one pixel wide and inside of `place`."""

    def fill(self, place: QRect, colour: QColor) -> None: ...

    def picture(self, x: int, y: int, picture: QPixmap) -> None: ...


class Label(NamedTuple):
    """A text whose letters are placed once: that is three quarters of the time to draw one."""

    runs: list[QGlyphRun]
    width: float
    height: float


def laid_out(text: str, font: QFont) -> Label:
    """One line. No `QStaticText`: that places letters by the measures of the design, not of the screen."""
    from PySide6.QtGui import QTextLayout

    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    return Label(layout.glyphRuns(), line.horizontalAdvance(), line.ascent() + line.descent())


class PainterCanvas:
    """Draws at once."""

    def __init__(self, painter: QPainter) -> None:
        self._painter, self._no_pen = painter, _no_pen()
        self._ink: QColor | None = None  # of the texts, as long as nothing else is drawn with a pen

    def text(self, place: QRect, align: int, text: str, font: QFont, colour: QColor) -> None:
        self._painter.setFont(font)
        self._write_in(colour)
        self._painter.drawText(place, align, text)

    def label(self, place: QRect, align: int, label: Label, colour: QColor) -> None:
        """At the same pixels as `text`."""
        self._write_in(colour)
        free = place.width() - label.width
        x = place.x() + (0.0 if align == LEFT else int(free * 32) / 64 if align == CENTRE else free)
        corner = QPointF(x, place.y() + (place.height() - label.height) / 2 + HALF_UP)
        for run in label.runs:
            self._painter.drawGlyphRun(corner, run)

    def box(self, place: QRectF, radius: float, inside: QColor, edge: QColor = NOTHING) -> None:
        inner, self._ink = place, None
        if edge is NOTHING:
            self._painter.setPen(self._no_pen)  # a pen without colour would be drawn all the same
        else:
            self._painter.setPen(edge)
            inner = place.adjusted(0.5, 0.5, -0.5, -0.5)
        self._painter.setBrush(inside)
        self._painter.drawRoundedRect(inner, radius, radius)

    def fill(self, place: QRect, colour: QColor) -> None:
        """As `QPainter.fillRect`, which creates the classes of gradients to see if it is given one (2 ms)."""
        self._ink = None
        self._painter.setPen(self._no_pen)
        self._painter.setBrush(colour)
        self._painter.drawRect(place)

    def picture(self, x: int, y: int, picture: QPixmap) -> None:
        self._painter.drawPixmap(x, y, picture)

    def _write_in(self, colour: QColor) -> None:
        if self._ink is not colour:
            self._ink = colour
            self._painter.setPen(colour)


class Boxes:
    """Boxes with an edge as pictures: drawn once they cost 1 us each, drawn anew 48."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[int, int, float, int, int, float], QPixmap] = {}

    def picture(self, size: QSize, radius: float, inside: QColor, edge: QColor, ratio: float) -> QPixmap:
        """`ratio`: pixels of the screen to one of the window."""
        key = (size.width(), size.height(), radius, inside.rgba(), edge.rgba(), ratio)
        if key not in self._drawn:
            place = QRectF(0, 0, size.width(), size.height())
            self._drawn[key] = drawn(size, ratio, lambda canvas: canvas.box(place, radius, inside, edge))
        return self._drawn[key]


def drawn(size: QSize, ratio: float, draw: Callable[[Canvas], None]) -> QPixmap:
    """A picture of what is drawn often; `draw` has its corner at 0, 0."""
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(NOTHING)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(PainterCanvas(painter))
    painter.end()
    return picture


@cache
def _no_pen() -> Qt.PenStyle:
    from PySide6.QtCore import Qt  # see above; who has a painter has painted before

    return Qt.PenStyle.NoPen


class _Shape(NamedTuple):
    path: QPainterPath
    inside: QColor
    edge: QColor


class _Words(NamedTuple):
    place: QRect
    align: int
    text: str
    font: QFont


class Draft:
    """Takes note; `paint` paints the shapes, and `inks` gives a widget for the texts of each colour."""

    def __init__(self) -> None:
        self._shapes: list[_Shape] = []
        self._words: dict[int, tuple[QColor, list[_Words]]] = {}

    def text(self, place: QRect, align: int, text: str, font: QFont, colour: QColor) -> None:
        self._words.setdefault(colour.rgba(), (colour, []))[1].append(_Words(place, align, text, font))

    def label(self, place: QRect, align: int, label: Label, colour: QColor) -> None:
        """Left out: each text is drawn once here."""

    def box(self, place: QRectF, radius: float, inside: QColor, edge: QColor = NOTHING) -> None:
        path = QPainterPath()
        inner = place if edge is NOTHING else place.adjusted(0.5, 0.5, -0.5, -0.5)
        path.addRoundedRect(inner, radius, radius)
        self._shapes.append(_Shape(path, inside, edge))

    def fill(self, place: QRect, colour: QColor) -> None:
        path = QPainterPath()
        path.addRect(QRectF(place))
        self._shapes.append(_Shape(path, colour, NOTHING))

    def picture(self, x: int, y: int, picture: QPixmap) -> None:
        """Left out: pictures come with the widgets."""

    def paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, pen = QPalette(), QPen()
        for shape in self._shapes:
            if shape.inside is not NOTHING:
                palette.setColor(QPalette.ColorRole.Window, shape.inside)
                painter.fillPath(shape.path, palette.window())
            if shape.edge is not NOTHING:
                pen.setColor(shape.edge)
                painter.strokePath(shape.path, pen)

    def inks(self, parent: QWidget) -> list[QWidget]:
        return [_Ink(parent, colour, words) for colour, words in self._words.values()]


class _Ink(QWidget):
    """Over its parent: the texts of one colour, which a painter takes from the widget's palette."""

    def __init__(self, parent: QWidget, colour: QColor, words: list[_Words]) -> None:
        super().__init__(parent)
        self._texts = words
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, colour)
        self.setPalette(palette)
        self.resize(parent.size())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for words in self._texts:
            painter.setFont(words.font)
            painter.drawText(words.place, words.align, words.text)
        painter.end()
