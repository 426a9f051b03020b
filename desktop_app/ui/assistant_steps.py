"""The first and the last step of the assistant."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.domain.facts import SyncState
from desktop_app.domain.model import Address
from desktop_app.ui import address_text, problems, times, words
from desktop_app.ui.demo_start import start_demo
from desktop_app.ui.password_hints import password_hint
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from desktop_app.ui.widgets.forms import Field, line
from desktop_app.ui.widgets.texts import PageTitle, Text


class Step(QWidget):
    """Which step, a title, a sentence, a body, and a row of buttons at the foot."""

    def __init__(self, number: int, title: str, text: str) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.XXL, Space.XL, Space.XXL, Space.XL)
        self._column.setSpacing(Space.S)
        self._column.addWidget(Text(tr("Step {n} of 3").format(n=number), "caption", "secondary"))
        self.title = PageTitle(title)
        self._column.addWidget(self.title)
        self.text = Text(text, tone="secondary", wrap=True)
        self._column.addWidget(self.text)
        self._column.addSpacing(Space.S)
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.M)
        self._column.addLayout(self.body, 1)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(Space.S)
        self._column.addLayout(self.foot)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class AddressStep(Step):
    """1: address and password; or one signs in at Microsoft, and at Google when it is of `issuers`."""

    go_on = Signal()
    sign_in = Signal(str)
    cancel = Signal()  # whoever signs in in the browser
    no_password = Signal()

    def __init__(self, address: str, issuers: Sequence[str] = ()) -> None:
        text = tr(
            "Otklik finds the servers by itself. The password stays in the password store of this computer."
        )
        super().__init__(1, tr("Your mailbox"), text)
        self._address = line(address, tr("name@company.ru"))
        self._password = line(secret=True)
        self._address_field = Field(tr("E-mail address"), self._address)
        hint = tr(
            "Gmail, Yandex and Mail.ru want an app password: make one in the security settings of your mail."
        )
        self._password_field = Field(tr("Password"), self._password, hint)
        self._password_hint = hint
        self._button = PrimaryButton(tr("Find the servers"), self._try)
        names = {"google": tr("Sign in with Google"), "microsoft": tr("Sign in with Microsoft")}
        offered = [one for one in names if one == "microsoft" or one in issuers]
        self.issuer_buttons = {one: QuietButton(names[one], partial(self._sign_in, one)) for one in offered}
        self.cancel_button = QuietButton(tr("Cancel"), self.cancel.emit)
        self.cancel_button.hide()
        self.demo_button = LinkButton(tr("Try with demo data"), self._show_demo)
        hint = tr("An invented company with letters, opens and clicks. Nothing is sent.")
        self.demo_button.setToolTip(hint)
        self._demo = Text(tr("Only looking?"), "secondary", "secondary")
        self.body.addWidget(self._address_field)
        self.body.addWidget(self._password_field)
        self.no_password_button = LinkButton(
            tr("No password: this computer signs me in to Exchange"), self._without_password
        )
        self.body.addWidget(self.no_password_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        looking = QHBoxLayout()
        looking.setSpacing(Space.S)
        for widget in (self._demo, self.demo_button):
            looking.addWidget(widget)
        looking.addStretch(1)
        self.body.addLayout(looking)
        for button in self.issuer_buttons.values():
            self.foot.addWidget(button)
        self.foot.addStretch(1)
        self.foot.addWidget(self.cancel_button)
        self.foot.addWidget(self._button)
        self._address.textEdited.connect(self._edited)
        self._edited()
        for edit in (self._address, self._password):
            edit.returnPressed.connect(self._try)

    def _show_demo(self) -> None:
        """Once: what was started opens within seconds."""
        if start_demo():
            self._demo.setText(tr("The demo opens in a window of its own."))
            self.demo_button.hide()
        else:
            self._demo.setText(tr("The demo could not be started."))

    def address(self) -> str:
        return self._address.text().strip()

    def password(self) -> str:
        return self._password.text()

    def show_error(self, text: str) -> None:
        self._address_field.show_error(text)

    def set_busy(self, busy: bool) -> None:
        self._button.setEnabled(not busy)
        self._button.setText(tr("Searching…") if busy else tr("Find the servers"))
        for button in self.issuer_buttons.values():
            button.setEnabled(not busy)

    def set_signing_in(self, busy: bool) -> None:
        """The person is in the browser."""
        self.set_busy(busy)
        self.cancel_button.setVisible(busy)
        for button in self.issuer_buttons.values():
            button.setVisible(not busy)
        if busy:
            self._button.setText(tr("Waiting for the browser…"))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._address.setFocus()

    def ask_password(self) -> None:
        """What stands there was refused."""
        self._password.selectAll()
        self._password.setFocus()

    def _edited(self) -> None:
        self.show_error("")
        self._password_field.set_hint(password_hint(self.address()) or self._password_hint)

    def _sign_in(self, issuer: str) -> None:
        if self._has_address():
            self.sign_in.emit(issuer)

    def _without_password(self) -> None:
        if self._button.isEnabled() and self._has_address():
            self.no_password.emit()

    def _has_address(self) -> bool:
        if address_text.is_valid(Address("", self.address())):
            return True
        self.show_error(tr("This is not an e-mail address."))
        self._address.setFocus()
        return False

    def _try(self) -> None:
        if not self._button.isEnabled() or not self._has_address():
            return
        if not self.password():
            self._password_field.show_error(tr("The password is missing."))
            self._password.setFocus()
        else:
            self.show_error("")
            self._password_field.show_error("")
            self.go_on.emit()


class SyncStep(Step):
    """3: the first letters stream in; nobody has to wait for them."""

    close_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(
            3,
            tr("Your letters are coming"),
            tr("The newest come first. You can begin at once: the rest arrives meanwhile."),
        )
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.state = Text(tr("Connecting"))
        self.rest = Text("", "secondary", "secondary")
        self.body.addWidget(self.bar)
        self.body.addWidget(self.state)
        self.body.addWidget(self.rest)
        self.body.addStretch(1)
        self.foot.addStretch(1)
        self.button = PrimaryButton(tr("Show my leads"), self.close_wanted.emit)
        self.foot.addWidget(self.button)

    def show_state(self, state: SyncState, rest_s: float | None) -> None:
        """`rest_s` None: nothing honest can be said yet."""
        live = state.state == "live"
        self.bar.setRange(0, 1 if live else state.total)
        self.bar.setValue(1 if live else state.done)
        self.state.setText(_done(state.total) if live else problems.sync_state(state))
        self.state.set_tone("bad" if state.error else "text")
        if live or state.error:
            self.rest.setText("")
        elif rest_s is None:
            self.rest.setText(tr("The time left is not known yet."))
        else:
            self.rest.setText(times.left(rest_s))


def _done(total: int) -> str:
    if not total:
        return tr("Done: the mailbox is empty.")
    return tr("Done: {number} letters are here.").format(number=words.count(total))
