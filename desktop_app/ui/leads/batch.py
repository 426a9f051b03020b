"""Several leads at once: the bar over the list, and what its buttons do, with one undo for all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.model import UNTIL_REPLY, ContactId, LetterId, Micros
from desktop_app.store.rows import LeadRow
from desktop_app.ui import problems
from desktop_app.ui.context import Context
from desktop_app.ui.leads.deeds import DONE_FOR
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton, IconLabelButton
from desktop_app.ui.widgets.texts import Text

Said = commands.Snooze | commands.Called | commands.MarkNoAnswer
PAGE = 500


class BatchBar(QFrame):
    """`chosen(what)`: "done", "snooze", "let_go", "no_answer", "hand_over", "export" or "leave"."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "floating")
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        line.setSpacing(Space.S)
        self.count = Text("", "strong")
        line.addWidget(self.count)
        self.buttons: dict[str, IconLabelButton] = {}
        for what, icon, text in (
            ("done", "check", tr("Done")),
            ("snooze", "snooze", tr("Snooze")),
            ("let_go", "away", tr("Let go")),
            ("no_answer", "mail-check", tr("Needs no answer")),
            ("hand_over", "forward", tr("Hand over")),
            ("export", "download", tr("Export")),
        ):
            button = IconLabelButton(theme, icon, text, self._chooser(what))
            button.setProperty("kind", "tight")
            button.setToolTip(text)
            button.setAccessibleName(text)
            self.buttons[what] = button
            line.addWidget(button)
        line.addWidget(IconButton(theme, "x", tr("Leave the selection"), self._chooser("leave")))
        self.hide()

    def show_count(self, number: int) -> None:
        """Hidden for less than two."""
        self.count.setText(tr("%n selected", "", number))
        self.setVisible(number > 1)
        self.adjustSize()
        self.raise_()

    def fit(self, pixels: int) -> None:
        """In a narrow list the last buttons are icons, as many as need be."""
        for button in self.buttons.values():
            button.setText(button.toolTip())
        for what in ("export", "hand_over", "no_answer", "let_go"):
            if self.sizeHint().width() > pixels:
                self.buttons[what].setText("")
        self.adjustSize()

    def point(self, what: str) -> QPoint:
        """Where the menu of a button opens."""
        return self.buttons[what].mapToGlobal(QPoint(0, 0))

    def _chooser(self, what: str) -> Callable[[], None]:
        return lambda: self.chosen.emit(what)


class Batch:
    """What is said of many leads in one command, and taken back in one."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def done(self, contacts: Sequence[ContactId]) -> None:
        """As `LeadActions.done` for each: who waits needs no answer, the others rest for two weeks."""
        waiting = self._waiting(contacts)
        resting = [lead for lead in self._leads(contacts) if lead.contact not in waiting]
        until = self._context.now() + DONE_FOR
        rest = [commands.Snooze(one.contact, until) for one in resting]
        does: list[Said] = [*_marks(waiting, False), *rest]
        undoes: list[Said] = [*_marks(waiting, True), *_as_before(resting)]
        self._say(tr("%n are done.", "", len(contacts)), does, undoes)

    def no_answer(self, contacts: Sequence[ContactId]) -> None:
        """Those who wait need none; of the others nothing is said."""
        waiting = self._waiting(contacts)
        if not waiting:
            self._context.toast(tr("None of them waits for an answer."), None)
            return
        text = tr("%n need no answer.", "", len(waiting))
        self._say(text, _marks(waiting, False), _marks(waiting, True))

    def let_go(self, contacts: Sequence[ContactId]) -> None:
        """They are hidden until they write."""
        text = tr("%n are hidden until they write.", "", len(contacts))
        self.snooze(contacts, UNTIL_REPLY, text)

    def snooze(self, contacts: Sequence[ContactId], until: Micros, text: str = "") -> None:
        text = text or tr("%n are snoozed.", "", len(contacts))
        does = [commands.Snooze(one, until, until_reply=until >= UNTIL_REPLY) for one in contacts]
        self._say(text, does, _as_before(self._leads(contacts)))

    def _say(self, text: str, does: Sequence[Said], undoes: Sequence[Said]) -> None:
        self._send(does)
        self._context.toast(text, lambda: self._send(undoes))

    def _send(self, said: Sequence[Said]) -> None:
        self._context.bridge.call(commands.Together(tuple(said)), failed=self._failed)

    def _failed(self, error: AppError) -> None:
        self._context.toast(problems.sentence(error), None)

    def _leads(self, contacts: Sequence[ContactId]) -> list[LeadRow]:
        found: list[LeadRow] = []
        for start in range(0, len(contacts), PAGE):
            found.extend(self._context.reader.leads(contacts[start : start + PAGE]).values())
        return found

    def _waiting(self, contacts: Sequence[ContactId]) -> dict[ContactId, list[LetterId]]:
        return self._context.reader.waiting_letters(contacts)


def _marks(
    waiting: dict[ContactId, list[LetterId]], needs_answer: bool
) -> list[commands.MarkNoAnswer]:
    return [commands.MarkNoAnswer(letter, needs_answer) for some in waiting.values() for letter in some]


def _as_before(leads: Sequence[LeadRow]) -> list[commands.Snooze]:
    return [
        commands.Snooze(
            one.contact, one.snoozed_until, until_reply=(one.snoozed_until or 0) >= UNTIL_REPLY
        )
        for one in leads
    ]
