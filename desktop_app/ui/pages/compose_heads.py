"""The lines above the text: from, to, copies, subject."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from desktop_app.domain.model import AccountId, Address, Draft
from desktop_app.store.rows import AccountRow
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.address_field import AddressField, Complete
from desktop_app.ui.widgets.buttons import LinkButton
from desktop_app.ui.widgets.texts import Line, Text

LABEL_WIDTH = 64
ROW_HEIGHT = 36
FROM, TO, CC, BCC, SUBJECT = range(5)


class Heads(QWidget):
    """`to`, `cc`, `bcc` are AddressFields, `subject` a QLineEdit. Copies are hidden until asked for."""

    changed = Signal()

    def __init__(self, theme: Theme, accounts: Sequence[AccountRow], complete: Complete) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(Space.L, 0, Space.L, 0)
        self._grid.setSpacing(0)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._from = QComboBox()
        self._from.setAccessibleName(tr("From"))
        self._from.setProperty("kind", "bare")
        for account in accounts:
            name, address = account.settings.name, account.settings.address
            self._from.addItem(f"{name} <{address}>" if name else address, int(account.id))
        self.to = AddressField(theme, tr("To"), complete)
        self.cc = AddressField(theme, tr("Copy"), complete)
        self.bcc = AddressField(theme, tr("Hidden copy"), complete)
        self.subject = QLineEdit()
        self.subject.setProperty("kind", "bare")
        self.subject.setAccessibleName(tr("Subject"))
        self._more = LinkButton(tr("Copies"), self.show_copies)
        self._rows: dict[int, list[QWidget]] = {}
        self._add(FROM, tr("From"), self._from)
        self._add(TO, tr("To"), self._with_more())
        self._add(CC, tr("Cc"), self.cc)
        self._add(BCC, tr("Bcc"), self.bcc)
        self._add(SUBJECT, tr("Subject"), self.subject)
        self._set_visible(FROM, len(accounts) > 1)
        self._set_copies_visible(False)
        # From the recipients Tab goes on to the subject.
        self.setTabOrder(self._more, self.to.focusProxy() or self.to)
        for field in (self.to, self.cc, self.bcc):
            field.changed.connect(self.changed)
        self.subject.textEdited.connect(lambda _text: self.changed.emit())
        self._from.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def account(self) -> AccountId:
        return AccountId(int(self._from.currentData() or 0))

    def show_draft(self, draft: Draft) -> None:
        at = self._from.findData(int(draft.account))
        self._from.setCurrentIndex(max(at, 0))
        for field, addresses in ((self.to, draft.to), (self.cc, draft.cc), (self.bcc, draft.bcc)):
            field.set_addresses(addresses)
        self.subject.setText(draft.subject)
        self.subject.setCursorPosition(0)  # a long one is read from its beginning
        if draft.cc or draft.bcc:
            self._set_copies_visible(True)

    def show_copies(self) -> None:
        self._set_copies_visible(True)
        self.cc.setFocus()

    def invalid(self) -> tuple[Address, ...]:
        return (*self.to.invalid(), *self.cc.invalid(), *self.bcc.invalid())

    def _with_more(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.to, 1)
        row.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _add(self, row: int, label: str, field: QWidget) -> None:
        text = Text(label, "secondary", "secondary")
        line = Line()
        text.setFixedHeight(ROW_HEIGHT)
        self._grid.addWidget(text, 2 * row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(field, 2 * row, 1)
        self._grid.addWidget(line, 2 * row + 1, 0, 1, 2)
        field.setMinimumHeight(ROW_HEIGHT)
        if not isinstance(field, QComboBox):
            field.setContentsMargins(0, 6, 0, 6)
        self._rows[row] = [text, field, line]

    def _set_visible(self, row: int, visible: bool) -> None:
        for widget in self._rows[row]:
            widget.setVisible(visible)

    def _set_copies_visible(self, visible: bool) -> None:
        self._set_visible(CC, visible)
        self._set_visible(BCC, visible)
        self._more.setVisible(not visible)
