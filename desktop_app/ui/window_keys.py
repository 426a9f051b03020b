"""The keys that work on every page, when the page itself has no use for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from desktop_app.ui import keys

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow


def take(window: MainWindow, event: QKeyEvent) -> bool:
    """Whether the key meant anything here."""
    page = window.page
    letter = keys.letter(event)
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    if event.matches(QKeySequence.StandardKey.Undo) or (control and keys.physical(event) == "z"):
        window.over.floating().undo()
    elif page is not None and (letter == "/" or (control and keys.physical(event) == "k")):
        page.search()
    elif letter == "?" or event.key() == Qt.Key.Key_F1:
        window.show_keys()
    elif letter == "c":
        window.compose(None)
    elif letter.isdecimal():
        window.show_number(int(letter))
    else:
        return bool(letter) and _hand_over(window, event)
    return True


def _hand_over(window: MainWindow, event: QKeyEvent) -> bool:
    """A letter pressed in the rail, or where nothing has the keyboard, is meant for the page in front."""
    page = window.page
    if page is None or not window.has_idle_keyboard():
        return False
    page.enter()
    focused = window.focusWidget()
    return focused is not None and not window.has_idle_keyboard() and QApplication.sendEvent(focused, event)
