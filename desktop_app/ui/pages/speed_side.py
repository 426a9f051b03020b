"""The right side of the reply-speed page: who waits now, and what is not counted and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.domain.model import Excluded
from desktop_app.domain.worktime import Instants
from desktop_app.ui import words
from desktop_app.ui.pages.speed_waiting import ROW_HEIGHT, WaitItem, WaitModel, WaitRows
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.rows import RowView
from desktop_app.ui.widgets.texts import Line, Text

WIDTH = 272
WIDEST = 16_777_215  # Qt's "no limit"
HEIGHT_BELOW = 320


class SpeedSide(Card):
    """`opened(letters, title)` asks to show letters."""

    opened = Signal(list, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.body.setContentsMargins(0, Space.L, 0, Space.M)
        self.title = Text("", "strong")
        self.model = WaitModel()
        self.list = RowView(self.model, WaitRows(theme), ROW_HEIGHT)
        self.list.setAccessibleName(tr("Who waits now"))
        self.list.opened.connect(self._open)
        self.list.clicked.connect(self._open)
        self.nobody = Text(tr("Nobody waits for your answer."), "secondary", "secondary", wrap=True)
        self._excluded = QVBoxLayout()
        self._excluded.setContentsMargins(Space.L, Space.XS, Space.L, 0)
        self._excluded.setSpacing(0)
        self.body.addWidget(_inset(self.title))
        self.body.addWidget(_inset(self.nobody))
        self.body.addWidget(self.list, 1)
        self._line = Line()
        self.body.addWidget(self._line)
        self.body.addLayout(self._excluded)

    def set_aside(self, aside: bool) -> None:
        """A column of its own, or as wide as the charts above it."""
        self.setMinimumWidth(WIDTH if aside else 0)
        self.setMaximumWidth(WIDTH if aside else WIDEST)
        self.setMinimumHeight(0 if aside else HEIGHT_BELOW)

    def show_waiting(self, items: Sequence[WaitItem], number: int) -> None:
        """`number` wait altogether; `items` are the first of them."""
        self.title.setText(tr("Who waits now: {number}").format(number=words.count(number)))
        self.model.set_items(items)
        self.nobody.setVisible(not items)

    def show_excluded(self, excluded: Mapping[Excluded, Instants], vague: int) -> None:
        """`vague`: openings that are not known well enough for the clock that begins with them."""
        while (item := self._excluded.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        self._line.setVisible(bool(excluded or vague))
        if excluded or vague:
            self._excluded.addWidget(Text(tr("Not counted"), "secondary-strong", "secondary"))
        for reason, letters in excluded.items():
            name = words.excluded(reason)
            text = tr("{reason}: {number}").format(number=words.count(len(letters)), reason=name)
            link = LinkButton(text, lambda letters=letters, name=name: self._open_excluded(letters, name))
            link.setProperty("small", True)
            self._excluded.addWidget(link)
        if vague:
            text = tr("%n openings not known to the hour", "", vague)
            self._excluded.addWidget(Text(text, "secondary", "secondary", wrap=True))

    def _open(self, index: QModelIndex) -> None:
        row = self.model.item(index.row()).row
        title = tr("{name} waits").format(name=row.name or tr("Unknown sender"))
        self.opened.emit(list(dict.fromkeys((row.last_letter, row.first_letter))), title)

    def _open_excluded(self, letters: Instants, name: str) -> None:
        self.opened.emit(letters.tolist(), tr("Not counted: {reason}").format(reason=name))


def _inset(widget: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(Space.L, 0, Space.L, 0)
    column.addWidget(widget)
    return box
