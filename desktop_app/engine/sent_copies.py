"""The Sent folder after a letter has gone: one clean copy, whoever files it and however late.

A server that files what it sends by SMTP does so in its own time, once for each copy, so Sent is looked at
several times; a mailbox that sends by itself files one, and when that is clean all is done. Other servers are
looked at too, since some file letters without saying so, but not waited for. Whoever opens a marked copy of
his own would be taken for the recipient.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop_app.domain.errors import (
    AppError,
    AuthRejected,
    ConsentNeeded,
    Offline,
    SecretsError,
    Throttled,
    TlsUntrusted,
)
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import DAY, MINUTE, SECOND, AccountId, Micros
from desktop_app.mail.base import SentCopy
from desktop_app.store import sent_copies
from desktop_app.store.database import Database
from desktop_app.store.sent_copies import File, Job

log = logging.getLogger(__name__)

# After sending. A mail program files its own copy within seconds: the second look is past that.
LOOKS: tuple[Micros, ...] = (0, 15 * SECOND, MINUTE, 5 * MINUTE, 20 * MINUTE)
LOOKS_ELSEWHERE: tuple[Micros, ...] = LOOKS[:2]
RETRY: Micros = MINUTE
GIVE_UP: Micros = 7 * DAY

_LATER = (Offline, Throttled, AuthRejected, ConsentNeeded, TlsUntrusted, SecretsError)


@dataclass(frozen=True, slots=True)
class SentCopies:
    """`clean` puts the clean letter where marked copies lie, `save` files it unless it is there.

    Both may raise MailError.
    """

    db: Database
    clean: Callable[[AccountId, bytes], SentCopy]
    save: Callable[[AccountId, bytes], None]
    clock: Callable[[], Micros]

    def keep(self, account: AccountId, mime: bytes) -> None:
        """A letter of ours has gone: Sent shall hold it, clean. Raises StoreError."""
        now = self.clock()
        job = Job(account, parse_headers(mime).message_id, mime, File.ALWAYS, now, 0)
        sent_copies.follow(self.db, job, now)

    def look(self, now: Micros) -> None:
        """Look at Sent for every letter whose time has come. Never raises for a letter."""
        for job in sent_copies.due(self.db, now):
            try:
                expected = self._tidied(job)
            except _LATER as error:
                log.info("Sent cannot be looked at yet: %s", error)
                self._put_off(job, now)
            except AppError as error:
                log.warning("a letter in Sent is not looked after: %s", error)
                self._go_on(job, LOOKS, now)
            else:
                self._go_on(job, LOOKS if expected else LOOKS_ELSEWHERE, now)

    def recover(self, now: Micros) -> None:
        """At start."""
        sent_copies.interrupted(self.db, now)

    def _tidied(self, job: Job) -> bool:
        """Whether the server is expected to file more."""
        found = self.clean(job.account, job.mime)
        at_last = not found.expected or job.looks >= len(LOOKS) - 1
        wanted = job.file is File.ALWAYS or (job.file is File.WHERE_SERVER_FILES and found.expected)
        if not found.clean and at_last and wanted:
            self.save(job.account, job.mime)
        return found.expected

    def _go_on(self, job: Job, looks: tuple[Micros, ...], now: Micros) -> None:
        done = job.looks + 1
        if done >= len(looks):
            sent_copies.forget(self.db, job.account, job.message_id)
        else:
            later = max(now + SECOND, job.created_at + looks[done])
            sent_copies.follow(self.db, replace(job, looks=done), later)

    def _put_off(self, job: Job, now: Micros) -> None:
        if now - job.created_at >= GIVE_UP:
            sent_copies.forget(self.db, job.account, job.message_id)
        else:
            sent_copies.follow(self.db, job, now + RETRY)


def relayed(
    account: AccountId, message_id: str, mime: bytes, now: Micros, *, taken: bool
) -> tuple[Job, Micros]:
    """The job of a letter of another mail program, and when it is due. Not `taken`: nobody knows."""
    file = File.WHERE_SERVER_FILES if taken else File.NEVER
    return Job(account, message_id, mime, file, now, 1), now + LOOKS[1]
