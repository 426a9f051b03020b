"""The list of keys, over the window; ? or F1 opens it, any key closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.texts import Text

ROWS = 7


class KeysOverlay(QWidget):
    """Covers `window` and closes itself."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setGeometry(window.rect())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        card = Card(tr("Keys"), kind="floating")
        card.body.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        card.body.setSpacing(Space.L)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.S)
        for number, (key, meaning) in enumerate(all_keys()):
            row, side = number % ROWS, number // ROWS * 3
            label = Text(key, "secondary-strong")
            label.setProperty("kind", "tag")
            grid.addWidget(label, row, side, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(Text(meaning), row, side + 1)
            grid.setColumnMinimumWidth(side + 2, Space.XL)
        card.body.addLayout(grid)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        window.installEventFilter(self)
        self._window = window
        self.show()
        self.raise_()
        self.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._leave()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._leave()

    def _leave(self) -> None:
        self.hide()
        self.deleteLater()


def all_keys() -> list[tuple[str, str]]:
    return [
        ("J  K", tr("Next and previous")),
        ("Enter", tr("Open")),
        ("R", tr("Reply")),
        ("C", tr("New letter")),
        ("E", tr("Done")),
        ("S", tr("Snooze")),
        ("H", tr("Why")),
        ("/  Ctrl+K", tr("Search")),
        ("1 – 7", tr("Pages")),
        ("Ctrl+Z", tr("Undo")),
        ("Esc", tr("Close or leave the search")),
        ("Ctrl+Enter", tr("Send the letter")),
        ("?  F1", tr("This list")),
    ]
