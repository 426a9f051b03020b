"""What the mail servers are shown: a kept password as it is, or a kept token renewed in time."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.domain.commands import DeviceCode
from desktop_app.domain.errors import ConsentNeeded, InputError, SecretsError
from desktop_app.domain.model import AccountKind, AccountSettings, Micros
from desktop_app.engine.visits import Visits
from desktop_app.mail import oauth
from desktop_app.mail.oauth import AccessToken, Client, Token
from desktop_app.settings.schema import SETTINGS, Settings
from desktop_app.settings.sealed import new_key, seal, unseal
from desktop_app.settings.secrets import Secrets

if TYPE_CHECKING:  # msal is slow to load and for few
    from desktop_app.mail.microsoft import Account, App, Kept
    from desktop_app.mail.microsoft_sign_in import CodeSignIn

WORLD_WIDE_GRAPH = SETTINGS["oauth_microsoft_graph"].default
MICROSOFT_365 = "microsoft365"
_SEALED = "sealed:"  # what stands in the keyring: the key of the file that holds the sign-in


@dataclass(frozen=True, slots=True)
class Tokens:
    """Any thread; of one mailbox one renewal at a time: a token that may be used once is used once."""

    secrets: Secrets
    settings: Callable[[], Settings]
    clock: Callable[[], Micros]
    open_page: Callable[[str], object]
    folder: Path  # for what is too long for a keyring
    _lock: threading.Lock = field(default_factory=threading.Lock)  # of the table of locks
    _locks: dict[str, threading.Lock] = field(default_factory=dict)  # by name in the keyring
    _alive: dict[str, Token] = field(default_factory=dict)  # by name in the keyring, with their access
    _accounts: dict[str, Account] = field(default_factory=dict)  # of Microsoft 365, by the same
    _visits: Visits = field(default_factory=Visits)
    _codes: list[CodeSignIn] = field(default_factory=list)  # the last one, until somebody waits for it

    def password(self, settings: AccountSettings) -> str:
        """Raises SecretsError when none was ever kept, ConsentNeeded, Offline, Throttled, ServerError."""
        if settings.kerberos:
            return ""
        name = secret_name(settings)
        with self._of(name):
            kept = self.secrets.get(name)
            if kept is None:
                raise SecretsError(reason="no_password", address=settings.address)
            if kept.startswith(_SEALED):
                return AccessToken(self._microsoft(settings, kept.removeprefix(_SEALED)))
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
        if _unpacked(password) is not None:
            with self._of(name):
                key = new_key()
                seal(self._file(name), key, password)
                self.secrets.set(name, _SEALED + key)
                self._accounts.pop(name, None)
            return
        with self._of(name):
            self.secrets.set(name, token.lasting().text() if token else password)
            if token:
                self._alive[name] = token

    def forget(self, settings: AccountSettings) -> None:
        """The account is gone, and what it was signed in with."""
        name = secret_name(settings)
        with self._of(name):
            self.secrets.delete(name)
            self._accounts.pop(name, None)
            self._file(name).unlink(missing_ok=True)

    def shown(self, settings: AccountSettings, password: str) -> str:
        """The same for one that is not kept yet."""
        if (found := _unpacked(password)) is not None:
            from desktop_app.mail import microsoft

            app = found.app or self.app().of(settings.is_shared)
            return AccessToken(microsoft.Account(app, found.text).token(settings.kind))
        token = Token.read(password)
        if token is None and settings.kind == AccountKind.GRAPH:
            raise ConsentNeeded(url="", reason="no_token")  # a password has no business there
        return password if token is None else AccessToken(self._fresh(token).access)

    def placed(self, settings: AccountSettings) -> AccountSettings:
        """In the cloud that the company is in, where that is not everybody's."""
        graph = self.settings().text("oauth_microsoft_graph").rstrip("/")
        if settings.kind != AccountKind.GRAPH or settings.graph_url or graph == WORLD_WIDE_GRAPH:
            return settings
        return replace(settings, graph_url=graph)

    def sign_in(self, issuer: str, address: str, window: int = 0, *, shared: bool = False) -> str:
        """What to keep as the account's password. Blocks while the person is in the browser.

        Whoever begins anew ends the visit before. Raises ConsentNeeded, InputError, Offline, ServerError.
        """
        gone = self._visits.begin()
        if issuer == MICROSOFT_365:
            from desktop_app.mail import microsoft, microsoft_sign_in

            app = self.app().of(shared)
            account = microsoft_sign_in.sign_in(app, address, self.open_page, gone=gone, window=window)
            return microsoft.packed(account)
        client = self._client(issuer)
        if client is None:
            raise InputError(field="issuer", reason="no_client_id", issuer=issuer)
        return oauth.sign_in(client, address, self.open_page, self.clock(), gone=gone).text()

    def code(self, *, shared: bool = False) -> DeviceCode:
        """One to be typed on any device; `await_code` waits for that. Raises as `sign_in`."""
        from desktop_app.mail.microsoft_sign_in import CodeSignIn

        self._visits.begin()
        found = CodeSignIn(self.app().of(shared))
        self._codes[:] = [found]
        return DeviceCode(found.url, found.code, found.lives_s)

    def await_code(self) -> str:
        """As `sign_in`, by the last `code`. Raises ConsentNeeded when there is none."""
        from desktop_app.mail import microsoft

        if not self._codes:
            raise ConsentNeeded(url="", reason="code_ended")
        return microsoft.packed(self._codes.pop().wait(self._visits.begin()))

    def cancel(self) -> None:
        """Nobody waits any longer for whoever is signing in."""
        self._codes.clear()
        self._visits.end()

    def close(self) -> None:
        """The same for good."""
        self._codes.clear()
        self._visits.close()

    def sign_in_again(self, settings: AccountSettings, window: int = 0) -> None:
        """Replaces the account's token by one of the same issuer. Raises InputError when it has none."""
        kept = self.secrets.get(secret_name(settings)) or ""
        token = Token.read(kept)
        of_365 = settings.kind == AccountKind.GRAPH or kept.startswith(_SEALED)
        issuer = MICROSOFT_365 if of_365 else token.issuer if token else ""
        shared = settings.is_shared
        who = settings.user if shared else settings.address
        self.keep(settings, self.sign_in(issuer, who, window, shared=shared))

    def app(self) -> App:
        """What the company has registered at Microsoft. Raises InputError."""
        return registered_app(self.settings())

    def _microsoft(self, settings: AccountSettings, key: str) -> str:
        """A token; what msal has learnt by getting it is kept."""
        from desktop_app.mail import microsoft

        name = secret_name(settings)
        account = self._accounts.get(name)
        if account is None:
            text = unseal(self._file(name), key)
            if text is None:
                raise ConsentNeeded(url="", reason="cache_lost")
            kept = microsoft.unpacked(text) or microsoft.Kept(text, None)
            app = kept.app or self.app().of(settings.is_shared)
            account = self._accounts[name] = microsoft.Account(app, kept.text)
        found = account.token(settings.kind)
        if account.has_changed:
            seal(self._file(name), key, microsoft.packed(account))
        return found

    def _of(self, name: str) -> threading.Lock:
        with self._lock:
            return self._locks.setdefault(name, threading.Lock())

    def _file(self, name: str) -> Path:
        return self.folder / f"{hashlib.sha256(name.encode()).hexdigest()[:24]}.sealed"

    def _fresh(self, token: Token) -> Token:
        now = self.clock()
        if token.is_fresh(now):
            return token
        issuer = oauth.ISSUERS.get(token.issuer)
        known = Client(issuer, token.client, token.secret) if issuer and token.client else None
        client = known or self._client(token.issuer)
        if client is None:  # taken out of the settings
            raise ConsentNeeded(url="", text=token.issuer)
        return oauth.refreshed(client, token, now)

    def _client(self, issuer: str) -> Client | None:
        settings = self.settings()
        if issuer not in oauth.ISSUERS or not (client_id := settings.text(f"oauth_{issuer}_id")):
            return None
        secret = settings.text("oauth_google_secret") if issuer == "google" else ""
        return Client(oauth.ISSUERS[issuer], client_id, secret)


def registered_app(settings: Settings) -> App:
    """Raises InputError when no registration is set."""
    from desktop_app.mail.microsoft import App

    client_id = settings.text("oauth_microsoft_id").strip()
    if not client_id:
        raise InputError(field="issuer", reason="no_registration", issuer="microsoft")
    return App(
        client_id,
        settings.text("oauth_microsoft_tenant").strip(),
        settings.text("oauth_microsoft_authority").rstrip("/"),
        settings.text("oauth_microsoft_graph").rstrip("/"),
    )


def _unpacked(password: str) -> Kept | None:
    if not password.startswith('["msal"'):
        return None
    from desktop_app.mail.microsoft import unpacked

    return unpacked(password)


def secret_name(settings: AccountSettings) -> str:
    """The name of the account's password in the keyring."""
    return f"mail:{settings.address}"
