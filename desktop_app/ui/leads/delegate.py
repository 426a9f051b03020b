"""One lead as one row: warmth, person, last signal, letter, waiting time, next step.

Under the pointer the waiting time makes room for quick actions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.domain.codes import Action, Micros
from desktop_app.store.rows import LeadRow, LeadSort
from desktop_app.ui import times, words
from desktop_app.ui.leads.columns import Columns, columns
from desktop_app.ui.leads.model import LeadModel
from desktop_app.ui.theme import Radius, Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.rows import RowView

if TYPE_CHECKING:
    from PySide6.QtGui import QHelpEvent
    from PySide6.QtWidgets import QAbstractItemView

COMFORTABLE = 56
COMPACT = 40
BUTTON_HEIGHT = 28
QUICK_SIZE = 28
MARK = 3  # at the left edge of the current row: several can be selected
URGENT = frozenset({Action.ANSWER, Action.CALL_NOW, Action.WRITE_NOW, Action.FIX_ADDRESS})
PASSIVE = frozenset({Action.WAIT, Action.NONE})
QUICK = ("reply", "snooze", "done")
QUICK_ICONS = {"reply": "reply", "snooze": "snooze", "done": "check"}

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


class Brush(NamedTuple):
    """What one row is drawn with."""

    painter: QPainter
    lead: LeadRow
    columns: Columns
    rect: QRect
    hovered: bool
    now: Micros


class LeadDelegate(QStyledItemDelegate):
    """For a `RowView`. `pressed(row, what)`: "action", "reply", "snooze" or "done" of a row was clicked."""

    pressed = Signal(int, str)

    def __init__(self, theme: Theme, now: Callable[[], Micros], target: Callable[[], Micros]) -> None:
        super().__init__()
        self._theme, self._now, self._target = theme, now, target
        self._columns = (0, columns(0))  # for a width; all rows have the same
        self._hidden: frozenset[LeadSort] = frozenset()
        self._words = ""

    def hide_columns(self, hidden: frozenset[LeadSort]) -> None:
        """Of wide lists."""
        self._hidden = hidden
        self._columns = (0, columns(0))

    def mark(self, words: str) -> None:
        """What was searched for is marked where it stands."""
        self._words = words

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(400, COMFORTABLE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined] # Qt's stubs leave the fields out
        view: RowView = option.widget  # type: ignore[attr-defined] # as above
        hovered = index.row() == view.hovered_row
        current = index.row() == view.currentIndex().row()
        selected = view.selectionModel().isSelected(index) if view.several else current
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or hovered:
            fill(painter, rect, self._theme.colour("accent-soft" if selected else "hover"))
        fill(painter, QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.colour("border"))
        if current:
            fill(painter, QRect(rect.left(), rect.top(), MARK, rect.height()), self._theme.colour("accent"))
        lead = _lead(index)
        if lead is not None:
            brush = Brush(painter, lead, self._columns_of(rect), rect, hovered, self._now())
            self._paint_row(brush)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QObject, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            what = self._what_at(event.position().toPoint(), option, index)
            if what and event.button() == Qt.MouseButton.LeftButton:
                self.pressed.emit(index.row(), what)
                return True
        return False

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        from PySide6.QtWidgets import QToolTip

        names = {"action": "", "reply": tr("Reply (R)"), "snooze": tr("Snooze (S)"), "done": tr("Done (E)")}
        what = self._what_at(event.pos(), option, index)
        text = names[what] if what else _whole(index, self._now())
        QToolTip.showText(event.globalPos(), text, view)
        return True

    # ── parts ────────────────────────────────────────────────────────────────────────────────────
    def _paint_row(self, brush: Brush) -> None:
        self._paint_warmth(brush)
        self._paint_name(brush)
        parts = {
            LeadSort.SIGNAL: self._paint_signal,
            LeadSort.LETTER: self._paint_letter,
            LeadSort.CHANNEL: self._paint_channel,
        }
        for key, paint in parts.items():
            if key in brush.columns.by_key:
                paint(brush)
        self._paint_action(brush)
        if brush.hovered:
            self._paint_quick(brush)
        else:
            self._paint_waiting(brush)

    def _paint_warmth(self, brush: Brush) -> None:
        cell = brush.columns.by_key[LeadSort.WARMTH].rect(brush.rect)
        upper, lower = _lines(cell)
        warmth = brush.lead.warmth
        number = "–" if warmth is None else str(warmth)
        self._text(brush, upper, number, "strong", "text" if warmth is not None else "secondary", RIGHT)
        bar = QRectF(lower.left(), lower.center().y() - 1, cell.width(), 4)
        draw_bar(brush.painter, bar, warmth, self._theme)

    def _paint_name(self, brush: Brush) -> None:
        upper, lower = _lines(brush.columns.by_key[LeadSort.NAME].rect(brush.rect))
        lead = brush.lead
        shown = lead.company or lead.address
        self._text(brush, upper, lead.name, "strong", "text")
        self._text(brush, lower, shown, "secondary", "secondary")

    def _paint_signal(self, brush: Brush) -> None:
        upper, lower = _lines(brush.columns.by_key[LeadSort.SIGNAL].rect(brush.rect))
        lead = brush.lead
        if lead.last_signal_kind is not None and lead.last_signal_at is not None:
            icon = self._theme.pixmap(words.signal_icon(lead.last_signal_kind), "secondary", 16)
            brush.painter.drawPixmap(upper.left(), upper.center().y() - 7, icon)
            line = upper.adjusted(16 + Space.S, 0, 0, 0)
            text = words.signal(lead.last_signal_kind, lead.last_signal_link)
            if brush.columns.wide:
                self._text(brush, line, text, "body", "text")
                below = lower.adjusted(16 + Space.S, 0, 0, 0)
                when = times.ago(lead.last_signal_at, brush.now)
                self._text(brush, below, when, "secondary", "secondary")
            else:
                self._pair(brush, line, text, times.age(lead.last_signal_at, brush.now), "body")
        if not brush.columns.wide and lead.last_letter_at is not None:
            self._pair(brush, lower, lead.subject, times.age(lead.last_letter_at, brush.now), "secondary")

    def _paint_letter(self, brush: Brush) -> None:
        upper, lower = _lines(brush.columns.by_key[LeadSort.LETTER].rect(brush.rect))
        if brush.lead.last_letter_at is not None:
            self._text(brush, upper, brush.lead.subject, "body", "text")
            when = times.ago(brush.lead.last_letter_at, brush.now)
            self._text(brush, lower, when, "secondary", "secondary")

    def _paint_channel(self, brush: Brush) -> None:
        cell = brush.columns.by_key[LeadSort.CHANNEL].rect(brush.rect)
        self._text(brush, _lines(cell)[0], brush.lead.channel, "body", "secondary")

    def _paint_waiting(self, brush: Brush) -> None:
        since = brush.lead.waiting_since
        if since is None:
            return
        waited = brush.now - since
        late = waited > self._target()
        upper, _ = _lines(brush.columns.by_key[LeadSort.WAITING].rect(brush.rect))
        role, tone = ("strong", "text") if late else ("body", "secondary")
        self._text(brush, upper, times.duration(waited), role, tone, RIGHT)

    def _paint_action(self, brush: Brush) -> None:
        action = brush.lead.action
        label = words.action(action)
        if not label:
            return
        button = _button(brush.columns, brush.rect)
        if action in PASSIVE:
            self._text(brush, button, label, "secondary", "secondary")
            return
        urgent = action in URGENT
        brush.painter.setPen(self._theme.colour("accent" if urgent else "strong-border"))
        brush.painter.setBrush(self._theme.colour("accent-soft" if urgent else "surface"))
        outline = QRectF(button).adjusted(0.5, 0.5, -0.5, -0.5)
        brush.painter.drawRoundedRect(outline, Radius.CONTROL, Radius.CONTROL)
        role = "secondary-strong" if urgent else "secondary"
        inner = button.adjusted(Space.XS, 0, -Space.XS, 0)
        self._text(brush, inner, label, role, "accent" if urgent else "text", CENTRE)

    def _paint_quick(self, brush: Brush) -> None:
        area = _quick(brush.columns, brush.rect)
        for name, place in area.items():
            outline = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
            brush.painter.setPen(self._theme.colour("border"))
            brush.painter.setBrush(self._theme.colour("surface"))
            brush.painter.drawRoundedRect(outline, Radius.CONTROL, Radius.CONTROL)
            icon = self._theme.pixmap(QUICK_ICONS[name], "secondary", 16)
            brush.painter.drawPixmap(place.center() - QPoint(7, 7), icon)

    # ── helpers ──────────────────────────────────────────────────────────────────────────────────
    def _columns_of(self, row: QRect) -> Columns:
        width = row.width()
        if self._columns[0] != width:
            self._columns = (width, columns(width, self._hidden))
        return self._columns[1]

    def _text(
        self, brush: Brush, rect: QRect, text: str, role: str, tone: str, align: Qt.AlignmentFlag = LEFT
    ) -> None:
        brush.painter.setFont(self._theme.font(role))
        brush.painter.setPen(self._theme.colour(tone))
        metrics = brush.painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        if self._words and align == LEFT:
            self._mark(brush, rect, shown)
        brush.painter.drawText(rect, align, shown)

    def _mark(self, brush: Brush, rect: QRect, shown: str) -> None:
        """Behind the words that were searched for."""
        from desktop_app.ui.leads.marks import marks

        pen, metrics = brush.painter.pen(), brush.painter.fontMetrics()
        for start, end in marks(shown, self._words):
            left = rect.left() + metrics.horizontalAdvance(shown, start)
            width = metrics.horizontalAdvance(shown, end) - metrics.horizontalAdvance(shown, start)
            behind = QRect(left - 1, rect.top(), width + 2, rect.height())
            fill(brush.painter, behind, self._theme.colour("warn-soft"))
        brush.painter.setPen(pen)

    def _pair(self, brush: Brush, rect: QRect, text: str, right: str, role: str) -> None:
        """A text that gives way to a short one at the right edge of the cell."""
        brush.painter.setFont(self._theme.font("secondary"))
        width = brush.painter.fontMetrics().horizontalAdvance(right)
        self._text(brush, rect, right, "secondary", "secondary", RIGHT)
        tone = "text" if role == "body" else "secondary"
        self._text(brush, rect.adjusted(0, 0, -width - Space.M, 0), text, role, tone)

    def _what_at(self, point: QPoint, option: QStyleOptionViewItem, index: Index) -> str:
        rect: QRect = option.rect  # type: ignore[attr-defined] # Qt's stubs leave the fields out
        placed = self._columns_of(rect)
        lead = _lead(index)
        if lead is None:
            return ""
        if _button(placed, rect).contains(point) and lead.action not in PASSIVE:
            return "action"
        return next((name for name, area in _quick(placed, rect).items() if area.contains(point)), "")


def draw_bar(painter: QPainter, bar: QRectF, warmth: int | None, theme: Theme) -> None:
    """The warmth as a bar: length and colour; the number always stands beside it."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("track"))
    painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
    if warmth is None:
        return
    filled = QRectF(bar)
    filled.setWidth(max(bar.height(), bar.width() * warmth / 100))
    painter.setBrush(QColor(theme.warmth_colour(warmth)))
    painter.drawRoundedRect(filled, bar.height() / 2, bar.height() / 2)


def fill(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """As `painter.fillRect`, which creates the classes of gradients to see whether it is given one (2 ms)."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(rect)


def _lead(index: Index) -> LeadRow | None:
    model = index.model()
    assert isinstance(model, LeadModel)
    return model.lead(index.row())


def _whole(index: Index, now: Micros) -> str:
    """What a narrow row may cut off."""
    lead = _lead(index)
    if lead is None:
        return ""
    lines = [lead.name, lead.company or lead.address]
    if lead.last_signal_kind is not None and lead.last_signal_at is not None:
        lines.append(
            words.signal_ago(lead.last_signal_kind, lead.last_signal_link, lead.last_signal_at, now)
        )
    if lead.last_letter_at is not None:
        lines.append(lead.subject or tr("No subject"))
    return "\n".join([*lines, lead.channel] if lead.channel else lines)


def _lines(cell: QRect) -> tuple[QRect, QRect]:
    """The two text lines of a row, centred together; closer in compact rows."""
    height = 18 if cell.height() >= COMFORTABLE else 16
    gap = 2 if cell.height() >= COMFORTABLE else 0
    top = cell.top() + (cell.height() - 2 * height - gap) // 2
    upper = QRect(cell.left(), top, cell.width(), height)
    return upper, upper.translated(0, height + gap)


def _button(placed: Columns, row: QRect) -> QRect:
    cell = placed.by_key[LeadSort.ACTION].rect(row)
    return QRect(cell.left(), cell.top() + (cell.height() - BUTTON_HEIGHT) // 2, cell.width(), BUTTON_HEIGHT)


def _quick(placed: Columns, row: QRect) -> dict[str, QRect]:
    """Three icons over the waiting time, while the pointer is on the row."""
    cell = placed.by_key[LeadSort.WAITING].rect(row)
    top = cell.top() + (cell.height() - QUICK_SIZE) // 2
    x = cell.right() + 1 - len(QUICK) * QUICK_SIZE - (len(QUICK) - 1) * Space.XS
    step = QUICK_SIZE + Space.XS
    return {name: QRect(x + number * step, top, QUICK_SIZE, QUICK_SIZE) for number, name in enumerate(QUICK)}
