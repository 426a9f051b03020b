"""The tracking server in use: its address and key, the thread that pulls hits, what marks letters."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from contextlib import closing

from desktop_app.domain.errors import InputError, SecretsError, TrackingError
from desktop_app.domain.facts import Fact, TrackingState
from desktop_app.domain.model import Micros
from desktop_app.domain.reach import Reach
from desktop_app.domain.tokens import parse_key
from desktop_app.engine.marking import Server
from desktop_app.engine.preferences import preferences
from desktop_app.engine.reach import look
from desktop_app.engine.signals import Desk, Puller, pull, state_of
from desktop_app.engine.tracking_client import TrackingClient
from desktop_app.settings.secrets import Secrets
from desktop_app.store import settings, signals
from desktop_app.store.database import Database

log = logging.getLogger(__name__)

SECRET = "tracking"  # noqa: S105 - the name of a secret
URL = "tracking_url"


class Tracking:
    """`start` and `stop` once each; the rest from any thread."""

    def __init__(self, db: Database, secrets: Secrets, desk: Desk, tell: Callable[[Fact], None]) -> None:
        self._db = db
        self._secrets = secrets
        self._desk = desk
        self._tell = tell
        self._lock = threading.Lock()
        self._puller: Puller | None = None
        self._registry: TrackingClient | None = None
        self._server: Server | None = None
        self._running = False
        self._load()

    def start(self) -> None:
        self._running = True
        self._desk.keep_rules()
        self._pull()

    def stop(self) -> None:
        self._running = False
        with self._lock:
            self._shut()

    def server(self) -> Server | None:
        """None: tracking is off."""
        return self._server

    def fact(self) -> TrackingState:
        if self._server is None:
            return TrackingState("off")
        return TrackingState(self._puller.state if self._puller and self._puller.state else "on")

    def connect(self, url: str, key: str) -> None:
        """Use this server from now on ("" = none). Raises InputError, TrackingError; then nothing changes.

        Where IT has chosen the server, only its key can be set.
        """
        url = url.strip().rstrip("/")
        wanted = preferences(self._db)
        if wanted.is_locked(URL) and url != wanted.text(URL).rstrip("/"):
            raise InputError(field=URL, reason="locked")
        if url:
            _try(url, key)
        with self._lock:
            self._keep_key(url, key)
            self._shut()
            try:
                with self._db.transaction():
                    if url != self._saved_url():
                        signals.forget_hits(self._db)
                    settings.put(self._db, URL, json.dumps(url))
            finally:
                self._load()
                self._pull()
        self._tell(self.fact())

    def check(self, clock: Callable[[], Micros]) -> Reach | None:
        """Ask whether the server in use is there and can be reached by recipients. Raises TrackingError."""
        server = self._server
        return None if server is None else look(server.url, server.key, clock)

    def pull_once(self) -> None:
        """Everything the server has now, in the calling thread. An unreachable server is no error here."""
        self._desk.keep_rules()
        if self._server is None:
            return
        client = TrackingClient(self._server.url, self._server.key)
        try:
            while pull(client, self._desk, 0):
                pass
        except TrackingError as error:
            self._tell(TrackingState(state_of(error)))
        finally:
            client.close()

    def _keep_key(self, url: str, key: str) -> None:
        if url:
            self._secrets.set(SECRET, key)
        elif self._saved_url():
            self._secrets.delete(SECRET)

    def _load(self) -> None:
        url = self._saved_url()
        try:
            text = self._secrets.get(SECRET) if url else None  # a keyring may ask the user: not for nothing
            if not text:
                return
            key = parse_key(text)
            self._registry = TrackingClient(url, key)
        except (InputError, SecretsError) as error:
            log.warning("the tracking server cannot be used: %s", error)
            return
        self._server = Server(url, key, self._registry)

    def _pull(self) -> None:
        if self._running and self._server is not None:
            self._puller = Puller(TrackingClient(self._server.url, self._server.key), self._desk, self._tell)
            self._puller.start()

    def _shut(self) -> None:
        if self._puller is not None:
            self._puller.stop()
        if self._registry is not None:
            self._registry.close()
        self._puller = self._registry = self._server = None

    def _saved_url(self) -> str:
        return preferences(self._db).text(URL)


def _try(url: str, key: str) -> None:
    _ask(TrackingClient(url, parse_key(key)))


def _ask(client: TrackingClient) -> None:
    with closing(client):
        client.check()
