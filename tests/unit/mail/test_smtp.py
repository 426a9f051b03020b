"""Submission against a real SMTP server (aiosmtpd) and, for the moments of death, a scripted one."""

import base64
import contextlib
import hashlib
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from desktop_app.domain.errors import (
    AuthRejected,
    ConsentNeeded,
    InputError,
    MailError,
    Offline,
    ServerError,
    Throttled,
    TlsUntrusted,
    Unsupported,
)
from desktop_app.domain.model import AccountSettings, Endpoint, Security
from desktop_app.mail.base import SendOutcome
from desktop_app.mail.oauth import AccessToken, xoauth2
from desktop_app.mail.smtp import SmtpSender
from tests.fakes.dovecot import make_certificate

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

ANNA = "anna@example.com"
BORIS = "boris@example.org"
MIME = b"From: anna@example.com\r\nSubject: x\r\n\r\n.leading dot\r\n..two\r\nend without line end"


# the real server


class Inbox:
    """An aiosmtpd handler; addresses that begin with "no" or "later" are refused."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.envelopes: list[tuple[str, list[str], list[str]]] = []
        self.answer = "250 queued as 17"
        self.attempts: list[tuple[str, bytes, bytes]] = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("no"):
            return "550 5.1.1 no such user"
        if address.startswith("later"):
            return "450 4.2.1 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(envelope.content)
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos, envelope.mail_options))
        return self.answer

    def authenticate(self, server, session, envelope, mechanism, data):
        self.attempts.append((mechanism, data.login, data.password))
        return AuthResult(success=data.password == "Пароль1".encode(), handled=False)


class Server(Controller):
    """Loopback, any free port."""

    def __init__(self, inbox: Inbox, **options) -> None:
        self._smtp_options = options
        super().__init__(inbox, hostname="127.0.0.1", port=0)

    def factory(self):
        return SMTP(self.handler, **{"enable_SMTPUTF8": True, "decode_data": False, **self._smtp_options})

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextlib.contextmanager
def serving(inbox: Inbox, **options) -> Iterator[int]:
    server = Server(inbox, **options)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def port(inbox: Inbox) -> Iterator[int]:
    with serving(inbox) as number:
        yield number


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificate")
    make_certificate(folder)
    return folder


def sender(
    port: int, security: Security = Security.NONE, password: str = "Пароль1", fingerprint: str = ""
) -> SmtpSender:
    here = Endpoint("127.0.0.1", port, security)
    settings = AccountSettings("imap", ANNA, "anna", here, here, tls_fingerprint=fingerprint)
    return SmtpSender(settings, lambda: password)


def test_a_letter_arrives_unchanged(inbox, port) -> None:
    receipt = sender(port).send(MIME, ANNA, [BORIS])
    assert receipt.outcome is SendOutcome.ACCEPTED
    assert receipt.detail == "250 queued as 17"
    assert inbox.letters == [MIME + b"\r\n"]
    assert inbox.envelopes[0][:2] == (ANNA, [BORIS])


@pytest.mark.parametrize("body", [b".\r\n", b"a\r\n.\r\nb\r\n", b"..\r\n.", b"", b"\r\n.\r\nQUIT\r\n"])
def test_no_body_ends_the_letter_early(inbox, port, body: bytes) -> None:
    mime = b"Subject: x\r\n\r\n" + body
    assert sender(port).send(mime, ANNA, [BORIS]).outcome is SendOutcome.ACCEPTED
    assert inbox.letters[0] == mime + (b"" if mime.endswith(b"\r\n") else b"\r\n")


def test_eight_bit_text_goes_as_it_is(inbox, port) -> None:
    mime = b"Subject: x\r\n\r\n" + "Привет\r\n".encode()
    assert sender(port).send(mime, ANNA, [BORIS]).outcome is SendOutcome.ACCEPTED
    assert inbox.letters == [mime]
    assert "BODY=8BITMIME" in inbox.envelopes[0][2]


def test_a_server_that_cannot_take_international_addresses_is_told_before(inbox) -> None:
    with serving(inbox, enable_SMTPUTF8=False) as port, pytest.raises(Unsupported) as caught:
        sender(port).send(MIME, ANNA, ["борис@example.org"])
    assert caught.value.params["what"] == "smtputf8"


def test_international_domains_and_names_reach_a_server_that_can(inbox, port) -> None:
    receipt = sender(port).send(MIME, ANNA, ["boris@почта.рф", "борис@example.org"])
    assert receipt.outcome is SendOutcome.ACCEPTED
    assert inbox.envelopes[0][1] == ["boris@xn--80a1acny.xn--p1ai", "борис@example.org"]


def test_refused_recipients_are_listed_while_others_get_the_letter(inbox, port) -> None:
    receipt = sender(port).send(MIME, ANNA, ["no@example.org", BORIS, "later@example.org"])
    assert receipt.outcome is SendOutcome.ACCEPTED
    assert receipt.refused == ("no@example.org", "later@example.org")
    assert inbox.envelopes[0][1] == [BORIS]


def test_all_refused_is_rejected(inbox, port) -> None:
    receipt = sender(port).send(MIME, ANNA, ["no@example.org"])
    assert receipt.outcome is SendOutcome.REJECTED
    assert "no such user" in receipt.detail
    assert inbox.letters == []


def test_greylisting_is_throttled_and_may_be_tried_later(port) -> None:
    with pytest.raises(Throttled) as raised:
        sender(port).send(MIME, ANNA, ["later@example.org"])
    assert raised.value.params["at"] == "recipient"


@pytest.mark.parametrize("answer", ["554 5.7.1 looks like spam", "451 4.3.0 disk full"])
def test_a_refused_content_is_rejected_with_the_servers_sentence(inbox, port, answer: str) -> None:
    inbox.answer = answer
    receipt = sender(port).send(MIME, ANNA, [BORIS])
    assert receipt.outcome is SendOutcome.REJECTED
    assert receipt.detail == answer


@pytest.mark.parametrize("bad", ["x", "a@b\r\nRCPT TO:<c@d>", "<a@b>", "@b.org", "a@" + "x" * 70 + ".org"])
def test_an_impossible_recipient_is_an_input_error(inbox, port, bad: str) -> None:
    with pytest.raises(InputError):
        sender(port).send(MIME, ANNA, [bad])
    assert inbox.envelopes == []


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_self_signed_certificate_needs_its_fingerprint(inbox, certificate, security, expect_log) -> None:
    if security is Security.STARTTLS:
        expect_log("SMTP session exception")  # aiosmtpd logs that we hung up
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    der = ssl.PEM_cert_to_DER_cert((certificate / "cert.pem").read_text())
    fingerprint = hashlib.sha256(der).hexdigest()
    options = {"authenticator": inbox.authenticate, "auth_required": True}
    with tls_serving(inbox, context, security, options) as port:
        with pytest.raises(TlsUntrusted) as caught:
            sender(port, security).send(MIME, ANNA, [BORIS])
        assert caught.value.params["fingerprint"] == fingerprint
        assert inbox.attempts == []
        receipt = sender(port, security, fingerprint=fingerprint).send(MIME, ANNA, [BORIS])
    assert receipt.outcome is SendOutcome.ACCEPTED
    assert inbox.attempts == [("PLAIN", b"anna", "Пароль1".encode())]


@contextlib.contextmanager
def tls_serving(inbox: Inbox, context: ssl.SSLContext, security: Security, options: dict) -> Iterator[int]:
    if security is Security.STARTTLS:
        with serving(inbox, tls_context=context, require_starttls=True, **options) as port:
            yield port
        return
    server = Server(inbox, auth_require_tls=False, **options)
    server.ssl_context = context
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


def test_a_wrong_password_is_tried_once(inbox) -> None:
    options = {"authenticator": inbox.authenticate, "auth_require_tls": False, "auth_required": True}
    with serving(inbox, **options) as port:
        with pytest.raises(AuthRejected):
            sender(port, password="wrong").send(MIME, ANNA, [BORIS])
        assert len(inbox.attempts) == 1
        sender(port).check()
    assert inbox.letters == []


def test_login_is_used_where_plain_is_not_offered(inbox) -> None:
    options = {
        "authenticator": inbox.authenticate, "auth_require_tls": False, "auth_exclude_mechanism": ["PLAIN"],
    }  # fmt: skip
    with serving(inbox, **options) as port:
        assert sender(port).send(MIME, ANNA, [BORIS]).outcome is SendOutcome.ACCEPTED
    assert inbox.attempts[0][1:] == (b"anna", "Пароль1".encode())


def test_without_starttls_nothing_is_said(inbox, port) -> None:
    with pytest.raises(Unsupported):
        sender(port, Security.STARTTLS).send(MIME, ANNA, [BORIS])
    assert inbox.attempts == []


def test_without_encryption_only_this_machine_is_reached() -> None:
    far = Endpoint("smtp.example.com", 25, Security.NONE)
    settings = AccountSettings("imap", ANNA, "anna", far, far)
    with pytest.raises(InputError):
        SmtpSender(settings, lambda: "x").send(MIME, ANNA, [BORIS])


# moments of death


class DyingServer:
    """Answers like a server and dies when it meets `at`: a command's first word, "content" or "dot"."""

    def __init__(self, at: str, last_words: bytes = b"") -> None:
        self._at = at
        self._last_words = last_words
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.got_dot = False
        self._thread = threading.Thread(target=self._serve, name="dying-smtp")

    def __enter__(self) -> "DyingServer":  # noqa: PYI034 - not subclassed
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join(10)
        self._listener.close()

    def _serve(self) -> None:
        sock, _ = self._listener.accept()
        with sock, sock.makefile("rb") as lines, contextlib.suppress(OSError):
            if self._at == "greeting":
                sock.sendall(self._last_words)
                return
            sock.sendall(b"220 hello\r\n")
            for line in lines:
                word = line.split()[0].decode().upper()
                if word == self._at:
                    sock.sendall(self._last_words)
                    return
                sock.sendall(b"354 go on\r\n" if word == "DATA" else b"250 fine\r\n")
                if word == "DATA" and self._content(sock, lines):
                    return

    def _content(self, sock: socket.socket, lines) -> bool:
        """True: died."""
        if self._at == "content":
            lines.readline()
            return True
        self.got_dot = any(line == b".\r\n" for line in iter(lines.readline, b".\r\n")) or True
        if self._at == "dot":
            sock.sendall(self._last_words)
            return True
        sock.sendall(b"250 accepted\r\n")
        return False


class EchoServer(DyingServer):
    """Offers one way to sign in and answers every secret with itself."""

    def __init__(self, mechanism: str) -> None:
        super().__init__("nothing")
        self._mechanism = mechanism

    def _serve(self) -> None:
        sock, _ = self._listener.accept()
        with sock, sock.makefile("rb") as lines, contextlib.suppress(OSError):
            sock.sendall(b"220 hello\r\n")
            for line in lines:
                if line.startswith(b"EHLO"):
                    sock.sendall(f"250-hello\r\n250 AUTH {self._mechanism}\r\n".encode())
                elif line in (b"AUTH LOGIN\r\n", base64.b64encode(b"anna") + b"\r\n"):
                    sock.sendall(b"334 next\r\n")
                else:
                    sock.sendall(b"500 unknown: " + line)


@pytest.mark.parametrize("at", ["greeting", "EHLO", "MAIL", "RCPT", "DATA"])
def test_a_cut_before_the_content_is_offline(at: str) -> None:
    with DyingServer(at) as server, pytest.raises(Offline) as caught:
        sender(server.port).send(MIME, ANNA, [BORIS])
    assert caught.value.params["reason"] == "cut"


def test_a_cut_within_the_content_is_offline_because_the_dot_never_left() -> None:
    with DyingServer("content") as server, pytest.raises(Offline):
        sender(server.port).send(MIME + b"x" * 50_000_000, ANNA, [BORIS])


@pytest.mark.parametrize("last_words", [b"", b"25", b"nonsense\r\n"])
def test_a_cut_after_the_dot_is_unknown(last_words: bytes) -> None:
    with DyingServer("dot", last_words) as server:
        receipt = sender(server.port).send(MIME, ANNA, [BORIS])
    assert receipt.outcome is SendOutcome.UNKNOWN
    assert server.got_dot


def test_a_cut_after_the_answer_changes_nothing() -> None:
    with DyingServer("QUIT") as server:
        assert sender(server.port).send(MIME, ANNA, [BORIS]).outcome is SendOutcome.ACCEPTED


@pytest.mark.parametrize(
    ("greeting", "error"),
    [(b"421 too busy\r\n", Throttled), (b"554 no\r\n", ServerError), (b"* OK IMAP4rev1\r\n", ServerError)],
)
def test_an_unfriendly_greeting_is_told_apart(greeting: bytes, error: type[Exception]) -> None:
    with DyingServer("greeting", greeting) as server, pytest.raises(error):
        sender(server.port).send(MIME, ANNA, [BORIS])


def test_the_password_is_in_no_error(inbox) -> None:
    options = {"authenticator": inbox.authenticate, "auth_require_tls": False}
    with serving(inbox, **options) as port, pytest.raises(AuthRejected) as caught:
        sender(port, password="hunter2secret").check()
    assert not re.search("hunter2secret", repr(caught.value) + str(caught.value))


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_a_server_that_repeats_what_it_does_not_understand_tells_nobody_the_password(mechanism: str) -> None:
    with EchoServer(mechanism) as server, pytest.raises(MailError) as caught:
        sender(server.port, password="hunter2secret").check()
    said = str(caught.value)
    assert "unknown" in said
    for secret in ("hunter2secret", "\0anna\0hunter2secret"):
        assert secret not in said
        assert base64.b64encode(secret.encode()).decode() not in said


# by token


class TokenInbox(Inbox):
    """Takes one token; explains a refusal first, as Google and Microsoft do."""

    def __init__(self) -> None:
        super().__init__()
        self.replies: list[bytes] = []

    async def auth_XOAUTH2(self, server, args):
        shown = base64.b64decode(args[1]).decode()
        if shown == xoauth2(ANNA, "good"):
            return AuthResult(success=True)
        self.replies.append(await server.challenge_auth('{"status":"400"}'))
        return AuthResult(success=False, handled=False)


def token_settings(port: int) -> AccountSettings:
    smtp = Endpoint("127.0.0.1", port, Security.NONE)
    return AccountSettings("imap", ANNA, ANNA, Endpoint("127.0.0.1", 1, Security.NONE), smtp)


def test_a_token_submits_and_a_refused_one_asks_for_consent() -> None:
    inbox = TokenInbox()
    with serving(inbox, auth_require_tls=False, auth_exclude_mechanism=["LOGIN", "PLAIN"]) as port:
        receipt = SmtpSender(token_settings(port), lambda: AccessToken("good")).send(MIME, ANNA, [BORIS])
        assert receipt.outcome is SendOutcome.ACCEPTED
        with pytest.raises(ConsentNeeded):
            SmtpSender(token_settings(port), lambda: AccessToken("old")).check()
    assert inbox.replies == [b""]


def test_a_token_is_not_shown_as_a_password() -> None:
    inbox = Inbox()
    with serving(inbox, authenticator=inbox.authenticate, auth_require_tls=False) as port:
        sender = SmtpSender(token_settings(port), lambda: AccessToken("good"))
        with pytest.raises(Unsupported):
            sender.check()
    assert inbox.attempts == []
