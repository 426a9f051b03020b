"""Waiting to be rung: IDLE (RFC 2177) with a loop of our own.

imapclient's `idle_check` neither sees what came together with "+ idling", nor the end of the stream, nor can
it be woken (research/imap.md 3.4).
"""

from __future__ import annotations

import re
import selectors
import time

from desktop_app.domain.errors import ServerError
from desktop_app.mail.base import Cancel, Wake
from desktop_app.mail.imap_session import Session

REISSUE_S = 300.0  # RFC 2177 says 29 minutes; home routers forget a silent connection after 5
GO_AHEAD_S = 30.0

_NEWS = re.compile(rb"\* (?:\d+ (?:EXPUNGE|FETCH)|VANISHED)\b", re.IGNORECASE)


def idle(session: Session, timeout_s: float, cancel: Cancel) -> Wake:
    """Wait for news of the selected mailbox. Raises Refused when the server will not, OSError when cut."""
    deadline = time.monotonic() + timeout_s
    while True:
        wake = _idle_once(session, min(deadline, time.monotonic() + REISSUE_S), cancel)
        if wake is not Wake.TIMEOUT or time.monotonic() >= deadline:
            return wake


def sleep(timeout_s: float, cancel: Cancel) -> Wake:
    """What remains where the server does not ring."""
    with selectors.DefaultSelector() as selector:
        selector.register(cancel.fileno(), selectors.EVENT_READ)
        return Wake.CANCELLED if selector.select(max(0.0, timeout_s)) else Wake.TIMEOUT


def _idle_once(session: Session, deadline: float, cancel: Cancel) -> Wake:
    """One IDLE command from start to end; also the events around it ring."""
    listener = _Listener(session)
    tag = session.send(b"IDLE")
    listener.listen(time.monotonic() + GO_AHEAD_S, cancel)
    if listener.cancelled:
        session.wire.shutdown()  # nothing may be said before the server is ready to hear it
        return Wake.CANCELLED
    if listener.ready:
        listener.listen(deadline, cancel)
    elif not listener.completed:
        raise ServerError(text="no answer to IDLE")
    if not listener.completed:  # some servers end it themselves
        session.wire.send(b"DONE\r\n")
    for answer in session.answers(tag):  # raises Refused
        listener.hear(answer.line)
    session.resting = True
    if listener.rung:
        return Wake.DOORBELL
    return Wake.CANCELLED if listener.cancelled else Wake.TIMEOUT


class _Listener:
    """Hears lines and remembers what they meant."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._exists = session.exists
        self.ready = False  # the server listens to nothing but DONE now
        self.rung = False
        self.completed = False
        self.cancelled = False

    def listen(self, deadline: float, cancel: Cancel | None) -> None:
        """Until the next of these becomes true, or the deadline; what has arrived already is read first."""
        was_ready = self.ready
        wire = self._session.wire
        while True:
            while wire.has_line() and not self.completed:
                answer = self._session.read()
                if answer is None:
                    self.completed = True
                else:
                    self.hear(answer.line)
            if self.completed or (self.rung if was_ready else self.ready) or time.monotonic() >= deadline:
                return
            if wire.wait_input(deadline - time.monotonic(), cancel):
                self.cancelled = True
                return

    def hear(self, line: bytes) -> None:
        """EXISTS that repeats the number is no news; "* OK Still here" neither."""
        if line.startswith(b"+"):
            self.ready = True
        elif _NEWS.match(line) or self._session.exists != self._exists:
            self.rung = True
