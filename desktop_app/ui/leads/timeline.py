"""The letters and signals of one contact, newest first, drawn as lines that can be clicked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.domain.model import Direction, Kind, Micros, Verdict
from desktop_app.store.rows import LetterRow, SignalRow, TimelineItem
from desktop_app.ui import reasons, times, words
from desktop_app.ui.theme import Radius, Space, Theme
from desktop_app.ui.translation import tr

LINE = 44
ICON = 16
TIME_WIDTH = 92
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Timeline(QWidget):
    """`letter_opened(LetterRow)`; `signal_pressed(SignalRow, global point)` to correct its verdict."""

    letter_opened = Signal(object)
    signal_pressed = Signal(object, QPoint)

    def __init__(self, theme: Theme, now: Callable[[], Micros]) -> None:
        super().__init__()
        self._theme, self._now = theme, now
        self._items: Sequence[TimelineItem] = ()
        self._over = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_items(self, items: Sequence[TimelineItem]) -> None:
        self._items = items
        self.setFixedHeight(max(1, len(items)) * LINE)
        self.update()

    def items(self) -> Sequence[TimelineItem]:
        return self._items

    def sizeHint(self) -> QSize:
        return QSize(200, max(1, len(self._items)) * LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, last = event.rect().top() // LINE, event.rect().bottom() // LINE
        for number in range(first, min(last + 1, len(self._items))):
            self._paint_line(painter, QRect(0, number * LINE, self.width(), LINE), number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_over(int(event.position().y()) // LINE)

    def leaveEvent(self, event: object) -> None:
        self._set_over(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press(event.position().toPoint(), event.globalPosition().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._press(event.pos(), event.globalPos())

    def _press(self, point: QPoint, everywhere: QPoint) -> None:
        number = point.y() // LINE
        if not 0 <= number < len(self._items):
            return
        item = self._items[number]
        if item.letter is not None:
            self.letter_opened.emit(item.letter)
        elif item.signal is not None:
            self.signal_pressed.emit(item.signal, everywhere)

    def _set_over(self, number: int) -> None:
        if number != self._over:
            self._over = number
            self.setCursor(Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def _paint_line(self, painter: QPainter, line: QRect, number: int) -> None:
        item = self._items[number]
        if number == self._over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("hover"))
            painter.drawRoundedRect(line.adjusted(0, 1, 0, -1), Radius.CONTROL, Radius.CONTROL)
        icon, tone, title, below = describe(item)
        painter.drawPixmap(Space.S, line.top() + 7, self._theme.pixmap(icon, tone, ICON))
        upper = QRect(Space.S + ICON + Space.M, line.top() + 5, 0, 17)
        upper.setRight(line.right() - TIME_WIDTH - Space.M)
        lower = upper.translated(0, 18)
        lower.setRight(line.right() - Space.S)
        self._text(painter, upper, title, "body", "secondary" if tone == "disabled" else "text")
        self._text(painter, lower, below, "secondary", "secondary")
        when = QRect(line.right() - TIME_WIDTH - Space.S, upper.top(), TIME_WIDTH, 17)
        self._text(painter, when, times.moment(item.at, self._now()), "secondary", "secondary", RIGHT)

    def _text(
        self, painter: QPainter, rect: QRect, text: str, role: str, tone: str, align: Qt.AlignmentFlag = LEFT
    ) -> None:
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.colour(tone))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, align, shown)


def describe(item: TimelineItem) -> tuple[str, str, str, str]:
    """Icon, its tone, first and second line."""
    if item.letter is not None:
        return _letter(item.letter)
    assert item.signal is not None
    return _signal(item.signal)


def _letter(letter: LetterRow) -> tuple[str, str, str, str]:
    incoming = letter.direction is Direction.IN
    what = tr("From the client") if incoming else tr("From you")
    if letter.kind is not Kind.HUMAN:
        what = words.kind(letter.kind)
    return ("arrow-in" if incoming else "arrow-out"), "secondary", letter.subject or tr("No subject"), what


def _signal(signal: SignalRow) -> tuple[str, str, str, str]:
    counted = signal.verdict is Verdict.HUMAN
    text = words.signal(signal.kind, signal.link)
    title = text[:1].upper() + text[1:]
    if signal.count > 1:
        title = tr("{signal}, {count} times").format(signal=title, count=signal.count)
    if counted:
        return words.signal_icon(signal.kind), "accent", title, signal.subject
    return words.signal_icon(signal.kind), "disabled", title, reasons.not_counted(signal)
