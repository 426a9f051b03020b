"""The second step of the assistant: the servers that were found, editable, each step of the way tested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from desktop_app.domain.commands import TestStep
from desktop_app.domain.errors import AppError, TlsUntrusted
from desktop_app.domain.model import IMAP_PORTS, SMTP_PORTS, AccountSettings, Endpoint, Security
from desktop_app.ui import problems
from desktop_app.ui.assistant_steps import Step
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import PrimaryButton, QuietButton
from desktop_app.ui.widgets.forms import Field, choice, line
from desktop_app.ui.widgets.states import Notice
from desktop_app.ui.widgets.texts import Text

BREAK_HERE = "\u200b"  # zero width space: lets a line end there
STEPS = ("resolve", "connect", "secure", "sign_in", "folders", "smtp")


class ServersStep(Step):
    """`settings()` is what stands in the fields; `trust` carries the TlsUntrusted that the user accepts."""

    back = Signal()
    test = Signal()
    add = Signal()
    trust = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(2, tr("The servers"), "")
        self._theme = theme
        self._address = ""
        self._found: Sequence[AccountSettings] = ()
        self.found = QComboBox()
        self.name = line(placeholder=tr("Anna Petrova"))
        self.user = line()
        self.imap = EndpointFields(IMAP_PORTS)
        self.smtp = EndpointFields(SMTP_PORTS)
        self.results = TestResults(theme)
        self._notice: Notice | None = None
        self._notices = QVBoxLayout()
        self._back = QuietButton(tr("Back"), self.back.emit)
        self._again = QuietButton(tr("Test again"), self.test.emit)
        self._add = PrimaryButton(tr("Add this mailbox"), self.add.emit)
        self._build()

    def settings(self) -> AccountSettings:
        smtp = self.smtp.endpoint()
        return AccountSettings(
            kind="imap",
            address=self._address,
            user=self.user.text().strip() or self._address,
            imap=self.imap.endpoint() or Endpoint("", 0, Security.TLS),
            smtp=smtp,
            name=self.name.text().strip(),
        )

    def show_found(self, found: Sequence[AccountSettings], address: str) -> None:
        """The best one in the fields; with none, the fields are for the user to fill."""
        self._found, self._address = found, address
        self.found.blockSignals(True)
        self.found.clear()
        self.found.addItems([_summary(one) for one in found])
        self.found.blockSignals(False)
        self.found.setVisible(len(found) > 1)
        domain = address.rpartition("@")[2]
        self.text.setText(
            tr("Found for {domain}. Change what is not right and test again.").format(domain=domain)
            if found
            else tr(
                "Nothing was found for {domain}. Your IT or the help of your mail knows the names."
            ).format(domain=domain)
        )
        self._fill(found[0] if found else _guess(address))
        self.results.show_waiting()
        self._say(None)
        self._add.setEnabled(False)

    def show_testing(self) -> None:
        self.results.show_testing()
        self._say(None)
        self._again.setEnabled(False)
        self._add.setEnabled(False)

    def show_results(self, steps: Sequence[TestStep]) -> None:
        self.results.show_steps(steps, with_smtp=self.smtp.endpoint() is not None)
        failure = next((step for step in steps if step.error is not None), None)
        self._again.setEnabled(True)
        self._add.setEnabled(bool(steps) and failure is None)
        if failure is not None and failure.error is not None:
            self._say(failure.error)
        else:
            self._add.setFocus()

    def show_error(self, error: AppError) -> None:
        """The test itself, or adding, did not come about."""
        self.results.show_waiting()
        self._again.setEnabled(True)
        self._say(error)

    def set_busy(self, busy: bool) -> None:
        for button in (self._back, self._again, self._add):
            button.setEnabled(not busy)

    def _build(self) -> None:
        self.body.setSpacing(Space.S)
        self.body.addWidget(self.found)
        people = QHBoxLayout()
        people.setSpacing(Space.M)
        people.addWidget(Field(tr("Your name, as clients see it"), self.name))
        people.addWidget(Field(tr("User name"), self.user))
        self.body.addLayout(people)
        self.body.addWidget(Field(tr("Incoming mail (IMAP)"), self.imap))
        self.body.addWidget(Field(tr("Outgoing mail (SMTP); empty: receive only"), self.smtp))
        self.body.addSpacing(Space.XS)
        self.body.addWidget(self.results)
        self.body.addLayout(self._notices)
        self.body.addStretch(1)
        self.foot.addWidget(self._back)
        self.foot.addStretch(1)
        self.foot.addWidget(self._again)
        self.foot.addWidget(self._add)
        self.found.activated.connect(lambda at: self._fill(self._found[at]))
        for edit in (self.user, self.imap.host, self.smtp.host):
            edit.textEdited.connect(lambda _text: self._changed())
        for fields in (self.imap, self.smtp):
            fields.port.valueChanged.connect(lambda _value: self._changed())
            fields.security.activated.connect(lambda _at: self._changed())

    def _fill(self, settings: AccountSettings) -> None:
        self.user.setText(settings.user)
        if settings.name:
            self.name.setText(settings.name)
        self.imap.fill(settings.imap)
        self.smtp.fill(settings.smtp)
        self._changed()

    def _changed(self) -> None:
        """What was tested is no longer what stands here."""
        self._add.setEnabled(False)
        self.results.show_waiting()

    def _say(self, error: AppError | None) -> None:
        if self._notice is not None:
            self._notices.removeWidget(self._notice)
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None
        if error is None:
            return
        if isinstance(error, TlsUntrusted):
            text = f"{problems.sentence(error)} {fingerprint_words(str(error.params.get('fingerprint', '')))}"
            self._notice = Notice(
                text, tr("Trust this certificate"), lambda: self.trust.emit(error), kind="warning"
            )
        else:
            self._notice = Notice(problems.sentence(error))
        self._notices.addWidget(self._notice)


class EndpointFields(QWidget):
    """Host, port and security in a row; changing the security changes a usual port."""

    def __init__(self, ports: Mapping[Security, int]) -> None:
        super().__init__()
        self._ports = ports
        self.host = QLineEdit()
        self.port = QSpinBox()
        self.port.setRange(1, 65535)
        self.port.setFixedWidth(72)
        self.security = choice(
            [
                (Security.TLS, tr("TLS")),
                (Security.STARTTLS, tr("STARTTLS")),
                (Security.NONE, tr("none (this computer only)")),
            ],
            Security.TLS,
        )
        self.security.setFixedWidth(132)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.host, 1)
        row.addWidget(self.port)
        row.addWidget(self.security)
        for widget, name in (
            (self.host, tr("Server")),
            (self.port, tr("Port")),
            (self.security, tr("Security")),
        ):
            widget.setAccessibleName(name)
        self.security.activated.connect(lambda _at: self._usual_port())

    def endpoint(self) -> Endpoint | None:
        """None when no server is named."""
        host = self.host.text().strip()
        return Endpoint(host, self.port.value(), Security(self.security.currentData())) if host else None

    def fill(self, endpoint: Endpoint | None) -> None:
        security = endpoint.security if endpoint else Security.TLS
        self.security.setCurrentIndex(self.security.findData(security))
        self.host.setText(endpoint.host if endpoint else "")
        self.port.setValue(endpoint.port if endpoint else self._ports[security])

    def _usual_port(self) -> None:
        if self.port.value() in self._ports.values():
            self.port.setValue(self._ports[Security(self.security.currentData())])


class TestResults(QWidget):
    """One line per step of the test: a tick, a cross, or nothing yet."""

    __test__ = False  # not a pytest class

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnStretch(2, 1)
        self._icons: dict[str, Text] = {}
        self._names: dict[str, Text] = {}
        self._details: dict[str, Text] = {}
        for row, step in enumerate(STEPS):
            self._icons[step] = Text()
            self._icons[step].setFixedSize(16, 16)
            self._names[step] = Text(problems.test_step(step), "secondary")
            self._details[step] = Text("", "secondary", "secondary")
            for column, widget in enumerate((self._icons[step], self._names[step], self._details[step])):
                grid.addWidget(widget, row, column)

    def show_waiting(self) -> None:
        for step in STEPS:
            self._mark(step, "", "disabled", "")

    def show_testing(self) -> None:
        for step in STEPS:
            self._mark(step, "more", "secondary", "")

    def show_steps(self, steps: Sequence[TestStep], *, with_smtp: bool) -> None:
        self.show_waiting()
        self._names["smtp"].setVisible(with_smtp)
        for step in steps:
            if step.step not in self._icons:
                continue
            if step.error is None:
                self._mark(step.step, "check", "good", step.detail)
            else:
                self._mark(step.step, "x", "bad", "")

    def state(self, step: str) -> str:
        """What a screen reader says: "done", "failed" or ""."""
        return self._icons[step].accessibleName()

    def _mark(self, step: str, icon: str, tone: str, detail: str) -> None:
        label = self._icons[step]
        label.clear()
        if icon:
            label.setPixmap(self._theme.pixmap(icon, tone, 16))
        label.setAccessibleName({"check": tr("done"), "x": tr("failed")}.get(icon, ""))
        self._names[step].set_tone("text" if icon in {"check", "x"} else "secondary")
        self._details[step].setText(detail)


def _summary(settings: AccountSettings) -> str:
    smtp = settings.smtp.host if settings.smtp else tr("receive only")
    return tr("{incoming} and {outgoing}").format(incoming=settings.imap.host, outgoing=smtp)


def _guess(address: str) -> AccountSettings:
    return AccountSettings("imap", address, address, Endpoint("", IMAP_PORTS[Security.TLS], Security.TLS))


def fingerprint_words(fingerprint: str) -> str:
    """What to compare before a certificate is trusted by hand; hexadecimal in pairs."""
    text = fingerprint.upper()
    pairs = f":{BREAK_HERE}".join(text[at : at + 2] for at in range(0, len(text), 2))
    return tr("Ask your IT whether its fingerprint (SHA-256) is {fingerprint}").format(fingerprint=pairs)
