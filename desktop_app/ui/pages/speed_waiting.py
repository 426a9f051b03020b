"""Who waits for our answer, or any list of waits: name, subject, how long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.store.rows import WaitRow
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr

ROW_HEIGHT = 44
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


class WaitItem(NamedTuple):
    """`late` marks what is beyond the target; its words say so too."""

    row: WaitRow
    time: str
    late: bool


class WaitModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._items: Sequence[WaitItem] = ()

    def set_items(self, items: Sequence[WaitItem]) -> None:
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def item(self, row: int) -> WaitItem:
        return self._items[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.AccessibleTextRole:
            item = self._items[index.row()]
            return f"{name_of(item.row)}, {item.row.subject}, {item.time}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._items[index.row()].row.subject
        return None


class WaitRows(QStyledItemDelegate):
    """Two lines: the name and the time, the subject below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined] # Qt's stubs leave the fields out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined] # the same
        model = index.model()
        assert isinstance(model, WaitModel)
        item = model.item(index.row())
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.colour("accent-soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._theme.colour("hover"))
        inner = rect.adjusted(Space.L, Space.XS, -Space.L, -Space.XS)
        half = inner.height() // 2
        above = QRect(inner.left(), inner.top(), inner.width(), half)
        below = QRect(inner.left(), inner.top() + half, inner.width(), half)
        painter.setFont(self._theme.font("secondary-strong" if item.late else "secondary"))
        painter.setPen(self._theme.colour("warn" if item.late else "secondary"))
        painter.drawText(above, RIGHT, item.time)
        width = above.width() - painter.fontMetrics().horizontalAdvance(item.time) - Space.S
        painter.setFont(self._theme.font("body"))
        painter.setPen(self._theme.colour("text"))
        name = painter.fontMetrics().elidedText(name_of(item.row), Qt.TextElideMode.ElideRight, width)
        painter.drawText(above, LEFT, name)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.colour("secondary"))
        subject = item.row.subject or tr("No subject")
        painter.drawText(
            below,
            LEFT,
            painter.fontMetrics().elidedText(subject, Qt.TextElideMode.ElideRight, below.width()),
        )


def name_of(row: WaitRow) -> str:
    """Who waits; a sender may be unknown (a list that hides it)."""
    return row.name or tr("Unknown sender")
