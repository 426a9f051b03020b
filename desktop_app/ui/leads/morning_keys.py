"""The row of buttons of the morning queue: one for each thing to do, with its key on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.domain.codes import Action
from desktop_app.store.rows import LeadRow
from desktop_app.ui.leads.queue import CALLS
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import ICON, ICON_GAP, IconLabelButton

NARROW_BELOW = 860
KEYS = {"a": "answer", "c": "called", "s": "snooze", "d": "done", "n": "skip"}
ICONS = {"answer": "reply", "called": "phone", "snooze": "snooze", "done": "check", "skip": "arrow-down"}


class MorningKeys(QWidget):
    """`chosen(what)`: a value of KEYS. The one that is the lead's next action is the primary button."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        row.setSpacing(Space.S)
        self.buttons: dict[str, tuple[IconLabelButton, IconLabelButton]] = {}
        row.addStretch(1)
        for what in KEYS.values():
            pair = (
                IconLabelButton(theme, ICONS[what], "", self._chooser(what)),
                IconLabelButton(theme, ICONS[what], "", self._chooser(what), kind="primary"),
            )
            for button in pair:
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                row.addWidget(button)
            self.buttons[what] = pair
        row.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the texts have the room of the icons."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW_BELOW
        side = Space.S if narrow else Space.XL
        self._row.setContentsMargins(side, Space.M, side, Space.M)
        self._row.setSpacing(Space.XS if narrow else Space.S)
        for button in (one for pair in self.buttons.values() for one in pair):
            button.setIconSize(QSize(0, 0) if narrow else QSize(ICON + ICON_GAP, ICON))

    @staticmethod
    def of_key(letter: str) -> str:
        """What a key does, "" for nothing."""
        return KEYS.get(letter, "")

    def show_lead(self, lead: LeadRow, put_off: str) -> None:
        """What "done" means differs from lead to lead; `put_off` says until when, as in "Until tomorrow"."""
        done = tr("Done")
        if lead.action is Action.LET_GO:
            done = tr("Let go")
        elif lead.waiting_since is not None:
            done = tr("Needs no answer")
        texts = {
            "answer": tr("Answer") if lead.waiting_since is not None else tr("Write"),
            "called": tr("Call is done"),
            "snooze": put_off,
            "done": done,
            "skip": tr("Skip"),
        }
        next_one = "called" if lead.action in CALLS else "done" if lead.action is Action.LET_GO else "answer"
        for key, what in KEYS.items():
            plain, primary = self.buttons[what]
            for button in (plain, primary):
                button.setText(f"{texts[what]}   {key.upper()}")
                button.setAccessibleName(f"{texts[what]}, {key.upper()}")
            plain.setVisible(what != next_one)
            primary.setVisible(what == next_one)

    def snooze_point(self) -> QPoint:
        """Where the menu of instants opens."""
        return self.buttons["snooze"][0].mapToGlobal(QPoint(0, 0))

    def _chooser(self, what: str) -> Callable[[], None]:
        return lambda: self.chosen.emit(what)
