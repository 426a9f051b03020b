"""The right side of the reply-speed page: who waits now, to be answered from here; what is not counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QModelIndex, QPoint, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.model import Draft, Excluded, LetterId
from desktop_app.domain.worktime import Instants
from desktop_app.ui import problems, words, words_definitions
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.handing import Handing
from desktop_app.ui.keys import letter as letter_key
from desktop_app.ui.pages.speed_waiting import ROW_HEIGHT, WaitItem, WaitModel, WaitRows
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton, IconLabelButton, LinkButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.choice_box import ChoiceBox
from desktop_app.ui.widgets.narrow import UNBOUND
from desktop_app.ui.widgets.rows import RowView
from desktop_app.ui.widgets.texts import Line, SectionTitle, Text

WIDTH = 272
HEIGHT_BELOW = 320
MOST_ANSWERERS = 6


class SpeedSide(Card):
    """`opened(letters, title)` asks to show letters; `changed` tells that a wait was done away with."""

    opened = Signal(list, str)
    changed = Signal()

    def __init__(self, context: Context, *, ordered: bool = True) -> None:
        """`ordered`: beside charts, where another order may be chosen; else a card as others on its page."""
        super().__init__()
        self._context, self._ordered = context, ordered
        self._items: Sequence[WaitItem] = ()
        self._shown_excluded: Sequence[tuple[Excluded | None, Instants]] = ()
        self._shown_answerers: list[tuple[str, int]] = []
        self.handing = Handing(context)
        self.body.setContentsMargins(0, Space.M if ordered else Space.L, 0, Space.M)
        self.title = Text("", "strong") if ordered else SectionTitle()
        self.order = _order_box()
        self.order.activated.connect(lambda _at: self._sort())
        self.model = WaitModel()
        self.list = RowView(self.model, WaitRows(context.theme), ROW_HEIGHT)
        self.list.setAccessibleName(tr("Who waits now"))
        self.list.opened.connect(self._open)
        self.list.clicked.connect(self._open)
        self.nobody = Text(tr("Nobody waits for your answer."), "secondary", "secondary", wrap=True)
        self._excluded = QVBoxLayout()
        self._excluded.setContentsMargins(Space.L, Space.XS, Space.L, 0)
        self._excluded.setSpacing(0)
        self._answerers = QVBoxLayout()
        self._answerers.setContentsMargins(Space.L, Space.XS, Space.L, 0)
        self._answerers.setSpacing(0)
        self._acts = self._act_row()
        self.list.selectionModel().currentChanged.connect(
            lambda now, _was: self._acts.setVisible(now.isValid())
        )
        self.body.setSpacing(Space.XS)
        self.body.addWidget(_inset(self.title))
        self._order_row = _inset(self.order)
        self.body.addWidget(self._order_row)
        self.body.addWidget(_inset(self.nobody))
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._acts)
        self._line = Line()
        self._line.hide()
        self.body.addWidget(self._line)
        self.body.addLayout(self._excluded)
        self.body.addLayout(self._answerers)

    def set_aside(self, aside: bool) -> None:
        """A column of its own, or as wide as the charts above it."""
        self.setMinimumWidth(WIDTH if aside else 0)
        self.setMaximumWidth(WIDTH if aside else UNBOUND)
        self.setMinimumHeight(0 if aside else HEIGHT_BELOW)

    def show_waiting(self, items: Sequence[WaitItem], number: int) -> None:
        """`number` wait altogether; `items` are the first of them."""
        self.title.setText(tr("Who waits now: {number}").format(number=words.count(number)))
        self._items = items
        self._sort()
        self._order_row.setVisible(self._ordered and len(items) > 1)
        self.nobody.setVisible(not items)

    def show_answerers(self, answerers: Sequence[tuple[str, int]], open_of: Callable[[str], None]) -> None:
        """Who answered how many; `open_of` shows what one of them did. One alone is not listed."""
        if list(answerers) == self._shown_answerers:
            return
        self._shown_answerers = list(answerers)
        _clear(self._answerers)
        if len(answerers) < 2:
            return
        self._answerers.addWidget(_title(tr("Who answered")))
        for who, count in answerers[:MOST_ANSWERERS]:
            self._answerers.addWidget(_counted(words.responder(who), count, partial(open_of, who)))

    def show_excluded(self, excluded: Mapping[Excluded, Instants], vague: Instants) -> None:
        """`vague`: openings that are not known well enough for the clock that begins with them: letters.

        The same ones again stay as they are: a link may have the focus.
        """
        if _are_same(self._shown_excluded, shown := (*excluded.items(), (None, vague))):
            return
        self._shown_excluded = shown
        _clear(self._excluded)
        self._line.setVisible(bool(excluded or vague.size))
        if excluded or vague.size:
            self._excluded.addWidget(_title(tr("Not counted")))
        for reason, letters in excluded.items():
            name = words.excluded(reason)
            line = _counted(name, len(letters), partial(self._open_excluded, letters, name))
            if reason is Excluded.HANDED_OVER:
                line.setToolTip(words_definitions.handed_over())
            self._excluded.addWidget(line)
        if vague.size:
            name = tr("%n openings not known to the hour", "", vague.size)
            link = LinkButton(name, lambda: self._open_excluded(vague, name))
            link.setProperty("small", True)
            self._excluded.addWidget(link)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """R answers, N needs no answer and A hands over, as in the list of leads."""
        acts = {"r": self.answer, "n": self.needs_none, "a": self.hand_over}
        act = acts.get(letter_key(event))
        if act is not None and self.list.currentIndex().isValid():
            act()
        else:
            super().keyPressEvent(event)

    def answer(self) -> None:
        """Write to whoever is current, on the last letter of the wait."""
        if (item := self._current()) is not None:
            letter = self._context.reader.letter(item.row.last_letter)
            if letter is not None:
                self._context.compose(Draft(letter.account, answers=letter.id))

    def needs_none(self) -> None:
        """Take the wait out of the figures; "Undo" puts it back."""
        if (item := self._current()) is not None:
            letter, name = item.row.last_letter, item.row.name or tr("Unknown sender")
            self._mark(letter, needs_answer=False)
            text = tr("{name} needs no answer.").format(name=name)
            self._context.toast(text, lambda: self._mark(letter, needs_answer=True))

    def hand_over(self) -> None:
        """Choose the colleague who answers from now on."""
        if (item := self._current()) is not None:
            below = self.give.mapToGlobal(QPoint(0, self.give.height() + Space.XS))
            self.handing.ask([item.row.last_letter], self, below)

    def _mark(self, letter: LetterId, *, needs_answer: bool) -> None:
        def failed(error: AppError) -> None:
            self._context.toast(problems.sentence(error), None)

        command = commands.MarkNoAnswer(letter, needs_answer)
        done = while_alive(self, lambda _value: self.changed.emit())
        self._context.bridge.call(command, done, while_alive(self, failed))

    def _current(self) -> WaitItem | None:
        index = self.list.currentIndex()
        return self.model.item(index.row()) if index.isValid() else None

    def _sort(self) -> None:
        """Longest first is how they come."""
        order = self.order.currentData()
        items = list(self._items)
        if order == "newest":
            items.reverse()
        elif order == "name":
            items.sort(key=lambda item: (item.row.name or tr("Unknown sender")).casefold())
        self.model.set_items(items)
        self._acts.hide()

    def _act_row(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(Space.L, Space.XS, Space.L, 0)
        row.setSpacing(Space.S)
        theme = self._context.theme
        self.reply = IconLabelButton(theme, "reply", tr("Answer"), self.answer)
        self.reply.setProperty("small", True)
        self.none_needed = IconButton(theme, "mail-check", tr("Needs no answer (N)"), self.needs_none)
        self.give = IconButton(theme, "forward", tr("Hand over to a colleague (A)"), self.hand_over)
        for button in (self.reply, self.none_needed, self.give):
            row.addWidget(button)
        row.addStretch(1)
        return box

    def _open(self, index: QModelIndex) -> None:
        row = self.model.item(index.row()).row
        title = tr("{name} waits").format(name=row.name or tr("Unknown sender"))
        self.opened.emit(list(dict.fromkeys((row.last_letter, row.first_letter))), title)

    def _open_excluded(self, letters: Instants, name: str) -> None:
        self.opened.emit(letters.tolist(), tr("Not counted: {reason}").format(reason=name))


def _title(text: str) -> Text:
    title = Text(text, "secondary-strong", "secondary")
    title.setContentsMargins(0, 0, 0, Space.XS)
    return title


def _counted(name: str, number: int, act: Callable[[], None]) -> QWidget:
    """A name that opens its letters, and how many they are at the right."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.S)
    link, count = LinkButton(name, act), words.count(number)
    link.setProperty("small", True)
    link.setAccessibleName(tr("{name}: {number}").format(name=name, number=count))
    row.addWidget(link)
    row.addStretch(1)
    row.addWidget(Text(count, "secondary", "secondary"))
    return line


def _are_same(
    one: Sequence[tuple[Excluded | None, Instants]], other: Sequence[tuple[Excluded | None, Instants]]
) -> bool:
    """The same reasons in the same order, each with the same letters."""
    return len(one) == len(other) and all(
        reason is other_reason and np.array_equal(letters, other_letters)
        for (reason, letters), (other_reason, other_letters) in zip(one, other, strict=True)
    )


def _clear(lines: QVBoxLayout) -> None:
    while (item := lines.takeAt(0)) is not None:
        item.widget().hide()
        item.widget().deleteLater()


def _order_box() -> QComboBox:
    box = ChoiceBox()
    box.setProperty("kind", "bare")
    box.setAccessibleName(tr("Order of those who wait"))
    for key, text in (
        ("longest", tr("longest first")),
        ("newest", tr("newest first")),
        ("name", tr("by name")),
    ):
        box.addItem(text, key)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return box


def _inset(widget: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(Space.L, 0, Space.L, 0)
    column.addWidget(widget)
    return box
