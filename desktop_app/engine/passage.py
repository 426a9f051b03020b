"""Letters of other mail programs: in by the relay, marked, out by the account's own server.

The server's answers are passed back as they are. A mailbox of Exchange or Microsoft 365 sends one letter to
all whom it names; when its answer is lost, its copy in Sent tells. When every recipient gets his own copy,
all copies are safe in keep.db (`store.relayed`) before the first goes; when the server then takes some and
not others, the mail program hears 250, the rest is tried for a day, and who cannot be reached is reported to
the sender by a letter. A copy whose line was cut after it was handed over is never tried again by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hmac import compare_digest
from threading import Event

from desktop_app.domain.errors import AppError, StoreError
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import MINUTE, AccountId, AccountSettings, Micros
from desktop_app.engine.marking import Copy, Marker, Request
from desktop_app.engine.passage_answers import (
    MAYBE,
    OURS_BROKE,
    OpenSession,
    look_after,
    reply_of,
    reply_to,
    submitted,
)
from desktop_app.engine.passage_queue import RETRY, PassageQueue
from desktop_app.mail.base import SendOutcome, SendReceipt
from desktop_app.mail.relay import Passage
from desktop_app.mail.smtp import Reply
from desktop_app.mail.submission import Submission
from desktop_app.store import accounts, relayed, sent_copies
from desktop_app.store.database import Database

log = logging.getLogger(__name__)

HANDOVER: Micros = 60 * MINUTE  # longer than ten copies can take: until then the queue keeps its hands off

_TAKEN = Reply(250, "2.0.0 OK")
_QUEUED = Reply(250, "2.0.0 OK, some recipients later")
_NO_ACCOUNT = Reply(535, "5.7.8 no such account in Otklik")
_NO_ROOM = Reply(452, "4.3.1 the disk of this computer is full")


@dataclass(frozen=True, slots=True)
class PassageDesk:
    """A `mail.relay.Counter`. `password` is the local one; `tracked` whether letters are marked.

    `has_gone` says whether the marked copy of a letter lies in Sent, where the account's server puts it.
    """

    db: Database
    open_session: OpenSession
    marker: Marker
    clock: Callable[[], Micros]
    password: Callable[[], str]
    tracked: Callable[[], bool]
    wake: Callable[[], None]
    has_gone: Callable[[AccountId, bytes], bool] = lambda _account, _mime: False
    looks_s: Sequence[float] = (0.0, 2.0, 6.0)  # pauses before each look at Sent for a letter in doubt

    def admits(self, user: str, password: str) -> bool:
        wanted = self.password().encode()
        right = compare_digest(wanted, password.encode("utf-8", "replace"))
        return bool(wanted) and right and self._account(user) is not None

    def begin(self, user: str, sender: str, smtputf8: bool) -> tuple[Reply, Passage | None]:
        found = self._account(user)
        if found is None:
            return _NO_ACCOUNT, None
        account, settings = found
        letter = _Letter(self, account, sender, smtputf8)
        reply = letter.begin(settings)
        return reply, letter if reply.good else None

    def send_due(self, now: Micros) -> None:
        """See `PassageQueue.send_due`."""
        PassageQueue(self.db, self.open_session, self.copies).send_due(now)

    def recover(self) -> None:
        """At start: a copy that was being sent when the engine died may have arrived: the sender decides."""
        relayed.interrupted(self.db, f"554 {MAYBE}")

    def copies(
        self, mime: bytes, message_id: str, people: Sequence[str], now: Micros, asked: Request
    ) -> list[Copy]:
        """Marked copies, or one for all when it is the letter itself. Raises StoreError."""
        spelled = {who.lower(): who for who in people}  # tokens name people in lower case
        tracked = self.tracked() and not message_id.endswith("@missing.otklik")
        copies = self.marker.copies(mime, message_id, tuple(spelled), tracked, now, asked)
        if all(copy.mime == mime for copy in copies):
            return [Copy(mime, tuple(people))]
        return [Copy(copy.mime, tuple(spelled[who] for who in copy.recipients)) for copy in copies]

    def _account(self, user: str) -> tuple[AccountId, AccountSettings] | None:
        wanted = user.strip().lower()
        for row in accounts.all_accounts(self.db):
            if row.settings.address.lower() == wanted and row.settings.sends:
                return row.id, row.settings
        return None


@dataclass(slots=True)
class _Letter:
    """A `mail.relay.Passage`: one letter between a mail program and the account's server."""

    desk: PassageDesk
    account: AccountId
    sender: str
    smtputf8: bool
    people: list[str] = field(default_factory=list)
    session: Submission | None = None
    apart: bool = True

    def begin(self, settings: AccountSettings) -> Reply:
        self.apart = settings.by_smtp
        try:
            self.session = self.desk.open_session(settings)
            reply = self.session.begin(self.sender, self.smtputf8)
        except AppError as error:
            reply = reply_of(error)
        if not reply.good:
            self.close()
        return reply

    def add(self, recipient: str) -> Reply:
        assert self.session is not None
        try:
            reply = self.session.add(recipient)
        except AppError as error:
            return reply_of(error)
        if reply.good:
            self.people.append(recipient)
        return reply

    def send(self, mime: bytes) -> Reply:
        try:
            return self._send(mime)
        except AppError as error:
            return reply_of(error)
        except Exception:
            log.exception("a letter of another mail program could not be passed on")
            return OURS_BROKE

    def close(self) -> None:
        session, self.session = self.session, None
        if session is not None:
            session.close()

    def _send(self, mime: bytes) -> Reply:
        now, desk = self.desk.clock(), self.desk
        message_id = parse_headers(mime).message_id
        settled: set[str] = set()
        try:
            settled = relayed.settled(desk.db, self.account, message_id, mime, now)
            waiting = [who for who in dict.fromkeys(self.people) if who not in settled]
            if not waiting:
                return _TAKEN  # the mail program did not hear our answer
            asked = Request(self.sender.lower(), apart=self.apart)
            copies = desk.copies(mime, message_id, waiting, now, asked)
            if any(copy.mime != mime for copy in copies):
                sent_copies.begin(desk.db, self.account, message_id, mime, now)
            if len(copies) == 1 and len(waiting) == len(self.people):
                reply = self._send_whole(copies[0], message_id, mime, now)
                return self._with_clean_sent(reply, copies, message_id, mime)
            number = relayed.keep(
                desk.db, self.account, message_id, self.sender, self.smtputf8, mime, waiting,
                now, now + HANDOVER,
            )  # fmt: skip
        except StoreError as error:  # a full disk: a letter matters more than knowing what becomes of it
            if settled:  # it cannot be sent whole: some have it
                return _NO_ROOM
            log.warning("a letter of another mail program is passed on unmarked: %s", error)
            return self._send_whole(Copy(mime, tuple(self.people)), message_id, mime, now)
        try:
            reply = self._send_each(number, copies, now)
        except StoreError as error:  # all copies are safe on disk, and which of them was begun
            log.warning("the rest of relayed letter %d waits: %s", number, error)
            reply = _QUEUED
        return self._with_clean_sent(reply, copies, message_id, mime)

    def _with_clean_sent(self, reply: Reply, copies: Sequence[Copy], message_id: str, mime: bytes) -> Reply:
        """Some servers file what they were given: the marked copy."""
        if all(copy.mime == mime for copy in copies):
            return reply
        db, now = self.desk.db, self.desk.clock()
        try:
            if reply.good or reply.text == MAYBE:
                look_after(db, self.account, message_id, mime, now, taken=reply.good)
                self.desk.wake()
            else:
                sent_copies.forget(db, self.account, message_id)
        except StoreError as error:
            log.warning("Sent may hold a marked copy: %s", error)
        return reply

    def _send_whole(self, copy: Copy, message_id: str, mime: bytes, now: Micros) -> Reply:
        """Everybody gets the same: the transaction that stands is used, its answer is the answer."""
        assert self.session is not None
        receipt = self.session.content(copy.mime)
        if receipt.outcome is SendOutcome.UNKNOWN and not self.apart and copy.mime != mime:
            receipt = self._looked_for(mime) or receipt
        if receipt.outcome is SendOutcome.ACCEPTED:
            with suppress(StoreError):
                relayed.remember(self.desk.db, self.account, message_id, mime, copy.recipients, now)
        return reply_to(receipt)

    def _looked_for(self, mime: bytes) -> SendReceipt | None:
        """A mailbox files what it sends: the copy with our marks in Sent is as good as its answer.

        A copy without marks is not: the mail program may have put it there.
        """
        for pause_s in self.desk.looks_s:
            Event().wait(pause_s)
            if self.desk.has_gone(self.account, mime):
                return SendReceipt(SendOutcome.ACCEPTED, f"{_TAKEN.code} {_TAKEN.text}")
        return None

    def _send_each(self, number: int, copies: Sequence[Copy], now: Micros) -> Reply:
        """What the server says to the first copy is the answer; after that the queue may have to help."""
        assert self.session is not None
        try:
            self.session.reset()
        except AppError as error:  # cut before anything was handed over: the mail program tries again
            relayed.drop(self.desk.db, number)
            return reply_of(error)
        for at, copy in enumerate(copies):
            outcome, reply = self._send_copy(number, copy, now)
            if outcome is SendOutcome.ACCEPTED:
                continue
            if at == 0 and outcome is SendOutcome.REJECTED:
                relayed.drop(self.desk.db, number)
                return reply
            self._leave_to_queue(number, [who for copy in copies[at + 1 :] for who in copy.recipients], now)
            return _QUEUED
        return _TAKEN

    def _leave_to_queue(self, number: int, people: Sequence[str], now: Micros) -> None:
        log.info("relayed letter %d was taken partly; %d copies were not begun", number, len(people))
        for who in people:
            relayed.mark(self.desk.db, number, who, "held", "", now)
        self.desk.wake()

    def _send_copy(self, number: int, copy: Copy, now: Micros) -> tuple[SendOutcome, Reply]:
        assert self.session is not None
        for who in copy.recipients:
            relayed.mark(self.desk.db, number, who, "sending")
        outcome, reply = submitted(self.session, copy, self.sender, self.smtputf8)
        state = {SendOutcome.ACCEPTED: "accepted", SendOutcome.UNKNOWN: "failed"}.get(outcome, "held")
        later = now + RETRY if 400 <= reply.code < 500 else now
        for who in copy.recipients:
            relayed.mark(self.desk.db, number, who, state, f"{reply.code} {reply.text}", later)
        return outcome, reply
