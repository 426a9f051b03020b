"""The second step of the assistant: the servers that were found, editable, each step of the way tested."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.commands import TestStep
from desktop_app.domain.errors import AppError, AuthRejected, ConsentNeeded, TlsUntrusted, Unsupported
from desktop_app.domain.model import IMAP_PORTS, AccountKind, AccountSettings, Endpoint, Security
from desktop_app.ui import problems
from desktop_app.ui.assistant_kinds import ExchangePanel, ImapPanel, KindPanel, Microsoft365Panel
from desktop_app.ui.assistant_steps import Step
from desktop_app.ui.for_it import ForItNotice, is_for_it
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import PrimaryButton, QuietButton
from desktop_app.ui.widgets.forms import Field, choice, line
from desktop_app.ui.widgets.states import Notice
from desktop_app.ui.widgets.texts import Text

BREAK_HERE = "\u200b"  # zero width space: lets a line end there
STEPS = ("discover", "resolve", "connect", "secure", "sign_in", "folders", "bell", "smtp")


class ServersStep(Step):
    """`settings()` is what stands in the fields; `trust` carries the TlsUntrusted that the user accepts."""

    back = Signal()
    test = Signal()
    add = Signal()
    trust = Signal(object)
    grown = Signal()  # or shrunk: another kind of mailbox has other fields
    password = Signal()  # another one is to be typed

    def __init__(self, theme: Theme, registered: bool = False) -> None:
        super().__init__(2, tr("The servers"), "")
        self._theme = theme
        self._address = ""
        self._found: Sequence[AccountSettings] = ()
        self.found = QComboBox()
        self.name = line(placeholder=tr("Anna Petrova"))
        self.user = line()
        self.user_field = Field(tr("User name"), self.user)
        self.imap_panel = ImapPanel()
        self.exchange = ExchangePanel(theme)
        self.microsoft = Microsoft365Panel(registered)
        self.panels: tuple[KindPanel, ...] = (self.imap_panel, self.exchange, self.microsoft)
        self.imap, self.smtp = self.imap_panel.imap, self.imap_panel.smtp
        self.kind = choice([(one.kind, kind_name(one.kind)) for one in self.panels], AccountKind.IMAP)
        self.results = TestResults(theme)
        self._notice: Notice | ForItNotice | None = None
        self._notices = QVBoxLayout()
        self._back = QuietButton(tr("Back"), self.back.emit)
        self._again = QuietButton(tr("Test again"), self.test.emit)
        self._add = PrimaryButton(tr("Add this mailbox"), self.add.emit)
        self._build()

    def settings(self) -> AccountSettings:
        user = self.user.text().strip() or self._address
        name = self.name.text().strip()
        return self._panel.complete(AccountSettings(self._panel.kind, self._address, user, name=name))

    def show_found(self, found: Sequence[AccountSettings], address: str) -> None:
        """The best one in the fields; with none, the fields are for the user to fill."""
        self._found, self._address = found, address
        self._fill(found[0] if found else _guess(address))
        self._list_found()
        self.results.show_waiting()
        self._say(None)
        self._add.setEnabled(False)

    def show_testing(self) -> None:
        self.results.expect(self._panel.steps)
        self.results.show_testing()
        self._say(None)
        self._again.setEnabled(False)
        self._add.setEnabled(False)

    def show_results(self, steps: Sequence[TestStep]) -> None:
        self.results.show_steps(steps)
        failure = next((step for step in steps if step.error is not None), None)
        self._panel.tested({step.step: step.detail for step in steps if step.error is None})
        self._again.setEnabled(True)
        self._add.setEnabled(bool(steps) and failure is None)
        if failure is not None and failure.error is not None:
            self._say(failure.error)
        else:
            self._add.setFocus()

    @property
    def has_notice(self) -> bool:
        """Something went wrong and is said below the results."""
        return self._notice is not None

    def show_error(self, error: AppError) -> None:
        """The test itself, or adding, did not come about."""
        self.results.show_waiting()
        self._again.setEnabled(True)
        self._say(error)

    def clear_error(self) -> None:
        self._say(None)

    def set_busy(self, busy: bool) -> None:
        for button in (self._back, self._again, self._add):
            button.setEnabled(not busy)

    def _build(self) -> None:
        self.body.setSpacing(Space.S)
        kinds = QHBoxLayout()
        kinds.setSpacing(Space.M)
        kinds.addWidget(self.kind)
        kinds.addWidget(self.found, 1)
        kinds.addStretch()
        self.body.addLayout(kinds)
        people = QHBoxLayout()
        people.setSpacing(Space.M)
        for field in (Field(tr("Your name, as clients see it"), self.name), self.user_field):
            people.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(people)
        for panel in self.panels:
            self.body.addWidget(panel)
            panel.edited.connect(self._changed)
        self.body.addSpacing(Space.XS)
        self.body.addWidget(self.results)
        self.body.addLayout(self._notices)
        self.body.addStretch(1)
        self.foot.addWidget(self._back)
        self.foot.addStretch(1)
        self.foot.addWidget(self._again)
        self.foot.addWidget(self._add)
        self.found.activated.connect(lambda at: self._fill(self._found[self.found.itemData(at)]))
        self.user.textEdited.connect(lambda _text: self._changed())
        self.kind.activated.connect(lambda _at: self._choose_kind())
        self.microsoft.view.changed.connect(self._make_room)

    def _fill(self, settings: AccountSettings) -> None:
        self.user.setText(settings.user)
        if settings.name:
            self.name.setText(settings.name)
        self.kind.setCurrentIndex(max(self.kind.findData(settings.kind), 0))
        self._panel.fill(settings)
        self._show_panel()

    @property
    def _panel(self) -> KindPanel:
        return next(panel for panel in self.panels if panel.kind == self.kind.currentData())

    def choose_kind(self, kind: AccountKind) -> None:
        """As if it had been chosen by hand."""
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self._choose_kind()
        self._say(None)

    def _choose_kind(self) -> None:
        """By hand: with the best that was found of this kind."""
        first = next((one for one in self._found if one.kind == self._panel.kind), None)
        if first is not None:
            self._fill(first)
        self._show_panel()
        self._list_found()

    def _list_found(self) -> None:
        """What there is to choose from: of the kind that is shown."""
        self.found.blockSignals(True)
        self.found.clear()
        for at, one in enumerate(self._found):
            if one.kind == self._panel.kind:
                self.found.addItem(_summary(one), at)
        self.found.setVisible(self.found.count() > 1)
        self.found.blockSignals(False)

    @property
    def address(self) -> str:
        """Whose servers stand here; "" while nothing was found, and nothing typed."""
        is_empty = self._panel is self.imap_panel and not self.imap.host.text().strip()
        return "" if is_empty else self._address

    def _make_room(self) -> None:
        """Nothing is tested while somebody signs in somewhere else."""
        waits = self._panel is self.microsoft and not self.microsoft.view.waiting.isHidden()
        self.results.setVisible(not waits)

    def _introduce(self) -> None:
        if self._panel is self.microsoft:
            self.title.setText(tr("Your mailbox in Microsoft 365"))
            text = tr("You sign in at Microsoft, in your browser. Otklik never sees the password.")
            self.text.setText(text)
            return
        self.title.setText(tr("The servers"))
        domain = self._address.rpartition("@")[2]
        text = tr("Nothing was found for {domain}. Your IT or the help of your mail knows the names.")
        if self._found:
            text = tr("Found for {domain}. Change what is not right and test again.")
        self.text.setText(text.format(domain=domain))

    def _show_panel(self) -> None:
        self._introduce()
        self._make_room()
        self.grown.emit()
        for panel in self.panels:
            panel.setVisible(panel is self._panel)
        self.user_field.set_hint(self._panel.user_hint)
        self._changed()

    def _changed(self) -> None:
        """What was tested is no longer what stands here."""
        self._add.setEnabled(False)
        self.results.expect(self._panel.steps)
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
        elif isinstance(error, ConsentNeeded) and is_for_it(error):
            self._notice = ForItNotice(error)
        elif isinstance(error, Unsupported) and error.params.get("what") == "at_microsoft":
            choose = partial(self.choose_kind, AccountKind.GRAPH)
            self._notice = Notice(problems.sentence(error), tr("Choose Microsoft 365"), choose)
        elif isinstance(error, AuthRejected):
            again = tr("Type the password again")
            self._notice = Notice(problems.sentence(error), again, self.password.emit)
        else:
            self._notice = Notice(problems.sentence(error))
        self._notices.addWidget(self._notice)


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
        self._said = Text("", "secondary", "bad", wrap=True)
        self._said.hide()
        grid.addWidget(self._said, len(STEPS), 1, 1, 2)

    def expect(self, steps: Sequence[str]) -> None:
        """Which steps there are for this kind of mailbox."""
        for step in STEPS:
            for widget in (self._icons[step], self._names[step], self._details[step]):
                widget.setVisible(step in steps)

    def show_waiting(self) -> None:
        for step in STEPS:
            self._mark(step, "", "disabled", "")

    def show_testing(self) -> None:
        for step in STEPS:
            self._mark(step, "more", "secondary", "")

    def show_steps(self, steps: Sequence[TestStep]) -> None:
        self.show_waiting()
        for step in steps:
            if step.step not in self._icons:
                continue
            if step.error is None:
                self._mark(step.step, "check", "good", problems.test_detail(step.detail))
            else:
                self._mark(step.step, "x", "bad", "")

    def say(self, text: str) -> None:
        """What is wrong, below the steps, where nothing else says it; "" takes it away."""
        self._said.setText(text)
        self._said.setVisible(bool(text))

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


def kind_name(kind: AccountKind) -> str:
    return {
        AccountKind.IMAP: tr("IMAP and SMTP"),
        AccountKind.EWS: tr("Exchange of your company"),
        AccountKind.GRAPH: tr("Microsoft 365"),
    }[kind]


def _summary(settings: AccountSettings) -> str:
    if settings.kind != AccountKind.IMAP:
        return kind_name(AccountKind(settings.kind))
    smtp = settings.smtp.host if settings.smtp else tr("receive only")
    return tr("{incoming} and {outgoing}").format(incoming=settings.server.host, outgoing=smtp)


def _guess(address: str) -> AccountSettings:
    return AccountSettings("imap", address, address, Endpoint("", IMAP_PORTS[Security.TLS], Security.TLS))


def fingerprint_words(fingerprint: str) -> str:
    """What to compare before a certificate is trusted by hand; hexadecimal in pairs."""
    text = fingerprint.upper()
    pairs = f":{BREAK_HERE}".join(text[at : at + 2] for at in range(0, len(text), 2))
    return tr("Ask your IT whether its fingerprint (SHA-256) is {fingerprint}").format(fingerprint=pairs)
