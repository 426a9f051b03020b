"""The form of one channel: its name and the addresses printed in that place."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit

from desktop_app.domain.model import Address
from desktop_app.store.rows import ChannelRow
from desktop_app.ui import address_text
from desktop_app.ui.table_with_form import EditForm
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from desktop_app.ui.widgets.forms import Field, line
from desktop_app.ui.widgets.texts import SectionTitle

WIDTH = 320
LINES_HEIGHT = 96


class ChannelForm(EditForm):
    """`save(name, addresses, name before)`; the name before is "" for a new channel."""

    save = Signal(str, list, str)
    remove = Signal(str)
    cancel = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self._before = ""
        self._title = SectionTitle()
        self.name = line(placeholder=tr("Advertising"))
        self.addresses = QPlainTextEdit()
        self.addresses.setPlaceholderText("ads@company.ru")
        self.addresses.setTabChangesFocus(True)
        self.addresses.setFixedHeight(LINES_HEIGHT)
        self._name_field = Field(tr("Name", "of a thing"), self.name)
        hint = tr("One per line. Letters to them must arrive in one of your mailboxes.")
        self._addresses_field = Field(tr("Addresses"), self.addresses, hint)
        self._remove = LinkButton(tr("Remove this channel"), lambda: self.remove.emit(self._before))
        for widget in (self._title, self._name_field, self._addresses_field):
            self.add(widget)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(PrimaryButton(tr("Save"), self._try))
        buttons.addWidget(QuietButton(tr("Cancel"), self.cancel.emit))
        buttons.addStretch(1)
        self.body.addSpacing(Space.S)
        self.body.addLayout(buttons)
        self.add(self._remove)
        self.name.returnPressed.connect(self._try)

    def show_channel(self, channel: ChannelRow | None) -> None:
        """None: a new one."""
        self._before = channel.name if channel else ""
        self._title.setText(tr("Change the channel") if channel else tr("New channel"))
        self.name.setText(self._before)
        self.addresses.setPlainText("\n".join(channel.addresses) if channel else "")
        self._remove.setVisible(channel is not None)
        self.show_error("")
        self._name_field.show_error("")

    def show_error(self, text: str) -> None:
        self._addresses_field.show_error(text)

    def _try(self) -> None:
        name = self.name.text().strip()
        addresses = [one for one in re.split(r"[\s,;]+", self.addresses.toPlainText().lower()) if one]
        wrong = next((one for one in addresses if not address_text.is_valid(Address("", one))), "")
        self._name_field.show_error("" if name else tr("Give the channel a name."))
        if wrong:
            self.show_error(tr("“{text}” is not an e-mail address.").format(text=wrong))
        elif not addresses:
            self.show_error(tr("Name at least one address."))
        elif name:
            self.show_error("")
            self.save.emit(name, list(dict.fromkeys(addresses)), self._before)
