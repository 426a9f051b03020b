"""Send later, and "remind me if nobody answers": two menus of a letter being written, and what they chose."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop_app.domain.codes import Micros
from desktop_app.ui.context import Context
from desktop_app.ui.instants import Instants, ask_another, ask_instant
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.address_field import RemovableChip
from desktop_app.ui.widgets.buttons import IconButton

DAYS = (1, 3, 7, 14)


class LaterButton(IconButton):
    """`send(at)` is called once an instant is chosen."""

    def __init__(self, context: Context, send: Callable[[Micros], None]) -> None:
        super().__init__(context.theme, "clock", tr("Send later") + "  Ctrl+Shift+Enter", self.ask)
        self._context, self._send = context, send
        self.menu_shown: QMenu | None = None

    def ask(self) -> None:
        now, settings = self._context.now(), self._context.settings()
        choices = Instants(settings, now).to_send()
        top = self.mapToGlobal(QPoint(0, 0))
        self.menu_shown = ask_instant(self, top, choices, now, self._send, self._ask_another)

    def _ask_another(self, start: Micros) -> None:
        context = self._context
        ask_another(self.window(), context.settings(), context.now(), start, tr("Send then"), self._send)


class RemindLine(QWidget):
    """The chosen reminder as a chip that can be taken off; hidden while there is none."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._theme = context.theme
        self.days = 0
        self._chip: RemovableChip | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Space.L, 0, Space.L, Space.S)
        self._row.addStretch(1)
        self.button = IconButton(context.theme, "bell", tr("Remind me if nobody answers"), self._ask)
        self.hide()

    def choose(self, days: int) -> None:
        """0: no reminder."""
        if self._chip is not None:
            self._row.removeWidget(self._chip)
            self._chip.hide()
            self._chip.deleteLater()
            self._chip = None
        self.days = days
        if days:
            self._chip = RemovableChip(self._theme, tr("Reminder after %n days without an answer", "", days))
            self._chip.removed.connect(lambda: self.choose(0))
            self._row.insertWidget(0, self._chip)
        self.setVisible(bool(days))
        self.changed.emit()

    def _ask(self) -> None:
        menu = QMenu(self.button)
        menu.aboutToHide.connect(menu.deleteLater)
        for days in DAYS:
            entry = menu.addAction(tr("No answer in %n days", "", days))
            entry.setCheckable(True)
            entry.setChecked(days == self.days)
            entry.triggered.connect(lambda _checked, chosen=days: self.choose(chosen))
        menu.addSeparator()
        menu.addAction(tr("No reminder"), lambda: self.choose(0)).setEnabled(bool(self.days))
        menu.popup(self.button.mapToGlobal(QPoint(0, 0)))
