"""Add a mailbox in three steps: who you are, what was found and tested, the first letters.

Needs no database: it is the first thing on an empty computer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.commands import TestStep
from desktop_app.domain.errors import AppError, TlsUntrusted
from desktop_app.domain.facts import SyncState
from desktop_app.domain.model import AccountId, AccountKind, AccountSettings
from desktop_app.ui import problems
from desktop_app.ui.assistant_servers import ServersStep
from desktop_app.ui.assistant_steps import AddressStep, SyncStep
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.rest_time import RestTime
from desktop_app.ui.signing_in import SignInDesk
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.page_scroll import scrolled


class Assistant(QWidget):
    """`added` carries the AccountId, `closed` says that the user is through, `stepped` which step is shown.

    It may be left at any step; the mailbox is added at the end of step 2.
    """

    added = Signal(int)
    closed = Signal()
    stepped = Signal(int)

    def __init__(self, theme: Theme, bridge: Bridge, address: str = "", issuers: Sequence[str] = ()) -> None:
        super().__init__()
        self._bridge = bridge
        self._password = ""
        self._is_at_microsoft = False  # signed in there
        self._is_at_google = False  # signing in there
        self._registered = "microsoft" in issuers
        self._trusted = ""
        self._question = 0  # answers to earlier questions are dropped
        self._account: AccountId | None = None
        self._clock = QElapsedTimer()
        self._clock.start()
        self._rest = RestTime()
        self.address_step = AddressStep(address, issuers)
        self.servers_step = ServersStep(theme, self._registered)
        self._desk = SignInDesk(bridge, self.servers_step.microsoft.view)
        self.sync_step = SyncStep()
        self._steps = QStackedWidget()
        self._areas: dict[QWidget, QScrollArea] = {}
        for step in (self.address_step, self.servers_step, self.sync_step):
            self._areas[step] = scrolled(step)
            self._steps.addWidget(self._areas[step])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._steps)
        self._connect()

    @property
    def step(self) -> int:
        """1, 2 or 3."""
        return self._steps.currentIndex() + 1

    def leave(self) -> None:
        """Before it is dropped: nobody is waited for, and answers that come later find nobody."""
        self.cancel_sign_in()
        self._next_question()

    def cancel_sign_in(self) -> bool:
        """Whether somebody was signing in somewhere else, who is not waited for any longer."""
        was_waiting = self._is_at_google or self._desk.is_waiting
        if self._is_at_google:
            self._next_question()
            self._set_at_google(False)
            self._bridge.call(commands.CancelSignIn())
        self._desk.cancel()
        return was_waiting

    def _connect(self) -> None:
        self.address_step.go_on.connect(self._begin)
        self.address_step.sign_in.connect(self._sign_in)
        self.address_step.no_password.connect(self._by_kerberos)
        self.address_step.cancel.connect(self.cancel_sign_in)
        self.servers_step.back.connect(self._go_back)
        self.servers_step.password.connect(self._ask_password)
        self.servers_step.grown.connect(self._another_kind)
        self.servers_step.test.connect(self._test)
        self.servers_step.add.connect(self._add)
        self.servers_step.trust.connect(self._trust)
        self._areas[self.servers_step].verticalScrollBar().rangeChanged.connect(self._bring_notice)
        view = self.servers_step.microsoft.view
        view.browser.connect(lambda: self._register(self._by_browser))
        view.code.connect(lambda: self._register(self._by_code))
        self._desk.signed_in.connect(self._signed_in_at_microsoft)
        self._desk.failed.connect(self.servers_step.show_error)
        self.sync_step.close_wanted.connect(self.closed)
        self._bridge.sync_state.connect(self._sync_state)

    def _show(self, step: QWidget) -> None:
        self._steps.setCurrentWidget(self._areas[step])
        self.stepped.emit(self.step)
        step.setFocus()

    def _bring_notice(self, _least: int, most: int) -> None:
        """In a low window: what went wrong stands at the end, with the buttons."""
        if self.servers_step.has_notice:
            self._areas[self.servers_step].verticalScrollBar().setValue(most)

    # step 1

    def _begin(self) -> None:
        self._password, self._is_at_microsoft = self.address_step.password(), False
        if self.address_step.address() == self.servers_step.address:
            self._show(self.servers_step)  # as it stands there: somebody may have typed it
            self._test()
        else:
            self._discover()

    def _by_kerberos(self) -> None:
        """Only an Exchange of one's own knows who sits at this computer."""
        self._password = ""
        address = self.address_step.address()
        self._found([AccountSettings(AccountKind.EWS, address, address, kerberos=True)], address)

    def _sign_in(self, issuer: str) -> None:
        """In the browser; what comes back stands for the password."""
        if issuer == "microsoft":
            self._show_microsoft()
            return
        question = self._next_question()
        self._set_at_google(True)

        def signed_in(value: object) -> None:
            if question == self._question and isinstance(value, str):
                self._set_at_google(False)
                self._password = value
                self._discover()

        def failed(error: AppError) -> None:
            if question == self._question:
                self._set_at_google(False)
                self.address_step.show_error(problems.sentence(error))

        self._bridge.call(commands.SignIn(issuer, self.address_step.address()), signed_in, failed)

    def _set_at_google(self, waiting: bool) -> None:
        self._is_at_google = waiting
        self.address_step.set_signing_in(waiting)

    def _show_microsoft(self) -> None:
        """As Microsoft 365, whatever the domain tells: who signs in there has a mailbox there."""
        self._password = ""
        self._found([self._at_microsoft()], self.address_step.address())
        if self._registered:
            self._by_browser()

    def _at_microsoft(self) -> AccountSettings:
        address = self.address_step.address()
        return AccountSettings(AccountKind.GRAPH, address.lower(), address)

    def _by_browser(self) -> None:
        self.servers_step.clear_error()
        wanted = self.servers_step.settings()
        self._desk.by_browser(wanted.user, shared=wanted.is_shared)

    def _by_code(self) -> None:
        self._desk.by_code(shared=self.servers_step.settings().is_shared)

    def _signed_in_at_microsoft(self, value: object) -> None:
        if isinstance(value, str):
            self._password, self._is_at_microsoft, self._registered = value, True, True
            self._test()

    def _register(self, sign_in: Callable[[], None]) -> None:
        """What IT has told stands in the fields: it is kept for all mailboxes, and then one signs in."""
        panel = self.servers_step.microsoft
        client_id, tenant = panel.client_id.text().strip(), panel.tenant.text().strip()
        self.servers_step.clear_error()
        if self._registered or not client_id:
            sign_in()
            return
        question = self._next_question()

        def failed(error: AppError) -> None:
            if question == self._question:
                panel.show_error(error)

        def kept(_value: object) -> None:
            if question == self._question:
                sign_in()

        def named(_value: object) -> None:
            command = commands.SetSetting("oauth_microsoft_tenant", json.dumps(tenant))
            self._bridge.call(command, kept, failed)

        command = commands.SetSetting("oauth_microsoft_id", json.dumps(client_id))
        self._bridge.call(command, named, failed)

    def _discover(self) -> None:
        address = self.address_step.address()
        self.address_step.set_busy(True)
        question = self._next_question()

        def found(value: object) -> None:
            if question == self._question:
                self.address_step.set_busy(False)
                self._found([one for one in _items(value) if isinstance(one, AccountSettings)], address)

        def failed(error: AppError) -> None:
            if question == self._question:
                self.address_step.set_busy(False)
                self.address_step.show_error(problems.sentence(error))

        self._bridge.call(commands.Discover(address), found, failed)

    def _found(self, settings: list[AccountSettings], address: str) -> None:
        self._trusted = ""
        self.servers_step.show_found(settings, address)
        self._show(self.servers_step)
        if settings and (settings[0].kind != AccountKind.GRAPH or self._is_at_microsoft):
            self._test()

    # step 2

    def _another_kind(self) -> None:
        """Who signs in at Microsoft is waited for there alone."""
        if self.servers_step.settings().kind != AccountKind.GRAPH:
            self._desk.cancel()
        self.stepped.emit(self.step)

    def _ask_password(self) -> None:
        self._go_back()
        self.address_step.ask_password()

    def _go_back(self) -> None:
        self._desk.cancel()
        self._show(self.address_step)

    def _settings(self) -> AccountSettings:
        return replace(self.servers_step.settings(), tls_fingerprint=self._trusted)

    def _password_for(self, settings: AccountSettings) -> str:
        """What Microsoft has given is no business of a company's own server."""
        foreign = self._is_at_microsoft and settings.kind == AccountKind.EWS
        return self.address_step.password() if foreign else self._password

    def _test(self) -> None:
        question = self._next_question()
        self.servers_step.show_testing()

        def tested(value: object) -> None:
            if question == self._question:
                self.servers_step.show_results([one for one in _items(value) if isinstance(one, TestStep)])

        def failed(error: AppError) -> None:
            if question == self._question:
                self.servers_step.show_error(error)

        wanted = self._settings()
        self._bridge.call(commands.TestAccount(wanted, self._password_for(wanted)), tested, failed)

    def _trust(self, error: TlsUntrusted) -> None:
        self._trusted = str(error.params.get("fingerprint", ""))
        self._test()

    def _add(self) -> None:
        question = self._next_question()
        self.servers_step.set_busy(True)

        def is_added(value: object) -> None:
            if question == self._question and isinstance(value, int):
                self._account = AccountId(value)
                self.servers_step.set_busy(False)
                self._show(self.sync_step)
                self.added.emit(value)

        def failed(error: AppError) -> None:
            if question == self._question:
                self.servers_step.set_busy(False)
                self.servers_step.show_error(error)

        wanted = self._settings()
        self._bridge.call(commands.AddAccount(wanted, self._password_for(wanted)), is_added, failed)

    # step 3

    def _sync_state(self, state: object) -> None:
        if not isinstance(state, SyncState) or state.account != self._account:
            return
        self._rest.add(self._clock.elapsed() / 1000, state.done)
        self.sync_step.show_state(state, self._rest.left_s(state.total))

    def _next_question(self) -> int:
        self._question += 1
        return self._question


def _items(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
