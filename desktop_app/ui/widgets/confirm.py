"""The question before what cannot be undone: the only dialogs that hold the window up."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.theme import Space
from desktop_app.ui.widgets.buttons import DangerButton, QuietButton
from desktop_app.ui.widgets.texts import SectionTitle, Text

WIDTH = 420


class Confirm(QDialog):
    """`question` and what it means; `act` does it. Enter and Escape leave all as it is (`keep`)."""

    def __init__(self, owner: QWidget, question: str, text: str, act: str, keep: str) -> None:
        super().__init__(owner)
        self.setWindowTitle(question)
        self.act, self.keep = DangerButton(act, self.accept), QuietButton(keep, self.reject)
        self.keep.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.S)
        title = SectionTitle(question)
        title.setWordWrap(True)
        for part in (title, Text(text, "body", "secondary", wrap=True)):
            part.setFixedWidth(WIDTH)
            column.addWidget(part)
        column.addSpacing(Space.M)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addStretch(1)
        for button in (self.keep, self.act):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)
        self.keep.setFocus()

    def is_wanted(self) -> bool:
        """Asks, and waits for the answer."""
        answer = self.exec()
        self.deleteLater()
        return answer == QDialog.DialogCode.Accepted
