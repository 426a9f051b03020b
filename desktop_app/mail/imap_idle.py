"""Waiting to be rung: IDLE (RFC 2177) with a loop of our own, and NOTIFY (RFC 5465) for the other folders.

imapclient's `idle_check` neither sees what came together with "+ idling", nor the end of the stream, nor can
it be woken (research/imap.md 3.4).
"""

from __future__ import annotations

import contextlib
import re
import selectors
import time

from desktop_app.domain.errors import ServerError
from desktop_app.mail.base import Cancel, Wake
from desktop_app.mail.imap_session import Refused, Session

REISSUE_S = 300.0  # RFC 2177 says 29 minutes; home routers forget a silent connection after 5
GO_AHEAD_S = 30.0

# Dovecot needs mailbox_list_index = yes, and rings half a second after the event.
NOTIFY = (
    b"NOTIFY SET (SELECTED (MessageNew MessageExpunge FlagChange))"
    b" (PERSONAL (MessageNew MessageExpunge FlagChange))"
)

# STATUS: another folder, by NOTIFY. After an overflow the server notifies no more (RFC 5465 5.8).
_NEWS = re.compile(
    rb"\* (?:\d+ (?:EXPUNGE|FETCH)|VANISHED|STATUS|OK \[NOTIFICATIONOVERFLOW\])", re.IGNORECASE
)
_OVERFLOW = re.compile(rb"\* OK \[NOTIFICATIONOVERFLOW\]", re.IGNORECASE)


def idle(session: Session, timeout_s: float, cancel: Cancel) -> Wake:
    """Wait for news of the selected mailbox. Raises Refused when the server will not, OSError when cut."""
    deadline = time.monotonic() + timeout_s
    while True:
        wake = _idle_once(session, min(deadline, time.monotonic() + REISSUE_S), cancel)
        if wake is not Wake.TIMEOUT or time.monotonic() >= deadline:
            return wake


def notify(session: Session) -> bool:
    """From here on news of every folder ring. True: there may be news from before."""
    if "NOTIFY" not in session.capabilities or session.notifies:
        return False
    overflown = session.notifies is not None
    session.notifies = True  # also when refused: not asked again on this connection
    with contextlib.suppress(Refused):
        session.run(NOTIFY)
    return overflown


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
    if listener.cancelled and not listener.ready:
        session.wire.shutdown()  # nothing may be said before the server is ready to hear it
        return Wake.CANCELLED
    if listener.ready:
        session.idling = True
        listener.listen(deadline, cancel)
        session.idling = False
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
            done = self.completed or (self.rung if was_ready else self.ready)
            if done or self.cancelled or time.monotonic() >= deadline:
                return
            self.cancelled = wire.wait_input(deadline - time.monotonic(), cancel)

    def hear(self, line: bytes) -> None:
        """EXISTS that repeats the number is no news; "* OK Still here" is none either."""
        if line.startswith(b"+"):
            self.ready = True
        elif _NEWS.match(line) or self._session.exists != self._exists:
            self.rung = True
            if _OVERFLOW.match(line):
                self._session.notifies = False
