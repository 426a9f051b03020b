"""The strip of column titles; a click, or Enter on one, sorts; a second one turns the order round."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from desktop_app.store.rows import LeadSort
from desktop_app.ui.leads.arranging import Drag, border_at, stepped, widened
from desktop_app.ui.leads.columns import SHARES_WIDE, Column, Columns, Shares, columns
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr

HEIGHT = 28
DESCENDING_FIRST = frozenset({LeadSort.WARMTH, LeadSort.SIGNAL, LeadSort.WAITING, LeadSort.LETTER})
RIGHT = frozenset({LeadSort.WAITING})
ARROW = 16  # room for the arrow of the order after each title
STEP = 0.02  # of the room of all columns, for one press of a key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
GAP = 12  # between two titles of one column, with a dot in its middle


class SortHeader(QWidget):
    """`chosen(sort, descending)`; the page calls `show_sort` when the order is in force.

    `arranging(shares)`: a column is being moved or made wider; `arranged(shares)`: it is let go.
    """

    chosen = Signal(LeadSort, bool)
    arranging = Signal(object)
    arranged = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._sort, self._descending = LeadSort.WARMTH, True
        self._over: LeadSort | None = None
        self._at_key: LeadSort = LeadSort.WARMTH  # where the keyboard is
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._list_width = 0
        self._shares: Shares = SHARES_WIDE
        self._drag: Drag | None = None
        self._is_dragging = False  # farther than a click
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)

    def set_list_width(self, pixels: int) -> None:
        """How wide the rows below are: without the scroll bar."""
        self._list_width = pixels
        self.update()

    def show_columns(self, shares: Shares) -> None:
        """Of wide lists."""
        self._shares = shares
        self.update()

    def show_sort(self, sort: LeadSort, descending: bool) -> None:
        self._sort, self._descending = sort, descending
        self._say()
        self.update()

    def places(self) -> list[tuple[LeadSort, QRect]]:
        """Each title and where it can be clicked."""
        found = []
        for column in self._columns().by_key.values():
            found.extend(self._titles_of(column))
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._theme.colour("border"))
        painter.drawLine(0, HEIGHT - 1, self.width(), HEIGHT - 1)
        for sort, place in self.places():
            self._draw(painter, sort, place)
        for column in self._columns().by_key.values():
            for _sort, place in self._titles_of(column)[:-1]:
                gap = QRect(place.right() + 1, 0, GAP, HEIGHT)
                painter.setPen(self._theme.colour("secondary"))
                painter.drawText(gap, Qt.AlignmentFlag.AlignCenter, "·")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().toPoint().x()
        if self._drag is not None:
            self._drag_to(self._drag, x)
            return
        self._over = self._at(event)
        if border_at(self._shares, x, self._width()) is not None:
            shape = Qt.CursorShape.SplitHCursor
        else:
            shape = Qt.CursorShape.PointingHandCursor if self._over else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x = event.position().toPoint().x()
        border, key = border_at(self._shares, x, self._width()), self._at(event)
        if border is not None or key is not None:
            self._drag, self._is_dragging = Drag(x, self._shares, border, key), False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Where the pointer has not moved it was a click."""
        if event.button() != Qt.MouseButton.LeftButton or self._drag is None:
            return
        drag, self._drag = self._drag, None
        if self._is_dragging:
            if self._shares != drag.shares:
                self.arranged.emit(self._shares)
        elif drag.key is not None and drag.border is None:
            self._choose(drag.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move along the titles, Enter or Space sorts; see `_arrange` for the columns."""
        titles = [sort for sort, _place in self.places()]
        at = titles.index(self._at_key) if self._at_key in titles else 0
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & (CONTROL | SHIFT):
            self._arrange(step, moves=bool(event.modifiers() & CONTROL))
        elif step is not None:
            self._at_key = titles[min(max(at + step, 0), len(titles) - 1)]
            self._say()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(titles[at])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._say()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _drag_to(self, drag: Drag, x: int) -> None:
        if abs(x - drag.x) >= QApplication.startDragDistance():
            self._is_dragging = True
        if self._is_dragging and self._is_arranged(drag.key if drag.border is None else None):
            self.arranging.emit(drag.shares_at(x, self._width()))

    def _arrange(self, step: int, *, moves: bool) -> None:
        """Ctrl and an arrow move the column at hand, Shift and an arrow make it narrower or wider."""
        if not self._is_arranged(self._at_key):
            return
        before, key = self._shares, self._at_key
        shares = stepped(before, key, step) if moves else widened(before, key, step * STEP)
        if shares != before:
            self.arranging.emit(shares)
            self.arranged.emit(shares)

    def _is_arranged(self, key: LeadSort | None) -> bool:
        """Warmth, waiting time and next step keep their places; None: a border is meant."""
        return self._columns().wide and (key is None or key in dict(self._shares))

    def _columns(self) -> Columns:
        return columns(self._width(), self._shares)

    def _width(self) -> int:
        return self._list_width or self.width()

    def _choose(self, sort: LeadSort) -> None:
        descending = not self._descending if sort is self._sort else sort in DESCENDING_FIRST
        self.chosen.emit(sort, descending)

    def _say(self) -> None:
        """For screen readers: the title at hand and the order in force."""
        text = tr("{title}; in order of {order}").format(title=title(self._at_key), order=title(self._sort))
        self.setAccessibleName(text)

    def _at(self, event: QMouseEvent) -> LeadSort | None:
        point = event.position().toPoint()
        return next((sort for sort, place in self.places() if place.contains(point)), None)

    def _titles_of(self, column: Column) -> list[tuple[LeadSort, QRect]]:
        x, found = column.x, []
        for sort in column.titles:
            width = self._title_width(sort)
            several = len(column.titles) > 1
            if several and sort is not self._sort:
                width -= ARROW  # the dot stands close to both of its words
            elif not several and sort in dict(self._shares):
                width = min(width, column.width)
            left = column.x + column.width - width if sort in RIGHT else x
            found.append((sort, QRect(left, 0, width, HEIGHT)))
            x += width + GAP
        return found

    def _title_width(self, sort: LeadSort) -> int:
        """With room for the arrow."""
        return self._text_width(sort) + ARROW

    def _text_width(self, sort: LeadSort) -> int:
        role = "caption-strong" if sort is self._sort else "caption"
        return QFontMetrics(self._theme.font(role)).horizontalAdvance(title(sort))

    def _draw(self, painter: QPainter, sort: LeadSort, place: QRect) -> None:
        active = sort is self._sort
        painter.setFont(self._theme.font("caption-strong" if active else "caption"))
        painter.setPen(self._theme.colour("text" if active or sort is self._over else "secondary"))
        align = Qt.AlignmentFlag.AlignRight if sort in RIGHT else Qt.AlignmentFlag.AlignLeft
        shown = title(sort)
        room = place.width() - (ARROW if active else 0)
        if room < self._text_width(sort):  # the column was made narrower than that
            shown = painter.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, room)
        painter.drawText(place, align | Qt.AlignmentFlag.AlignVCenter, shown)
        if self.hasFocus() and sort is self._at_key:
            width = self._text_width(sort)
            painter.fillRect(place.left(), HEIGHT - 3, width, 2, self._theme.colour("accent"))
        if active:
            arrow = self._theme.pixmap("arrow-down" if self._descending else "arrow-up", "text", 11)
            text = painter.fontMetrics().horizontalAdvance(shown)
            x = place.right() - text - 14 if sort in RIGHT else place.left() + text + 3
            painter.drawPixmap(x, (HEIGHT - 11) // 2, arrow)


def title(sort: LeadSort) -> str:
    return {
        LeadSort.WARMTH: tr("Warmth"),
        LeadSort.NAME: tr("Name"),
        LeadSort.SIGNAL: tr("Last signal"),
        LeadSort.WAITING: tr("Waiting"),
        LeadSort.LETTER: tr("Letter"),
        LeadSort.ACTION: tr("Next step"),
        LeadSort.CHANNEL: tr("Channel"),
    }[sort]
