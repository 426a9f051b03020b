"""Every SQLite statement that the window's thread executes, and a day's work of a user to execute them in."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import apsw
from PySide6.QtCore import QTimer

from desktop_app.domain.codes import DAY, ContactId
from desktop_app.store.reader import Reader
from desktop_app.store.rows import LeadFilter, LeadSort
from desktop_app.ui.program import Program, clock

LEADS = 30  # are there before the work begins
NOTE = "Asks for a discount"
ANSWER = "In two weeks."
IN_MEMORY = "CREATE VIRTUAL TABLE temp."  # of the connection's own: waits for no writer and writes no file
Wait = Callable[[Callable[[], bool]], None]  # until a condition holds, while events are delivered


@dataclass(slots=True)
class Statements:
    """What the watched thread executed: how many statements, and those that write."""

    executed: int = 0
    writes: list[str] = field(default_factory=list)


@contextmanager
def statements_here() -> Iterator[Statements]:
    """Of this thread, on connections that are opened meanwhile."""
    found, here = Statements(), threading.get_ident()

    def trace(cursor: apsw.Cursor, sql: str, _values: object) -> bool:
        if threading.get_ident() == here:
            found.executed += 1
            if not cursor.is_readonly and not sql.startswith(IN_MEMORY):
                found.writes.append(sql)
        return True

    def watch(connection: apsw.Connection) -> None:
        connection.exec_trace = trace

    apsw.connection_hooks.append(watch)
    try:
        yield found
    finally:
        apsw.connection_hooks.remove(watch)


class Work:
    """Sorts, filters, searches, snoozes, notes, answers, sets; and tells that the engine has done it all."""

    def __init__(self, program: Program, wait: Wait) -> None:
        self._program, self._wait = program, wait

    def do(self) -> None:
        """Raises what `wait` raises when something does not come about."""
        self._wait(lambda: self._program.window.context is not None and len(self._order()) > LEADS)
        page = self._page = self._program.window._pages["leads"]
        self._wait(lambda: page.table.contact() is not None)
        for step in (self._arrange, self._find, self._note, self._snooze, self._answer, self._set):
            step()
        for key in ("activity", "speed", "team", "channels", "sent", "help", "leads"):
            self._program.window.show_page(key)
            self._turn()

    def _turn(self) -> None:
        """Of the event loop: what was asked for is painted."""
        turned: list[bool] = []
        QTimer.singleShot(0, lambda: turned.append(True))
        self._wait(lambda: bool(turned))

    @property
    def _reader(self) -> Reader:
        assert self._program.window.context is not None
        return self._program.window.context.reader

    def _order(self) -> list[ContactId]:
        return self._reader.lead_ids(LeadFilter.ALL, LeadSort.WARMTH, True, "", clock())

    def _arrange(self) -> None:
        for sort in LeadSort:
            self._page.table.header.chosen.emit(sort, True)
            self._turn()
        for which in LeadFilter:
            self._page.finding.chips[which].click()
            self._turn()
        self._page.finding.chips[LeadFilter.ALL].click()

    def _find(self) -> None:
        field = self._page.finding.field
        field.setText("a")
        self._wait(lambda: len(self._page.table.model.ids) < len(self._order()))
        field.setText("nobody")  # long enough to be found by words of the index
        self._wait(lambda: not self._page.table.model.ids)
        field.clear()
        self._wait(lambda: len(self._page.table.model.ids) >= LEADS)

    def _note(self) -> None:
        self._page.table.select_row(1)
        contact = self._page.table.contact()
        self._wait(lambda: self._page.card.contact == contact)
        self._page.card._note.setPlainText(NOTE)
        self._page.card._note.keep()
        self._wait(lambda: self._reader.note(contact) == NOTE)

    def _snooze(self) -> None:
        lead = self._page.table.lead()
        self._page.acting.snooze(lead, clock() + DAY)
        self._wait(lambda: bool(self._reader.leads([lead.contact])[lead.contact].snoozed_until))

    def _answer(self) -> None:
        """Held for some seconds, so that it can be taken back."""
        self._page.table.select_row(0)
        self._page.desk.show()
        self._page.card.reply.emit(self._page.table.lead())
        self._page.card.quick.field.setPlainText(ANSWER)
        self._page.card.quick.send()
        self._wait(lambda: bool(self._reader.outbox()))

    def _set(self) -> None:
        self._program.window.show_page("settings")
        box = self._program.window._pages["settings"].appearance.density
        box.setCurrentIndex(box.findData("compact"))
        box.activated.emit(box.currentIndex())
        self._wait(lambda: self._reader.settings().get("density") == '"compact"')
