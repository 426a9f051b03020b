"""One account at work: a thread that synchronises, and a watcher thread that only rings its doorbell.

After an error the account waits, longer each time, with jitter; a refused password waits for the user,
because a server locks accounts that keep knocking. Sign-ins that work are limited too (`mail.logins`): a
line that is let in and cut, let in and cut would else knock every other second for ever. When the network
has changed (`engine.network`) nobody waits any longer, and what was connected through the old one is cut.
"""

from __future__ import annotations

import logging
import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TypeVar

from desktop_app.domain.addresses import OwnAddresses
from desktop_app.domain.errors import (
    AppError,
    AuthRejected,
    ConsentNeeded,
    ItemGone,
    MailError,
    Offline,
    StoreError,
    Throttled,
    TlsUntrusted,
)
from desktop_app.domain.facts import SyncState
from desktop_app.domain.folder_plan import RINGING
from desktop_app.domain.model import AccountId, AccountSettings, LetterId, Micros
from desktop_app.engine.bells import Bells
from desktop_app.engine.sync import Round, Surroundings, fetch_letter, mark_answered
from desktop_app.mail.base import CleansSent, Provider, RemoteFolder, SentCopy, Wake
from desktop_app.mail.logins import LoginLimit
from desktop_app.store import folders

log = logging.getLogger(__name__)

POLL_S = 60.0
WATCH_S = 300.0
FIRST_PAUSE_S = 2.0
LONGEST_PAUSE_S = 300.0
GRACE_S = 2.0
_NEEDS_THE_USER = (AuthRejected, ConsentNeeded, TlsUntrusted)
_REFUSED = (AuthRejected, ConsentNeeded)

MakeProvider = Callable[[LoginLimit | None], Provider]
T = TypeVar("T")


class AccountRunner:
    """`start` and `stop` are called once each, from one thread; the rest from any."""

    def __init__(
        self,
        account: AccountId,
        settings: AccountSettings,
        own: OwnAddresses,
        make: MakeProvider,
        around: Surroundings,
    ) -> None:
        self._account = account
        self._settings = settings
        self._own = own
        self._make = make
        self._bells = Bells()
        self._around = replace(around, stopping=lambda: self._bells.stopped or around.stopping())
        self._cancel, self._cancelled = socket.socketpair()
        self._open: dict[str, Provider] = {}
        self._was_cut: set[str] = set()  # of those open, by us: what fails then is not the server's doing
        self._errand_lock = threading.Lock()
        self._pause_s = FIRST_PAUSE_S
        # None for errands: they are done for a person, at his pace.
        self._limits = {"sync": LoginLimit(), "watch": LoginLimit()}
        self._threads = [
            threading.Thread(target=self._work, name=f"otklik-sync-{account}", daemon=True),
            threading.Thread(target=self._watch, name=f"otklik-watch-{account}", daemon=True),
        ]
        self._state = SyncState(account, "connecting")
        self._outcome: dict[str, AppError] = {}
        self._nudges = 0  # as of the try that is under way
        self._cuts: dict[LetterId, int] = {}
        self._refused: AppError | None = None  # what an errand met, until somebody mends it

    @property
    def state(self) -> SyncState:
        """What was told last."""
        return self._state

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def ask(self) -> int:
        """Synchronise now. A ticket for `outcome`."""
        for limit in self._limits.values():
            limit.forgive()
        self._refused = None
        return self._bells.ask()

    def outcome(self, ticket: int) -> dict[str, AppError]:
        """Wait for the round that was asked for: what failed, by folder; "" is the whole account."""
        self._bells.wait_until_done(ticket)
        return {"": self._gone()} if self._bells.stopped else self._outcome

    def refresh_network(self, moved: bool) -> None:
        """Try now what waits for the network. `moved`: cut what is connected, it leads nowhere any more."""
        self._pause_s = FIRST_PAUSE_S
        self._bells.nudge()
        if moved:
            self._cut_all()

    def stop(self) -> None:
        """Ends both threads; what is in a transaction is finished first.

        A server that is silent is not waited for: its connections are cut after `GRACE_S`.
        """
        self._bells.stop()
        self._cancel.send(b"x")
        self._join(GRACE_S)
        self._cut_all()
        self._join(None)
        with self._errand_lock:
            for provider in tuple(self._open.values()):
                provider.close()
        self._cancel.close()
        self._cancelled.close()

    def run_once(self) -> dict[str, MailError]:
        """One round in the calling thread; the folders that failed. Raises AppError for the account."""
        with closing(self._make(None)) as provider:
            return self._round(provider)

    def fetch(self, letter: LetterId, limit_bytes: int) -> bytes:
        """The letter's MIME, from wherever it lies. Raises ItemGone and the other MailErrors."""
        with self._errand_lock:
            return self._errand(lambda provider: fetch_letter(self._around.db, provider, letter, limit_bytes))

    def save_sent(self, mime: bytes) -> None:
        """Raises Offline at once while the account is not signed in: nobody waits, so nothing knocks."""
        if self._threads[0].ident is not None and not self._bells.signed_in:
            raise self._gone()
        with self._errand_lock:
            self._errand(lambda provider: provider.save_sent(mime))
        self._bells.ring()

    def settle(self, answered: LetterId | None, at: Micros) -> None:
        """A letter has gone, at `at`, perhaps to answer one. Raises MailError; Offline as `save_sent`."""
        if self._threads[0].ident is not None and not self._bells.signed_in:
            raise self._gone()
        if answered is not None:
            with self._errand_lock:
                db = self._around.db
                self._errand(lambda provider: mark_answered(db, provider, answered, at))
        self._bells.ring()

    def find_sent(self, message_id: str) -> bool:
        """Whether the server keeps what it sends, and has this. Raises MailError; Offline as `save_sent`."""
        if self._threads[0].ident is not None and not self._bells.signed_in:
            raise self._gone()
        with self._errand_lock:
            return self._errand(lambda provider: _was_sent(provider, message_id))

    def clean_sent(self, mime: bytes) -> SentCopy:
        """See `mail.base.CleansSent`; others file it clean. Raises MailError; Offline as `save_sent`."""
        if self._threads[0].ident is not None and not self._bells.signed_in:
            raise self._gone()
        with self._errand_lock:
            found = self._errand(lambda provider: _cleaned(provider, mime))
        if found.replaced:
            self._bells.ring()
        return found

    def _cut_all(self) -> None:
        for name, provider in tuple(self._open.items()):
            self._was_cut.add(name)
            provider.cut()

    def _join(self, timeout_s: float | None) -> None:
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(timeout_s)

    @contextmanager
    def _connection(self, name: str) -> Iterator[Provider]:
        """A provider that `stop` can cut from another thread."""
        with closing(self._make(self._limits[name])) as provider:
            self._was_cut.discard(name)
            self._open[name] = provider
            try:
                yield provider
            finally:
                del self._open[name]

    # ── the synchronising thread ─────────────────────────────────────────────────────────────

    def _work(self) -> None:
        while not self._bells.stopped:
            self._bells.begin()
            self._nudges = self._bells.nudges
            self._tell("connecting")
            try:
                with self._connection("sync") as provider:
                    self._live(provider)
            except AppError as error:
                self._rest(error)
            except Exception:
                log.exception("synchronising account %d failed", self._account)
                self._rest(MailError())
        self._tell("stopped")

    def _live(self, provider: Provider) -> None:
        provider.folders()
        self._refused = None
        self._bells.sign(signed_in=True)  # once a connection: a watcher that was refused waits for the next
        while not self._bells.stopped:
            self._bells.begin()
            self._nudges = self._bells.nudges
            failures = self._round(provider)
            if self._bells.stopped:
                return
            self._pause_s = FIRST_PAUSE_S
            self._outcome = {**failures}
            self._tell("live", next(iter(failures.values()), None))
            self._bells.end()
            self._bells.wait_for_news(POLL_S)

    def _round(self, provider: Provider) -> dict[str, MailError]:
        this = Round(self._account, self._own, provider, self._around, self._cuts)
        this.run()
        return this.failures

    def _rest(self, error: AppError) -> None:
        """Wait before the next try; a password or certificate waits until the user asks."""
        self._bells.sign(signed_in=False)
        outdated = self._bells.nudges != self._nudges or "sync" in self._was_cut
        if self._bells.stopped or (outdated and isinstance(error, Offline)):
            return
        log.info("account %d waits: %s", self._account, error)
        self._outcome = {"": error}
        self._tell("waiting", error)
        self._bells.end()
        if isinstance(error, _NEEDS_THE_USER):
            self._bells.wait_to_be_asked(None)
            return
        after = error.params.get("after_s") if isinstance(error, Throttled) else None
        if after:  # no network changes what a server has asked for
            self._bells.wait_to_be_asked(float(after))
        else:
            self._bells.wait_to_be_tried(_about(self._pause_s), self._nudges)
        self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)

    def _tell(self, state: str, error: AppError | None = None) -> None:
        code = error.code if error else ""
        params = tuple(error.params.items()) if error else ()
        try:
            rows = [row for row in folders.of_account(self._around.db, self._account) if row.wanted]
        except StoreError as failure:  # the thread must outlive a disk that cannot be read for a while
            log.warning("how far account %d is cannot be read: %s", self._account, failure)
            rows = []
        done, total = sum(row.done for row in rows), sum(row.total for row in rows)
        self._state = SyncState(self._account, state, done, total, code, params)
        self._around.tell(self._state)

    # ── the watching thread ──────────────────────────────────────────────────────────────────

    def _watch(self) -> None:
        pause_s = FIRST_PAUSE_S
        while self._bells.wait_for_sign_in():
            nudges = self._bells.nudges
            try:
                with self._connection("watch") as provider:
                    inbox = _inbox_that_rings(provider)
                    if inbox is not None:
                        pause_s = FIRST_PAUSE_S
                        self._listen(provider, inbox)
                if inbox is None:
                    self._bells.wait_for_stop(None)
            except _NEEDS_THE_USER as error:
                log.info("watching account %d: %s", self._account, error)
                self._bells.sign(signed_in=False)
            except AppError as error:
                log.info("watching account %d: %s", self._account, error)
                # The other connection finds out whether the server is gone: each time, as it may have been
                # quicker than the cut before.
                self._bells.ring()
                self._bells.wait_for_nudge(_watch_pause(error, pause_s), nudges)
            except Exception:
                log.exception("watching account %d failed", self._account)
                self._bells.wait_for_stop(_about(pause_s))
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    def _listen(self, provider: Provider, inbox: RemoteFolder) -> None:
        provider.wait(inbox, 0.0, self._cancelled)  # from here on nothing is missed
        self._bells.ring()  # what arrived while nobody was listening
        while not self._bells.stopped:
            if provider.wait(inbox, WATCH_S, self._cancelled) is Wake.DOORBELL:
                self._bells.ring()

    # ── errands: fetch a body, save a copy; a third connection, kept while it works ────────────

    def _errand(self, do: Callable[[Provider], T]) -> T:
        if self._bells.stopped:
            raise self._gone()
        kept = self._open.get("errand")
        if kept is None:
            self._raise_refusal()
        provider = kept or self._make(None)
        self._open["errand"] = provider
        try:
            return do(provider)
        except ItemGone:
            raise
        except MailError as error:
            provider.close()
            del self._open["errand"]
            self._refused = error if isinstance(error, _REFUSED) else None
            if kept is None:
                raise
        except BaseException:  # in the middle of an answer: the next errand would hear the rest of it
            provider.close()
            del self._open["errand"]
            raise
        return self._errand(do)  # the kept connection had died: once more on a new one

    def _raise_refusal(self) -> None:
        """What was refused is not shown again for each letter that is opened: servers lock accounts."""
        for known in (self._refused, self._outcome.get("")):
            if isinstance(known, _REFUSED):
                raise known

    def _gone(self) -> Offline:
        server = self._settings.server
        return Offline(host=server.host, port=server.port, reason="cut")


def _inbox_that_rings(provider: Provider) -> RemoteFolder | None:
    """None: the server cannot ring, only the poll tells."""
    found = {folder.role: folder for folder in provider.folders()}
    inbox = next((found[role] for role in RINGING if role in found), None)
    return inbox if provider.caps.push else None


def _was_sent(provider: Provider, message_id: str) -> bool:
    """What the server can do is known only after it was asked."""
    return provider.find_sent(message_id) and provider.caps.server_saves_sent


def _cleaned(provider: Provider, mime: bytes) -> SentCopy:
    if isinstance(provider, CleansSent):
        return provider.clean_sent(mime)
    return SentCopy(clean=True, replaced=0, expected=False)


def _watch_pause(error: AppError, pause_s: float) -> float:
    after = error.params.get("after_s") if isinstance(error, Throttled) else None
    return float(after) if after else _about(pause_s)


def _about(pause_s: float) -> float:
    """Many accounts that lost one server do not come back in the same instant."""
    return pause_s * random.uniform(0.8, 1.2)  # noqa: S311 - no secret
