"""What an account's two threads and their callers tell one another; every change wakes whoever waits."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Bells:
    """From any thread. After `stop` nothing waits any more."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._stopped = False
        self._news = False
        self._asked = False
        self._signed_in = False
        self._asks = self._begun = self._ended = 0
        self._nudges = 0

    @property
    def stopped(self) -> bool:
        return self._stopped

    @property
    def signed_in(self) -> bool:
        return self._signed_in

    @property
    def nudges(self) -> int:
        """How often the network has come back; to wait for the next, remember it before the try."""
        return self._nudges

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def ring(self) -> None:
        """There may be news at the server."""
        with self._changed:
            self._news = True
            self._changed.notify_all()

    def nudge(self) -> None:
        """The network is another, or back: what waits for it tries now. A person's part is not done by it."""
        with self._changed:
            self._news = True
            self._nudges += 1
            self._changed.notify_all()

    def ask(self) -> int:
        """A person wants it to be tried now, whatever stands against it. A ticket for `wait_until_done`."""
        with self._changed:
            self._news = self._asked = True
            self._asks += 1
            self._changed.notify_all()
            return self._asks

    def begin(self) -> None:
        """From here on everything is looked at: what rang before is dealt with."""
        with self._changed:
            self._news = self._asked = False
            self._begun = self._asks

    def end(self) -> None:
        """What was begun is over, well or badly."""
        with self._changed:
            self._ended = self._begun
            self._changed.notify_all()

    def wait_until_done(self, ticket: int) -> None:
        """Until a try that began after `ticket` was given is over."""
        self._wait(lambda: self._ended >= ticket, None)

    def sign(self, signed_in: bool) -> None:
        """Whether the server has let us in, so that the watcher may try too."""
        with self._changed:
            self._signed_in = signed_in
            self._changed.notify_all()

    def wait_for_news(self, timeout_s: float) -> None:
        self._wait(lambda: self._news, timeout_s)

    def wait_to_be_asked(self, timeout_s: float | None) -> None:
        """None: for as long as it takes."""
        self._wait(lambda: self._asked, timeout_s)

    def wait_to_be_tried(self, timeout_s: float, nudges: int) -> None:
        """As `wait_to_be_asked`, or until there was a nudge after `nudges`."""
        self._wait(lambda: self._asked or self._nudges != nudges, timeout_s)

    def wait_for_sign_in(self) -> bool:
        """False: it is time to stop."""
        self._wait(lambda: self._signed_in, None)
        return not self._stopped

    def wait_for_stop(self, timeout_s: float | None) -> None:
        self._wait(lambda: False, timeout_s)

    def wait_for_nudge(self, timeout_s: float, nudges: int) -> None:
        """Until there was one after `nudges`."""
        self._wait(lambda: self._nudges != nudges, timeout_s)

    def _wait(self, ready: Callable[[], bool], timeout_s: float | None) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or ready(), timeout_s)
