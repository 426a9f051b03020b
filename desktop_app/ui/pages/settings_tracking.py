"""The connection to the company's tracking server, and plainly what works without one."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.facts import TrackingState
from desktop_app.domain.reach import Reach
from desktop_app.ui import problems
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.pages.settings_writer import locked_words
from desktop_app.ui.reach_words import reach_sentences
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import PrimaryButton, QuietButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.forms import Field, line
from desktop_app.ui.widgets.texts import Text

TONES = {"on": "good", "unreachable": "warn", "refused": "bad"}


class TrackingCard(Card):
    """Address and key of the server as IT gives them out; the key is written, never shown."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Tracking"))
        self._context = context
        known = context.bridge.tracking
        self._state = known.state if known is not None else ""
        self.state = Text("", wrap=True)
        self.url = line(placeholder="https://t.company.ru")
        self.key = line(secret=True)
        self._url_field = Field(tr("Tracking server"), self.url)
        self._key_field = Field(tr("Your key, from the invitation"), self.key)
        self.connect_button = PrimaryButton(tr("Connect", "button"), self._connect)
        self.off_button = QuietButton(tr("Switch off"), self._switch_off)
        self.check_button = QuietButton(tr("Check now"), self._check)
        self.findings = Findings()
        hint = tr("Without a server answers, bounces and read receipts are noticed all the same.")
        self.add(self.state)
        self.add(self._url_field)
        self.add(self._key_field)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.connect_button)
        row.addWidget(self.check_button)
        row.addWidget(self.off_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add(self.findings)
        self.add(Text(hint, "caption", "secondary", wrap=True))
        context.bridge.tracking_state.connect(self._tracking_state)
        for edit in (self.url, self.key):
            edit.textEdited.connect(lambda _text: self._show())
        self.key.returnPressed.connect(self._connect)

    def read(self) -> None:
        """The server in force; what is being typed stays."""
        settings = self._context.settings()
        if not self.url.isModified():
            self.url.setText(settings.text("tracking_url"))
        locked = settings.is_locked("tracking_url")
        for widget in (self.url, self.off_button):
            widget.setEnabled(not locked)
            widget.setToolTip(locked_words(settings) if locked else "")
        self._show()

    def _show(self) -> None:
        server = self._context.settings().text("tracking_url")
        state = (self._state or "on") if server else "off"
        self.state.setText(problems.tracking_state(state))
        self.state.set_tone(TONES.get(state, "secondary"))
        self.off_button.setVisible(bool(server))
        self.check_button.setVisible(bool(server))
        if not server:
            self.findings.clear()
        self.connect_button.setEnabled(bool(self.url.text().strip() and self.key.text().strip()))
        self._key_field.show_error("")
        self._url_field.show_error("")

    def _connect(self) -> None:
        url = self.url.text().strip()
        if not url.startswith(("https://", "http://")):
            self._url_field.show_error(tr("The address begins with https://"))
            return
        self.connect_button.setEnabled(False)
        self.connect_button.setText(tr("Connecting"))
        self._call(commands.SetTracking(url, self.key.text().strip()))

    def _switch_off(self) -> None:
        self._call(commands.SetTracking("", ""))

    def _check(self) -> None:
        """The server asks itself too, which may take half a minute."""

        def done(value: object) -> None:
            self._checked()
            if isinstance(value, Reach):
                self.findings.show_findings(reach_sentences(value))

        def failed(error: AppError) -> None:
            self._checked()
            self.findings.show_findings([(problems.sentence(error), "bad")])

        self.check_button.setEnabled(False)
        self.check_button.setText(tr("Checking"))
        self.findings.clear()
        self._context.bridge.call(commands.TestTracking(), while_alive(self, done), while_alive(self, failed))

    def _checked(self) -> None:
        self.check_button.setText(tr("Check now"))
        self.check_button.setEnabled(True)

    def _call(self, command: commands.SetTracking) -> None:
        def done(_value: object) -> None:
            self._ended()
            self.findings.clear()
            self.key.clear()
            self.url.setModified(False)
            self.read()

        def failed(error: AppError) -> None:
            self._ended()
            self._key_field.show_error(problems.sentence(error))

        self._context.bridge.call(command, while_alive(self, done), while_alive(self, failed))

    def _ended(self) -> None:
        self.connect_button.setText(tr("Connect", "button"))
        self.connect_button.setEnabled(True)

    def _tracking_state(self, fact: object) -> None:
        if isinstance(fact, TrackingState):
            self._state = fact.state
            self.read()


class Findings(QWidget):
    """What a check found, a line each."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(Space.XS)
        self.setVisible(False)

    def clear(self) -> None:
        while item := self._lines.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        self.setVisible(False)

    def show_findings(self, findings: Iterable[tuple[str, str]]) -> None:
        """Text and tone of each."""
        self.clear()
        for text, tone in findings:
            self._lines.addWidget(Text(text, "secondary", tone, wrap=True))
        self.setVisible(True)

    def texts(self) -> list[str]:
        lines = (self._lines.itemAt(at).widget() for at in range(self._lines.count()))
        return [line.text() for line in lines if isinstance(line, Text)]
