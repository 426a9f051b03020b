"""Who came by the channels last, and whether they have their answer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex

from desktop_app.domain.model import SECOND, Micros
from desktop_app.store.rows import WaitRow
from desktop_app.ui import times, words_speed
from desktop_app.ui.context import Context
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.row_list import ROW_HEIGHT, RowDelegate, RowLook, RowModel
from desktop_app.ui.widgets.rows import RowView
from desktop_app.ui.widgets.texts import Line, SectionTitle, Text

TAG_WIDTH = 176
ROWS_SEEN = 4  # at least


class ChannelLetters(Card):
    """Newest first; a click shows the letter and its answer. Hidden while there is none."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._waits: Sequence[WaitRow] = ()
        self.model = RowModel()
        self.list = RowView(self.model, RowDelegate(context.theme, TAG_WIDTH), ROW_HEIGHT)
        self.list.setAccessibleName(tr("Who came last"))
        self.list.setMinimumHeight(ROWS_SEEN * ROW_HEIGHT)
        self.list.clicked.connect(self._open)
        self.list.opened.connect(self._open)
        context.theme.changed.connect(self.list.viewport().update)
        self.body.setContentsMargins(1, Space.L, 1, Space.S)
        self.body.setSpacing(2)
        hint = Text(tr("First letters that came by a channel, newest first"), "caption", "secondary")
        for label in (SectionTitle(tr("Who came last")), hint):
            label.setContentsMargins(Space.L - 1, 0, Space.L, 0)
            self.add(label)
        self.body.addSpacing(Space.S)
        self.add(Line())
        self.add(self.list, 1)
        self.hide()

    def show_waits(self, waits: Sequence[WaitRow]) -> None:
        self._waits = waits
        now = self._context.now()
        self.model.set_rows([look(wait, now) for wait in waits])
        self.setVisible(bool(waits))

    def _open(self, index: QModelIndex) -> None:
        wait = self._waits[index.row()]
        letters = [wait.first_letter, *([wait.answer] if wait.answer is not None else [])]
        self._context.open_letters(letters, wait.subject or tr("No subject"))


def look(wait: WaitRow, now: Micros) -> RowLook:
    """A letter as a row: who, what about, by which channel, and how long the answer took."""
    waits = wait.answered_at is None
    passed_s = max((wait.answered_at or now) - wait.arrived_at, 0) / SECOND
    waiting = tr("waiting for {time}").format(time=words_speed.length(passed_s, working=False))
    told = waiting if waits else words_speed.answered_after(passed_s, working=False)
    return RowLook(
        icon="arrow-in",
        title=wait.name or tr("Unknown sender"),
        title_rest=told,
        text=wait.subject or tr("No subject"),
        tag=wait.channel,
        time=times.moment(wait.arrived_at, now),
        icon_tone="accent" if waits else "disabled",
    )
