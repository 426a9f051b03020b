"""A switch between a few named choices, as buttons side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from desktop_app.ui.widgets.buttons import Segment

GAP = 2


class Segments(QWidget):
    """`changed` carries the key chosen by the user; exactly one is always chosen."""

    changed = Signal(str)

    def __init__(self, name: str, options: Sequence[tuple[str, str]], current: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
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

    def choose(self, key: str) -> None:
        """As a click does."""
        self._buttons[key].click()
