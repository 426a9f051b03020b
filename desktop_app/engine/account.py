"""One account at work: a thread that synchronises, and a watcher thread that only rings its doorbell.

After an error the account waits, longer each time, with jitter; a refused password waits for the user,
because a server locks accounts that keep knocking.
"""

from __future__ import annotations

import logging
import random
import socket
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import TypeVar

from desktop_app.domain.addresses import OwnAddresses
from desktop_app.domain.errors import (
    AppError,
    AuthRejected,
    ConsentNeeded,
    ItemGone,
    MailError,
    Throttled,
    TlsUntrusted,
)
from desktop_app.domain.facts import SyncState
from desktop_app.domain.model import AccountId, AccountSettings, LetterId, Role
from desktop_app.engine.sync import Round, Surroundings
from desktop_app.mail.base import Provider, RemoteFolder
from desktop_app.store import folders

log = logging.getLogger(__name__)

POLL_S = 60.0
WATCH_S = 300.0
FIRST_PAUSE_S = 2.0
LONGEST_PAUSE_S = 300.0
_NEEDS_THE_USER = (AuthRejected, ConsentNeeded, TlsUntrusted)

MakeProvider = Callable[[], Provider]
T = TypeVar("T")


class AccountRunner:
    """`start` and `stop` are called once each, from one thread; the rest from any."""

    def __init__(
        self, account: AccountId, settings: AccountSettings, make: MakeProvider, around: Surroundings
    ) -> None:
        self._account = account
        self._own = OwnAddresses(settings.address, settings.own)
        self._make = make
        self._around = around
        self._doorbell = threading.Event()
        self._stop = threading.Event()
        self._cancel, self._cancelled = socket.socketpair()
        self._signed_in = threading.Event()
        self._errands: Provider | None = None
        self._errand_lock = threading.Lock()
        self._pause_s = FIRST_PAUSE_S
        self._threads = [
            threading.Thread(target=self._work, name=f"otklik-sync-{account}", daemon=True),
            threading.Thread(target=self._watch, name=f"otklik-watch-{account}", daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def ring(self) -> None:
        """Synchronise now."""
        self._doorbell.set()

    def stop(self) -> None:
        """Ends both threads; what is in a transaction is finished first."""
        self._stop.set()
        self._doorbell.set()
        self._signed_in.set()
        self._cancel.send(b"x")
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()
        with self._errand_lock:
            if self._errands is not None:
                self._errands.close()
        self._cancel.close()
        self._cancelled.close()

    def run_once(self) -> dict[str, MailError]:
        """One round in the calling thread; the folders that failed. Raises MailError for the account."""
        with closing(self._make()) as provider:
            return self._round(provider)

    def fetch(self, letter: LetterId, limit_bytes: int) -> bytes:
        """The letter's MIME, from wherever it lies. Raises ItemGone and the other MailErrors."""
        with self._errand_lock:
            for seat in folders.seats_of(self._around.db, letter):
                remote = RemoteFolder(seat.folder.path, seat.folder.remote_id, seat.folder.role)
                try:
                    return self._errand(partial(_fetch, remote, seat.remote_id, limit_bytes))
                except ItemGone:
                    continue
        raise ItemGone(letter=letter)

    def save_sent(self, mime: bytes) -> None:
        with self._errand_lock:
            self._errand(lambda provider: provider.save_sent(mime))
        self.ring()

    # ── the synchronising thread ─────────────────────────────────────────────────────────────

    def _work(self) -> None:
        while not self._stop.is_set():
            self._tell("connecting")
            try:
                with closing(self._make()) as provider:
                    self._live(provider)
            except AppError as error:
                self._rest(error)
            except Exception:
                log.exception("synchronising account %d failed", self._account)
                self._rest(MailError())
        self._tell("stopped")

    def _live(self, provider: Provider) -> None:
        while not self._stop.is_set():
            self._doorbell.clear()
            failures = self._round(provider)
            self._signed_in.set()
            self._pause_s = FIRST_PAUSE_S
            worst = next(iter(failures.values()), None)
            self._tell("live", worst)
            self._doorbell.wait(POLL_S)

    def _round(self, provider: Provider) -> dict[str, MailError]:
        this = Round(self._account, self._own, provider, self._around)
        this.run()
        return this.failures

    def _rest(self, error: AppError) -> None:
        """Wait before the next try; a password or certificate waits until the user rings."""
        self._signed_in.clear()
        log.info("account %d waits: %s", self._account, error)
        self._tell("waiting", error)
        self._doorbell.clear()
        if isinstance(error, _NEEDS_THE_USER):
            self._doorbell.wait()
            return
        after = error.params.get("after_s") if isinstance(error, Throttled) else None
        self._doorbell.wait(float(after) if after else self._pause_s * random.uniform(0.8, 1.2))  # noqa: S311
        self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)

    def _tell(self, state: str, error: AppError | None = None) -> None:
        code = error.code if error else ""
        params = tuple(error.params.items()) if error else ()
        rows = folders.of_account(self._around.db, self._account)
        done, total = sum(row.done for row in rows), sum(row.total for row in rows)
        self._around.tell(SyncState(self._account, state, done, total, code, params))

    # ── the watching thread ──────────────────────────────────────────────────────────────────

    def _watch(self) -> None:
        while self._wait_for_sign_in():
            try:
                with closing(self._make()) as provider:
                    self._listen(provider)
            except AppError as error:
                log.info("watching account %d: %s", self._account, error)
                self._stop.wait(FIRST_PAUSE_S + self._pause_s)

    def _listen(self, provider: Provider) -> None:
        inbox = next((folder for folder in provider.folders() if folder.role is Role.INBOX), None)
        if inbox is None or not provider.caps.push:
            self._stop.wait()
            return
        self.ring()  # what arrived while nobody was listening
        while not self._stop.is_set():
            if provider.wait(inbox, WATCH_S, self._cancelled) == "doorbell":
                self.ring()

    def _wait_for_sign_in(self) -> bool:
        self._signed_in.wait()
        return not self._stop.is_set()

    # ── errands: fetch a body, save a copy; a third connection, kept while it works ────────────

    def _errand(self, do: Callable[[Provider], T]) -> T:
        fresh = self._errands is None
        provider = self._errands or self._make()
        self._errands = provider
        try:
            return do(provider)
        except ItemGone:
            raise
        except MailError:
            provider.close()
            self._errands = None
            if fresh:
                raise
        return self._errand(do)  # the kept connection had died: once more on a new one


def _fetch(folder: RemoteFolder, remote_id: str, limit_bytes: int, provider: Provider) -> bytes:
    return provider.fetch(folder, remote_id, limit_bytes)
