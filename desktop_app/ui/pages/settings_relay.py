"""Sending from another mail program through Otklik: the switch, and the exact values to type in there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QSpinBox, QWidget

from desktop_app.domain import commands
from desktop_app.domain.commands import RelaySetup
from desktop_app.domain.errors import AppError, SecretsError
from desktop_app.settings.schema import SETTINGS
from desktop_app.ui import problems
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.pages.settings_writer import SettingsWriter
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton, QuietButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.forms import Field, choice
from desktop_app.ui.widgets.switch import Switch
from desktop_app.ui.widgets.texts import Text

HOST = "127.0.0.1"
PROGRAMS = (
    ("thunderbird", "Thunderbird"),
    ("outlook", "Outlook"),
    ("the_bat", "The Bat!"),
    ("other", ""),
)


class RelayCard(Card):
    """The values appear once the engine listens; the password is the relay's own, not the mailbox's."""

    def __init__(self, context: Context, writer: SettingsWriter) -> None:
        super().__init__(tr("Other mail programs"))
        self._context, self._writer = context, writer
        self._setup: RelaySetup | None = None
        self.on = Switch(context.theme, tr("Let them send through Otklik, with tracking"))
        self.state = Text("", "secondary", "secondary", wrap=True)
        self.port = QSpinBox()
        limits = SETTINGS["relay_port"]
        self.port.setRange(limits.minimum or 1, limits.maximum or 65535)
        self.port.setKeyboardTracking(False)
        self.program = choice([(key, name or tr("Another program")) for key, name in PROGRAMS], "thunderbird")
        self.way = Text("", "secondary", "secondary", wrap=True)
        self.values = _Values(context)
        self.renew_button = QuietButton(tr("New password"), self._renew)
        self._build()

    def read(self) -> None:
        """What is in force, as the engine tells it."""
        settings = self._context.settings()
        self.on.setChecked(settings.flag("relay_enabled"))
        self.port.blockSignals(True)
        self.port.setValue(settings.number("relay_port"))
        self.port.blockSignals(False)
        self._writer.lock("relay_enabled", self.on)
        self._writer.lock("relay_port", self.port)
        if settings.flag("relay_enabled"):
            self._ask(commands.GetRelay())

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(Field(tr("Port on this computer"), self.port))
        row.addWidget(Field(tr("Your mail program"), self.program), 1)
        self.add(self.on)
        self.add(self.state)
        self.body.addLayout(row)
        for part in (self.way, self.values):
            self.add(part)
        foot = QHBoxLayout()
        foot.addWidget(self.renew_button)
        foot.addStretch(1)
        self.body.addLayout(foot)
        self.on.clicked.connect(lambda checked: self._put("relay_enabled", checked))
        self.port.valueChanged.connect(lambda value: self._put("relay_port", value))
        self.program.activated.connect(lambda _at: self._show())
        self._show()

    def _put(self, key: str, value: bool | int) -> None:
        self._writer.put(self, key, value, self.read)
        self._ask(commands.GetRelay())  # answered after the setting took effect, or soon after

    def _renew(self) -> None:
        self._ask(commands.RenewRelayPassword())

    def _ask(self, command: commands.GetRelay | commands.RenewRelayPassword) -> None:
        def done(value: object) -> None:
            if isinstance(value, RelaySetup):
                self._setup = value
                self._show()

        def failed(error: AppError) -> None:
            self.state.setText(problems.sentence(error))
            self.state.set_tone("bad")

        self._context.bridge.call(command, while_alive(self, done), while_alive(self, failed))

    def _show(self) -> None:
        setup = self._setup
        running = setup is not None and setup.running
        for part in (self.way, self.values, self.renew_button):
            part.setVisible(running)
        text, tone = _state(setup)
        self.state.setText(text)
        self.state.set_tone(tone)
        if setup is not None and running:
            program = str(self.program.currentData())
            self.way.setText(_way(program))
            self.values.show_values(setup, program)


class _Values(QWidget):
    """Label, value, copy button: one line each."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnStretch(1, 1)
        self.lines: dict[str, Text] = {}

    def show_values(self, setup: RelaySetup, program: str) -> None:
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        self.lines.clear()
        for label, value in _rows(setup, program):
            self._add(label, value)

    def _add(self, label: str, value: str) -> None:
        at = len(self.lines)
        text = Text(value, "body", wrap=True)
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        text.setAccessibleName(label)
        copy = LinkButton(tr("Copy", "button"), lambda: self._copy(value))
        copy.setAccessibleName(tr("Copy: {what}").format(what=label))
        self._grid.addWidget(Text(label, "secondary", "secondary"), at, 0)
        self._grid.addWidget(text, at, 1)
        self._grid.addWidget(copy, at, 2)
        self.lines[label] = text

    def _copy(self, value: str) -> None:
        QApplication.clipboard().setText(value)
        self._context.toast(tr("Copied"), None)


def _state(setup: RelaySetup | None) -> tuple[str, str]:
    if setup is None or not setup.enabled:
        return tr("Outlook, Thunderbird and others keep sending by themselves."), "secondary"
    if setup.error == "port_taken":
        return tr("Another program uses this port. Choose another number."), "bad"
    if setup.error:
        return problems.sentence(SecretsError(reason=setup.error)), "bad"
    if not setup.users:
        return tr("Add a mailbox that can send first."), "warn"
    return tr("Ready while Otklik runs. Your program keeps its own clean copy in Sent."), "good"


def _way(program: str) -> str:
    """Where the program hides these fields."""
    return {
        "thunderbird": tr(
            "Account Settings, Outgoing Server (SMTP), Add. Then choose it in your account. At the first "
            "letter Thunderbird asks about the certificate of this computer: confirm it for good."
        ),
        "outlook": tr(
            "File, Account Settings, your account, Change: the outgoing server. Only for IMAP and POP "
            "accounts: Exchange accounts send past it. In More Settings switch on that the outgoing server "
            "requires authentication, with the user and password below."
        ),
        "the_bat": tr("Account, Properties, Transport: Send mail. Authentication holds user and password."),
        "other": tr("The settings of the outgoing server (SMTP). The incoming server stays as it is."),
    }[program]


def _rows(setup: RelaySetup, program: str) -> list[tuple[str, str]]:
    tls = bool(setup.fingerprint)
    encryption = {
        "thunderbird": tr("STARTTLS") if tls else tr("None (the letter leaves this computer encrypted)"),
        "outlook": tr("None (the letter leaves this computer encrypted)"),
        "the_bat": tr("Regular"),
    }.get(program, tr("STARTTLS, or none") if tls else tr("None"))
    sign_in = {
        "thunderbird": (
            tr("Normal password")
            if tls
            else tr("Password, transmitted insecurely (it stays on this computer)")
        ),
        "outlook": tr("Log on using name and password"),
        "the_bat": tr("RFC-2554, plain"),
    }.get(program, tr("Name and password"))
    rows = [
        (tr("Server"), HOST),
        (tr("Port"), str(setup.port)),
        (tr("Encryption"), encryption),
        (tr("Sign-in"), sign_in),
        (tr("User"), " / ".join(setup.users)),
        (tr("Password"), setup.password),
    ]
    if tls and program in ("thunderbird", "other"):
        rows.append((tr("Certificate (SHA-256)"), setup.fingerprint))
    return rows
