"""The list of keys, over the window; ? or F1 opens it, any key closes it."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.texts import Text

ROWS = 14
SCRIM_OPACITY = 0.55


class KeysOverlay(QWidget):
    """Covers `window` and closes itself. `open_help` leads to more."""

    def __init__(self, window: QWidget, theme: Theme, open_help: Callable[[], None]) -> None:
        super().__init__(window)
        self._theme, self._open_help = theme, open_help
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
            if side:
                grid.setColumnMinimumWidth(side - 1, Space.S)
        card.body.addLayout(grid)
        card.body.addLayout(self._foot())
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        window.installEventFilter(self)
        self._window, self._before = window, window.focusWidget()
        self.show()
        self.raise_()
        self.setFocus()

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addWidget(Text(tr("Any key closes this list."), "caption", "secondary"))
        foot.addStretch(1)
        more = LinkButton(tr("More in the help"), self._go_to_help)
        more.setProperty("small", True)
        foot.addWidget(more)
        return foot

    def _go_to_help(self) -> None:
        self._leave()
        self._open_help()

    def paintEvent(self, event: QPaintEvent) -> None:
        """What lies below is still to be seen, but no longer reads as text."""
        painter = QPainter(self)
        painter.setOpacity(SCRIM_OPACITY)
        painter.fillRect(self.rect(), self._theme.colour("window"))

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
        if self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus()
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
        ("O", tr("Everybody at this company")),
        ("P  B  M", tr("It was the client, a program, me")),
        ("U", tr("Take my correction back")),
        ("T", tr("Called")),
        ("A", tr("Hand over to a colleague")),
        ("W", tr("Remind me if nobody answers")),
        ("Q", tr("Morning queue")),
        ("A  C  S  D  N", tr("In the queue: answer, called, put off, done, skip")),
        ("X  Ctrl+A", tr("Select several")),
        ("F", tr("Channel and mailbox")),
        ("V", tr("Views and columns")),
        ("Alt+1 – 9", tr("A saved view")),
        ("Ctrl+Shift+E", tr("Export the list as CSV")),
        ("/  Ctrl+K", tr("Search")),
        ("1 – 7", tr("Pages")),
        ("Ctrl+Z", tr("Undo")),
        ("Esc", tr("Close or leave the search")),
        ("Ctrl+Enter", tr("Send the letter")),
        ("Ctrl+Shift+Enter", tr("Send the letter later")),
        ("?  F1", tr("This list")),
    ]
