"""What the mail servers are shown: a kept password as it is, or a kept token renewed in time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop_app.domain.errors import ConsentNeeded, InputError, SecretsError
from desktop_app.domain.model import AccountSettings, Micros
from desktop_app.mail import oauth
from desktop_app.mail.oauth import AccessToken, Client, Token
from desktop_app.settings.schema import Settings
from desktop_app.settings.secrets import Secrets


@dataclass(frozen=True, slots=True)
class Tokens:
    """Any thread; one renewal at a time, so that a token that may be used once is used once."""

    secrets: Secrets
    settings: Callable[[], Settings]
    clock: Callable[[], Micros]
    open_page: Callable[[str], object]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _alive: dict[str, Token] = field(default_factory=dict)  # by name in the keyring, with their access

    def password(self, settings: AccountSettings) -> str:
        """Raises SecretsError when none was ever kept, ConsentNeeded, Offline, Throttled, ServerError."""
        if settings.kerberos:
            return ""
        with self._lock:
            name = secret_name(settings)
            kept = self.secrets.get(name)
            if kept is None:
                raise SecretsError(reason="no_password", address=settings.address)
            token = Token.read(kept)
            if token is None:
                return kept
            alive = self._alive.get(name)
            fresh = self._fresh(alive if alive and alive.refresh == token.refresh else token)
            self._alive[name] = fresh
            if fresh.refresh != token.refresh:
                self.secrets.set(name, fresh.lasting().text())
            return AccessToken(fresh.access)

    def keep(self, settings: AccountSettings, password: str) -> None:
        """A password, or what `sign_in` gave. Raises SecretsError."""
        if settings.kerberos:
            return
        token, name = Token.read(password), secret_name(settings)
        with self._lock:
            self.secrets.set(name, token.lasting().text() if token else password)
            if token:
                self._alive[name] = token

    def shown(self, password: str) -> str:
        """The same for one that is not kept yet."""
        token = Token.read(password)
        return password if token is None else AccessToken(self._fresh(token).access)

    def sign_in(self, issuer: str, address: str) -> str:
        """What to keep as the account's password. Blocks while the person is in the browser."""
        client = self._client(issuer)
        if client is None:
            raise InputError(field="issuer", reason="no_client_id", issuer=issuer)
        return oauth.sign_in(client, address, self.open_page, self.clock()).text()

    def sign_in_again(self, settings: AccountSettings) -> None:
        """Replaces the account's token by one of the same issuer. Raises InputError when it has none."""
        token = Token.read(self.secrets.get(secret_name(settings)) or "")
        self.keep(settings, self.sign_in(token.issuer if token else "", settings.address))

    def _fresh(self, token: Token) -> Token:
        now = self.clock()
        if token.is_fresh(now):
            return token
        client = self._client(token.issuer)
        if client is None:  # taken out of the settings
            raise ConsentNeeded(url="", text=token.issuer)
        return oauth.refreshed(client, token, now)

    def _client(self, issuer: str) -> Client | None:
        settings = self.settings()
        if issuer not in oauth.ISSUERS or not (client_id := settings.text(f"oauth_{issuer}_id")):
            return None
        secret = settings.text("oauth_google_secret") if issuer == "google" else ""
        return Client(oauth.ISSUERS[issuer], client_id, secret)


def secret_name(settings: AccountSettings) -> str:
    """The name of the account's password in the keyring."""
    return f"mail:{settings.address}"
