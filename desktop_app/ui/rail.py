"""The navigation rail: compose, the pages, settings at the foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from desktop_app.ui.registry import Entry
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconLabelButton
from desktop_app.ui.widgets.texts import Text

WIDTH = 176
COLLAPSED = 56


class Rail(QFrame):
    """`chosen(key)` for a page, `compose()` for a new letter."""

    chosen = Signal(str)
    compose = Signal()

    def __init__(self, theme: Theme, entries: Sequence[Entry], *, demo: bool) -> None:
        super().__init__()
        self.setProperty("kind", "rail")
        self._theme = theme
        self._demo = demo
        self._group = QButtonGroup(self)
        self._buttons: dict[str, IconLabelButton] = {}
        self._titles: dict[QPushButton, str] = {}
        self._tips: dict[QPushButton, str] = {}
        self._build(entries)
        self._collapsed = False
        self.setFixedWidth(WIDTH)

    def show_chosen(self, key: str) -> None:
        """The page's own button, or that of the page it belongs to; no button for one that stands alone."""
        button = self._buttons.get(self._belongs.get(key, key))
        self._group.setExclusive(button is not None)
        for one in self._buttons.values():
            one.setChecked(one is button)

    def set_unread(self, key: str, count: int) -> None:
        button = self._buttons.get(key)
        if button is not None:
            title = self._title_of[key]
            self._titles[button] = f"{title}  {count}" if count else title
            self._show_titles()

    def set_collapsed(self, collapsed: bool) -> None:
        """Icons alone; the names become tooltips."""
        if collapsed == self._collapsed:
            return
        self._collapsed = collapsed
        self.setFixedWidth(COLLAPSED if collapsed else WIDTH)
        self._name.setVisible(not collapsed)
        self._badge.setVisible(self._demo and not collapsed)
        self._show_titles()

    def _build(self, entries: Sequence[Entry]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.L, Space.S, Space.M)
        column.setSpacing(2)
        column.addLayout(self._head())
        column.addSpacing(Space.M)
        write = IconLabelButton(self._theme, "compose", tr("New letter"), self.compose.emit)
        self._tips[write] = tr("New letter (C)")
        write.setToolTip(self._tips[write])
        self._titles[write] = write.text()
        column.addWidget(write)
        column.addSpacing(Space.M)
        self._belongs = {entry.key: entry.belongs for entry in entries if entry.belongs}
        self._title_of = {entry.key: entry.title() for entry in entries}
        for entry in (one for one in entries if not one.below and not one.hidden):
            column.addWidget(self._button(entry))
        column.addStretch(1)
        for entry in (one for one in entries if one.below and not one.hidden):
            column.addWidget(self._button(entry))

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(Space.S, 0, Space.S, 0)
        self._name = Text("Otklik", "section")
        self._badge = Text(tr("Demo"), "caption-strong")
        self._badge.setProperty("kind", "badge")
        self._badge.setToolTip(tr("Invented clients on this computer. No real letter is read or sent."))
        self._badge.setVisible(self._demo)
        head.addWidget(self._name)
        head.addWidget(self._badge)
        head.addStretch(1)
        return head

    def _button(self, entry: Entry) -> IconLabelButton:
        key = entry.key
        button = IconLabelButton(
            self._theme, entry.icon, self._title_of[key], lambda: self.chosen.emit(key), kind="nav"
        )
        button.setCheckable(True)
        self._group.addButton(button)
        self._buttons[key] = button
        self._titles[button] = self._title_of[key]
        return button

    def _show_titles(self) -> None:
        for button, title in self._titles.items():
            button.setText("" if self._collapsed else title)
            tip = self._tips.get(button, "")
            button.setToolTip(tip or title if self._collapsed else tip)
            button.setAccessibleName(title)
