"""Microsoft's sign-in on loopback, over TLS as msal demands: metadata, authorize, token, device code.

`SSL_CERT_FILE` must name `certificate` for whoever is to trust it.
"""

import base64
import hashlib
import json
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.fakes.ews_server import _certificate

CLIENT_ID = "11111111-2222-3333-4444-555555555555"
TENANT = "99999999-8888-7777-6666-555555555555"


class MicrosoftAuthority:
    """Use as a context manager. `refuses` maps what is asked ("authorize", "code", "refresh", "device") to
    (error, description); `pending` so many polls of the device code wait. `tokens` are given in turn.
    """

    def __init__(self, folder: Path) -> None:
        self.refuses: dict[str, tuple[str, str]] = {}
        self.pending = 0
        self.given: list[str] = []
        self.refreshed: list[str] = []
        self.visits: list[dict[str, str]] = []
        self.asked: list[dict[str, str]] = []
        self.comes = True
        self.lives_s = 3600
        folder.mkdir(exist_ok=True)
        self._context, _ = _certificate(folder)
        self.certificate = folder / "cert.pem"
        self._challenge = ""
        self._scope = ""
        self._visitors: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.socket = self._context.wrap_socket(self._server.socket, server_side=True)
        self._server.handle_error = lambda *_: None
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        for visitor in self._visitors:
            visitor.join()

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self._server.server_port}"

    def open_page(self, url: str) -> None:
        """As a browser does: the redirect comes from another thread."""
        visit = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.visits.append(visit)
        self._challenge = visit["code_challenge"]
        if not self.comes:
            return
        said = self.refuses.get("authorize")
        answer = {"error": said[0], "error_description": said[1]} if said else {"code": "the-code"}
        back = visit["redirect_uri"].replace("localhost", "127.0.0.1")
        form = urlencode({**answer, "state": visit["state"]}).encode()
        assert visit["response_mode"] == "form_post"
        visitor = threading.Thread(target=lambda: urllib.request.urlopen(back, form, timeout=10).close())
        self._visitors.append(visitor)
        visitor.start()

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        if path.endswith("/.well-known/openid-configuration"):
            place = f"{self.url}/{TENANT}"
            return 200, {
                "issuer": f"{place}/v2.0",
                "authorization_endpoint": f"{place}/oauth2/v2.0/authorize",
                "token_endpoint": f"{place}/oauth2/v2.0/token",
                "device_authorization_endpoint": f"{place}/oauth2/v2.0/devicecode",
            }
        self.asked.append(form)
        if form.get("client_id") != CLIENT_ID:
            return 400, _error("unauthorized_client", "AADSTS700016: no such application")
        if path.endswith("/devicecode"):
            self._scope = form["scope"]
            told = {"user_code": "ABCD-1234", "device_code": "the-device", "interval": 1, "expires_in": 900}
            return 200, {**told, "verification_uri": "https://microsoft.com/devicelogin", "message": "x"}
        if not path.endswith("/token"):
            return 404, {}
        return self._token(form)

    def _token(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        kind = {"authorization_code": "code", "refresh_token": "refresh"}.get(form["grant_type"], "device")
        if kind in self.refuses:
            return 400, _error(*self.refuses[kind])
        if kind == "device" and self.pending:
            self.pending -= 1
            return 400, _error("authorization_pending", "AADSTS70016: pending")
        if kind == "code":
            digest = hashlib.sha256(form["code_verifier"].encode()).digest()
            right = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self._challenge
            if not right or form["code"] != "the-code":
                return 400, _error("invalid_grant", "AADSTS54005: the code")
        if kind == "refresh":
            self.refreshed.append(form["refresh_token"])
        number = len(self.given) + 1
        self.given.append(f"access-{number}")
        about = {"uid": "user", "utid": TENANT}
        claims = {
            "aud": CLIENT_ID, "iss": f"{self.url}/{TENANT}/v2.0", "sub": "s", "oid": "user", "tid": TENANT,
            "preferred_username": "marina@linia.example", "exp": 4_000_000_000, "iat": 1, "ver": "2.0",
        }  # fmt: skip
        if self.visits and "nonce" in self.visits[-1]:
            claims["nonce"] = self.visits[-1]["nonce"]
        return 200, {
            "token_type": "Bearer", "scope": form.get("scope", self._scope), "expires_in": self.lives_s,
            "access_token": f"access-{number}", "refresh_token": f"refresh-{number}-" + "r" * 1500,
            "client_info": _packed(about), "id_token": f"{_packed({'alg': 'none'})}.{_packed(claims)}.x",
        }  # fmt: skip

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._say(*authority.answer(urlsplit(self.path).path, {}))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                self._say(*authority.answer(urlsplit(self.path).path, form))

            def _say(self, status: int, found: dict[str, object]) -> None:
                raw = json.dumps(found).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def _packed(value: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _error(code: str, description: str) -> dict[str, object]:
    return {"error": code, "error_description": description}
