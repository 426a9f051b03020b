"""The keys that work on every page, when the page itself has no use for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from desktop_app.ui import keys

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow


def take(window: MainWindow, event: QKeyEvent) -> bool:
    """Whether the key meant anything here."""
    page = window.page
    letter = keys.letter(event)
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    if event.matches(QKeySequence.StandardKey.Undo) or (control and keys.physical(event) == "z"):
        window.over.floating().press()
    elif page is not None and (letter == "/" or (control and keys.physical(event) == "k")):
        page.search()
    elif letter == "?" or event.key() == Qt.Key.Key_F1:
        window.show_keys()
    elif letter == "c":
        window.compose(None)
    elif letter.isdecimal():
        window.show_number(int(letter))
    else:
        return False
    return True
