"""Signing in somewhere else: in the browser or with a code on another device, waited for, given up."""

from __future__ import annotations

import sys
from collections.abc import Callable
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.commands import DeviceCode
from desktop_app.domain.commands_accounts import SIGN_IN_S
from desktop_app.domain.errors import AppError, ConsentNeeded
from desktop_app.domain.model import AccountId
from desktop_app.ui import times
from desktop_app.ui.alive import while_alive
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton, QuietButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.qr_view import QrView
from desktop_app.ui.widgets.texts import Text

if TYPE_CHECKING:
    from desktop_app.ui.bridge import Bridge

MICROSOFT_365 = "microsoft365"  # whom `SignIn` shall ask
TICK_MS = 1000


class SignInView(QWidget):
    """Two ways to begin; while one is under way what to do, for how long yet, and a way out."""

    browser = Signal()
    code = Signal()
    cancel = Signal()
    changed = Signal()  # whether somebody is waited for

    def __init__(self, name: str) -> None:
        super().__init__()
        self.browser_button = QuietButton(name, self.browser.emit)
        self.code_button = LinkButton(tr("Sign in on another device"), self.code.emit)
        self.idle = QWidget()
        row = QHBoxLayout(self.idle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(self.browser_button)
        row.addWidget(self.code_button)
        row.addStretch(1)
        self.waiting = _Waiting()
        self.waiting.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.idle)
        column.addWidget(self.waiting)
        self.waiting.again.clicked.connect(lambda _checked: self.browser.emit())
        self.waiting.cancel_button.clicked.connect(lambda _checked: self.cancel.emit())

    def show_idle(self) -> None:
        self.waiting.stop()
        self.waiting.hide()
        self.idle.show()
        self.changed.emit()

    def show_busy(self) -> None:
        """A code is on its way."""
        self._show_waiting(tr("Asking Microsoft for a code…"), None, SIGN_IN_S)

    def show_browser(self) -> None:
        text = tr("Sign in in the browser that has opened. Otklik goes on by itself.")
        self._show_waiting(text, None, SIGN_IN_S)

    def show_code(self, code: DeviceCode) -> None:
        self._show_waiting(tr("Open this page on any device, and type the code there:"), code, code.lives_s)

    def _show_waiting(self, text: str, code: DeviceCode | None, lives_s: float) -> None:
        self.waiting.show_text(text, code, lives_s)
        self.idle.hide()
        self.waiting.show()
        self.changed.emit()


class _Waiting(Card):
    """What the person has to do elsewhere, and how much time there is."""

    def __init__(self) -> None:
        super().__init__(kind="soft")
        self.body.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        self.text = Text("", wrap=True)
        self.page = Text("", "strong")
        self.code = Text("", "figure")
        for label in (self.page, self.code):
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.code.setAccessibleName(tr("The code"))
        self.copy_button = QuietButton(tr("Copy the code"), self._copy)
        self.again = LinkButton(tr("Open the browser again"))
        self.cancel_button = QuietButton(tr("Cancel"))
        self.qr = QrView(tr("The page as a QR code"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.rest = Text("", "secondary", "secondary")
        self._deadline = QDeadlineTimer()
        self._lives_s = 1.0
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._lay_out()

    def _lay_out(self) -> None:
        told = QVBoxLayout()
        told.setSpacing(Space.S)
        told.addWidget(self.text)
        told.addWidget(self.page)
        typed = QHBoxLayout()
        typed.setSpacing(Space.M)
        typed.addWidget(self.code)
        typed.addWidget(self.copy_button)
        typed.addStretch(1)
        told.addLayout(typed)
        told.addStretch(1)
        above = QHBoxLayout()
        above.setSpacing(Space.M)
        above.addLayout(told, 1)
        above.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(above)
        self.add(self.bar)
        below = QHBoxLayout()
        below.setSpacing(Space.M)
        below.addWidget(self.rest)
        below.addStretch(1)
        below.addWidget(self.again)
        below.addWidget(self.cancel_button)
        self.body.addLayout(below)

    def show_text(self, text: str, code: DeviceCode | None, lives_s: float) -> None:
        self.text.setText(text)
        for widget in (self.page, self.code, self.copy_button):
            widget.setVisible(code is not None)
        self.again.setVisible(code is None)
        self.copy_button.setText(tr("Copy the code"))
        self.page.setText(code.url if code else "")
        self.code.setText(code.code if code else "")
        self.qr.show_text(code.url if code else "")
        self._lives_s = lives_s
        self._deadline.setRemainingTime(round(lives_s * 1000))
        self._tick()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        left_s = max(0.0, self._deadline.remainingTime() / 1000)
        self.bar.setRange(0, max(1, round(self._lives_s)))
        self.bar.setValue(ceil(left_s))
        self.rest.setText(times.left(left_s))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code.text())
        self.copy_button.setText(tr("Copied"))


class SignInDesk(QObject):
    """Asks the engine what `view` wants. `signed_in` carries what stands for a password, or None for an
    `account` that is saved; `failed` an AppError. Of what was given up nothing is heard any more.
    """

    signed_in = Signal(object)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, view: SignInView) -> None:
        super().__init__(view)
        self._bridge, self._view = bridge, view
        self._question = 0
        self.is_waiting = False
        view.cancel.connect(self.cancel)

    def by_browser(self, address: str, account: AccountId | None = None, *, shared: bool = False) -> None:
        """Also while the browser is waited for: somebody has lost the page. `shared`: see `SignIn`."""
        window = window_number(self._view)
        command: commands.Command = commands.SignIn(MICROSOFT_365, address, window, shared)
        if account is not None:
            command = commands.SignInAgain(account, window)
        self._begin(self._view.show_browser)
        self._ask(command, self.signed_in.emit)

    def by_code(self, account: AccountId | None = None, *, shared: bool = False) -> None:
        self._begin(self._view.show_busy)

        def wait(value: object) -> None:
            if isinstance(value, DeviceCode):
                self.is_waiting = True
                self._view.show_code(value)
                self._ask(commands.AwaitDeviceCode(account), self.signed_in.emit)

        self._ask(commands.GetDeviceCode(shared), wait)

    def cancel(self) -> None:
        """Nothing when nothing is waited for."""
        if not self.is_waiting:
            return
        self._question += 1
        self._end()
        self._bridge.call(commands.CancelSignIn())

    def _begin(self, show: Callable[[], None]) -> None:
        self._question += 1
        self.is_waiting = True
        show()

    def _end(self) -> None:
        self.is_waiting = False
        self._view.show_idle()

    def _ask(self, command: commands.Command, then: Callable[[object], None]) -> None:
        question = self._question

        def done(value: object) -> None:
            if question == self._question:
                self._end()
                then(value)

        def failed(error: AppError) -> None:
            if question == self._question:
                self._end()
                if not isinstance(error, ConsentNeeded) or error.params.get("reason") != "cancelled":
                    self.failed.emit(error)

        self._bridge.call(command, while_alive(self, done), while_alive(self, failed))


def window_number(widget: QWidget) -> int:
    """Above which window Windows shall ask; elsewhere a widget has none to spare."""
    return int(widget.window().winId()) if sys.platform == "win32" else 0
