"""Who waits for our answer, or any list of waits: name, subject, how long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, Qt
from PySide6.QtGui import QPainter

from desktop_app.store.rows import WaitRow
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.painted_rows import RIGHT, Index, PaintedRows

ROW_HEIGHT = 44
WIDE_FROM = 720
NAMES = 0.3  # of the width of a wide row


class WaitItem(NamedTuple):
    """`words(seconds)` is asked when it is looked at. `late`: beyond the target; the words say so too."""

    row: WaitRow
    seconds: float
    words: Callable[[float], str]
    late: bool

    @property
    def time(self) -> str:
        return self.words(self.seconds)


class WaitModel(QAbstractListModel):
    """Waits in the order given."""

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


class WaitRows(PaintedRows):
    """The name and the time, the subject below; in a wide list beside the name."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, ROW_HEIGHT)

    def paint_row(self, painter: QPainter, rect: QRect, index: Index) -> None:
        model = index.model()
        assert isinstance(model, WaitModel)
        item = model.item(index.row())
        inner = rect.adjusted(Space.L, Space.XS, -Space.L, -Space.XS)
        subject = item.row.subject or tr("No subject")
        if rect.width() >= WIDE_FROM:
            self._paint_wide(painter, inner, item, subject)
            return
        half = inner.height() // 2
        above = QRect(inner.left(), inner.top(), inner.width(), half)
        below = QRect(inner.left(), inner.top() + half, inner.width(), half)
        width = self._write_time(painter, above, item)
        self.write(painter, above.adjusted(0, 0, -width - Space.S, 0), name_of(item.row), "body", "text")
        self.write(painter, below, subject, "caption", "secondary")

    def _paint_wide(self, painter: QPainter, inner: QRect, item: WaitItem, subject: str) -> None:
        width = self._write_time(painter, inner, item)
        name, letter = QRect(inner), QRect(inner)
        name.setWidth(round(inner.width() * NAMES) - Space.L)
        letter.setLeft(inner.left() + round(inner.width() * NAMES))
        self.write(painter, name, name_of(item.row), "body", "text")
        self.write(painter, letter.adjusted(0, 0, -width - Space.L, 0), subject, "secondary", "secondary")

    def _write_time(self, painter: QPainter, box: QRect, item: WaitItem) -> int:
        role, tone = ("secondary-strong", "warn") if item.late else ("secondary", "secondary")
        return self.write(painter, box, item.time, role, tone, RIGHT)


def name_of(row: WaitRow) -> str:
    """Who waits; a sender may be unknown (a list that hides it)."""
    return row.name or tr("Unknown sender")
