"""Rows of two lines with an icon, a tag and a time: what feeds are made of. Painted, never widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop_app.ui.theme import Radius, Space, Theme
from desktop_app.ui.widgets.painted_rows import LEFT, RIGHT, Index, PaintedRows

ROW_HEIGHT = 56
ICON = 16
TAG_HEIGHT = 20


@dataclass(frozen=True, slots=True)
class RowLook:
    """What a row shows. `tag_tone` colours the tag's text; the tag says the same in words."""

    icon: str
    title: str  # semibold
    title_rest: str  # after it, in the body weight
    text: str  # second line
    tag: str
    time: str
    tag_tone: str = "secondary"
    icon_tone: str = "secondary"
    faint: bool = False


class RowModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[RowLook] = ()

    def set_rows(self, rows: Sequence[RowLook]) -> None:
        """Keeps the view's place when only the looks change."""
        if len(rows) == len(self._rows):
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def look(self, row: int) -> RowLook:
        return self._rows[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.AccessibleTextRole:
            row = self._rows[index.row()]
            return f"{row.title} {row.title_rest}, {row.text}, {row.tag}, {row.time}"
        return None


class RowDelegate(PaintedRows):
    """`reserved` pixels at the right of the row under the pointer stay free for its buttons."""

    def __init__(self, theme: Theme, tag_width: int, time_width: int = 96) -> None:
        super().__init__(theme, ROW_HEIGHT)
        self._tag_width, self._time_width = tag_width, time_width
        self.busy_row = -1  # where buttons lie over tag and time

    def paint_row(self, painter: QPainter, rect: QRect, index: Index) -> None:
        model = index.model()
        assert isinstance(model, RowModel)
        row = model.look(index.row())
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.colour("border"))
        inner = rect.adjusted(Space.L, 0, -Space.L, 0)
        icon = self._theme.pixmap(row.icon, row.icon_tone, ICON)
        painter.drawPixmap(inner.left(), inner.top() + (ROW_HEIGHT - ICON) // 2, icon)
        right = inner.right() - self._tag_width - self._time_width
        texts = QRect(inner.left() + ICON + Space.M, inner.top() + 9, 0, ROW_HEIGHT - 18)
        texts.setRight(right - Space.L)
        self._paint_texts(painter, texts, row)
        if index.row() != self.busy_row:
            self._paint_right(painter, inner, row)

    def _paint_texts(self, painter: QPainter, box: QRect, row: RowLook) -> None:
        half = box.height() // 2
        above, below = QRect(box.left(), box.top(), box.width(), half), QRect(box)
        below.setTop(box.top() + half)
        painter.setPen(self._theme.colour("secondary" if row.faint else "text"))
        painter.setFont(self._theme.font("strong"))
        metrics = painter.fontMetrics()
        title = metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, above.width())
        painter.drawText(above, LEFT, title)
        above.setLeft(above.left() + metrics.horizontalAdvance(title) + Space.XS + 2)
        self._paint_line(painter, above, row.title_rest, "body")
        painter.setPen(self._theme.colour("secondary"))
        self._paint_line(painter, below, row.text, "secondary")

    def _paint_line(self, painter: QPainter, box: QRect, text: str, role: str) -> None:
        painter.setFont(self._theme.font(role))
        painter.drawText(
            box, LEFT, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        )

    def _paint_right(self, painter: QPainter, inner: QRect, row: RowLook) -> None:
        painter.setFont(self._theme.font("secondary"))
        painter.setPen(self._theme.colour("secondary"))
        painter.drawText(inner, RIGHT, row.time)
        if not row.tag:
            return
        painter.setFont(self._theme.font("caption"))
        left = inner.right() - self._tag_width - self._time_width
        text = painter.fontMetrics().elidedText(
            row.tag, Qt.TextElideMode.ElideRight, self._tag_width - 2 * Space.S
        )
        width = painter.fontMetrics().horizontalAdvance(text) + 2 * Space.S
        top = inner.top() + (ROW_HEIGHT - TAG_HEIGHT) // 2
        chip = QRectF(left, top, width, TAG_HEIGHT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("pressed"))
        painter.drawRoundedRect(chip, Radius.CONTROL, Radius.CONTROL)
        painter.restore()
        painter.setPen(self._theme.colour("text" if row.tag_tone == "secondary" else row.tag_tone))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
