"""What forms are made of: a field under its label, with a hint or an error below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from desktop_app.ui.theme import Space
from desktop_app.ui.widgets.texts import Text


class Field(QWidget):
    """`label` above `widget`; `hint` is replaced by an error while there is one."""

    def __init__(self, label: str, widget: QWidget, hint: str = "") -> None:
        super().__init__()
        self.widget = widget
        self._hint = hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        name = Text(label, "secondary", "secondary")
        name.setBuddy(widget)
        widget.setAccessibleName(label)
        self._below = Text(hint, "caption", "secondary", wrap=True)
        self._below.setVisible(bool(hint))
        for part in (name, widget, self._below):
            column.addWidget(part)

    def set_hint(self, hint: str) -> None:
        """Also takes an error away."""
        self._hint = hint
        self.show_error("")

    def show_error(self, text: str) -> None:
        """An empty `text` takes the error away."""
        self._below.setText(text or self._hint)
        self._below.set_tone("bad" if text else "secondary")
        self._below.setVisible(bool(text or self._hint))


def line(text: str = "", placeholder: str = "", *, secret: bool = False) -> QLineEdit:
    """A line to type in; `secret` shows dots."""
    edit = QLineEdit(text)
    edit.setPlaceholderText(placeholder)
    if secret:
        edit.setEchoMode(QLineEdit.EchoMode.Password)
    return edit


def choice(options: Sequence[tuple[str, str]], current: str) -> QComboBox:
    """(value, text) pairs; `currentData()` is the value."""
    box = QComboBox()
    for value, text in options:
        box.addItem(text, value)
    box.setCurrentIndex(max(box.findData(current), 0))
    return box
