"""An OAuth 2.0 server on loopback: agrees at once, keeps to PKCE, counts what is asked."""

import base64
import hashlib
import json
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, urlencode, urlsplit

from desktop_app.mail.oauth import Client, Issuer


class AuthorizationServer:
    """Use as a context manager. `open_page` is the browser of somebody who agrees, or not (`agrees`).

    `status` and `error` make the token endpoint refuse; `rotates`: each renewal gives a new refresh token.
    """

    def __init__(self, name: str = "google") -> None:
        self.agrees = True
        self.status = 200
        self.error = ""
        self.rotates = False
        self.asked: list[dict[str, str]] = []
        self.visits: list[dict[str, str]] = []
        self._name = name
        self._challenge = ""
        self._count = 0
        self._visitors: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
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
    def client(self) -> Client:
        place = f"http://127.0.0.1:{self._server.server_port}"
        issuer = Issuer(self._name, f"{place}/authorize", f"{place}/token", "mail", "http://127.0.0.1")
        return Client(issuer, "our-id", "our-secret")

    def open_page(self, url: str) -> None:
        """As a browser does: the redirect comes from another thread."""
        visit = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.visits.append(visit)
        self._challenge = visit["code_challenge"]
        answer = {"code": "the-code"} if self.agrees else {"error": "access_denied"}
        back = f"{visit['redirect_uri']}?{urlencode({**answer, 'state': visit['state']})}"
        visitor = threading.Thread(target=lambda: urllib.request.urlopen(back, timeout=10).close())
        self._visitors.append(visitor)
        visitor.start()

    def answer(self, form: dict[str, str]) -> tuple[int, object]:
        self.asked.append(form)
        if self.status != 200:
            return self.status, {"error": self.error}
        if form["grant_type"] == "authorization_code":
            digest = hashlib.sha256(form["code_verifier"].encode()).digest()
            right = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self._challenge
            if not right or form["code"] != "the-code":
                return 400, {"error": "invalid_grant"}
        self._count += 1
        found: dict[str, object] = {"access_token": f"access-{self._count}", "expires_in": 3600}
        if self.rotates or form["grant_type"] == "authorization_code":
            found["refresh_token"] = f"refresh-{self._count}"
        return 200, found

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                status, found = server.answer(form)
                raw = found if isinstance(found, bytes) else json.dumps(found).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_: object) -> None:
                pass

        return Handler
