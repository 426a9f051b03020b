"""Rows that are painted and never widgets: the ground of one that is current or pointed at, and its lines."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.ui.theme import Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


class PaintedRows(QStyledItemDelegate):
    """A kind of rows paints what stands in one: `paint_row`."""

    def __init__(self, theme: Theme, height: int) -> None:
        super().__init__()
        self._theme, self._height = theme, height

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined] # Qt's stubs leave the fields out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined] # the same
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.colour("accent-soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._theme.colour("hover"))
        self.paint_row(painter, rect, index)

    def paint_row(self, painter: QPainter, rect: QRect, index: Index) -> None:
        raise NotImplementedError

    def write(
        self, painter: QPainter, box: QRect, text: str, role: str, tone: str, align: Qt.AlignmentFlag = LEFT
    ) -> int:
        """One line, cut with an ellipsis. Its width in pixels."""
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.colour(tone))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, align, shown)
        return metrics.horizontalAdvance(shown)
