"""A switch between a few named choices: one control, as high as a button beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy

from desktop_app.ui.widgets.buttons import Segment

EDGE = 2  # between the frame and the choice in force


class Segments(QFrame):
    """`changed` carries the key chosen by the user; exactly one is always chosen."""

    changed = Signal(str)

    def __init__(self, name: str, options: Sequence[tuple[str, str]], current: str) -> None:
        super().__init__()
        self.setProperty("kind", "segments")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, Segment] = {}
        for key, text in options:
            button = Segment(text)
            button.setToolTip("")
            button.setAccessibleName(f"{name}: {text}")
            button.clicked.connect(lambda _checked=False, key=key: self.changed.emit(key))
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button)
        self._buttons[current].setChecked(True)

    def value(self) -> str:
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def show_choice(self, key: str) -> None:
        """It is in force already: nothing is said of it."""
        self._buttons[key].setChecked(True)

    def choose(self, key: str) -> None:
        """As a click does."""
        self._buttons[key].click()
