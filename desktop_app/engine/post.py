"""The thread by which letters go out: the outbox, those of other mail programs, the clean copies in Sent."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.domain.errors import AppError
from desktop_app.domain.model import SECOND, Micros
from desktop_app.engine.outbox import Outbox
from desktop_app.engine.passage import PassageDesk
from desktop_app.engine.sent_copies import SentCopies
from desktop_app.store import outbox, relayed, sent_copies
from desktop_app.store.database import Database

log = logging.getLogger(__name__)

LONGEST_S = 60.0
SHORTEST_S = 0.05
AFTER_FAILURE_S = 10.0  # what is due stays due: on a full disk it would else be tried without a pause


@dataclass(frozen=True, slots=True)
class Post:
    """`bell`: there is something to do now; `run` is the thread's work, until `stop` is set and it rings."""

    db: Database
    outbox: Outbox
    passages: PassageDesk
    sent: SentCopies
    clock: Callable[[], Micros]
    bell: threading.Event
    stop: threading.Event

    def recover(self) -> None:
        """At start: what was under way when the last engine ended."""
        self.outbox.recover()
        self.passages.recover()
        self.sent.recover(self.clock())

    def run(self) -> None:
        while not self.stop.is_set():
            self.bell.clear()
            pause_s = self.deliver()
            if not self.stop.is_set():
                self.bell.wait(pause_s)

    def deliver(self) -> float:
        """Send what is due; for how many seconds there is nothing to do then, unless the bell rings."""
        try:
            self.send_due()
            dues = (outbox.next_at(self.db), relayed.next_at(self.db), sent_copies.next_at(self.db))
        except AppError as error:
            log.warning("outbox: %s", error)
            return AFTER_FAILURE_S
        except Exception:
            log.exception("the outbox failed")
            return AFTER_FAILURE_S
        due = min((at for at in dues if at is not None), default=None)
        if due is None:
            return LONGEST_S
        return min(LONGEST_S, max(SHORTEST_S, (due - self.clock()) / SECOND))

    def send_due(self) -> None:
        """Raises StoreError."""
        self.outbox.send_ready(self.clock())
        self.passages.send_due(self.clock())
        self.sent.look(self.clock())
