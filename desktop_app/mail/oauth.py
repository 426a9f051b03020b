"""Signing in at Google and Microsoft in the browser, without ever seeing the password.

OAuth 2.0 for native apps: RFC 8252 (a redirect to this machine), RFC 7636 (PKCE). What is kept is a token;
`AccessToken` stands where a password would and signs in by XOAUTH2 or OAUTHBEARER (RFC 7628).
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import TCPServer
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

import truststore

from desktop_app.domain.commands_accounts import SIGN_IN_S
from desktop_app.domain.errors import ConsentNeeded, MailError, Offline, ServerError, Throttled
from desktop_app.domain.model import MINUTE, SECOND, Endpoint, Micros
from desktop_app.mail.failures import shorten

EARLY: Micros = 5 * MINUTE  # a token is renewed before it ends, not after
VISIT_S = SIGN_IN_S
REQUEST_S = 5.0
TIMEOUT_S = 20.0
LOOK_S = 0.2  # how often whoever waits for a browser looks whether it was given up
LIFETIME_S = 3600
FORM_MAX_BYTES = 64 * 1024
_PAGE = "<!doctype html><title>Otklik</title><p style='font:3em sans-serif;text-align:center'>\N{CHECK MARK}"


class AccessToken(str):
    """Instead of a password, for some minutes."""

    __slots__ = ()


class Issuer(NamedTuple):
    """Who signs people in; `loopback` is what it lets a desktop program redirect to, with any port."""

    name: str
    authorize: str
    token: str
    scope: str
    loopback: str


ISSUERS = {
    "google": Issuer(
        "google",
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "https://mail.google.com/",
        "http://127.0.0.1",
    ),
    "microsoft": Issuer(
        "microsoft",
        "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send"
        " offline_access",
        "http://localhost",
    ),
}


class Client(NamedTuple):
    """What the company has registered; Google wants its "secret" too, which is none in a desktop program."""

    issuer: Issuer
    id: str
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """`access` is good until `expires_at`, `refresh` until it is withdrawn; the latter alone is kept.

    `client` and its `secret` are whom it was given to: nobody else can renew it. "" = kept by an Otklik that
    did not say.
    """

    issuer: str
    refresh: str
    access: str = ""
    expires_at: Micros = 0
    client: str = ""
    secret: str = ""

    def text(self) -> str:
        parts = (self.issuer, self.refresh, self.access, self.expires_at, self.client, self.secret)
        return json.dumps(["oauth2", *parts])

    def lasting(self) -> Token:
        return replace(self, access="", expires_at=0)

    @classmethod
    def read(cls, text: str) -> Token | None:
        """None for what is a password."""
        try:
            kind, issuer, refresh, access, expires_at, *client = json.loads(text)
            if kind != "oauth2" or not isinstance(refresh, str):
                return None
            return cls(str(issuer), refresh, str(access), int(expires_at), *map(str, client))
        except (ValueError, TypeError):
            return None

    def is_fresh(self, now: Micros) -> bool:
        return bool(self.access) and now < self.expires_at - EARLY


def sign_in(
    client: Client,
    address: str,
    open_page: Callable[[str], object],
    now: Micros,
    timeout_s: float = VISIT_S,
    gone: threading.Event | None = None,
) -> Token:
    """Blocks until the person has agreed in the browser that `open_page` opens, or `gone` is set.

    Raises ConsentNeeded when they did not agree or in time, Offline, Throttled, ServerError.
    """
    verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
    with Doorstep(state) as doorstep:
        redirect = f"{client.issuer.loopback}:{doorstep.server_port}/"
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        question = {
            "client_id": client.id, "redirect_uri": redirect, "response_type": "code", "state": state,
            "scope": client.issuer.scope, "code_challenge": challenge, "code_challenge_method": "S256",
            "login_hint": address, "access_type": "offline", "prompt": "consent",
        }  # fmt: skip
        open_page(f"{client.issuer.authorize}?{urlencode(question)}")
        code = doorstep.wait(timeout_s, gone)
    if not code and gone is not None and gone.is_set():
        raise ConsentNeeded(url="", reason="cancelled")
    if not code:
        raise _not_agreed(client.issuer, doorstep.reason)
    found = _ask(client, {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect,
                          "code_verifier": verifier}, now)  # fmt: skip
    if not found.refresh:
        raise _not_agreed(client.issuer, "no refresh token")
    return found


def refreshed(client: Client, token: Token, now: Micros) -> Token:
    """With a new access token. Raises ConsentNeeded when the person has to agree again, and as `sign_in`."""
    found = _ask(client, {"grant_type": "refresh_token", "refresh_token": token.refresh}, now)
    return replace(found, refresh=found.refresh or token.refresh)  # Microsoft renews it, Google does not


def xoauth2(user: str, token: str) -> str:
    """The SASL answer of Google and Microsoft, before base64."""
    return f"user={user}\x01auth=Bearer {token}\x01\x01"


def oauthbearer(user: str, token: str, endpoint: Endpoint) -> str:
    """The SASL answer of RFC 7628, before base64."""
    name = user.replace("=", "=3D").replace(",", "=2C")
    return f"n,a={name},\x01host={endpoint.host}\x01port={endpoint.port}\x01auth=Bearer {token}\x01\x01"


def _ask(client: Client, form: dict[str, str], now: Micros) -> Token:
    import httpx

    from desktop_app.mail.proxied_http import client_to

    issuer = client.issuer
    place = urlsplit(issuer.token)
    form |= {"client_id": client.id, **({"client_secret": client.secret} if client.secret else {})}
    try:
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        with client_to(issuer.token, context, TIMEOUT_S) as http:
            response = http.post(issuer.token, data=form)
    except httpx.HTTPError as error:
        reason = "timeout" if isinstance(error, httpx.TimeoutException) else "unreachable"
        raise Offline(host=str(place.hostname), port=place.port or 443, reason=reason) from error
    try:
        answer = response.json()
        if response.status_code == 200:
            lives = int(answer.get("expires_in") or LIFETIME_S) * SECOND
            refresh, access = answer.get("refresh_token") or "", answer["access_token"]
            return Token(issuer.name, refresh, access, now + lives, client.id, client.secret)
        code, said = str(answer.get("error", "")), str(answer.get("error_description", ""))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        text = f"HTTP {response.status_code} and no token that can be read"
        raise ServerError(text=f"{place.hostname}: {text}") from error
    # Not the answer as it is: what it holds is secret.
    raise _refused(issuer, response.status_code, code, f"{code} {said}".strip())


def _refused(issuer: Issuer, status: int, code: str, text: str) -> MailError:
    text = text or f"HTTP {status}"
    if status == 429 or status >= 500:
        return Throttled(after_s=60, text=shorten(text))
    if code in ("invalid_grant", "interaction_required", "consent_required"):
        return _not_agreed(issuer, code)
    return ServerError(text=shorten(text))  # a wrong client id, for example


def _not_agreed(issuer: Issuer, reason: str) -> ConsentNeeded:
    return ConsentNeeded(url=f"https://{urlsplit(issuer.authorize).hostname}", text=shorten(reason))


class Doorstep(HTTPServer):
    """Where the browser comes back to: this machine only, a random port, once."""

    allow_reuse_address = False  # on Windows it would let another program share the port

    def __init__(self, state: str) -> None:
        super().__init__(("127.0.0.1", 0), _Visitor)
        self.timeout = LOOK_S
        self.code = ""
        self.reason = "nobody came"
        self.query: dict[str, str] = {}  # all that was said, once the right visitor came
        self.state = state

    def server_bind(self) -> None:
        """Without asking DNS for a name of this machine, as HTTPServer does."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", int(self.server_address[1])

    def wait(self, timeout_s: float, gone: threading.Event | None = None) -> str:
        """The code; "" when the person said no, nobody came in time, or `gone` was set meanwhile."""
        gone = gone or threading.Event()
        deadline = time.monotonic() + timeout_s
        while not self.query and not gone.is_set() and time.monotonic() < deadline:
            self.handle_request()
        return self.code


class _Visitor(BaseHTTPRequestHandler):
    timeout = REQUEST_S
    server: Doorstep

    def do_GET(self) -> None:
        self._visit(urlsplit(self.path).query)

    def do_POST(self) -> None:
        """As a form, which leaves no code in the history of the browser."""
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > FORM_MAX_BYTES:
            self.send_error(413)
            return
        self._visit(self.rfile.read(int(length)).decode("ascii", "replace"))

    def _visit(self, said: str) -> None:
        query = {name: values[0] for name, values in parse_qs(said).items()}
        if not secrets.compare_digest(query.get("state", "").encode(), self.server.state.encode()):
            self.send_error(404)  # another program, or another visit
            return
        self.server.query = query
        self.server.code = query.get("code", "")
        self.server.reason = query.get("error", "")
        body = _PAGE.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """The address holds the code: nothing of it is logged."""
