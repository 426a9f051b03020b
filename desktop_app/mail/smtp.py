"""Submitting letters by SMTP (RFC 6409): once, unchanged, and with a clear answer about their fate."""

from __future__ import annotations

import base64
import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from desktop_app.domain.errors import (
    AppError,
    ConsentNeeded,
    InputError,
    MailError,
    Offline,
    ServerError,
    Throttled,
    Unsupported,
)
from desktop_app.domain.model import AccountSettings, Endpoint, Security
from desktop_app.mail.base import SendOutcome, SendReceipt
from desktop_app.mail.failures import backoff_s, hidden, network_failure, shorten, sign_in_failure
from desktop_app.mail.oauth import AccessToken, xoauth2
from desktop_app.mail.tls import open_trusted

CONNECT_S = 15.0
COMMAND_S = 120.0
VERDICT_S = 300.0  # after the final dot a server may scan for a while (RFC 5321 4.5.3.2.6 grants ten minutes)

_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_HEADER_END = (b"\r\n\r\n", b"\n\n")


class Reply(NamedTuple):
    """A server's answer to one command; `text` is one line."""

    code: int
    text: str

    @property
    def good(self) -> bool:
        return 200 <= self.code < 300


class SmtpSender:
    """A `mail.base.Sender`; one connection and one sign-in for each letter."""

    def __init__(self, settings: AccountSettings, password: Callable[[], str]) -> None:
        self._settings = settings
        self._password = password

    def send(self, mime: bytes, sender: str, recipients: Sequence[str]) -> SendReceipt:
        """REJECTED: certainly not sent. UNKNOWN: the line was cut when the server had everything.

        Raises MailError when nothing was submitted and a later try may do: Offline, Throttled (4xx; `at` =
        "recipient": of these recipients),
        AuthRejected, TlsUntrusted, Unsupported (a letter the server cannot carry unchanged); InputError for
        an impossible address.
        """
        if not recipients:
            raise InputError(field="recipients", reason="empty")
        envelope = [_envelope_address(address) for address in (sender, *recipients)]
        with self._connection() as client:
            client.sign_in(self._settings.user, self._password())
            return client.submit(mime, envelope[0], envelope[1:])

    def check(self) -> None:
        """Connect, secure and sign in, and leave. Raises MailError."""
        with self._connection() as client:
            client.sign_in(self._settings.user, self._password())

    def open(self) -> SmtpSession:
        """Connect and sign in, for several letters after one another. Raises MailError."""
        with contextlib.ExitStack() as undo:
            client = undo.enter_context(self._connection())
            client.sign_in(self._settings.user, self._password())
            assert self._settings.smtp is not None  # else nothing was connected
            return SmtpSession(client, self._settings.smtp, undo.pop_all())

    @contextlib.contextmanager
    def _connection(self) -> Iterator[_Client]:
        endpoint = self._settings.smtp
        if endpoint is None:
            raise Unsupported(what="smtp")
        with _mapped(endpoint):
            client = open_trusted(
                lambda context: _Client(endpoint, context), endpoint, self._settings.tls_fingerprint
            )
            try:
                yield client
            finally:
                client.close()


class SmtpSession:
    """An open submission: what the server says to each command, for somebody who passes it on.

    Every method but `close` raises MailError when the line is cut, InputError for an impossible address.
    """

    def __init__(self, client: _Client, endpoint: Endpoint, line: contextlib.ExitStack) -> None:
        self._client = client
        self._endpoint = endpoint
        self._line = line

    def begin(self, sender: str, smtputf8: bool) -> Reply:
        """`sender` "" is the null address of a report. Raises Unsupported when SMTPUTF8 is not offered."""
        with _mapped(self._endpoint):
            return self._client.begin(_envelope_address(sender) if sender else "", smtputf8)

    def add(self, recipient: str) -> Reply:
        with _mapped(self._endpoint):
            return self._client.add(_envelope_address(recipient))

    def content(self, mime: bytes) -> SendReceipt:
        """DATA for those who were added; as `SmtpSender.send`, a 4xx before the content is REJECTED too."""
        with _mapped(self._endpoint):
            return self._client.deliver(mime)

    def reset(self) -> None:
        """Forget sender and recipients."""
        with _mapped(self._endpoint):
            self._client.reset()

    def close(self) -> None:
        """Never raises."""
        self._line.close()


class _Client:
    """smtplib's connection, step by step: `sendmail` does not tell before and after the final dot apart."""

    def __init__(self, endpoint: Endpoint, context: ssl.SSLContext | None) -> None:
        self._smtp = _connect(endpoint, context)
        try:
            self._smtp.local_hostname = _address_literal(self._socket)
            self._smtp.ehlo_or_helo_if_needed()
            if endpoint.security is Security.STARTTLS:
                self._smtp.starttls(context=context)  # forgets what was offered in the clear
                self._smtp.ehlo_or_helo_if_needed()
            self._socket.settimeout(COMMAND_S)
        except BaseException:
            self._smtp.close()
            raise

    @property
    def certificate(self) -> bytes:
        """The server's, DER."""
        sock = self._socket
        return (sock.getpeercert(binary_form=True) if isinstance(sock, ssl.SSLSocket) else None) or b""

    @property
    def _socket(self) -> socket.socket:
        if self._smtp.sock is None:  # smtplib drops it when the server has gone
            raise smtplib.SMTPServerDisconnected("not connected")
        return self._smtp.sock

    def close(self) -> None:
        """Say goodbye when there is still somebody. Never raises."""
        with contextlib.suppress(OSError, smtplib.SMTPException):
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(2)
                self._smtp.quit()
        self._smtp.close()

    def sign_in(self, user: str, password: str) -> None:
        """One attempt with one mechanism: smtplib tries three, and three failures lock accounts."""
        if self._smtp.has_extn("auth"):  # else a relay that knows us by our address
            with hidden(f"\0{user}\0{password}", xoauth2(user, password), password):
                self._authenticate(user, password)

    def _authenticate(self, user: str, password: str) -> None:
        offered = self._smtp.esmtp_features["auth"].upper().split()
        if isinstance(password, AccessToken):
            code, text = self._show_token(user, password, offered)
        elif "PLAIN" in offered:
            code, text = self._smtp.docmd("AUTH", "PLAIN " + _base64(f"\0{user}\0{password}"))
        elif "LOGIN" in offered:
            code, text = self._smtp.docmd("AUTH", "LOGIN")
            if code == 334:
                code, text = self._smtp.docmd(_base64(user))
            if code == 334:
                code, text = self._smtp.docmd(_base64(password))
        else:
            raise Unsupported(what="password_sign_in", text=shorten(" ".join(offered)))
        if code != 235:
            raise _refused_sign_in(code, _sentence(code, text))

    def _show_token(self, user: str, token: AccessToken, offered: Sequence[str]) -> tuple[int, bytes]:
        """Raises ConsentNeeded when the token is refused."""
        if "XOAUTH2" not in offered:
            raise Unsupported(what="token_sign_in", text=shorten(" ".join(offered)))
        code, text = self._smtp.docmd("AUTH", "XOAUTH2 " + _base64(xoauth2(user, token)))
        if code == 334:  # the explanation of a refusal, which wants an empty answer
            code, text = self._smtp.docmd("")
        if code == 535:
            raise ConsentNeeded(url="", text=_sentence(code, text))
        return code, text

    def submit(self, mime: bytes, sender: str, recipients: Sequence[str]) -> SendReceipt:
        """MAIL, RCPT, DATA; see `SmtpSender.send`."""
        code, text = self._smtp.mail(sender, self._mail_options(mime, [sender, *recipients]))
        if code != 250:
            return _rejection(code, text)
        refused: dict[str, tuple[int, bytes]] = {}
        for recipient in recipients:
            code, text = self._smtp.rcpt(recipient)
            if not 200 <= code < 300:
                refused[recipient] = (code, text)
        if len(refused) == len(recipients):
            worst = max(refused.values())
            return _rejection(*worst, refused=tuple(refused), at="recipient")
        code, text = self._smtp.docmd("DATA")
        if code != 354:
            return _rejection(code, text)
        return self._content(mime, tuple(refused))

    def begin(self, sender: str, smtputf8: bool) -> Reply:
        """MAIL. Options that say how big or how encoded are left out: the content is not known yet."""
        if smtputf8:
            self._require("smtputf8")
        eight_bit = ["BODY=8BITMIME"] if self._smtp.has_extn("8bitmime") else []
        code, text = self._smtp.mail(sender, [*eight_bit, *(["SMTPUTF8"] if smtputf8 else [])])
        return _reply(code, text)

    def add(self, recipient: str) -> Reply:
        return _reply(*self._smtp.rcpt(recipient))

    def deliver(self, mime: bytes) -> SendReceipt:
        if not mime.isascii():
            self._require("8bitmime")
        code, text = self._smtp.docmd("DATA")
        if code != 354:
            return SendReceipt(SendOutcome.REJECTED, _sentence(code, text))
        return self._content(mime, ())

    def reset(self) -> None:
        self._smtp.rset()

    def _mail_options(self, mime: bytes, addresses: Sequence[str]) -> list[str]:
        options = []
        if self._smtp.has_extn("size"):
            options.append(f"SIZE={len(mime)}")
        if not all(address.isascii() for address in addresses) or not _head(mime).isascii():
            self._require("smtputf8")
            options.append("SMTPUTF8")
        if not mime.isascii():
            self._require("8bitmime")
            options.append("BODY=8BITMIME")
        return options

    def _require(self, extension: str) -> None:
        """Re-encoding would break signatures and what the user saw."""
        if not self._smtp.has_extn(extension):
            raise Unsupported(what=extension)

    def _content(self, mime: bytes, refused: tuple[str, ...]) -> SendReceipt:
        """Without the final dot the server must forget the letter; from the dot on only its answer tells."""
        self._smtp.send(_dotted(mime))
        try:
            self._socket.settimeout(VERDICT_S)
            self._smtp.send(b".\r\n")
            code, text = self._smtp.getreply()
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            return SendReceipt(SendOutcome.UNKNOWN, shorten(str(error)), refused)
        except smtplib.SMTPResponseException as error:  # a line that is no answer
            return SendReceipt(SendOutcome.UNKNOWN, shorten(str(error.smtp_error)), refused)
        outcome = SendOutcome.UNKNOWN  # half an answer
        if 200 <= code < 300:
            outcome = SendOutcome.ACCEPTED
        elif 400 <= code < 600:
            outcome = SendOutcome.REJECTED
        return SendReceipt(outcome, _sentence(code, text), refused)


def _connect(endpoint: Endpoint, context: ssl.SSLContext | None) -> smtplib.SMTP:
    # A name without a look-up: smtplib asks DNS for our own, which can take seconds.
    local = "[127.0.0.1]"
    if endpoint.security is Security.TLS:
        assert context is not None
        return smtplib.SMTP_SSL(
            endpoint.host, endpoint.port, local_hostname=local, timeout=CONNECT_S, context=context
        )
    return smtplib.SMTP(endpoint.host, endpoint.port, local_hostname=local, timeout=CONNECT_S)


@contextlib.contextmanager
def _mapped(endpoint: Endpoint) -> Iterator[None]:
    """What smtplib and sockets raise inside becomes a MailError."""
    try:
        yield
    except AppError:
        raise
    except smtplib.SMTPServerDisconnected as error:
        raise Offline(host=endpoint.host, port=endpoint.port, reason="cut") from error
    except smtplib.SMTPNotSupportedError as error:
        raise Unsupported(host=endpoint.host, port=endpoint.port, what="starttls") from error
    except smtplib.SMTPResponseException as error:
        raise _transient_or_broken(error.smtp_code, _sentence(error.smtp_code, error.smtp_error)) from error
    except (OSError, UnicodeError) as error:
        raise network_failure(error, endpoint) from error


def _reply(code: int, text: bytes) -> Reply:
    return Reply(code, " ".join(text.decode("utf-8", "replace").split()))


def _rejection(code: int, text: bytes, refused: tuple[str, ...] = (), at: str = "letter") -> SendReceipt:
    """REJECTED for good; a "not now" raises Throttled, a cut Offline. `at`: what the server speaks of."""
    sentence = _sentence(code, text)
    if 500 <= code < 600:
        return SendReceipt(SendOutcome.REJECTED, sentence, refused)
    raise _transient_or_broken(code, sentence, at)


def _transient_or_broken(code: int, sentence: str, at: str = "server") -> MailError:
    if 400 <= code < 500:
        at = "server" if code == 421 else at  # it hangs up (RFC 5321 3.8)
        return Throttled(after_s=backoff_s(sentence), text=sentence, at=at)
    return ServerError(text=sentence)


def _refused_sign_in(code: int, sentence: str) -> MailError:
    return sign_in_failure(sentence) if 500 <= code < 600 else _transient_or_broken(code, sentence)


def _sentence(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return shorten(f"{code} {words}")


def _envelope_address(address: str) -> str:
    """Domain in ASCII. Raises InputError."""
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain or any(char in address for char in "\r\n\0<> "):
        raise InputError(field="recipients", reason="bad_address", address=shorten(address))
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError as error:
        raise InputError(field="recipients", reason="bad_address", address=shorten(address)) from error


def _dotted(mime: bytes) -> bytes:
    """RFC 5321 4.5.2, and a line end before the final dot."""
    data = _LEADING_DOT.sub(b"..", mime)
    return data if data.endswith(b"\r\n") else data + b"\r\n"


def _head(mime: bytes) -> bytes:
    ends = [at for end in _HEADER_END if (at := mime.find(end)) >= 0]
    return mime[: min(ends)] if ends else mime


def _address_literal(sock: socket.socket) -> str:
    host = sock.getsockname()[0]
    return f"[IPv6:{host}]" if ":" in host else f"[{host}]"


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-8")).decode("ascii")
