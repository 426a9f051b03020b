"""What forms are made of: a field under its label, with a hint or an error below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, QTime
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QTimeEdit, QVBoxLayout, QWidget

from desktop_app.ui.theme import Space
from desktop_app.ui.widgets.choice_box import ChoiceBox
from desktop_app.ui.widgets.texts import Text

TIME_WIDTH = 64


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
    box = ChoiceBox()
    for value, text in options:
        box.addItem(text, value)
    box.setCurrentIndex(max(box.findData(current), 0))
    return box


def date_edit(name: str, day: QDate | None = None) -> QDateEdit:
    """A day with a calendar to choose it from; today when none is given."""
    edit = QDateEdit(QDate.currentDate() if day is None else day)
    edit.setCalendarPopup(True)
    edit.setAccessibleName(name)
    edit.setKeyboardTracking(False)
    return edit


def time_edit(name: str, time: QTime | None = None) -> QTimeEdit:
    """A time of day in 24 hours."""
    edit = QTimeEdit(QTime(0, 0) if time is None else time)
    edit.setDisplayFormat("HH:mm")
    edit.setFixedWidth(TIME_WIDTH)
    edit.setAccessibleName(name)
    edit.setKeyboardTracking(False)
    return edit
