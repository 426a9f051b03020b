"""What there is to fill in for each kind of mailbox: servers for IMAP and SMTP, one address for Exchange."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from desktop_app.domain.errors import AppError
from desktop_app.domain.exchange import ews_url
from desktop_app.domain.model import (
    IMAP_PORTS,
    SMTP_PORTS,
    AccountKind,
    AccountSettings,
    Endpoint,
    Security,
)
from desktop_app.ui import problems
from desktop_app.ui.signing_in import SignInView
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.forms import Field, choice, line
from desktop_app.ui.widgets.switch import Switch
from desktop_app.ui.widgets.texts import Text

FIRST_STEPS = ("resolve", "connect", "secure", "sign_in", "folders")
GRAPH_STEPS = ("resolve", "connect", "sign_in", "folders")
IMAP_STEPS = (*FIRST_STEPS, "bell", "smtp")


class KindPanel(QWidget):
    """The fields of one kind; `edited` says that what was tested no longer stands here.

    `steps` are those of its test, in order; `user_hint` stands below the user name.
    """

    edited = Signal()
    kind = AccountKind.IMAP
    steps: tuple[str, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(Space.S)

    def fill(self, settings: AccountSettings) -> None:
        raise NotImplementedError

    def complete(self, settings: AccountSettings) -> AccountSettings:
        """`settings` with what stands in these fields."""
        raise NotImplementedError

    def tested(self, details: Mapping[str, str]) -> None:
        """What a good test has found out, by step."""

    @property
    def user_hint(self) -> str:
        return ""


class ImapPanel(KindPanel):
    kind = AccountKind.IMAP

    def __init__(self) -> None:
        super().__init__()
        self.imap = EndpointFields(IMAP_PORTS)
        self.smtp = EndpointFields(SMTP_PORTS)
        self.column.addWidget(Field(tr("Incoming mail (IMAP)"), self.imap))
        self.column.addWidget(Field(tr("Outgoing mail (SMTP); empty: receive only"), self.smtp))
        for fields in (self.imap, self.smtp):
            fields.host.textEdited.connect(lambda _text: self.edited.emit())
            fields.port.valueChanged.connect(lambda _value: self.edited.emit())
            fields.security.activated.connect(lambda _at: self.edited.emit())

    def fill(self, settings: AccountSettings) -> None:
        self.imap.fill(settings.imap)
        self.smtp.fill(settings.smtp)

    def complete(self, settings: AccountSettings) -> AccountSettings:
        imap = self.imap.endpoint() or Endpoint("", 0, Security.TLS)
        return replace(settings, imap=imap, smtp=self.smtp.endpoint())

    @property
    def steps(self) -> tuple[str, ...]:  # type: ignore[override]
        return IMAP_STEPS if self.smtp.endpoint() is not None else IMAP_STEPS[:-1]


class ExchangePanel(KindPanel):
    """Exchange of one's own company. An empty address is asked of the domain."""

    kind = AccountKind.EWS

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.url = line(placeholder=tr("https://mail.company.ru/EWS/Exchange.asmx"))
        hint = tr("Leave it empty and Otklik asks your domain. Outside the office this may need the VPN.")
        text = tr("Without a password, by the sign-in of this computer (Kerberos)")
        self.kerberos = Switch(theme, text)
        self.column.addWidget(Field(tr("Exchange server"), self.url, hint))
        self.column.addWidget(self.kerberos)
        self.url.textEdited.connect(lambda _text: self.edited.emit())
        self.kerberos.toggled.connect(lambda _on: self.edited.emit())

    def fill(self, settings: AccountSettings) -> None:
        self.url.setText(settings.ews_url)
        self.kerberos.setChecked(settings.kerberos)

    def complete(self, settings: AccountSettings) -> AccountSettings:
        return replace(settings, ews_url=ews_url(self.url.text()), kerberos=self.kerberos.isChecked())

    def tested(self, details: Mapping[str, str]) -> None:
        if details.get("discover"):
            self.url.setText(details["discover"])

    @property
    def steps(self) -> tuple[str, ...]:  # type: ignore[override]
        first = ("resolve", "connect", "secure", "sign_in", "folders")
        return first if self.url.text().strip() else ("discover", *first)

    @property
    def user_hint(self) -> str:
        return tr("Often DOMAIN\\name, not the address")


class Microsoft365Panel(KindPanel):
    """Microsoft 365: one signs in in the browser. Until it is set, what IT registered is asked for."""

    kind = AccountKind.GRAPH

    def __init__(self, registered: bool) -> None:
        super().__init__()
        self.client_id = line(placeholder="00000000-0000-0000-0000-000000000000")
        self.tenant = line(placeholder=tr("company.ru"))
        hint = tr("Your IT registers Otklik once and tells you both. See “Microsoft 365” in the help.")
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        self.registration = Field(tr("Application (client) ID"), self.client_id)
        self.directory = Field(tr("Directory (tenant)"), self.tenant)
        row.addWidget(self.registration, 3, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.directory, 2, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)
        self.told = Text(hint, "secondary", "secondary", wrap=True)
        self.column.addWidget(self.told)
        for field in (self.registration, self.directory, self.told):
            field.setVisible(not registered)
        for edit in (self.client_id, self.tenant):
            edit.textEdited.connect(lambda _text: self.show_error(None))
        self.view = SignInView(tr("Sign in with Microsoft"))
        self.column.addWidget(self.view)

    def show_error(self, error: AppError | None) -> None:
        """That one of the two cannot be what IT has told."""
        of_tenant = error is not None and error.params.get("field") == "oauth_microsoft_tenant"
        text = problems.sentence(error) if error is not None else ""
        self.registration.show_error("" if of_tenant else text)
        self.directory.show_error(text if of_tenant else "")

    def fill(self, settings: AccountSettings) -> None:
        """Nothing of it belongs to one mailbox."""

    def complete(self, settings: AccountSettings) -> AccountSettings:
        return settings

    @property
    def steps(self) -> tuple[str, ...]:  # type: ignore[override]
        return GRAPH_STEPS

    @property
    def user_hint(self) -> str:
        return tr("For a shared mailbox: your own address")


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


def steps_of(settings: AccountSettings) -> tuple[str, ...]:
    """What a test of a saved mailbox goes through."""
    if settings.kind == AccountKind.GRAPH:
        return GRAPH_STEPS
    if settings.kind != AccountKind.IMAP:
        return FIRST_STEPS
    return IMAP_STEPS if settings.smtp is not None else IMAP_STEPS[:-1]
