"""Whether other mail programs may send through Otklik: the relay's port, its local password, its state."""

from __future__ import annotations

import logging
import secrets as randomness
import threading
from base64 import b32encode
from collections.abc import Callable
from pathlib import Path

from desktop_app.domain.commands import RelaySetup
from desktop_app.domain.errors import SecretsError
from desktop_app.domain.model import Micros
from desktop_app.engine.passage import PassageDesk
from desktop_app.engine.preferences import preferences
from desktop_app.engine.relay_certificate import RelayCertificate, relay_certificate
from desktop_app.mail.relay import Relay
from desktop_app.settings.secrets import Secrets
from desktop_app.store import accounts
from desktop_app.store.database import Database

log = logging.getLogger(__name__)

SECRET = "relay"  # noqa: S105 - the name of a secret
KEYS = ("relay_enabled", "relay_port")


class LocalPassword:
    """What mail programs of this computer sign in with. From any thread."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._text = ""

    def current(self) -> str:
        """"" admits nobody: it was not loaded yet."""
        return self._text

    def load(self) -> None:
        """Made at the first time. Raises SecretsError."""
        if not self._text:
            self._text = self._secrets.get(SECRET) or ""
        if not self._text:
            self.renew()

    def renew(self) -> None:
        """The old one is void at once. Raises SecretsError."""
        fresh = _random_text()
        self._secrets.set(SECRET, fresh)
        self._text = fresh


class Relaying:
    """From any thread. `apply` brings the relay to what the settings say; `stop` ends it for good."""

    def __init__(
        self,
        db: Database,
        password: LocalPassword,
        desk: PassageDesk,
        folder: Path,
        clock: Callable[[], Micros],
    ) -> None:
        """`folder`: where its certificate is kept."""
        self._db = db
        self._folder = folder
        self._clock = clock
        self._fingerprint = ""
        self._password = password
        self._desk = desk
        self._lock = threading.Lock()
        self._relay: Relay | None = None
        self._wanted_port = 0
        self._error = ""
        self._stopped = False

    def apply(self) -> None:
        """Never raises: `setup` says what is wrong."""
        with self._lock:
            self._apply()

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            self._shut()

    def setup(self) -> RelaySetup:
        """What a person types into the mail program."""
        with self._lock:
            wanted = preferences(self._db)
            users = [row.settings.address for row in accounts.all_accounts(self._db) if row.settings.sends]
            return RelaySetup(
                wanted.flag("relay_enabled"),
                self._relay is not None,
                wanted.number("relay_port"),
                self._password.current() if self._relay is not None else "",
                tuple(users),
                self._error,
                self._fingerprint,
            )

    def renew(self) -> RelaySetup:
        """A new password. Raises SecretsError."""
        self._password.renew()
        return self.setup()

    def _apply(self) -> None:
        wanted = preferences(self._db)
        port = wanted.number("relay_port") if wanted.flag("relay_enabled") and not self._stopped else 0
        if port == self._wanted_port and (self._relay is not None or not port):
            return
        self._shut()
        self._wanted_port, self._error = port, ""
        if port:
            self._open(port)

    def _open(self, port: int) -> None:
        try:
            self._password.load()
            certificate = self._certificate()
            relay = Relay(port, self._desk, certificate.context if certificate else None)
            relay.start()
        except SecretsError as error:
            self._error = str(error.params.get("reason", "")) or error.code
        except OSError as error:
            log.warning("mail programs cannot send through Otklik: port %d: %s", port, error.strerror)
            self._error = "port_taken"
        else:
            self._relay = relay
            self._fingerprint = certificate.fingerprint if certificate else ""

    def _certificate(self) -> RelayCertificate | None:
        """None: it cannot be made, and programs send without TLS, which on this computer is as good."""
        try:
            return relay_certificate(self._folder, self._clock())
        except OSError as error:
            log.warning("the relay has no certificate: %s", error.strerror or error)
            return None

    def _shut(self) -> None:
        if self._relay is not None:
            self._relay.stop()
            self._relay = None


def _random_text() -> str:
    """Sixteen letters and digits in groups of four: 80 random bits that can be typed."""
    text = b32encode(randomness.token_bytes(10)).decode().lower()
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))
