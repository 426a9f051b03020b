"""The only crossing between threads: commands go down to the engine, results and facts come up.

One reader thread takes messages off the connection and rings once; everything else happens in the window's
thread. Results are delivered at once, facts are merged and delivered at most every 100 ms.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from desktop_app.domain.errors import AppError, EngineLost

if TYPE_CHECKING:
    from desktop_app.domain.commands import Command
    from desktop_app.domain.facts import Fact, SyncState, TeamState, TrackingState
    from desktop_app.domain.model import AccountId

log = logging.getLogger(__name__)

MERGE_MS = 100
POLL_S = 0.1
RECONNECT_AFTER_S = 0.5

Done = Callable[[object], None]
Failed = Callable[[AppError], None]


class EngineConnection(Protocol):
    """What is needed of `multiprocessing.connection.Connection`."""

    def send(self, obj: object, /) -> None: ...
    def recv(self) -> object: ...
    def poll(self, timeout: float | None = ..., /) -> bool: ...
    def close(self) -> None: ...


class Lost:
    """From the reader thread: the connection has ended."""


class Found:
    """From the reader thread: there is a new one."""


class Refused(NamedTuple):
    """A command that could not be sent."""

    number: int


class Bridge(QObject):
    """Signals carry one fact each. `lost`: the engine is gone; `found`: it is back. `close` it at the end.

    `reconnect` makes a new connection after a loss and may block: it runs in the reader thread.
    """

    changed = Signal(object)
    alert = Signal(object)
    reminded = Signal(object)
    target_near = Signal(object)
    targets_missed = Signal(object)
    week_began = Signal(object)
    sync_state = Signal(object)
    tracking_state = Signal(object)
    outbox_changed = Signal(object)
    team_state = Signal(object)
    ready = Signal(object)
    lost = Signal()
    found = Signal()
    _arrived = Signal()

    def __init__(
        self, connection: EngineConnection, reconnect: Callable[[], EngineConnection] | None = None
    ) -> None:
        super().__init__()
        self._connection = connection
        self._reconnect = reconnect
        self._number = 0
        self._waiting: dict[int, tuple[Done, Failed]] = {}
        self._inbox: deque[object] = deque()
        self._facts: list[Fact] = []
        # what was said last, for pages that are made later
        self.sync_states: dict[AccountId, SyncState] = {}
        self.tracking: TrackingState | None = None
        self.team: TeamState | None = None
        self._stop = threading.Event()
        self._merge = QTimer(self, singleShot=True, interval=MERGE_MS)
        self._merge.timeout.connect(self._deliver_facts)
        self._thread = threading.Thread(target=self._read, name="otklik-bridge", daemon=True)

    def start(self) -> None:
        """Begin to read: after the first paint, because it is now that an engine is started."""
        from PySide6.QtCore import Qt  # not before the first paint: the class costs a fifth of it

        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    def call(self, command: Command, done: Done | None = None, failed: Failed | None = None) -> None:
        """Ask the engine. Exactly one of `done(value)` and `failed(error)` is called later, in this thread.

        Without `failed` an error is logged. When the engine is gone the error is EngineLost.
        """
        self._number += 1
        self._waiting[self._number] = (done or _ignore, failed or _log_failure)
        try:
            self._connection.send((self._number, command))
        except OSError:  # the reader thread has or will have seen the end; whoever asks is told the same way
            self._put(Refused(self._number))

    def close(self) -> None:
        """End the reader thread and the connection. Calls still open and facts not yet told are dropped."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()
        self._merge.stop()
        self._inbox.clear()  # the loop may still bring their arrival, to pages that read no more
        self._facts.clear()
        self._waiting.clear()
        self._connection.close()

    def _read(self) -> None:
        """The reader thread: until `close`, or until the connection ends and there is no way back."""
        while True:
            try:
                self._read_until_stopped()
            except (OSError, EOFError):
                self._put(Lost())
            if self._stop.is_set() or self._reconnect is None:
                return
            self._stop.wait(RECONNECT_AFTER_S)
            self._connection.close()
            self._connection = self._reconnect()
            self._put(Found())

    def _read_until_stopped(self) -> None:
        while not self._stop.is_set():
            if self._connection.poll(POLL_S):
                self._put(self._connection.recv())

    def _put(self, message: object) -> None:
        self._inbox.append(message)
        self._arrived.emit()

    def _take(self) -> None:
        from desktop_app.domain.commands import Result  # not needed for the first paint, as below
        from desktop_app.domain.facts import Fact

        while self._inbox:
            match self._inbox.popleft():
                case Lost():
                    self._lose()
                case Found():
                    self.found.emit()
                case Refused(number):
                    self._finish(number, EngineLost(), None)
                case ("result", int(number), Result() as result):
                    self._finish(number, result.error, result.value)
                case ("fact", fact) if isinstance(fact, Fact):
                    self._facts.append(fact)
                case message:
                    log.warning("the engine sent something unknown: %r", type(message))
        if self._facts and not self._merge.isActive():
            self._merge.start()

    def _finish(self, number: int, error: AppError | None, value: object) -> None:
        done, failed = self._waiting.pop(number, (_ignore, _log_failure))
        if error is not None:
            failed(error)
        else:
            done(value)

    def _lose(self) -> None:
        for number in list(self._waiting):
            self._finish(number, EngineLost(), None)
        self.lost.emit()

    def _deliver_facts(self) -> None:
        from desktop_app.ui.merging import merged

        facts, self._facts = merged(self._facts), []
        for fact in facts:
            self._remember(fact)
            self._signal_of(fact).emit(fact)

    def _remember(self, fact: Fact) -> None:
        from desktop_app.domain.facts import SyncState, TeamState, TrackingState

        if isinstance(fact, SyncState):
            self.sync_states[fact.account] = fact
        elif isinstance(fact, TrackingState):
            self.tracking = fact
        elif isinstance(fact, TeamState):
            self.team = fact

    def _signal_of(self, fact: Fact) -> SignalInstance:
        signals: dict[str, SignalInstance] = {
            "Ready": self.ready,
            "Changed": self.changed,
            "Alert": self.alert,
            "Reminded": self.reminded,
            "TargetNear": self.target_near,
            "TargetsMissed": self.targets_missed,
            "WeekBegan": self.week_began,
            "SyncState": self.sync_state,
            "TrackingState": self.tracking_state,
            "OutboxChanged": self.outbox_changed,
            "TeamState": self.team_state,
        }
        return signals[type(fact).__name__]


def _ignore(value: object) -> None:
    pass


def _log_failure(error: AppError) -> None:
    log.warning("a command failed: %s", error)
