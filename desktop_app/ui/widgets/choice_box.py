"""A choice among a few, on a page that has keys of its own."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox

from desktop_app.ui import keys


class ChoiceBox(QComboBox):
    """Letters and digits go on to the page and the window: Qt would look for entries that begin so."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if keys.letter(event).strip():
            event.ignore()
        else:
            super().keyPressEvent(event)
