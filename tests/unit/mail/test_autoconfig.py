"""What a domain says of its mail servers: read safely, believed only where it encrypts."""

import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from desktop_app.domain.model import Endpoint, Security
from desktop_app.mail import autoconfig
from desktop_app.mail.autoconfig import SIZE_MAX_BYTES, ask_domain, fetch_https, read_config
from tests.fakes.dovecot import make_certificate, why_not


def server(kind: str, host: str, port: object, security: str, user: str = "%EMAILADDRESS%") -> str:
    tag = "incomingServer" if kind in ("imap", "pop3") else "outgoingServer"
    return (
        f'<{tag} type="{kind}"><hostname>{host}</hostname><port>{port}</port>'
        f"<socketType>{security}</socketType><username>{user}</username></{tag}>"
    )


def config(*servers: str, before: str = "") -> bytes:
    provider = f"<emailProvider id='x'>{''.join(servers)}</emailProvider>"
    return f"{before}<clientConfig version='1.1'>{provider}</clientConfig>".encode()


def test_the_first_servers_that_encrypt_are_taken() -> None:
    found = read_config(
        config(
            server("pop3", "pop.firma.ru", 995, "SSL"),
            server("imap", "plain.firma.ru", 143, "plain"),
            server("imap", "IMAP.firma.ru ", " 993", "SSL", "%EMAILLOCALPART%.%EMAILDOMAIN%"),
            server("imap", "other.firma.ru", 143, "STARTTLS"),
            server("smtp", "smtp.firma.ru", 587, "STARTTLS"),
        ),
        "anna@firma.ru",
    )
    assert found is not None
    assert found.imap == Endpoint("imap.firma.ru", 993, Security.TLS)
    assert found.smtp == Endpoint("smtp.firma.ru", 587, Security.STARTTLS)
    assert found.user == "anna.firma.ru"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>not found</html>",
        b"<clientConfig>",
        b"\xff\xfe\0",
        config(),
        config(server("imap", "plain.firma.ru", 143, "plain")),
        config(server("imap", "a b", 993, "SSL")),
        config(server("imap", "evil.ru\r\nX", 993, "SSL")),
        config(server("imap", "imap.firma.ru", 0, "SSL")),
        config(server("imap", "imap.firma.ru", "99999999999999", "SSL")),
        config(server("imap", "imap.firma.ru", "٩٩٣", "SSL")),
        config(server("imap", "imap.firma.ru", 993, "SSL"), before=BOMB),
    ],
)
def test_what_cannot_be_used_is_nothing(content: bytes) -> None:
    assert read_config(content, "anna@firma.ru") is None


def test_the_second_place_is_asked_when_the_first_says_nothing() -> None:
    asked: list[str] = []

    def fetch(url: str) -> bytes | None:
        asked.append(url)
        return None if len(asked) == 1 else config(server("imap", "imap.firma.ru", 993, "SSL"))

    assert ask_domain("firma.ru", "anna@firma.ru", fetch) is not None
    assert asked == [
        "https://autoconfig.firma.ru/mail/config-v1.1.xml",
        "https://firma.ru/.well-known/autoconfig/mail/config-v1.1.xml",
    ]


# fetching


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/moved":
            self._say(302, b"", ("Location", "/good"))
        elif self.path == "/down":
            self._say(302, b"", ("Location", "http://localhost/good"))
        elif self.path == "/loop":
            self._say(302, b"", ("Location", "/loop"))
        elif self.path == "/big":
            self._say(200, b"x" * (SIZE_MAX_BYTES + 1))
        else:
            self._say(200 if self.path == "/good" else 404, b"<x/>")

    def log_message(self, *_: object) -> None:
        pass

    def _say(self, status: int, body: bytes, *fields: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (*fields, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[tuple[str, ssl.SSLContext]]:
    if reason := why_not():
        pytest.skip(reason)
    folder: Path = tmp_path_factory.mktemp("site")
    make_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    made = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    made.socket = context.wrap_socket(made.socket, server_side=True)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield f"https://127.0.0.1:{made.server_port}", ssl.create_default_context(cafile=folder / "cert.pem")
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/good", b"<x/>"),
        ("/moved", b"<x/>"),
        ("/down", None),
        ("/loop", None),
        ("/big", None),
        ("/missing", None),
    ],
)
def test_only_a_small_file_over_https_is_taken(site, path: str, content: bytes | None) -> None:
    assert fetch_https(site[0] + path, site[1]) == content


def test_what_drips_is_not_waited_for(site, monkeypatch) -> None:
    monkeypatch.setattr(autoconfig, "TOTAL_S", -1.0)
    assert fetch_https(site[0] + "/good", site[1]) is None


def test_an_untrusted_certificate_or_nobody_there_is_nothing(site) -> None:
    assert fetch_https(site[0] + "/good") is None
    assert fetch_https("https://127.0.0.1:1/") is None
