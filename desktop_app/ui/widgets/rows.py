"""A list of rows drawn by one delegate: the fastest view measured for long lists (research/gui.md 3)."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QHoverEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QHeaderView, QTableView

from desktop_app.ui import keys

STEPS = {"j": 1, "k": -1}


class RowView(QTableView):
    """One column, fixed height, one current row. J/K move; other letters go on to the page.

    `painted()`: for the first time. `left()`: the pointer has left the rows. `resized(pixels)`: they are so
    wide now, without the scroll bar. `hovered_row` is the one under the pointer, -1 for none.

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

    def step(self, by: int) -> None:
        """Move the current row; from none to the first."""
        current = self.currentIndex()
        row = current.row() + by if current.isValid() else 0
        if 0 <= row < self.model().rowCount():
            self.setCurrentIndex(self.model().index(row, 0))

    def viewportEvent(self, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.HoverMove, QEvent.Type.HoverEnter) and isinstance(event, QHoverEvent):
            self.hovered_row = self.rowAt(int(event.position().y()))
        elif kind == QEvent.Type.HoverLeave:
            self.hovered_row = -1
        elif kind == QEvent.Type.Paint and not self._painted:
            self._painted = True
            self.painted.emit()
        elif kind == QEvent.Type.Leave:
            self.left.emit()
        elif kind == QEvent.Type.Resize and isinstance(event, QResizeEvent):
            self.resized.emit(event.size().width())
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = keys.letter(event)
        if letter in STEPS:
            self.step(STEPS[letter])
        elif event.text().isprintable() and event.text():
            event.ignore()  # no type-ahead: letters are commands of the page and the window
        else:
            super().keyPressEvent(event)
