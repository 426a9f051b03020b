"""A year as twelve small months: which days are worked, free, short, on leave or on duty. A click picks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from PySide6.QtCore import QEvent, QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_app.ui.theme import Theme

MONTHS = 12
ACROSS = (4, 3, 2)  # months in a row: as many as there is room for
CELL, GAP = 21, 12
TITLE = 20
WEEKS = 6
MONTH_WIDTH, MONTH_HEIGHT = 7 * CELL, TITLE + WEEKS * CELL
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class DayKind(StrEnum):
    """What a day is shown as; told by the mark and the colour."""

    WORKED = "worked"
    FREE = "free"
    EXTRA = "extra"  # worked although it is a weekend
    SHORT = "short"
    HOLIDAY = "holiday"  # free although it is a weekday
    LEAVE = "leave"
    DUTY = "duty"


TONES = {DayKind.HOLIDAY: "bad", DayKind.EXTRA: "accent", DayKind.LEAVE: "warn", DayKind.DUTY: "good"}


class YearView(QWidget):
    """`kind_of(day)` and `words_of(day)` say what a day is; `picked` carries the day that was chosen."""

    picked = Signal(object)

    def __init__(
        self, theme: Theme, kind_of: Callable[[date], DayKind], words_of: Callable[[date], str]
    ) -> None:
        super().__init__()
        self._theme, self._kind_of, self._words_of = theme, kind_of, words_of
        self._year = 1970
        self._current: date | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._across = ACROSS[-1]
        self.setMinimumWidth(_width(ACROSS[-1]))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_height(self._across))
        theme.changed.connect(self.update)

    def show_year(self, year: int) -> None:
        self._year = year
        if self._current is not None and self._current.year != year:
            self._current = None
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_width(self._across), _height(self._across))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._across = next((one for one in ACROSS if _width(one) <= self.width()), ACROSS[-1])
        self.setFixedHeight(_height(self._across))

    def day_at(self, place: QPointF) -> date | None:
        for month in range(1, MONTHS + 1):
            day = date(self._year, month, 1)
            while day.month == month:
                if self._cell(day).contains(place):
                    return day
                day += timedelta(1)
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for month in range(1, MONTHS + 1):
            self._paint_month(painter, month)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position())
        self.setCursor(Qt.CursorShape.ArrowCursor if day is None else Qt.CursorShape.PointingHandCursor)
        if day is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), self._words_of(day), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position())
        if day is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(day)
            self.picked.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows along the days, Enter or Space as a click."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None:
            day = (self._current or date(self._year, 1, 1)) + timedelta(step if self._current else 0)
            if day.year == self._year:
                self._choose(day)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._current:
            self.picked.emit(self._current)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            return True  # the tip is shown while the pointer moves
        return bool(super().event(event))

    def _choose(self, day: date) -> None:
        self._current = day
        self.setAccessibleDescription(self._words_of(day))
        self.update()

    def _paint_month(self, painter: QPainter, month: int) -> None:
        left, top = self._corner(month)
        painter.setFont(self._theme.font("caption-strong"))
        painter.setPen(self._theme.colour("text"))
        name = QLocale().standaloneMonthName(month)
        title = QRectF(left, top, MONTH_WIDTH, TITLE)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(title, flags, name[:1].upper() + name[1:])
        painter.setFont(self._theme.font("caption"))
        day = date(self._year, month, 1)
        while day.month == month:
            self._paint_day(painter, day)
            day += timedelta(1)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        kind, cell = self._kind_of(day), self._cell(day)
        inner = cell.adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if kind is DayKind.LEAVE:
            painter.setBrush(self._theme.colour("warn-soft"))
            painter.drawRoundedRect(inner, 4, 4)
        elif kind is DayKind.HOLIDAY:
            painter.setBrush(self._theme.colour("bad-soft"))
            painter.drawRoundedRect(inner, 4, 4)
        elif kind in (DayKind.EXTRA, DayKind.DUTY):
            painter.setBrush(self._theme.colour("accent-soft" if kind is DayKind.EXTRA else "pressed"))
            painter.drawRoundedRect(inner, 4, 4)
        if day == self._current and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("accent"), 1.5))
            painter.drawRoundedRect(inner, 4, 4)
        tone = TONES.get(kind, "secondary" if kind is DayKind.FREE else "text")
        painter.setPen(self._theme.colour(tone))
        text = f"{day.day}*" if kind is DayKind.SHORT else str(day.day)
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)

    def _cell(self, day: date) -> QRectF:
        left, top = self._corner(day.month)
        first = date(self._year, day.month, 1).weekday()
        row, column = divmod(first + day.day - 1, 7)
        return QRectF(left + column * CELL, top + TITLE + row * CELL, CELL, CELL)

    def _corner(self, month: int) -> tuple[float, float]:
        row, column = divmod(month - 1, self._across)
        gap = (self.width() - self._across * MONTH_WIDTH) / (self._across - 1)  # both edges are reached
        return column * (MONTH_WIDTH + gap), row * (MONTH_HEIGHT + GAP // 2)


def _width(across: int) -> int:
    return across * MONTH_WIDTH + (across - 1) * GAP


def _height(across: int) -> int:
    down = MONTHS // across
    return down * MONTH_HEIGHT + (down - 1) * GAP // 2
