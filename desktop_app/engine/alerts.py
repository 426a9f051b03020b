"""Alerts wait until their verdict has settled: a burst of clicks shows a robot only some seconds later.

What no burst can take with it (an open in a mail program or webmail, long after delivery) does not wait.
"""

from __future__ import annotations

import heapq
import logging
import threading
from collections.abc import Callable, Sequence

from desktop_app.domain.errors import AppError
from desktop_app.domain.facts import Alert, Fact
from desktop_app.domain.model import HOUR, SECOND, Micros, SignalId, Verdict
from desktop_app.store.rows import SignalRow

log = logging.getLogger(__name__)

ALERT_WITHIN: Micros = HOUR  # an older signal is history, e.g. in a first synchronisation
LONGEST_WAIT_S = 60.0
# Told by the click or the answer itself.
SAID_ALREADY = frozenset({"inferred_click", "inferred_reply", "unknown_replier"})


class Alerts:
    """`read` gives the signals as they are now, with the verdict of now."""

    def __init__(
        self,
        read: Callable[[Sequence[SignalId]], list[SignalRow]],
        tell: Callable[[Fact], None],
        clock: Callable[[], Micros],
    ) -> None:
        self._read = read
        self._tell = tell
        self._clock = clock
        self._waiting: list[tuple[Micros, SignalId]] = []
        self._changed = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._work, name="otklik-alerts", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """What has not settled is not announced."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        if self._thread.ident is not None:
            self._thread.join()

    def add(self, signals: Sequence[SignalId], settles_at: Micros) -> None:
        """Announce these at `settles_at` if a person made them."""
        with self._changed:
            for signal in signals:
                heapq.heappush(self._waiting, (settles_at, signal))
            self._changed.notify()

    def _work(self) -> None:
        while (settled := self._next()) is not None:
            try:
                for row in self._read(settled):
                    self._announce(row)
            except AppError as error:
                log.warning("an alert could not be read: %s", error)
            except Exception:
                log.exception("alerts could not be made")

    def _next(self) -> list[SignalId] | None:
        """Those settled now; waits for some. None: stop."""
        with self._changed:
            while not self._stopping:
                now = self._clock()
                if self._waiting and self._waiting[0][0] <= now:
                    return self._pop_until(now)
                due = self._waiting[0][0] if self._waiting else now + round(LONGEST_WAIT_S * SECOND)
                self._changed.wait(min((due - now) / SECOND, LONGEST_WAIT_S))
        return None

    def _pop_until(self, now: Micros) -> list[SignalId]:
        settled = []
        while self._waiting and self._waiting[0][0] <= now:
            settled.append(heapq.heappop(self._waiting)[1])
        return settled

    def _announce(self, row: SignalRow) -> None:
        recent = row.at > self._clock() - ALERT_WITHIN
        said = SAID_ALREADY.intersection(row.reasons)
        if row.verdict is Verdict.HUMAN and row.contact is not None and recent and not said:
            self._tell(Alert(row.id, row.kind, row.contact, row.name, row.subject, row.link, row.at))
