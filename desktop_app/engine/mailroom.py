"""The accounts at work: one runner each, started, stopped and reached by account."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from desktop_app.domain.addresses import OwnAddresses
from desktop_app.domain.commands import SyncFailure
from desktop_app.domain.errors import AppError, AuthRejected, ConsentNeeded, InputError, StoreError
from desktop_app.domain.facts import SyncState
from desktop_app.domain.model import MINUTE, AccountId, AccountSettings, LetterId, Micros
from desktop_app.engine.account import AccountRunner
from desktop_app.engine.sync import Surroundings
from desktop_app.engine.tokens import Tokens
from desktop_app.mail.base import Provider, Sender, SentCopy
from desktop_app.mail.kinds import provider_of, sender_of, submission_of
from desktop_app.mail.logins import LoginLimit
from desktop_app.mail.submission import Submission
from desktop_app.store import accounts, channels, folder_choices, letters

log = logging.getLogger(__name__)

T = TypeVar("T")
REFUSED_FOR: Micros = MINUTE
SETTLED = frozenset({"live", "stopped"})


class Mailroom:
    """All methods may be called from any thread."""

    def __init__(self, around: Surroundings, tokens: Tokens) -> None:
        self._around = around
        self._tokens = tokens
        self._runners: dict[AccountId, AccountRunner] = {}
        self._lock = threading.Lock()  # of the table
        self._changing = threading.Lock()  # one account starts or stops at a time
        self._running = False
        self._refused: dict[str, tuple[Micros, AppError]] = {}  # by address

    def start(self) -> None:
        self._running = True
        for row in accounts.all_accounts(self._around.db):
            self.open(row.id)

    def stop(self) -> None:
        with self._changing:
            self._running = False
            with self._lock:
                runners, self._runners = list(self._runners.values()), {}
            for runner in runners:
                runner.stop()

    def open(self, account: AccountId) -> None:
        """(Re)start an account with its saved settings; nothing happens before `start`."""
        with self._changing:
            self._shut(account)
            settings = accounts.settings_of(self._around.db, account)
            if settings is not None:
                self._refused.pop(settings.address, None)
            if settings is None or not self._running:
                return
            runner = self._runner(account, settings)
            with self._lock:
                self._runners[account] = runner
            runner.start()

    def reopen(self) -> None:
        """What is ours has changed: every account starts again with it."""
        for row in accounts.all_accounts(self._around.db) if self._running else ():
            self.open(row.id)

    def remove(self, account: AccountId, forget: Callable[[], None]) -> None:
        """End its work and let `forget` take it out of the database; nothing starts it in between."""
        with self._changing:
            self._shut(account)
            forget()

    def ring(self, account: AccountId | None) -> None:
        """Synchronise now, one account or all."""
        with self._lock:
            runners = [runner for number, runner in self._runners.items() if account in (None, number)]
        for runner in runners:
            runner.ask()

    def sync_now(self, account: AccountId | None) -> list[SyncFailure]:
        """The same, and wait until it is done. What failed."""
        with self._lock:
            runners = {number: one for number, one in self._runners.items() if account in (None, number)}
        tickets = {number: runner.ask() for number, runner in runners.items()}
        failures = []
        for row in accounts.all_accounts(self._around.db):
            if row.id in runners:
                failed = runners[row.id].outcome(tickets[row.id])
                failures += [SyncFailure(row.settings.address, path, error) for path, error in failed.items()]
        return failures

    def refresh_network(self, moved: bool) -> None:
        """The network is back (`NetworkWatch`). `moved`: what is connected now leads nowhere."""
        with self._lock:
            runners = list(self._runners.values())
        for runner in runners:
            runner.refresh_network(moved)

    def states(self) -> list[SyncState]:
        """What each account said last."""
        with self._lock:
            return [runner.state for runner in self._runners.values()]

    def has_settled(self) -> bool:
        """Every account has been looked at since it started; True without any."""
        return all(one.state in SETTLED for one in self.states())

    def sync_once(self) -> list[SyncFailure]:
        """One round over every account in the calling thread. Raises StoreError: no account could go on."""
        failures = []
        for row in accounts.all_accounts(self._around.db):
            address = row.settings.address
            runner = self._runner(row.id, row.settings)
            try:
                failed = runner.run_once()
                failures += [SyncFailure(address, path, error) for path, error in failed.items()]
            except StoreError:
                raise
            except AppError as error:
                failures.append(SyncFailure(address, "", error))
            finally:
                runner.stop()
        return failures

    def fetch(self, letter: LetterId, limit_bytes: int) -> bytes:
        """The letter's MIME. Raises InputError, MailError."""
        account = letters.account_of(self._around.db, letter)
        return self._with_runner(account, lambda runner: runner.fetch(letter, limit_bytes))

    def save_sent(self, account: AccountId, mime: bytes) -> None:
        self._with_runner(account, lambda runner: runner.save_sent(mime))

    def settle(self, account: AccountId, answered: LetterId | None, at: Micros) -> None:
        """See `AccountRunner.settle`."""
        self._with_runner(account, lambda runner: runner.settle(answered, at))

    def find_sent(self, account: AccountId, message_id: str) -> bool:
        """See `AccountRunner.find_sent`."""
        return self._with_runner(account, lambda runner: runner.find_sent(message_id))

    def clean_sent(self, account: AccountId, mime: bytes) -> SentCopy:
        """See `AccountRunner.clean_sent`."""
        return self._with_runner(account, lambda runner: runner.clean_sent(mime))

    def sender(self, account: AccountId, settings: AccountSettings) -> Sender:
        return sender_of(settings, lambda: self.password(settings))

    def submission(self, settings: AccountSettings) -> Submission:
        """An open submission, for letters of other mail programs. Raises AppError.

        What was refused is not shown again for `REFUSED_FOR`, however many letters such a program has.
        """
        now = self._around.clock()
        at, refusal = self._refused.get(settings.address, (0, None))
        if refusal is not None and at <= now < at + REFUSED_FOR:
            raise refusal
        try:
            return submission_of(settings, lambda: self.password(settings))
        except (AuthRejected, ConsentNeeded) as error:
            self._refused[settings.address] = now, error
            raise

    def has_gone(self, account: AccountId, mime: bytes) -> bool:
        """Whether the marked copy of this letter lay in Sent, where it is clean now. Never raises."""
        try:
            return self.clean_sent(account, mime).replaced > 0
        except AppError as error:
            log.info("Sent cannot be looked at: %s", error)
            return False

    def password(self, settings: AccountSettings) -> str:
        """See `Tokens.password`."""
        return self._tokens.password(settings)

    def _shut(self, account: AccountId) -> None:
        with self._lock:
            runner = self._runners.pop(account, None)
        if runner is not None:
            runner.stop()

    def _with_runner(self, account: AccountId | None, do: Callable[[AccountRunner], T]) -> T:
        with self._lock:
            runner = self._runners.get(account) if account is not None else None
        if runner is not None:
            return do(runner)
        settings = accounts.settings_of(self._around.db, account) if account is not None else None
        if account is None or settings is None:
            raise InputError(field="account", reason="no_such_account")
        passing = self._runner(account, settings)
        try:
            return do(passing)
        finally:
            passing.stop()

    def _runner(self, account: AccountId, settings: AccountSettings) -> AccountRunner:
        def make(limit: LoginLimit | None) -> Provider:
            return provider_of(
                settings,
                lambda: self.password(settings),
                limit,
                lambda: folder_choices.sent_of(self._around.db, account),
                self._around.clock,
            )

        return AccountRunner(account, settings, self._own(), make, self._around)

    def _own(self) -> OwnAddresses:
        """The addresses of all accounts and channels."""
        ours = [row.settings for row in accounts.all_accounts(self._around.db)]
        substitutes = tuple(one for some in channels.by_name(self._around.db).values() for one in some)
        return OwnAddresses.of_accounts([replace(one, own=(*one.own, *substitutes)) for one in ours])
