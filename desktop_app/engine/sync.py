"""One round over an account's folders: everything of the server as of now is in the database afterwards.

The newest letters of every folder come first, so that the window is useful at once; then each folder is taken
to its end. Every batch is one transaction (`engine.ingest`); what it made due is derived between batches, so
a long first sync shows its leads while it runs. After a folder the letters of machines that it brought are
opened (`engine.reports`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace

from desktop_app.domain.addresses import OwnAddresses
from desktop_app.domain.errors import (
    ItemGone,
    MailError,
    Offline,
    PermissionDenied,
    ServerError,
    StateInvalid,
    Unsupported,
)
from desktop_app.domain.facts import Changed, Fact, SyncState
from desktop_app.domain.folder_plan import RINGING
from desktop_app.domain.model import AccountId, LetterId, Micros
from desktop_app.engine import forwards, phones
from desktop_app.engine.forwards import read_forwards
from desktop_app.engine.ingest import ingest
from desktop_app.engine.leads import refresh
from desktop_app.engine.phones import read_phones
from desktop_app.engine.reports import AT_ONCE, READ_BYTES, read_reports
from desktop_app.engine.thanks import note_thanks
from desktop_app.mail.base import Provider, RemoteFolder
from desktop_app.store import folders
from desktop_app.store.database import Database
from desktop_app.store.folders import Folder

log = logging.getLogger(__name__)

BATCHES_PER_DERIVE = 8
CUTS_MAX = 3  # so often the line may end at one letter before it is left unread


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a round needs of the engine. `derive` turns due conversations into waits and leads."""

    db: Database
    clock: Callable[[], Micros]
    tell: Callable[[Fact], None]
    derive: Callable[[], None]
    stopping: Callable[[], bool]


@dataclass(slots=True)
class Round:
    """`failures`: folders that could not be read; the others were.

    `cuts` outlives the round: how often the line was cut while a letter was fetched.
    """

    account: AccountId
    own: OwnAddresses
    provider: Provider
    around: Surroundings
    cuts: dict[LetterId, int] = field(default_factory=dict)
    failures: dict[str, MailError] = field(default_factory=dict)
    _reports: int = field(default=0, init=False)

    def run(self) -> None:
        """Raises the MailErrors that concern the whole account; one folder's own is in `failures`."""
        began = self.around.clock()
        pairs = self._registered()
        for remote, folder in pairs:
            if not folder.state:
                self._try(remote, folder, most=1)
        self.around.derive()
        for remote, folder in pairs:
            if folder.path in self.failures:
                continue
            if self._is_current(remote, folder) or self._try(remote, folder):
                folders.mark_synced(self.around.db, folder.id, began)
            self._read_reports()
            if self.around.stopping():
                return
        self.around.derive()
        self._read_forwards()
        self._read_phones()
        self.around.tell(Changed(accounts=True))

    def _registered(self) -> list[tuple[RemoteFolder, Folder]]:
        """Those that are read; the others are known too, so that the user may switch them on."""
        found = self.provider.folders()
        rows = [(folder.path, folder.remote_id, folder.role) for folder in found]
        kept = folders.put_all(self.around.db, self.account, rows)
        pairs = zip(found, kept, strict=True)
        return [(replace(remote, role=folder.role), folder) for remote, folder in pairs if folder.wanted]

    def _is_current(self, remote: RemoteFolder, folder: Folder) -> bool:
        """What the list of folders said. What rings is looked at itself where figures may lag behind."""
        exact = remote.role not in RINGING or self.provider.caps.exact
        return exact and self.provider.is_current(remote, folder.state)

    def _try(self, remote: RemoteFolder, folder: Folder, most: int | None = None) -> bool:
        """Whether the folder was taken to its end. What is one folder's own trouble stops no other folder."""
        try:
            self._take(remote, folder, most)
        except StateInvalid:
            folders.forget_state(self.around.db, folder.id)
            self._take(remote, folder, most)
        except ItemGone:  # removed since it was listed: the next list will not have it
            return False
        except (PermissionDenied, ServerError, Unsupported) as error:
            self.failures[folder.path] = error
            folders.set_error(self.around.db, folder.id, error.code, error.params)
            return False
        return not self.around.stopping()

    def _take(self, remote: RemoteFolder, folder: Folder, most: int | None = None) -> None:
        """Apply the folder's batches (at most `most`); resumes from the last committed state."""
        current = folders.get(self.around.db, folder.id)
        if current is None:
            return
        with closing(self.provider.sync(remote, current.state)) as batches:
            for count, batch in enumerate(batches, 1):
                at, before = self.around.clock(), current.synced_at
                ingest(self.around.db, self.account, current.id, current.role, batch, self.own, at, before)
                self._announce_progress()
                if count == most or self.around.stopping():
                    return
                if count % BATCHES_PER_DERIVE == 0:
                    self.around.derive()

    def _read_reports(self) -> None:
        """At most `AT_ONCE` in a round: each is a question to the server."""
        self._reports += read_reports(
            self.around.db,
            self.account,
            lambda letter: self._fetched(letter, READ_BYTES),
            self.around.clock(),
            AT_ONCE - self._reports,
            self.around.stopping,
        )

    def _read_forwards(self) -> None:
        around, now = self.around, self.around.clock()

        def fetch(letter: LetterId) -> bytes:
            return self._fetched(letter, forwards.READ_BYTES)

        if read_forwards(around.db, self.account, self.own, fetch, now, stopping=around.stopping):
            around.derive()

    def _read_phones(self) -> None:
        around, now = self.around, self.around.clock()
        thanked = False

        def fetch(letter: LetterId) -> bytes:
            nonlocal thanked
            mime = self._fetched(letter, phones.READ_BYTES)
            thanked = note_thanks(around.db, letter, mime) or thanked
            return mime

        found = read_phones(around.db, self.account, fetch, now, stopping=around.stopping)
        if thanked:
            around.derive()
        changed = refresh(around.db, found, now)
        if changed:
            around.tell(Changed(changed))

    def _fetched(self, letter: LetterId, limit_bytes: int) -> bytes:
        """See `fetch_letter`. ItemGone also of a letter at which the server hangs up each time.

        Dovecot does so where a letter's file is damaged; the rest of the mailbox shall not stand behind it.
        """
        if self.cuts.get(letter, 0) >= CUTS_MAX:
            raise ItemGone(letter=letter)
        try:
            mime = fetch_letter(self.around.db, self.provider, letter, limit_bytes)
        except Offline:
            self.cuts[letter] = self.cuts.get(letter, 0) + 1
            raise
        self.cuts.pop(letter, None)
        return mime

    def _announce_progress(self) -> None:
        rows = [row for row in folders.of_account(self.around.db, self.account) if row.wanted]
        done, total = sum(row.done for row in rows), sum(row.total for row in rows)
        self.around.tell(SyncState(self.account, "syncing", done, total))


def mark_answered(db: Database, provider: Provider, letter: LetterId, at: Micros) -> None:
    """Wherever it lies; where it is gone from there is nothing to mark. Raises the MailErrors of the line."""
    for seat in folders.seats_of(db, letter):
        remote = RemoteFolder(seat.folder.path, seat.folder.remote_id, seat.folder.role)
        try:
            provider.mark_answered(remote, seat.remote_id, at)
        except (ItemGone, PermissionDenied, ServerError, Unsupported) as error:
            log.info("letter %d is not marked as answered: %s", letter, error)


def fetch_letter(db: Database, provider: Provider, letter: LetterId, limit_bytes: int) -> bytes:
    """The beginning of a letter's MIME, from wherever it lies. Raises ItemGone and the other MailErrors."""
    for seat in folders.seats_of(db, letter):
        remote = RemoteFolder(seat.folder.path, seat.folder.remote_id, seat.folder.role)
        try:
            return provider.fetch(remote, seat.remote_id, limit_bytes)
        except ItemGone:
            continue
    raise ItemGone(letter=letter)
