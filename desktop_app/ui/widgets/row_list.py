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
WIDE_FROM = 1240  # of a window of 1440, without the rail
TAGS_AT = 0.42  # of the width of a wide row
BETWEEN = "  ·  "


@dataclass(frozen=True, slots=True)
class RowLook:
    """What a row shows. `tag_tone` colours the tag's text; the tag says the same in words."""

    icon: str
    title: str  # semibold
    title_rest: str  # after it, in the body weight
    text: str  # second line
    tag: str
    time: str
    why: str = ""  # what the tag rests on; at the end of the second line, in a wide list behind the tag
    tag_tone: str = "secondary"
    icon_tone: str = "secondary"
    faint: bool = False


class RowModel(QAbstractListModel):
    """Rows of one look, in the order given."""

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
            told = (f"{row.title} {row.title_rest}".strip(), row.text, row.tag, row.why, row.time)
            return ", ".join(part for part in told if part)
        return None


class RowDelegate(PaintedRows):
    """`tag_width`: of the column of tags. In a wide list it stands near the middle: no row is torn apart."""

    def __init__(self, theme: Theme, tag_width: int, time_width: int = 96) -> None:
        super().__init__(theme, ROW_HEIGHT)
        self._tag_width, self._time_width = tag_width, time_width
        self.busy_row, self.busy_width = -1, 0  # where buttons lie over tag and time, and how wide

    def paint_row(self, painter: QPainter, rect: QRect, index: Index) -> None:
        model = index.model()
        assert isinstance(model, RowModel)
        row = model.look(index.row())
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.colour("border"))
        inner = rect.adjusted(Space.L, 0, -Space.L, 0)
        icon = self._theme.pixmap(row.icon, row.icon_tone, ICON)
        painter.drawPixmap(inner.left(), inner.top() + (ROW_HEIGHT - ICON) // 2, icon)
        wide = rect.width() >= WIDE_FROM
        tags = self._tags(inner, wide=wide)
        if wide and not row.why:
            tags.setRight(inner.right() - self._time_width)  # nothing stands behind it
        texts = QRect(inner.left() + ICON + Space.M, inner.top() + 9, 0, ROW_HEIGHT - 18)
        is_free = index.row() != self.busy_row
        right = inner.right() - (self._time_width if is_free else self.busy_width + Space.M)
        texts.setRight(min(tags.left() - Space.L, right))
        self._paint_texts(painter, texts, row, wide=wide)
        if is_free:
            painter.setFont(self._theme.font("secondary"))
            painter.setPen(self._theme.colour("secondary"))
            painter.drawText(inner, RIGHT, row.time)
        taken = self._paint_tag(painter, tags, row) if wide or is_free else 0
        if wide and row.why:
            why = QRect(tags.left() + taken, inner.top(), 0, inner.height())
            why.setRight(right)
            painter.setPen(self._theme.colour("secondary"))
            self._paint_line(painter, why, row.why, "secondary")

    def _tags(self, inner: QRect, *, wide: bool) -> QRect:
        """Where the tag of a row may stand."""
        left = inner.left() + round(inner.width() * TAGS_AT)
        if not wide:
            left = inner.right() - self._tag_width - self._time_width
        return QRect(left, inner.top(), self._tag_width, inner.height())

    def _paint_texts(self, painter: QPainter, box: QRect, row: RowLook, *, wide: bool) -> None:
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
        both = (row.text,) if wide else (row.text, row.why)
        self._paint_line(painter, below, BETWEEN.join(part for part in both if part), "secondary")

    def _paint_line(self, painter: QPainter, box: QRect, text: str, role: str) -> None:
        painter.setFont(self._theme.font(role))
        painter.drawText(
            box, LEFT, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        )

    def _paint_tag(self, painter: QPainter, tags: QRect, row: RowLook) -> int:
        """How much it takes of the column's width, the gap behind it included."""
        if not row.tag:
            return 0
        painter.setFont(self._theme.font("caption"))
        metrics = painter.fontMetrics()
        text = metrics.elidedText(row.tag, Qt.TextElideMode.ElideRight, tags.width() - 2 * Space.S)
        width = metrics.horizontalAdvance(text) + 2 * Space.S
        chip = QRectF(tags.left(), tags.top() + (ROW_HEIGHT - TAG_HEIGHT) // 2, width, TAG_HEIGHT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("pressed"))
        painter.drawRoundedRect(chip, Radius.CONTROL, Radius.CONTROL)
        painter.restore()
        painter.setPen(self._theme.colour("text" if row.tag_tone == "secondary" else row.tag_tone))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
        return round(width) + Space.M
