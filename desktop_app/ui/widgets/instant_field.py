"""A small floating form that asks for a date and a time."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateTimeEdit, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.codes import Micros
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import PrimaryButton, QuietButton
from desktop_app.ui.widgets.texts import Text

WIDTH = 340


class InstantField(QFrame):
    """In the middle of `owner`. Enter takes the instant, Escape does not; the past cannot be chosen.

    The keyboard goes back to where it was.

    `hint(at)` is a sentence about the instant, "" for none.
    """

    def __init__(
        self,
        owner: QWidget,
        now: Micros,
        start: Micros,
        button: str,
        hint: Callable[[Micros], str],
        take: Callable[[Micros], None],
    ) -> None:
        super().__init__(owner)
        self.setProperty("kind", "floating")
        self._hint_of, self._take = hint, take
        self._before = owner.window().focusWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        self.field = QDateTimeEdit(QDateTime.fromMSecsSinceEpoch(start // 1000))
        self.field.setMinimumDateTime(QDateTime.fromMSecsSinceEpoch(now // 1000))
        self.field.setCalendarPopup(True)
        self.field.setDisplayFormat("ddd d MMM yyyy HH:mm")
        self.field.setAccessibleName(tr("Date and time"))
        self._hint = Text("", "caption", "warn", wrap=True)
        column.addWidget(Text(tr("Date and time"), "secondary", "secondary"))
        column.addWidget(self.field)
        column.addWidget(self._hint)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        self.take_button = PrimaryButton(button, self._done)
        buttons.addWidget(self.take_button)
        buttons.addWidget(QuietButton(tr("Cancel"), self.leave))
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.field.dateTimeChanged.connect(lambda _at: self._say())
        self.setFixedWidth(WIDTH)
        self._say()
        self.show()
        self.raise_()
        self.field.setFocus()

    def leave(self) -> None:
        self.hide()
        if self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._done()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _at(self) -> Micros:
        return self.field.dateTime().toMSecsSinceEpoch() * 1000

    def _say(self) -> None:
        text = self._hint_of(self._at())
        self._hint.setText(text)
        self._hint.setVisible(bool(text))
        self.adjustSize()
        owner = self.parentWidget()
        if owner is not None:
            self.move((owner.width() - self.width()) // 2, (owner.height() - self.height()) // 2)

    def _done(self) -> None:
        at = self._at()
        self.leave()
        self._take(at)
