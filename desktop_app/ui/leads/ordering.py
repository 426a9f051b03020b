"""Which leads the list has, in which order: read at once when the user asks, else beside the window.

At 100,000 leads the order and the counts take 35 ms to read: too long for the window's thread at each batch
of a synchronisation. A switch by the user reads only what the first rows need.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.domain.codes import DAY, ContactId, Micros
from desktop_app.store.reader import Reader
from desktop_app.store.rows import LeadCounts, LeadFilter, LeadSort, Narrow
from desktop_app.ui.background import Background
from desktop_app.ui.context import Context

FIRST_ROWS = 200
LONG_FROM = 2_000  # from here on a switch shows the first rows, and the others come when they are read
OLD = 30 * DAY  # who has waited for longer is hardly answered this morning
OFFERED_IN = (LeadFilter.ALL, LeadFilter.ANSWER)  # the lists over which it is offered to let them rest
REST = 10  # between two readings of the order there is ten times as long as one takes


class Wanted(NamedTuple):
    """What the list is to show. `words`: of the search, "" = none."""

    which: LeadFilter
    sort: LeadSort
    descending: bool
    words: str
    narrow: Narrow


class Order(NamedTuple):
    """`contacts` may be only the beginning of the `total` leads. `took_ms`: to read it.

    `old`: how many wait for longer than `OLD`, 0 in other lists; None where only the beginning was read.
    """

    wanted: Wanted
    counts: LeadCounts
    contacts: list[ContactId]
    total: int
    old: int | None
    took_ms: float

    @property
    def is_whole(self) -> bool:
        return len(self.contacts) >= self.total


class Ordering(QObject):
    """`came(Order)`, `failed(AppError)`: what `soon` asked for. `close` it before the context goes away.

    `background` outlives it: who only hears that the page has gone closes that.
    """

    came = Signal(object)
    failed = Signal(object)

    def __init__(self, context: Context, wanted: Callable[[], Wanted]) -> None:
        super().__init__()
        self._context, self._wanted = context, wanted
        self.background = Background(context.open_reader, lively=True)
        self._asked = 0  # what was read before the last question is not shown any more
        self._again = False
        self._reading: Wanted | None = None  # the last that was begun with
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._begin)

    def whole(self) -> Order:
        """Now. Raises AppError."""
        self._asked += 1
        return whole(self._context.reader, self._wanted(), self._context.now())

    def beginning(self) -> Order:
        """Of a list without words that is not narrowed; now. Raises AppError."""
        self._asked += 1
        return beginning(self._context.reader, self._wanted(), self._context.now())

    def soon(self) -> None:
        """All of it, beside the window; asked often it is read as seldom as that costs little."""
        if self.background.is_busy:
            self._again = True
        elif not self._rest.isActive():
            self._rest.start()

    def at_once(self) -> None:
        """As `soon`, but without a rest before; what is being read for another question is interrupted."""
        self._rest.setInterval(0)
        self._rest.stop()
        if self.background.is_busy and self._reading != self._wanted():
            self._begin()
        else:
            self.soon()

    def close(self) -> None:
        self._rest.stop()
        self.background.close()

    def _begin(self) -> None:
        self._asked += 1
        asked, wanted, now = self._asked, self._wanted(), self._context.now()
        self._reading = wanted

        def job(reader: Reader) -> Order:
            return whole(reader, wanted, now)

        self.background.run(job, lambda order: self._take(asked, order), self.failed.emit)

    def _take(self, asked: int, order: object) -> None:
        assert isinstance(order, Order)
        overtaken = asked != self._asked or order.wanted != self._wanted()
        self._rest.setInterval(0 if overtaken else int(order.took_ms * REST))
        if not overtaken:
            self.came.emit(order)
        if overtaken or self._again:
            self._again = False
            self.soon()


def whole(reader: Reader, wanted: Wanted, now: Micros) -> Order:
    """Raises AppError."""
    start = perf_counter()
    counts = reader.lead_counts(now, wanted.narrow)
    which, sort, descending, words, narrow = wanted
    contacts = reader.lead_ids(which, sort, descending, words, now, narrow)
    old = len(reader.long_waiting(now - OLD, now)) if which in OFFERED_IN and not words else 0
    return Order(wanted, counts, contacts, len(contacts), old, (perf_counter() - start) * 1e3)


def beginning(reader: Reader, wanted: Wanted, now: Micros) -> Order:
    """What the first rows need. Raises AppError."""
    start = perf_counter()
    counts = reader.lead_counts(now, wanted.narrow)
    contacts = reader.first_leads(FIRST_ROWS, now, wanted.which, wanted.sort, wanted.descending)
    total = max(len(contacts), int(getattr(counts, wanted.which.value)))
    return Order(wanted, counts, contacts, total, None, (perf_counter() - start) * 1e3)


