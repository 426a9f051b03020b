"""What an engine announced, in order, and waiting for something of it without sleeping."""

import threading
import time
from collections.abc import Callable

from desktop_app.domain.facts import Fact, SyncState


class Facts:
    """A listener of the engine."""

    def __init__(self) -> None:
        self.all: list[Fact] = []
        self._changed = threading.Condition()

    def __call__(self, fact: Fact) -> None:
        with self._changed:
            self.all.append(fact)
            self._changed.notify_all()

    def wait_for(self, wanted: Callable[[Fact], bool], since: int = 0, within_s: float = 20.0) -> Fact:
        """The first fact from position `since` on that is wanted."""
        deadline = time.monotonic() + within_s
        with self._changed:
            while True:
                for fact in self.all[since:]:
                    if wanted(fact):
                        return fact
                came = self._changed.wait(deadline - time.monotonic())
                assert came, f"never announced; {self.all[since:][-8:]}"

    def wait_until(self, true: Callable[[], bool], within_s: float = 20.0) -> None:
        """Look again after each fact, and now and then."""
        deadline = time.monotonic() + within_s
        with self._changed:
            while not true():
                assert time.monotonic() < deadline, f"never became true; {self.all[-8:]}"
                self._changed.wait(0.1)

    def state(self, state: str, error: str = "", since: int = 0, within_s: float = 20.0) -> SyncState:
        """Wait for a SyncState with this state and error."""
        def wanted(fact: Fact) -> bool:
            return isinstance(fact, SyncState) and (fact.state, fact.error) == (state, error)

        fact = self.wait_for(wanted, since, within_s)
        assert isinstance(fact, SyncState)
        return fact

    def of(self, kind: type, since: int = 0) -> list:
        """All facts of a kind."""
        return [fact for fact in self.all[since:] if isinstance(fact, kind)]
