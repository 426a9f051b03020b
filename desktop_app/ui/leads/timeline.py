"""The letters and signals of one contact, newest first, drawn as lines that can be clicked or walked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.domain.model import Direction, Kind, Micros, SignalKind, Verdict
from desktop_app.store.rows import LetterRow, SignalRow, TimelineItem
from desktop_app.ui import reasons, times, words
from desktop_app.ui.theme import Radius, Space, Theme
from desktop_app.ui.translation import tr

LINE = 44
ICON = 16
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Timeline(QWidget):
    """`letter_opened(LetterRow)`; `signal_pressed(SignalRow, global point)` to correct its verdict.

    `moved(top, height)`: the keyboard is at this part, which should be in sight.
    """

    letter_opened = Signal(object)
    moved = Signal(int, int)
    signal_pressed = Signal(object, QPoint)

    def __init__(self, theme: Theme, now: Callable[[], Micros]) -> None:
        super().__init__()
        self._theme, self._now = theme, now
        self._items: Sequence[TimelineItem] = ()
        self._names: Mapping[str, str] = {}
        self._over = -1
        self._current = 0  # where the keyboard is
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("What happened"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_items(self, items: Sequence[TimelineItem], names: Mapping[str, str] | None = None) -> None:
        """`names` (address to name) where several people are shown: each line says who it was."""
        self._items, self._names = items, names or {}
        self._current = min(self._current, max(len(items) - 1, 0))
        self._say_current()
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down, Enter as a click."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self._current = min(max(self._current + step, 0), max(len(self._items) - 1, 0))
            self._say_current()
            self.moved.emit(self._current * LINE, LINE)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            point = QPoint(Space.XL, self._current * LINE + LINE // 2)
            self._press(point, self.mapToGlobal(point))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.moved.emit(self._current * LINE, LINE)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

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

    def _say_current(self) -> None:
        """A painted line has no widget of its own: the description tells screen readers what it is."""
        if self._items:
            _icon, _tone, title, below = describe(self._items[self._current], self._names)
            self.setAccessibleDescription(f"{title}, {below}")

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
        if number == self._current and self.hasFocus():
            painter.setPen(self._theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(line).adjusted(0.5, 1.5, -0.5, -1.5)
            painter.drawRoundedRect(ring, Radius.CONTROL, Radius.CONTROL)
        icon, tone, title, below = describe(item, self._names)
        painter.drawPixmap(Space.S, line.top() + 7, self._theme.pixmap(icon, tone, ICON))
        told = times.moment(item.at, self._now())
        painter.setFont(self._theme.font("secondary"))
        taken = painter.fontMetrics().horizontalAdvance(told) + 1  # that of another year is longer
        upper = QRect(Space.S + ICON + Space.M, line.top() + 5, 0, 17)
        upper.setRight(line.right() - Space.S - taken - Space.M)
        lower = upper.translated(0, 18)
        lower.setRight(line.right() - Space.S)
        self._text(painter, upper, title, "body", "secondary" if tone == "disabled" else "text")
        self._text(painter, lower, below, "secondary", "secondary")
        when = QRect(line.right() - taken - Space.S, upper.top(), taken, 17)
        self._text(painter, when, told, "secondary", "secondary", RIGHT)

    def _text(
        self, painter: QPainter, rect: QRect, text: str, role: str, tone: str, align: Qt.AlignmentFlag = LEFT
    ) -> None:
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.colour(tone))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, align, shown)


def describe(item: TimelineItem, names: Mapping[str, str] | None = None) -> tuple[str, str, str, str]:
    """Icon, its tone, first and second line. `names` as of `Timeline.show_items`."""
    if item.letter is not None:
        icon, tone, title, below = _letter(item.letter, item.probably_answers)
        who = _correspondents(item.letter, names or {})
        return icon, tone, title, _joined(who, below if item.letter.kind is not Kind.HUMAN else "") or below
    assert item.signal is not None
    icon, tone, title, below = _signal(item.signal)
    return icon, tone, title, _joined(item.signal.name if names else "", below)


def _correspondents(letter: LetterRow, names: Mapping[str, str]) -> str:
    """As "From Anna Petrova", "To Anna Petrova, Oleg Orlov"; "" where one person alone is shown."""
    if not names:
        return ""
    if letter.direction is Direction.IN:
        sender = letter.sender
        return tr("From {name}").format(name=names.get(sender.address) or sender.name or sender.address)
    people = [names[one.address] for one in (*letter.to, *letter.cc) if one.address in names]
    return tr("To {names}").format(names=", ".join(dict.fromkeys(people))) if people else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _letter(letter: LetterRow, answered: LetterRow | None) -> tuple[str, str, str, str]:
    incoming = letter.direction is Direction.IN
    what = tr("From the client") if incoming else tr("From you")
    if answered is not None:
        day = times.date(answered.arrived_at, letter.arrived_at)
        what = tr("From the client, probably in answer to yours of {day}").format(day=day)
    if letter.kind is not Kind.HUMAN:
        what = words.kind(letter.kind)
    return ("arrow-in" if incoming else "arrow-out"), "secondary", letter.subject or tr("No subject"), what


def _signal(signal: SignalRow) -> tuple[str, str, str, str]:
    counted = signal.verdict is Verdict.HUMAN
    text = words.signal(signal.kind, signal.link)
    title = text[:1].upper() + text[1:]
    if signal.count > 1:
        title = tr("{signal}, %n times", "", signal.count).format(signal=title)
    if signal.kind in reasons.TOLD_BY_MACHINES and signal.verdict is signal.judged:
        bounced = signal.kind is SignalKind.BOUNCE
        below = reasons.bounce(signal) if bounced else signal.subject
        return words.signal_icon(signal.kind), "bad" if bounced else "secondary", title, below
    if counted:
        return words.signal_icon(signal.kind), "accent", title, signal.subject
    return words.signal_icon(signal.kind), "disabled", title, reasons.not_counted(signal)
