"""A list of rows drawn by one delegate: the fastest view measured for long lists (research/gui.md 3)."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QHoverEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QHeaderView, QTableView

from desktop_app.ui import keys

STEPS = {"j": 1, "k": -1}


class RowView(QTableView):
    """One column, fixed height, one current row. J/K move; other letters go on to the page.

    `painted()`: for the first time. `left()`: the pointer has left the rows. `resized(pixels)`: they are so
    wide now, without the scroll bar. `hovered_row` is the one under the pointer, -1 for none. `several`: the
    selection is not just the current row.

    Do not ask for `viewport()` before the first paint: to find out what sort of widget that is, PySide
    creates the classes of all that there are (10 ms).
    """

    opened = Signal(QModelIndex)
    painted = Signal()
    left = Signal()
    resized = Signal(int)

    def __init__(self, model: QAbstractItemModel, delegate: QAbstractItemDelegate, row_height: int) -> None:
        super().__init__()
        self.hovered_row = -1
        self.several = False
        self._painted = False
        self.setModel(model)
        self.setItemDelegate(delegate)
        self._delegate = delegate  # the view does not own it
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.set_row_height(row_height)
        self.activated.connect(self.opened)

    def set_row_height(self, pixels: int) -> None:
        self.verticalHeader().setMinimumSectionSize(pixels)
        self.verticalHeader().setDefaultSectionSize(pixels)

    def step(self, by: int, *, extend: bool = False) -> None:
        """Move the current row; from none to the first. `extend`: the selection grows with it."""
        current = self.currentIndex()
        row = current.row() + by if current.isValid() else 0
        if not 0 <= row < self.model().rowCount():
            return
        index = self.model().index(row, 0)
        if extend:
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Select)
        else:
            self.setCurrentIndex(index)

    def toggle(self) -> None:
        """Take the current row into the selection, or out of it, and go on to the next."""
        current = self.currentIndex()
        if current.isValid():
            model = self.selectionModel()
            model.select(current, QItemSelectionModel.SelectionFlag.Toggle)
            following = self.model().index(current.row() + 1, 0)
            if following.isValid():
                model.setCurrentIndex(following, QItemSelectionModel.SelectionFlag.NoUpdate)

    def allow_many(self) -> None:
        """Shift and Ctrl with a click, Shift with the arrows and J/K, X and Ctrl+A select several rows."""
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def viewportEvent(self, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.HoverMove, QEvent.Type.HoverEnter) and isinstance(event, QHoverEvent):
            self.hovered_row = self.rowAt(int(event.position().y()))
        elif kind == QEvent.Type.HoverLeave:
            self.hovered_row = -1
        elif kind == QEvent.Type.Paint and not self._painted:
            self._painted = True
            # Opaque, so that scrolling moves what is on the screen and draws only the rows that come.
            self.viewport().setAutoFillBackground(True)
            self.painted.emit()
        elif kind == QEvent.Type.Leave:
            self.left.emit()
        elif kind == QEvent.Type.Resize and isinstance(event, QResizeEvent):
            self.resized.emit(event.size().width())
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = keys.letter(event)
        many = self.selectionMode() is QAbstractItemView.SelectionMode.ExtendedSelection
        if letter in STEPS:
            self.step(STEPS[letter], extend=many and shifted(event))
        elif letter == "x" and many:
            self.toggle()
        elif many and keys.physical(event) == "a" and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.selectAll()
        elif event.text().isprintable() and event.text():
            event.ignore()  # no type-ahead: letters are commands of the page and the window
        else:
            super().keyPressEvent(event)


def shifted(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
