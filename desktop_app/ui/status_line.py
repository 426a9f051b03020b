"""The line at the foot of the window: what the accounts are doing, and tracking when it is not on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop_app.domain.codes import AccountId
from desktop_app.ui.rest_time import RestTime
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.texts import ElidedText, Text

if TYPE_CHECKING:
    from desktop_app.domain.facts import SyncState, TrackingState

HEIGHT = 28
ICON = 14


class StatusLine(QFrame):
    """A click anywhere opens the details (`pressed`)."""

    pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "status")
        self.setFixedHeight(HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._theme = theme
        self._states: dict[AccountId, SyncState] = {}
        self._names: dict[AccountId, str] = {}
        self._rests: dict[AccountId, RestTime] = {}
        self._clock = QElapsedTimer()
        self._clock.start()
        self._lost = False
        self._preparing = True
        self._icon = QLabel()
        self._icon.setFixedSize(QSize(ICON, ICON))
        self._text = ElidedText("", "caption", "secondary")
        self._tracking = Text("", "caption", "secondary")
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.L, 0, Space.L, 0)
        line.setSpacing(Space.S)
        line.addWidget(self._icon)
        line.addWidget(self._text, 1)
        line.addWidget(self._tracking)
        theme.changed.connect(self._draw)
        self._draw()

    @property
    def text(self) -> str:
        return self._text.text()

    def set_accounts(self, names: dict[AccountId, str]) -> None:
        """Address of each account; states of others are forgotten."""
        self._names = names
        self._preparing = False
        self._states = {account: state for account, state in self._states.items() if account in names}
        self._draw()

    def show_state(self, state: SyncState) -> None:
        self._states[state.account] = state
        if state.state == "syncing":
            rest = self._rests.setdefault(state.account, RestTime())
            rest.add(self._clock.elapsed() / 1000, state.done)
        else:
            self._rests.pop(state.account, None)
        self._draw()

    def show_tracking(self, state: TrackingState) -> None:
        from desktop_app.ui import problems

        self._tracking.setText("" if state.state == "on" else problems.tracking_state(state.state))
        self._tracking.set_tone("warn" if state.state in {"unreachable", "refused"} else "secondary")

    def show_lost(self) -> None:
        """The engine has stopped."""
        self._lost = True
        self._draw()

    def show_found(self) -> None:
        """It is back."""
        self._lost = False
        self._draw()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def _draw(self) -> None:
        text, tone, icon = self._message()
        self._text.setText(text)
        self._text.set_tone(tone)
        self._icon.setPixmap(self._theme.pixmap(icon, tone, ICON))

    def _message(self) -> tuple[str, str, str]:
        if self._lost:
            return tr("The background part of Otklik has stopped. It is being started again."), "bad", "alert"
        if self._preparing:
            return tr("Opening your data"), "secondary", "refresh"
        if not self._names:
            return tr("No mailbox is connected."), "secondary", "info"
        return self._mailboxes([state for state in self._states.values() if state.account in self._names])

    def _mailboxes(self, known: list[SyncState]) -> tuple[str, str, str]:
        """The worst one speaks for all."""
        bad = [state for state in known if state.error]
        busy = [state for state in known if not state.error and state.state != "live"]
        if bad:
            return self._one(bad[0]), "bad" if bad[0].state == "stopped" else "warn", "alert"
        if busy:
            return self._one(busy[0]), "secondary", "refresh"
        if len(self._names) == 1:
            (name,) = self._names.values()
            return tr("{account}: up to date").format(account=name), "secondary", "check"
        return tr("%n mailboxes are up to date", "", len(self._names)), "secondary", "check"

    def _one(self, state: SyncState) -> str:
        from desktop_app.ui import problems, times

        name, text = self._names.get(state.account, ""), problems.sync_state(state)
        rest = self._rests.get(state.account)
        left_s = rest.left_s(state.total) if rest and not state.error else None
        if left_s is not None:
            text = f"{text}. {times.left(left_s)}"
        return f"{name}: {text}" if name else text
