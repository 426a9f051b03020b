"""What charts are made of: a view from the figures' coordinates to pixels, and items that paint themselves.

Plain QPainter: the four charts of a page cost the window a few milliseconds where a scene of graphics items
took sixty, and the same items paint on paper (`speed_print`) as on the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from shiboken6 import VoidPtr

from desktop_app.domain.survival import Floats

GAP_PX = 1.0
FAR = 4_000.0  # pixels: what lies further out costs the painter time and shows nothing


class View(NamedTuple):
    """`area`: pixels of the plot; `x` and `y`: the figures at its edges, left to right and bottom to top."""

    area: QRectF
    x: tuple[float, float]
    y: tuple[float, float]

    def px(self, x: float) -> float:
        low, high = self.x
        return self.area.left() + (x - low) / (high - low) * self.area.width()

    def py(self, y: float) -> float:
        low, high = self.y
        return self.area.bottom() - (y - low) / (high - low) * self.area.height()

    def point(self, x: float, y: float) -> QPointF:
        return QPointF(self.px(x), self.py(y))

    def rectangle(self, one: QRectF) -> QRectF:
        corners = self.point(one.left(), one.top()), self.point(one.right(), one.bottom())
        return QRectF(*corners).normalized()

    def figures_at(self, place: QPointF) -> QPointF:
        """The figures that a pixel stands for."""
        (left, right), (low, high) = self.x, self.y
        across = (place.x() - self.area.left()) / self.area.width()
        up = (self.area.bottom() - place.y()) / self.area.height()
        return QPointF(left + across * (right - left), low + up * (high - low))

    def polygon(self, x: Floats, y: Floats) -> QPolygonF:
        across = np.clip(self.px(x), -FAR, FAR)  # type: ignore[arg-type] # columns as well as numbers
        up = np.clip(self.py(y), -FAR, FAR)  # type: ignore[arg-type]
        return _polygon(np.stack((across, up), axis=1))


def _polygon(points: Floats) -> QPolygonF:
    """Of rows of x and y, which is how Qt keeps points too: written there at once, not one after another."""
    found = QPolygonF()
    found.resize(len(points))
    if points.size:
        memory = VoidPtr(found.data(), points.nbytes, True)  # type: ignore[arg-type, call-arg] # its stub is short
        np.frombuffer(memory, np.float64)[:] = points.ravel()  # type: ignore[call-overload]
    return found


class Item(Protocol):
    """Painted over those before it, clipped to the plot; the painter's pen and brush are its own."""

    def paint(self, painter: QPainter, view: View) -> None: ...


@dataclass(frozen=True, slots=True)
class Rules:
    """Lines across the whole plot at these heights, or from top to bottom when `upright`. Sharp."""

    at: Sequence[float]
    pen: QPen
    upright: bool = False

    def paint(self, painter: QPainter, view: View) -> None:
        area = view.area
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(self.pen)
        for at in self.at:
            if self.upright:
                painter.drawLine(QLineF(view.px(at), area.top(), view.px(at), area.bottom()))
            else:
                painter.drawLine(QLineF(area.left(), view.py(at), area.right(), view.py(at)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)


@dataclass(frozen=True, slots=True)
class Band:
    """The area between two curves over the same `x`."""

    x: Floats
    low: Floats
    high: Floats
    colour: QColor

    def paint(self, painter: QPainter, view: View) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour)
        around = np.concatenate((self.x, self.x[::-1])), np.concatenate((self.low, self.high[::-1]))
        painter.drawPolygon(view.polygon(*around))


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through points."""

    x: Floats
    y: Floats
    pen: QPen

    def paint(self, painter: QPainter, view: View) -> None:
        painter.setPen(self.pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(view.polygon(self.x, self.y))


@dataclass(frozen=True, slots=True)
class Dots:
    """Round marks `size` pixels wide; no `fill` is a ring."""

    places: Sequence[tuple[float, float]]
    size: float
    fill: QColor | None
    pen: QPen

    def paint(self, painter: QPainter, view: View) -> None:
        painter.setPen(self.pen)
        painter.setBrush(Qt.BrushStyle.NoBrush if self.fill is None else self.fill)
        for x, y in self.places:
            painter.drawEllipse(view.point(x, y), self.size / 2, self.size / 2)


@dataclass(frozen=True, slots=True)
class Rectangles:
    """Bars or cells with round corners and gaps of whole pixels."""

    rectangles: Sequence[tuple[QRectF, QColor]]
    radius: float
    flat_below: bool = False  # the lower corners lie outside of the plot

    def paint(self, painter: QPainter, view: View) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        below = self.radius if self.flat_below else -GAP_PX
        left, top = view.px(0), view.py(0)  # a heatmap has 168: only what differs is worked out for each
        across, down = view.px(1) - left, view.py(1) - top
        for rectangle, colour in self.rectangles:
            y, high = rectangle.y(), rectangle.height()
            upper = top + (y if down > 0 else y + high) * down
            width, height = rectangle.width() * across - 2 * GAP_PX, high * abs(down) - GAP_PX + below
            radius = min(self.radius, width / 2, height / 2)
            shape = QRectF(left + rectangle.x() * across + GAP_PX, upper + GAP_PX, width, height)
            painter.setBrush(colour)
            painter.drawRoundedRect(shape, radius, radius)


@dataclass(frozen=True, slots=True)
class Label:
    """A text at its mark instead of a legend. `anchor`: which point of the text lies at (x, y), from (0, 0)
    at its upper left to (1, 1) at its lower right.
    """

    text: str
    x: float
    y: float
    colour: QColor
    anchor: tuple[float, float]
    font: QFont

    def paint(self, painter: QPainter, view: View) -> None:
        metrics = QFontMetricsF(self.font)
        width, height = metrics.horizontalAdvance(self.text), metrics.height()
        place = view.point(self.x, self.y)
        left, top = place.x() - self.anchor[0] * width, place.y() - self.anchor[1] * height
        painter.setFont(self.font)
        painter.setPen(self.colour)
        painter.drawText(QPointF(left, top + metrics.ascent()), self.text)
