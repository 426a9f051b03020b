"""Copies of relayed letters that wait: tried for a day, and reported to the sender when they fail.

A password that is refused is shown once an hour, however many letters wait: servers lock accounts.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from desktop_app.domain.delivery_report import report
from desktop_app.domain.errors import AppError, AuthRejected, ConsentNeeded, SecretsError, TlsUntrusted
from desktop_app.domain.model import DAY, MINUTE, AccountSettings, Micros
from desktop_app.engine.marking import Copy, Request
from desktop_app.engine.passage_answers import OpenSession, look_after, reply_of, submitted
from desktop_app.mail.base import SendOutcome
from desktop_app.mail.smtp import Reply
from desktop_app.mail.submission import Submission
from desktop_app.store import accounts, relayed
from desktop_app.store.database import Database

log = logging.getLogger(__name__)

RETRY: Micros = 5 * MINUTE
KNOCK: Micros = 60 * MINUTE  # with what was refused
GIVE_UP: Micros = DAY
REPORT_FOR: Micros = 7 * DAY

_OF_MAILBOX = (AuthRejected, ConsentNeeded, TlsUntrusted, SecretsError)

MakeCopies = Callable[[bytes, str, Sequence[str], Micros, Request], list[Copy]]


@dataclass(frozen=True, slots=True)
class PassageQueue:
    """`copies` marks a letter for the people of one envelope."""

    db: Database
    open_session: OpenSession
    copies: MakeCopies

    def send_due(self, now: Micros) -> None:
        """Try the copies that wait, report those that failed. Never raises for a letter."""
        doors = _Doors(self.open_session)
        for waiting in relayed.due(self.db, "held", now):
            self._try_again(waiting, doors, now)
        for failed in relayed.due(self.db, "failed", now):
            self._report(failed, doors, now)
        relayed.forget(self.db, now)

    def _try_again(self, waiting: relayed.Relayed, doors: _Doors, now: Micros) -> None:
        settings = accounts.settings_of(self.db, waiting.account)
        if settings is None:  # nobody is left who could be told
            for recipient in waiting.copies:
                relayed.mark(self.db, waiting.id, recipient, "rejected", "the account was removed")
            return
        try:
            session = doors.open(settings)
        except AppError as error:
            for recipient in waiting.copies:
                self._put_off(waiting, recipient, error, now)
            return
        with closing(session):
            for recipient in waiting.copies:
                self._try_copy(waiting, session, recipient, now)

    def _try_copy(self, waiting: relayed.Relayed, session: Submission, recipient: str, now: Micros) -> None:
        asked = Request(waiting.sender.lower())
        (copy,) = self.copies(waiting.mime, waiting.message_id, (recipient,), now, asked)
        if copy.mime != waiting.mime:
            look_after(self.db, waiting.account, waiting.message_id, waiting.mime, now, taken=True)
        relayed.mark(self.db, waiting.id, recipient, "sending")
        outcome, reply = submitted(session, copy, waiting.sender, waiting.smtputf8)
        self._note(waiting, recipient, outcome, reply, now)

    def _put_off(self, waiting: relayed.Relayed, recipient: str, error: AppError, now: Micros) -> None:
        """Nobody could be asked: that is no answer to the letter."""
        reply = reply_of(error)
        given_up = now - waiting.created_at >= GIVE_UP
        state, later = ("failed", now) if given_up else ("held", now + _pause(error))
        relayed.mark(self.db, waiting.id, recipient, state, f"{reply.code} {reply.text}", later)

    def _note(
        self, waiting: relayed.Relayed, recipient: str, outcome: SendOutcome, reply: Reply, now: Micros
    ) -> None:
        said = f"{reply.code} {reply.text}"
        if outcome is SendOutcome.ACCEPTED:
            relayed.mark(self.db, waiting.id, recipient, "accepted")
        elif outcome is SendOutcome.UNKNOWN or reply.code >= 500 or now - waiting.created_at >= GIVE_UP:
            relayed.mark(self.db, waiting.id, recipient, "failed", said, now)
        else:
            relayed.mark(self.db, waiting.id, recipient, "held", said, now + RETRY)

    def _report(self, failed: relayed.Relayed, doors: _Doors, now: Micros) -> None:
        """Tell the sender by a letter, as any mail server does."""
        settings = accounts.settings_of(self.db, failed.account)
        pause = None if settings is None else self._reported(failed, settings, doors, now)
        done = pause is None or now - failed.created_at >= REPORT_FOR
        for recipient, (_, why) in failed.copies.items():
            if done:
                log.warning("a copy of a relayed letter was not delivered: %s", why)
            state, later = ("rejected", now) if done else ("failed", now + (pause or RETRY))
            relayed.mark(self.db, failed.id, recipient, state, why, later)

    def _reported(
        self, failed: relayed.Relayed, settings: AccountSettings, doors: _Doors, now: Micros
    ) -> Micros | None:
        """None: told. Else after how long to try again."""
        failures = {who: why for who, (_, why) in failed.copies.items()}
        mime = report(failed.mime, settings.address, failures, now)
        try:
            with closing(doors.open(settings)) as session:
                # The null address of real reports is refused by servers that want the account's own.
                letter = Copy(mime, (settings.address,))
                outcome, _ = submitted(session, letter, settings.address, False)
                return RETRY if outcome is SendOutcome.REJECTED else None
        except AppError as error:
            log.info("the report waits: %s", error)
            return _pause(error)


@dataclass(frozen=True, slots=True)
class _Doors:
    """Sessions of one pass: where nobody was let in, nobody knocks again, however many letters wait."""

    knock: OpenSession
    shut: dict[str, AppError] = field(default_factory=dict)  # by address

    def open(self, settings: AccountSettings) -> Submission:
        """Raises AppError."""
        if (known := self.shut.get(settings.address)) is not None:
            raise known
        try:
            return self.knock(settings)
        except AppError as error:
            self.shut[settings.address] = error
            raise


def _pause(error: AppError) -> Micros:
    return KNOCK if isinstance(error, _OF_MAILBOX) else RETRY
