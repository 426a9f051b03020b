"""On-premises Exchange as a `Provider`, by Exchange Web Services.

Spoken as plain SOAP over one connection of our own (`ews_client`), not through exchangelib, whose sessions,
guesses, retries and parsers are shared by the whole process: with few raw properties a letter costs a part
of its time here (tests/benchmarks/bench_ews.py), one value it cannot read ends no page, and no 401 is ever
repeated. exchangelib is the other client that the tests believe.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator

from desktop_app.domain.errors import Offline, StateInvalid, Unsupported
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import AccountSettings, Micros, Role
from desktop_app.mail import ews_requests as ask
from desktop_app.mail import ews_sent
from desktop_app.mail.base import Batch, Cancel, Caps, RemoteFolder, SentCopy, Wake
from desktop_app.mail.ews_client import EwsClient
from desktop_app.mail.ews_folders import Known, known_folders, list_folders
from desktop_app.mail.ews_mime import fetch_mime
from desktop_app.mail.ews_state import FolderState, Phase
from desktop_app.mail.ews_stream import Doorbell
from desktop_app.mail.ews_sync import FolderSync
from desktop_app.mail.exchange_folders import Figures, Listed, Quiet
from desktop_app.mail.imap_idle import sleep
from desktop_app.mail.logins import LoginLimit

# When a folder changed last is told in whole seconds: what is younger may be followed by more in its second.
SETTLED_S = 2.0


class EwsProvider:
    """See `mail.base.Provider`. One connection. The rest as with IMAP."""

    def __init__(
        self,
        settings: AccountSettings,
        password: Callable[[], str],
        limit: LoginLimit | None = None,
        sent: Callable[[], str | None] = lambda: None,
    ) -> None:
        self._settings = settings
        self._chosen_sent = sent
        self._client = EwsClient(settings, password, limit)
        self._doorbell = Doorbell(self._client, self._offline)
        self._known: Known | None = None
        self._listed = Listed([], {})
        self._quiet = Quiet()
        self._since: dict[str, tuple[Figures | None, float]] = {}  # of each folder, since when it is so
        self._push = True

    @property
    def caps(self) -> Caps:
        return Caps(push=self._push, server_saves_sent=True, exact=self._listed.exact)

    @property
    def asked(self) -> int:
        """Requests so far."""
        return self._client.asked

    def folders(self) -> list[RemoteFolder]:
        self._listed = list_folders(self._client, self._known_folders())
        now_s = time.monotonic()
        for one, figures in self._listed.figures.items():
            if self._since.get(one, (None, 0.0))[0] != figures:
                self._since[one] = (figures, now_s)
        return self._listed.folders

    def is_current(self, folder: RemoteFolder, state: bytes) -> bool:
        """See `mail.exchange_folders.Quiet`."""
        try:
            known = FolderState.decode(state)
        except StateInvalid:
            return False
        now = self._listed.figures.get(folder.remote_id)
        return known.phase is Phase.DONE and self._quiet.is_quiet(folder.remote_id, now, known.figures)

    def sync(self, folder: RemoteFolder, state: bytes) -> Generator[Batch, None, None]:
        figures = self._listed.figures.pop(folder.remote_id, None)
        if time.monotonic() - self._since.get(folder.remote_id, (None, 0.0))[1] < SETTLED_S:
            figures = None  # the next look will do
        yield from FolderSync(self._client, folder, state, figures).run()

    def wait(self, folder: RemoteFolder, timeout_s: float, cancel: Cancel) -> Wake:
        """Sent rings too: what was answered in Outlook ends a wait as soon as what came begins one."""
        if not self._push:
            return sleep(timeout_s, cancel)
        sent = self._chosen_sent() or self._known_folders().id_of(Role.SENT)
        both = dict.fromkeys(one for one in (folder.remote_id, sent) if one)
        try:
            return self._doorbell.wait(list(both), timeout_s, cancel)
        except Unsupported as error:
            if error.params.get("what") != "push":
                raise
            self._push = False
            return sleep(timeout_s, cancel)

    def fetch(self, folder: RemoteFolder, remote_id: str, limit_bytes: int) -> bytes:
        return fetch_mime(self._client, remote_id, limit_bytes)

    def save_sent(self, mime: bytes) -> None:
        if not self.find_sent(parse_headers(mime).message_id):
            ews_sent.save(self._client, self._sent(), mime)

    def find_sent(self, message_id: str) -> bool:
        places = dict.fromkeys((self._filed(), self._sent()))
        return any(ews_sent.ids_of(self._client, place, message_id) for place in places)

    def clean_sent(self, mime: bytes) -> SentCopy:
        return ews_sent.clean_sent(self._client, self._filed(), mime)

    def mark_answered(self, folder: RemoteFolder, remote_id: str, at: Micros) -> None:
        """As Outlook does it: the verb, when, and the icon. Raises ItemGone."""
        self._client.call_one(ask.mark_answered(remote_id, *ask.REPLIED, at))

    def cut(self) -> None:
        self._client.cut()

    def close(self) -> None:
        self._client.close()

    def _sent(self) -> str:
        chosen = self._chosen_sent()
        return ask.folder_id(chosen) if chosen else self._filed()

    def _filed(self) -> str:
        """Where the mailbox puts what it sends, whatever folder counts as Sent."""
        return ask.known_folder("sentitems", self._settings.address)

    def _known_folders(self) -> Known:
        if self._known is None:
            self._known = known_folders(self._client, self._settings.address)
        return self._known

    def _offline(self, reason: str) -> Offline:
        server = self._settings.server
        return Offline(host=server.host, port=server.port, reason=reason)
