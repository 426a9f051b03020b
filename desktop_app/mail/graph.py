"""Microsoft 365 as a `Provider`, by Microsoft Graph.

EWS is being switched off there, IMAP often is; Graph is what stays
(https://learn.microsoft.com/en-us/graph/api/resources/mail-api-overview). It cannot ring a desktop: `wait`
asks when the Inbox and Sent changed last, one small question each, more often while something happens.
"""

from __future__ import annotations

import contextlib
import select
import socket
import time
from collections.abc import Callable, Generator

from desktop_app.domain.errors import ItemGone, Offline, StateInvalid
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import AccountSettings, Micros
from desktop_app.mail import graph_sent
from desktop_app.mail.base import Batch, Cancel, Caps, RemoteFolder, SentCopy, Wake
from desktop_app.mail.ews_times import iso_utc
from desktop_app.mail.exchange_folders import Figures, Listed, Quiet
from desktop_app.mail.graph_client import GraphClient
from desktop_app.mail.graph_folders import FolderList
from desktop_app.mail.graph_items import ICON, REPLIED_ICON, VERB, VERB_TIME
from desktop_app.mail.graph_state import FolderState
from desktop_app.mail.graph_sync import FolderSync
from desktop_app.mail.logins import LoginLimit

FILED = "sentitems"  # where the mailbox puts what it sends, whatever folder counts as Sent
POLL_S = 30.0  # while something happened lately
CALM_POLL_S = 60.0
LATELY_S = 600.0


class GraphProvider:
    """See `mail.base.Provider`; `token` stands for the password."""

    def __init__(
        self,
        settings: AccountSettings,
        token: Callable[[], str],
        limit: LoginLimit | None = None,
        sent: Callable[[], str | None] = lambda: None,
        clock: Callable[[], Micros] = lambda: 0,
    ) -> None:
        self._settings = settings
        self._chosen_sent = sent
        self._clock = clock
        self._client = GraphClient(settings, token, limit)
        self._folders = FolderList(self._client)
        self._listed = Listed([], {})
        self._quiet = Quiet()
        self._heard: dict[str, Figures] = {}
        self._rang_at = time.monotonic()
        self._closing: socket.socket | None = None

    @property
    def caps(self) -> Caps:
        return Caps(push=True, server_saves_sent=True, exact=self._listed.exact)  # within half a minute

    @property
    def asked(self) -> int:
        """Requests so far."""
        return self._client.asked

    def folders(self) -> list[RemoteFolder]:
        self._listed = self._folders.all()
        return self._listed.folders

    def is_current(self, folder: RemoteFolder, state: bytes) -> bool:
        """See `mail.exchange_folders.Quiet`."""
        try:
            known = FolderState.decode(state)
        except StateInvalid:
            return False
        now = self._listed.figures.get(folder.remote_id)
        return known.done and self._quiet.is_quiet(folder.remote_id, now, known.figures)

    def sync(self, folder: RemoteFolder, state: bytes) -> Generator[Batch, None, None]:
        figures = self._listed.figures.pop(folder.remote_id, None)
        yield from FolderSync(self._client, folder, state, figures, self._clock()).run()

    def wait(self, folder: RemoteFolder, timeout_s: float, cancel: Cancel) -> Wake:
        """Sent rings too: what was answered in Outlook ends a wait as soon as what came begins one."""
        ends = time.monotonic() + timeout_s
        with self._closeable() as closing:
            while not self._rings(folder):
                pause = POLL_S if time.monotonic() - self._rang_at < LATELY_S else CALM_POLL_S
                left = ends - time.monotonic()
                ready, _, _ = select.select([cancel, closing], [], [], max(0.0, min(pause, left)))
                if closing in ready:
                    server = self._settings.server
                    raise Offline(host=server.host, port=server.port, reason="cut")
                if ready:
                    return Wake.CANCELLED
                if pause >= left:
                    return Wake.TIMEOUT
        self._rang_at = time.monotonic()
        return Wake.DOORBELL

    def fetch(self, folder: RemoteFolder, remote_id: str, limit_bytes: int) -> bytes:
        return self._client.read(f"/messages/{remote_id}/$value", limit_bytes)

    def save_sent(self, mime: bytes) -> None:
        if not self.find_sent(parse_headers(mime).message_id):
            graph_sent.save(self._client, self._sent(), mime)

    def find_sent(self, message_id: str) -> bool:
        places = dict.fromkeys((FILED, self._sent()))
        return any(graph_sent.ids_of(self._client, place, message_id) for place in places)

    def clean_sent(self, mime: bytes) -> SentCopy:
        return graph_sent.clean_sent(self._client, FILED, mime)

    def mark_answered(self, folder: RemoteFolder, remote_id: str, at: Micros) -> None:
        """As Outlook does it: the verb, when, and the icon; values are text here. Raises ItemGone."""
        marks = {VERB: "102", VERB_TIME: iso_utc(at), ICON: REPLIED_ICON}
        rows = [{"id": key, "value": value} for key, value in marks.items()]
        self._client.patch(f"/messages/{remote_id}", {"singleValueExtendedProperties": rows})

    def cut(self) -> None:
        self._client.cut()
        if (closing := self._closing) is not None:
            with contextlib.suppress(OSError):
                closing.send(b"x")

    def close(self) -> None:
        self._client.close()

    def _sent(self) -> str:
        return self._chosen_sent() or FILED

    def _rings(self, folder: RemoteFolder) -> bool:
        """Whether something changed since the last time it was asked; the first time there is no telling."""
        before = dict(self._heard)
        for one in dict.fromkeys((folder.remote_id, self._sent())):
            try:
                self._heard[one] = self._folders.figures(one)
            except ItemGone:  # a Sent folder that somebody has chosen and removed
                continue
        return any(before.get(one, figures) != figures for one, figures in self._heard.items())

    @contextlib.contextmanager
    def _closeable(self) -> Generator[socket.socket, None, None]:
        ours, theirs = socket.socketpair()
        self._closing = theirs
        try:
            with ours, theirs:
                yield ours
        finally:
            self._closing = None
