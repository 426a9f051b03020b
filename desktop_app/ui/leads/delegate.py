"""One lead as one row, and what the pointer does there: `ui.leads.row_painter` draws it.

Under the pointer the waiting time makes room for quick actions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.domain.codes import Micros
from desktop_app.store.rows import LeadRow
from desktop_app.ui import words
from desktop_app.ui.canvas import PainterCanvas
from desktop_app.ui.leads.columns import SHARES_WIDE, Columns, Shares, columns
from desktop_app.ui.leads.model import LeadModel
from desktop_app.ui.leads.row_painter import (
    COMFORTABLE,
    PASSIVE,
    Brush,
    RowPainter,
    button_of,
    quick_of,
)
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.rows import RowView

if TYPE_CHECKING:
    from PySide6.QtGui import QHelpEvent
    from PySide6.QtWidgets import QAbstractItemView

MARK = 3  # at the left edge of the current row: several can be selected
Index = QModelIndex | QPersistentModelIndex


class LeadDelegate(QStyledItemDelegate):
    """For a `RowView`. `pressed(row, what)`: "action", "reply", "snooze" or "done" of a row was clicked."""

    pressed = Signal(int, str)

    def __init__(self, theme: Theme, now: Callable[[], Micros]) -> None:
        super().__init__()
        self._theme, self._now = theme, now
        self._rows = RowPainter(theme, elided)
        self._columns = (0, columns(0))  # for a width; all rows have the same
        self._shares: Shares = SHARES_WIDE

    def show_columns(self, shares: Shares) -> None:
        """Of wide lists."""
        self._shares = shares
        self._columns = (0, columns(0))

    def mark(self, words: str) -> None:
        """What was searched for is marked where it stands."""
        self._rows.words = words

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
        canvas = PainterCanvas(painter)
        if selected or hovered:
            canvas.fill(rect, self._theme.colour("accent-soft" if selected else "hover"))
        canvas.fill(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.colour("border"))
        if current:
            canvas.fill(QRect(rect.left(), rect.top(), MARK, rect.height()), self._theme.colour("accent"))
        lead = _lead(index)
        if lead is not None:
            self._rows.paint(Brush(canvas, lead, self._columns_of(rect), rect, hovered, self._now()))
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

    # ── helpers ──────────────────────────────────────────────────────────────────────────────────
    def _columns_of(self, row: QRect) -> Columns:
        width = row.width()
        if self._columns[0] != width:
            self._columns = (width, columns(width, self._shares))
        return self._columns[1]

    def _what_at(self, point: QPoint, option: QStyleOptionViewItem, index: Index) -> str:
        rect: QRect = option.rect  # type: ignore[attr-defined] # Qt's stubs leave the fields out
        placed = self._columns_of(rect)
        lead = _lead(index)
        if lead is None:
            return ""
        if button_of(placed, rect).contains(point) and lead.action not in PASSIVE:
            return "action"
        return next((name for name, area in quick_of(placed, rect).items() if area.contains(point)), "")


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


def elided(metrics: QFontMetrics, text: str, width: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
