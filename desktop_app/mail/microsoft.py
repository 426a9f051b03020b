"""Who is signed in at Microsoft, by msal: tokens renewed silently, refusals told apart. `microsoft_sign_in`
signs people in.

The program has no registration of its own and borrows nobody's: the company registers it and sets its id.
https://learn.microsoft.com/en-us/entra/msal/python/
"""

from __future__ import annotations

import importlib
import json
import re
import ssl
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

import httpx
import truststore

from desktop_app.domain.errors import ConsentNeeded, MailError, Offline, ServerError, Throttled
from desktop_app.domain.model import AccountKind
from desktop_app.mail.failures import shorten
from desktop_app.mail.oauth import TIMEOUT_S
from desktop_app.mail.proxied_http import client_to

WORLD_WIDE = "https://login.microsoftonline.com"
GRAPH = "https://graph.microsoft.com"
GRAPH_RIGHTS = ("Mail.ReadWrite", "Mail.Send", "User.Read")
SHARED_RIGHTS = ("Mail.ReadWrite.Shared", "Mail.Send.Shared", "User.Read")  # one's own and what one may open
IMAP_SCOPES = (
    "https://outlook.office.com/IMAP.AccessAsUser.All",
    "https://outlook.office.com/SMTP.Send",
)

# Only an administrator can agree: https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes
_ADMIN = frozenset(
    {"65001", "65002", "90008", "90093", "90094", "90095", "90097", "900941", "900971", "650056"}
)
# The registration itself is not as it must be: no such id, not public, another redirect.
_REGISTRATION = frozenset({"700016", "7000218", "50011", "500113", "50194", "90002", "700054", "9002325"})
# Rules of the company about devices and places (Conditional Access), a user who is not assigned.
_BLOCKED = frozenset({"50105", "53000", "53001", "53002", "53003", "53011", "530003", "50097", "50158"})
_CODE = re.compile(r"AADSTS(\d{4,8})")


class App(NamedTuple):
    """What the company has registered. `tenant` "": any; national clouds have other addresses.

    `shared` not "": rights to the mailboxes of others too, as far as one may open them.
    """

    client_id: str
    tenant: str = ""
    authority: str = WORLD_WIDE
    graph: str = GRAPH
    shared: str = ""

    def of(self, shared: bool) -> App:
        return self._replace(shared="shared" if shared else "")

    @property
    def admin_url(self) -> str:
        """Where an administrator agrees for everybody; for the browser of IT, not ours."""
        return f"{self.authority}/{self.tenant or 'organizations'}/adminconsent?" + urlencode(
            {"client_id": self.client_id}
        )

    def scopes(self, kind: str) -> list[str]:
        """A token is for one of the two services; both come from one agreement when both were agreed to."""
        if kind == AccountKind.IMAP:
            return list(IMAP_SCOPES)
        resource = self.graph if self.graph.startswith("https://") else GRAPH
        rights = SHARED_RIGHTS if self.shared else GRAPH_RIGHTS
        return [f"{resource.rstrip('/')}/{right}" for right in rights]


class Account:
    """Somebody who is signed in: all of it is `text`, which is secret. One thread at a time."""

    def __init__(self, app: App, text: str) -> None:
        import msal

        self.app = app
        self.by_windows = has_broker()
        self._cache = msal.SerializableTokenCache()
        try:
            self._cache.deserialize(text)
        except (ValueError, TypeError) as error:
            raise ConsentNeeded(url="", reason="cache_lost") from error
        self.msal = _application(app, self._cache, self.by_windows)

    @property
    def text(self) -> str:
        return str(self._cache.serialize())

    @property
    def has_changed(self) -> bool:
        """Since `text` was asked for last."""
        return bool(self._cache.has_state_changed)

    def token(self, kind: str) -> str:
        """A good one, renewed when it must be. Raises ConsentNeeded, Offline, Throttled, ServerError."""
        with Mapped(self.app):
            known = self.msal.get_accounts()
            if not known:
                raise ConsentNeeded(url="", reason="cache_lost")
            found = self.msal.acquire_token_silent_with_error(self.app.scopes(kind), known[0])
        if not found:
            raise ConsentNeeded(url=self.app.admin_url, reason="ended")
        return token_of(self.app, found)


class Kept(NamedTuple):
    """`app`: what it was signed in by, which alone can renew it; None = by an Otklik that did not say."""

    text: str
    app: App | None


def packed(account: Account) -> str:
    """What stands for the account's password, and is kept."""
    return json.dumps(["msal", account.text, *account.app])


def unpacked(password: str) -> Kept | None:
    """None for what is not of `packed`."""
    try:
        kind, text, *app = json.loads(password)
    except (ValueError, TypeError):
        return None
    if kind != "msal" or not isinstance(text, str) or not all(isinstance(one, str) for one in app):
        return None
    return Kept(text, App(*app) if 0 < len(app) <= len(App._fields) else None)


def has_broker() -> bool:
    """Windows' own sign-in (Web Account Manager), whose library is there on Windows alone."""
    if sys.platform != "win32":
        return False
    try:
        importlib.import_module("msal.broker")
    except (ImportError, OSError, RuntimeError):  # not installed, or a Windows too old for it
        return False
    return True


def _application(app: App, cache: object, by_windows: bool) -> Any:  # noqa: ANN401 - msal has no types
    import msal

    with Mapped(app):
        return msal.PublicClientApplication(
            app.client_id,
            authority=f"{app.authority.rstrip('/')}/{app.tenant or 'organizations'}",
            token_cache=cache,
            http_client=_Http(),
            instance_discovery=None if app.authority == WORLD_WIDE else False,
            enable_broker_on_windows=by_windows,
        )


def token_of(app: App, found: Mapping[str, Any]) -> str:
    """Raises what the answer means when it holds none."""
    token = found.get("access_token")
    if isinstance(token, str) and token:
        return token
    raise _refused(app, str(found.get("error", "")), str(found.get("error_description", "")), found)


def is_final(app: App, found: Mapping[str, Any]) -> bool:
    """Whether asking in another way would be answered the same: rules of the company, not of the device."""
    error = _refused(app, str(found.get("error", "")), str(found.get("error_description", "")), found)
    return error.params.get("reason") in ("admin", "blocked")


def _refused(app: App, error: str, said: str, found: Mapping[str, Any]) -> MailError:
    codes = {*_CODE.findall(said), *(str(one) for one in found.get("error_codes") or ())}
    text = shorten(said or error)
    if error in ("temporarily_unavailable", "server_error", "throttled_request"):
        return Throttled(after_s=60, text=text)
    asked_admin = error == "consent_required" or found.get("suberror") == "consent_required"
    reasons = (
        ("admin", bool(codes & _ADMIN) or asked_admin),
        ("registration", bool(codes & _REGISTRATION) or error in ("unauthorized_client", "invalid_client")),
        ("blocked", bool(codes & _BLOCKED)),
        ("code_ended", error in ("expired_token", "code_expired")),
        ("not_agreed", error in ("access_denied", "authorization_declined")),
        ("ended", error in ("invalid_grant", "interaction_required", "login_required")),
    )
    reason = next((name for name, is_so in reasons if is_so), "")
    if not reason:
        return ServerError(text=text)
    url = "" if reason in ("registration", "blocked") else app.admin_url
    return ConsentNeeded(url=url, reason=reason, text=text)


class _Http:
    """msal's requests, with the trust of the system and an end."""

    def get(self, url: str, **more: object) -> httpx.Response:
        return self._ask("GET", url, more)

    def post(self, url: str, **more: object) -> httpx.Response:
        return self._ask("POST", url, more)

    def close(self) -> None:
        """Nothing is kept open."""

    def _ask(self, method: str, url: str, more: Mapping[str, object]) -> httpx.Response:
        known: dict[str, Any] = {name: more[name] for name in ("params", "data", "headers") if more.get(name)}
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        with client_to(url, context, TIMEOUT_S) as client:
            return client.request(method, url, **known)


class Mapped:
    """What the network and msal raise, as MailErrors."""

    def __init__(self, app: App) -> None:
        self._host = httpx.URL(app.authority).host

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, httpx.HTTPError):
            reason = "timeout" if isinstance(error, httpx.TimeoutException) else "unreachable"
            raise Offline(host=self._host, port=443, reason=reason) from error
        if isinstance(error, ValueError | KeyError):  # msal for a tenant that there is not
            raise ConsentNeeded(url="", reason="registration", text=shorten(str(error))) from error
