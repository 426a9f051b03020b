"""How much may be noticed of whom: the defaults, the footer, the time data are kept, and every exception."""

from __future__ import annotations

import re

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.settings.schema import SETTINGS
from desktop_app.store.rows import PrivacyRuleRow
from desktop_app.ui import problems, words_privacy
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.pages.settings_writer import SettingsWriter
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton, QuietButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.forms import Field, choice, line
from desktop_app.ui.widgets.texts import ElidedText, Text

SHOWN_AT_MOST = 30
TEXT_HEIGHT = 56
WRITE_AFTER_MS = 800
CHOICE_WIDTH = 196


class PrivacyModesCard(Card):
    """What holds when nothing else is said."""

    def __init__(self, context: Context, writer: SettingsWriter) -> None:
        super().__init__(tr("What is noticed"))
        self._context, self._writer = context, writer
        self.default = choice(words_privacy.options(), "full")
        self.region = choice(words_privacy.options(), "off")
        self.explained = Text("", "caption", "secondary", wrap=True)
        self.declared = line(placeholder="firm.com, group.io")
        self.months = QSpinBox()
        limits = SETTINGS["retention_months"]
        self.months.setRange(limits.minimum or 1, limits.maximum or 60)
        self.months.setFixedWidth(72)
        self.months.setAccessibleName(tr("Months after which raw requests are erased"))
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(Field(tr("Everybody"), self.default))
        row.addWidget(Field(tr("EU and UK, without a consent"), self.region))
        self.body.addLayout(row)
        self.add(self.explained)
        hint = tr(
            "The country is told by the ending of the mail domain alone: somebody in Paris with a gmail.com "
            "address is not known as such. Name here the domains that count as EU or UK all the same."
        )
        self.add(Field(tr("Also EU or UK"), self.declared, hint))
        keep = QHBoxLayout()
        keep.setSpacing(Space.S)
        keep.addWidget(Text(tr("Erase raw requests after, months"), "body"))
        keep.addWidget(self.months)
        keep.addStretch(1)
        self.body.addLayout(keep)
        for key, box in (("privacy_default", self.default), ("privacy_region", self.region)):
            box.activated.connect(lambda _at, key=key, box=box: self._put(key, str(box.currentData())))
        self.declared.editingFinished.connect(self._put_declared)
        self.months.valueChanged.connect(
            lambda value: self._writer.put(self, "retention_months", value, self.read)
        )

    def read(self) -> None:
        settings = self._context.settings()
        self.default.setCurrentIndex(self.default.findData(settings.text("privacy_default")))
        self.region.setCurrentIndex(self.region.findData(settings.text("privacy_region")))
        declared = settings.value("privacy_region_domains")
        if isinstance(declared, list) and not self.declared.hasFocus():
            self.declared.setText(", ".join(map(str, declared)))
        self.months.setValue(settings.number("retention_months"))
        for key, widget in (
            ("privacy_default", self.default),
            ("privacy_region", self.region),
            ("privacy_region_domains", self.declared),
            ("retention_months", self.months),
        ):
            self._writer.lock(key, widget)
        self._explain()

    def _explain(self) -> None:
        chosen = dict.fromkeys((str(self.default.currentData()), str(self.region.currentData())))
        lines = (f"{words_privacy.mode(one)}: {words_privacy.what_it_does(one)}" for one in chosen)
        self.explained.setText("\n".join(lines))

    def _put(self, key: str, value: str) -> None:
        self._writer.put(self, key, value, self.read)
        self._explain()

    def _put_declared(self) -> None:
        names = [
            one.strip("@") for one in re.split(r"[\s,;]+", self.declared.text().lower()) if one.strip("@")
        ]
        self._writer.put(self, "privacy_region_domains", list(dict.fromkeys(names)), self.read)


class FooterCard(Card):
    """The line below letters by which people withdraw."""

    def __init__(self, context: Context, writer: SettingsWriter) -> None:
        super().__init__(tr("Line below letters"))
        self._context, self._writer = context, writer
        options = [
            ("region", tr("To EU and UK recipients")),
            ("always", tr("In every tracked letter")),
            ("never", tr("Never")),
        ]
        self.when = choice(options, "region")
        self.texts = {"en": QPlainTextEdit(), "ru": QPlainTextEdit()}
        self.add(
            Field(tr("It says that the letter is tracked, and links to the page to withdraw"), self.when)
        )
        for language, name in (("ru", tr("In Russian letters")), ("en", tr("In other letters"))):
            edit = self.texts[language]
            edit.setFixedHeight(TEXT_HEIGHT)
            edit.setTabChangesFocus(True)
            self.add(Field(name, edit))
            timer = QTimer(self, singleShot=True, interval=WRITE_AFTER_MS)
            timer.timeout.connect(lambda language=language: self._put_text(language))
            edit.textChanged.connect(timer.start)
        hint = tr("The words in [brackets] are the link: one click on a page without sign-in.")
        self.add(Text(hint, "caption", "secondary", wrap=True))
        self.when.activated.connect(
            lambda _at: self._writer.put(self, "privacy_footer", str(self.when.currentData()), self.read)
        )

    def read(self) -> None:
        settings = self._context.settings()
        self.when.setCurrentIndex(self.when.findData(settings.text("privacy_footer")))
        self._writer.lock("privacy_footer", self.when)
        for language, edit in self.texts.items():
            text = settings.text(f"privacy_footer_{language}")
            if edit.toPlainText() != text and not edit.hasFocus():
                edit.setPlainText(text)
            self._writer.lock(f"privacy_footer_{language}", edit)

    def _put_text(self, language: str) -> None:
        key = f"privacy_footer_{language}"
        text = self.texts[language].toPlainText().strip() or str(SETTINGS[key].default)
        self._writer.put(self, key, text, self.read)


class ExceptionsCard(Card):
    """Addresses, domains and accounts with a mode of their own; a search above them."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Exceptions"))
        self._context = context
        self.subject = line(placeholder=tr("anna@firm.ru or firm.ru"))
        self.mode = choice(words_privacy.options(), "off")
        self.mode.setAccessibleName(tr("How much is noticed"))
        self.mode.setFixedWidth(CHOICE_WIDTH)
        self.add_button = QuietButton(tr("Add"), self._add)
        self._field = Field(tr("Address or domain"), self.subject)
        self.search = line(placeholder=tr("Search"))
        self.search.setAccessibleName(tr("Search the exceptions"))
        self.search.setClearButtonEnabled(True)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(Space.XS)
        self.empty = Text("", "secondary", "secondary", wrap=True)
        self.add(self._field)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.mode)
        row.addWidget(self.add_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.accounts = QVBoxLayout()
        self.accounts.setSpacing(Space.XS)
        self.body.addLayout(self.accounts)
        self.add(self.search)
        self.body.addLayout(self.rows)
        self.add(self.empty)
        self.subject.textEdited.connect(lambda _text: self._ready())
        self.subject.returnPressed.connect(self._add)
        self.search.textChanged.connect(lambda _text: self.read())
        self._ready()

    def read(self) -> None:
        """What holds now; the newest first."""
        for column in (self.rows, self.accounts):
            while item := column.takeAt(0):
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()
        self._read_accounts()
        found = self._context.reader.privacy_rules(self.search.text())
        for rule in found[:SHOWN_AT_MOST]:
            self.rows.addWidget(self._row(rule))
        searching = bool(self.search.text().strip())
        self.search.setVisible(searching or len(found) > 5)
        rest = len(found) - SHOWN_AT_MOST
        text = tr("None. The defaults apply to everybody.") if not found else ""
        if searching and not found:
            text = tr("No exception has this in its name.")
        if rest > 0:
            text = tr("%n more: search for them", "", rest)
        self.empty.setText(text)
        self.empty.setVisible(bool(text))

    def _read_accounts(self) -> None:
        modes = self._context.reader.account_modes()
        for row in self._context.reader.accounts():
            address = row.settings.address
            name = tr("All letters from {address}").format(address=address)
            self.accounts.addWidget(self._line(name, address, modes.get(address, ""), account=True))

    def _row(self, rule: PrivacyRuleRow) -> QWidget:
        return self._line(rule.subject, rule.subject, rule.mode, account=False)

    def _line(self, name: str, subject: str, mode: str, *, account: bool) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(ElidedText(name), 1)
        modes = choice(words_privacy.options(tr("By the rules") if account else ""), mode)
        modes.setFixedWidth(CHOICE_WIDTH)
        modes.setAccessibleName(tr("How much is noticed: {name}").format(name=name))
        modes.activated.connect(
            lambda _at: self._call(commands.SetPrivacy(subject, str(modes.currentData()), account))
        )
        row.addWidget(modes)
        if not account:
            remove = tr("Remove {name}").format(name=subject)
            row.addWidget(IconButton(self._context.theme, "x", remove, lambda: self._remove(subject, mode)))
        return box

    def _remove(self, subject: str, mode: str) -> None:
        self._call(commands.SetPrivacy(subject, ""))
        text = tr("{name} is treated by the rules").format(name=subject)
        self._context.toast(text, lambda: self._call(commands.SetPrivacy(subject, mode)))

    def _add(self) -> None:
        if self.add_button.isEnabled():
            self._call(
                commands.SetPrivacy(self.subject.text().strip(), str(self.mode.currentData())), added=True
            )

    def _ready(self) -> None:
        self.add_button.setEnabled("." in self.subject.text())
        self._field.show_error("")

    def _call(self, command: commands.SetPrivacy, *, added: bool = False) -> None:
        def done(_value: object) -> None:
            if added:
                self.subject.clear()
                self._ready()
            self.read()

        def failed(error: AppError) -> None:
            self._field.show_error(problems.sentence(error))
            self.read()

        self._context.bridge.call(command, while_alive(self, done), while_alive(self, failed))
