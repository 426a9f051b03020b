"""The tracking server in use: its address and key, the thread that pulls hits, what marks letters."""

from __future__ import annotations

import threading
from collections.abc import Callable

from desktop_app.domain.errors import InputError, TrackingError
from desktop_app.domain.facts import Fact, TrackingState
from desktop_app.domain.tokens import parse_key
from desktop_app.engine.marking import Server
from desktop_app.engine.signals import Desk, Puller, pull
from desktop_app.engine.tracking_client import TrackingClient
from desktop_app.settings.schema import Settings
from desktop_app.settings.secrets import Secrets
from desktop_app.store import settings, signals
from desktop_app.store.database import Database

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
        self._pull()

    def stop(self) -> None:
        self._running = False
        self._shut()

    def server(self) -> Server | None:
        """None: tracking is off."""
        return self._server

    def fact(self) -> TrackingState:
        if self._server is None:
            return TrackingState("off")
        return TrackingState(self._puller.state if self._puller and self._puller.state else "on")

    def connect(self, url: str, key: str) -> None:
        """Use this server from now on ("" = none). Raises InputError, TrackingError; then nothing changes."""
        url = url.strip().rstrip("/")
        if url:
            _try(url, key)
        with self._lock:
            self._shut()
            with self._db.transaction():
                if url != self._saved_url():
                    signals.forget_hits(self._db)
                settings.put(self._db, URL, f'"{url}"')
            if url:
                self._secrets.set(SECRET, key)
            else:
                self._secrets.delete(SECRET)
            self._load()
            self._pull()
        self._tell(self.fact())

    def pull_once(self) -> None:
        """Everything the server has now, in the calling thread. An unreachable server is no error here."""
        if self._server is None:
            return
        client = TrackingClient(self._server.url, self._server.key)
        try:
            while pull(client, self._desk, 0):
                pass
        except TrackingError as error:
            self._tell(TrackingState("refused" if error.params.get("reason") == "refused" else "unreachable"))
        finally:
            client.close()

    def _load(self) -> None:
        url, text = self._saved_url(), self._secrets.get(SECRET) or ""
        if not url or not text:
            return
        try:
            key = parse_key(text)
        except InputError:
            return
        self._registry = TrackingClient(url, key)
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
        return Settings(settings.all_settings(self._db), {}).text(URL)


def _try(url: str, key: str) -> None:
    client = TrackingClient(url, parse_key(key))
    try:
        client.check()
    finally:
        client.close()
