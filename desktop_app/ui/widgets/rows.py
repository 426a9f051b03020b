"""A list of rows drawn by one delegate: the fastest view measured for long lists (research/gui.md 3)."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QHeaderView, QTableView

from desktop_app.ui import keys

STEPS = {"j": 1, "k": -1}


class RowView(QTableView):
    """One column, fixed height, one current row. J/K move; other letters go on to the page."""

    opened = Signal(QModelIndex)

    def __init__(self, model: QAbstractItemModel, delegate: QAbstractItemDelegate, row_height: int) -> None:
        super().__init__()
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = keys.letter(event)
        if letter in STEPS:
            self.step(STEPS[letter])
        elif event.text().isprintable() and event.text():
            event.ignore()  # no type-ahead: letters are commands of the page and the window
        else:
            super().keyPressEvent(event)
