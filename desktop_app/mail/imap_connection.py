"""Connecting and signing in; the result is a `Session`."""

from __future__ import annotations

import contextlib
import imaplib
import ssl
from collections.abc import Iterator

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError

from desktop_app.domain.errors import (
    AppError,
    AuthRejected,
    ConsentNeeded,
    InputError,
    MailError,
    Unsupported,
)
from desktop_app.domain.model import AccountSettings, Endpoint, Security
from desktop_app.mail.failures import hidden, network_failure, server_failure, sign_in_failure
from desktop_app.mail.imap_enable import enable
from desktop_app.mail.imap_session import Ended, Refused, Session
from desktop_app.mail.imap_wire import CONNECT_S, READ_S, Wire
from desktop_app.mail.oauth import AccessToken, oauthbearer, xoauth2
from desktop_app.mail.tls import is_loopback, open_trusted


class Client(IMAPClient):  # type: ignore[misc] # imapclient has no types
    """imapclient over our `Wire`: it signs in; everything after that goes through `Session`."""

    def __init__(self, endpoint: Endpoint, context: ssl.SSLContext | None) -> None:
        self.secure_context = context
        self.wire: Wire
        at_once = endpoint.security is Security.TLS
        super().__init__(endpoint.host, endpoint.port, ssl=at_once, timeout=SocketTimeout(CONNECT_S, READ_S))
        self._imap.debug = 0  # imapclient sets 5: imaplib then formats every line for nobody
        try:
            if endpoint.security is Security.STARTTLS:
                self.starttls(context)
        except BaseException:
            self.close()
            raise

    @property
    def endpoint(self) -> Endpoint:
        return Endpoint(self.host, self.port, Security.TLS)

    @property
    def certificate(self) -> bytes:
        """The server's, DER."""
        return self.wire.certificate

    def close(self) -> None:
        """Never raises."""
        self.wire.shutdown()

    def _create_IMAP4(self) -> Wire:  # noqa: N802 # imapclient's name
        self.wire = Wire(self.host, self.port, self.secure_context if self.ssl else None)
        return self.wire


def open_client(settings: AccountSettings) -> Client:
    """Connect and secure. Raises Offline, TlsUntrusted, Unsupported (no TLS there), InputError, Throttled."""
    endpoint = settings.server
    with mapped(endpoint):
        return open_trusted(lambda context: Client(endpoint, context), endpoint, settings.tls_fingerprint)


def sign_in(client: Client, settings: AccountSettings, password: str) -> Session:
    """One attempt. Raises AuthRejected, Throttled, Offline, Unsupported; the connection is closed then."""
    try:
        user = settings.user
        tokens = xoauth2(user, password), oauthbearer(user, password, client.endpoint)
        with hidden(f"\0{user}\0{password}", *tokens, password), mapped(settings.server):
            _authenticate(client, settings.user, password)
            return _start_session(client, settings.server)
    except BaseException:
        client.close()
        raise


@contextlib.contextmanager
def mapped(endpoint: Endpoint) -> Iterator[None]:
    """What imaplib, imapclient, sockets and `Session` raise inside becomes a MailError."""
    try:
        yield
    except AppError:
        raise
    except Refused as refusal:
        raise server_failure(refusal.text) from refusal
    except Ended as ended:
        raise _farewell(str(ended), endpoint) from ended
    except LoginError as error:
        raise sign_in_failure(str(error)) from error
    except CapabilityError as error:
        raise Unsupported(host=endpoint.host, port=endpoint.port, what="starttls") from error
    except (OSError, EOFError, UnicodeError) as error:
        raise network_failure(error, endpoint) from error
    except (IMAPClientError, imaplib.IMAP4.error) as error:
        text = str(error)
        if isinstance(error, imaplib.IMAP4.abort) or "BYE" in text:
            raise _farewell(text, endpoint) from error
        raise server_failure(text) from error


def _farewell(text: str, endpoint: Endpoint) -> MailError:
    failure = server_failure(text)
    if failure.code == "throttled":
        return failure
    return network_failure(ConnectionAbortedError(text), endpoint)


def _authenticate(client: Client, user: str, password: str) -> None:
    """LOGIN, which every server has; PLAIN for what LOGIN cannot carry."""
    for field, value in (("user", user), ("password", password)):
        if any(char in value for char in "\r\n\0"):
            raise InputError(field=field, reason="control_character")
    offered = {word.decode("ascii", "replace").upper() for word in client.capabilities()}
    if isinstance(password, AccessToken):
        _authenticate_by_token(client, user, password, offered)
        return
    if "LOGINDISABLED" not in offered and (user + password).isascii():
        client.login(user, password)
    elif "AUTH=PLAIN" in offered:
        client.plain_login(user, password)
    else:
        raise Unsupported(what="password_sign_in")


def _authenticate_by_token(client: Client, user: str, token: AccessToken, offered: set[str]) -> None:
    """The library answers the server's explanation of a refusal with the token; it must be an empty line."""
    if "AUTH=XOAUTH2" in offered:
        mechanism, answers = "XOAUTH2", iter([xoauth2(user, token), ""])
    elif "AUTH=OAUTHBEARER" in offered:
        mechanism, answers = "OAUTHBEARER", iter([oauthbearer(user, token, client.endpoint), "\x01"])
    else:
        raise Unsupported(what="token_sign_in")
    try:
        client.sasl_login(mechanism, lambda _challenge: next(answers, None))
    except LoginError as error:
        failure = sign_in_failure(str(error))
        if isinstance(failure, AuthRejected):
            raise ConsentNeeded(url="", text=failure.params["text"]) from error
        raise failure from error


def _start_session(client: Client, endpoint: Endpoint) -> Session:
    offered = frozenset(word.decode("ascii", "replace").upper() for word in client.capabilities())
    session = Session(client.wire, offered)
    enable(session, endpoint.host, compress=not is_loopback(endpoint.host))
    return session
