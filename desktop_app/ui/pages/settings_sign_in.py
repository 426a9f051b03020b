"""What the company has registered at Microsoft and Google, so that people sign in there by browser."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.ui import problems
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.pages.settings_writer import locked_words
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.forms import Field, line
from desktop_app.ui.widgets.texts import Text

ID, TENANT = "oauth_microsoft_id", "oauth_microsoft_tenant"
GOOGLE_ID, GOOGLE_SECRET = "oauth_google_id", "oauth_google_secret"


class SignInCard(Card):
    """Kept as soon as a line is left; counts from the next sign-in. What IT has locked says by whom."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Sign-in with Microsoft and Google"))
        self._context = context
        self.edits = {
            ID: line(placeholder="00000000-0000-0000-0000-000000000000"),
            TENANT: line(placeholder=tr("company.ru")),
            GOOGLE_ID: line(placeholder="….apps.googleusercontent.com"),
            GOOGLE_SECRET: line(secret=True),
        }
        names = {
            ID: tr("Microsoft: application (client) ID"),
            TENANT: tr("Microsoft: directory (tenant)"),
            GOOGLE_ID: tr("Google: client ID"),
            GOOGLE_SECRET: tr("Google: client secret"),
        }
        hint = tr(
            "Your IT registers Otklik once and tells you these. They count from the next sign-in; mailboxes "
            "that are signed in stay so."
        )
        self.add(Text(hint, "secondary", "secondary", wrap=True))
        self.fields = {key: Field(names[key], edit) for key, edit in self.edits.items()}
        for first, second in ((ID, TENANT), (GOOGLE_ID, GOOGLE_SECRET)):
            row = QHBoxLayout()
            row.setSpacing(Space.M)
            row.addWidget(self.fields[first], 3, Qt.AlignmentFlag.AlignTop)
            row.addWidget(self.fields[second], 2, Qt.AlignmentFlag.AlignTop)
            self.body.addLayout(row)
        help_row = QHBoxLayout()
        help_row.addWidget(LinkButton(tr("What IT has to register"), lambda: context.show_page("help")))
        help_row.addStretch(1)
        self.body.addLayout(help_row)
        for key, edit in self.edits.items():
            edit.editingFinished.connect(lambda key=key: self._put(key))
            edit.textEdited.connect(lambda _text, key=key: self.fields[key].show_error(""))

    def read(self) -> None:
        """What is in force; a line somebody types in is left alone."""
        settings = self._context.settings()
        for key, edit in self.edits.items():
            if not edit.isModified():
                edit.setText(settings.text(key))
                edit.setCursorPosition(0)
            locked = settings.is_locked(key)
            edit.setReadOnly(locked)
            edit.setEnabled(not locked)
            self.fields[key].set_hint(locked_words(settings) if locked else "")

    def _put(self, key: str) -> None:
        edit, value = self.edits[key], self.edits[key].text().strip()
        if self._context.settings().text(key) == value:
            self._is_kept(edit, value)
            return

        def done(_value: object) -> None:
            self._is_kept(edit, value)
            self._context.toast(tr("Kept. It counts from the next sign-in."), None)

        def failed(error: AppError) -> None:
            self.fields[key].show_error(problems.sentence(error))

        command = commands.SetSetting(key, json.dumps(value))
        self._context.bridge.call(command, while_alive(self, done), while_alive(self, failed))

    def _is_kept(self, edit: QLineEdit, value: str) -> None:
        if edit.text().strip() == value:  # nobody went on typing meanwhile
            edit.setText(value)
            edit.setModified(False)
