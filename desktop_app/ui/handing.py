"""Handing waits over to a colleague: the menu of colleagues, the command, what takes it back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from desktop_app.domain import commands
from desktop_app.domain.codes import ContactId, LetterId
from desktop_app.domain.errors import AppError
from desktop_app.store.rows import HandedRow
from desktop_app.ui import problems, times
from desktop_app.ui.context import Context
from desktop_app.ui.translation import tr

Said = commands.Assign | commands.Unassign


class Handing(QObject):
    """What is handed over are the open waits that hold some letters; each deed can be undone."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.menu: QMenu | None = None

    def ask_people(self, contacts: Sequence[ContactId], owner: QWidget, point: QPoint) -> bool:
        """The menu for everything these people wait for; False, and said, when none of them waits."""
        waiting = self._context.reader.waiting_letters(contacts)
        letters = [letter for some in waiting.values() for letter in some]
        if not letters:
            self._context.toast(tr("None of them waits for an answer."), None)
            return False
        self.ask(letters, owner, point)
        return True

    def ask(self, letters: Sequence[LetterId], owner: QWidget, point: QPoint) -> None:
        """The menu of colleagues at `point`."""
        menu = QMenu(owner)
        menu.aboutToHide.connect(menu.deleteLater)
        caption = menu.addAction(tr("Hand over to"))
        caption.setEnabled(False)
        for to, name in self._context.reader.colleagues(letters):
            entry = menu.addAction(name or to)
            entry.setToolTip(to)
            entry.triggered.connect(lambda _checked, one=to: self.give(letters, one))
        menu.addSeparator()
        menu.addAction(tr("Somebody else…"), lambda: self._ask_name(letters, owner))
        self.menu = menu
        menu.popup(point)

    def give(self, letters: Sequence[LetterId], to: str) -> None:
        """They go to this colleague from now on."""
        text = tr("Handed over to {name}: your clock stops.").format(name=to)
        self._say([commands.Assign(one, to) for one in letters], text, self._before(letters))

    def keep(self, letter: LetterId) -> None:
        """The wait is mine, from its beginning."""
        before = self._before([letter])
        self._say([commands.Assign(letter, "")], tr("The wait is yours again, from its arrival."), before)

    def _before(self, letters: Sequence[LetterId]) -> list[Said]:
        """What puts back what was said until now."""
        said = self._context.reader.assigned(letters)
        return [
            commands.Assign(one, said[one].to, said[one].at) if one in said else commands.Unassign(one)
            for one in letters
        ]

    def _say(self, does: Sequence[Said], text: str, undoes: Sequence[Said]) -> None:
        """The toast comes once it is done: a wait may just have been answered."""
        context = self._context

        def failed(error: AppError) -> None:
            context.toast(problems.sentence(error), None)

        def undo() -> None:
            context.bridge.call(commands.Together(tuple(undoes)), failed=failed)

        context.bridge.call(
            commands.Together(tuple(does)), lambda _value: context.toast(text, undo), failed
        )

    def _ask_name(self, letters: Sequence[LetterId], owner: QWidget) -> None:
        text = tr("Name or address of the colleague who answers from now on:")
        name, agreed = QInputDialog.getText(owner.window(), tr("Hand over to a colleague"), text)
        if agreed and name.strip():
            self.give(letters, name.strip())


def sentence(row: HandedRow, now: int) -> str:
    """To whom, when, and how long the client has waited altogether."""
    text = tr(
        "Handed over to {name} {when}, your clock stopped then. The client has waited {time} for an answer."
    )
    since = times.duration(now - row.since)
    return text.format(name=row.to, when=times.ago(row.at, now), time=since)
