"""Several selected leads: the bar at the foot of the list, its keys, and the export of what is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop_app.domain.codes import ContactId, Micros
from desktop_app.ui import keys
from desktop_app.ui.context import Context
from desktop_app.ui.leads.acting import LeadActions
from desktop_app.ui.leads.batch import Batch, BatchBar
from desktop_app.ui.leads.exporting import Exporter
from desktop_app.ui.leads.table import LeadTable
from desktop_app.ui.theme import Space

KEYS = {"e": "done", "s": "snooze", "g": "let_go", "n": "no_answer", "a": "hand_over"}


class Many:
    """`close` it before the context goes away."""

    def __init__(self, page: QWidget, table: LeadTable, context: Context, acting: LeadActions) -> None:
        self._page, self._table, self._acting = page, table, acting
        self._batch = Batch(context)
        self._exporter = Exporter(context)
        self.bar = BatchBar(context.theme)
        self.bar.setParent(page)
        self.bar.chosen.connect(self.do)

    def close(self) -> None:
        self._exporter.close()

    def show_count(self, number: int) -> None:
        self.bar.show_count(number)
        self.place()

    def place(self) -> None:
        """In the middle of the list's foot."""
        if not self.bar.isHidden():
            self.bar.fit(self._table.width() - 2 * Space.S)
            free = self._table.width() - self.bar.width()
            self.bar.move(max(Space.S, free // 2), self._page.height() - self.bar.height() - Space.L)

    def foot(self) -> int:
        """What the bar takes of the page's foot."""
        return 0 if self.bar.isHidden() else self.bar.height() + 2 * Space.L

    def takes(self, event: QKeyEvent) -> bool:
        """Whether the key does something with all of them, which is done."""
        what = KEYS.get(keys.letter(event), "leave" if event.key() == Qt.Key.Key_Escape else "")
        if what:
            self.do(what)
        return bool(what)

    def do(self, what: str) -> None:
        """What a button of the bar, or its key, does with all that are selected."""
        contacts = self._table.contacts()
        if what in ("done", "let_go", "no_answer"):
            self._table.set_aside(set(contacts))
        elif what == "leave":
            self._table.leave_selection()
        if what == "snooze":
            point = self.bar.point("snooze")
            self._acting.choose_instant(self._page, point, lambda until: self._snooze(contacts, until))
        elif what == "hand_over":
            self._acting.handing.ask_people(contacts, self._page, self.bar.point("hand_over"))
        elif what == "export":
            self._exporter.ask(contacts, self._page)
        elif what != "leave":
            batch = self._batch
            {"done": batch.done, "let_go": batch.let_go, "no_answer": batch.no_answer}[what](contacts)
        self._table.setFocus()

    def _snooze(self, contacts: list[ContactId], until: Micros) -> None:
        self._table.set_aside(set(contacts))
        self._batch.snooze(contacts, until)

    def export(self) -> None:
        """The selected ones, or the whole list as it is shown."""
        several = self._table.selected_count() > 1
        self._exporter.ask(self._table.contacts() if several else self._table.model.ids, self._page)
