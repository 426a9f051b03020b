"""Asking an Exchange server: one connection, signed in once, every failure a MailError.

Nothing is tried twice here, neither a password, which would lock the account, nor a request that the server
is too busy for: that is the engine's to decide. https://learn.microsoft.com/en-us/exchange/client-developer/
"""

from __future__ import annotations

import base64
import contextlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.client import HTTPException, HTTPResponse
from urllib.parse import urlsplit

from desktop_app.domain.errors import (
    AppError,
    MailError,
    Offline,
    PermissionDenied,
    ServerError,
    Throttled,
    Unsupported,
)
from desktop_app.domain.model import AccountSettings, Endpoint
from desktop_app.mail import ews_auth, ews_soap
from desktop_app.mail.ews_auth import Dialogue, Scheme
from desktop_app.mail.ews_soap import Element
from desktop_app.mail.ews_wire import Wire
from desktop_app.mail.failures import DEFAULT_WAIT_S, network_failure, shorten
from desktop_app.mail.logins import LoginLimit
from desktop_app.mail.tls import open_trusted

# What administrators see, and put on the list of EwsApplicationAccessPolicy: "Otklik*".
USER_AGENT = "Otklik-EWS/1"

ANSWER_MAX_BYTES = 256 * 1024 * 1024
LEGS_MAX = 5
_GATEWAY = (502, 504)


class EwsClient:
    """`password` is asked at each sign-in; a refused one is never shown twice.

    `scheme`: what the server took at the sign-in before, to be spared the question. `limit`, which outlives
    the client, stops a line that is let in and thrown out again and again.
    """

    def __init__(
        self, settings: AccountSettings, password: Callable[[], str], limit: LoginLimit | None = None
    ) -> None:
        self._settings = settings
        self._password = password
        self._limit = limit
        self._wire: Wire | None = None
        self._admitted = False
        self._counted = False  # as a sign-in of this line
        self._cookies: dict[str, str] = {}
        self.scheme: Scheme | None = None
        self.asked = 0  # requests, for those who count

    def call(self, request: str) -> list[Element]:
        """The response messages, not yet checked one by one. Raises MailError."""
        return ews_soap.messages(ews_soap.parse(self.fetch(ews_soap.envelope(request))))

    def call_one(self, request: str) -> Element:
        """The only response message, good. Raises MailError."""
        return ews_soap.check(self.call(request)[0])

    def fetch(self, body: bytes) -> bytes:
        """The answer to a request as it is. Raises MailError."""
        with self.mapped():
            response = self._post(body, {"Accept-Encoding": "gzip"})
            self._judge(response)
            body = response.read(ANSWER_MAX_BYTES)
            if not response.isclosed() and len(body) < ANSWER_MAX_BYTES:
                raise ConnectionAbortedError("within an answer")
            if not response.isclosed():
                raise ServerError(text=f"an answer of more than {ANSWER_MAX_BYTES} bytes")
            if response.getheader("Content-Encoding", "") == "gzip":
                return zlib.decompress(body, wbits=zlib.MAX_WBITS | 16)
            return body

    def stream(self, request: str) -> HTTPResponse:
        """An answer that is still to be read; until it is, or the client is closed, nothing else is asked."""
        with self.mapped():
            response = self._post(ews_soap.envelope(request), {})
            self._judge(response)
            return response

    def connect(self) -> str:
        """TCP and TLS, nothing said. How it is secured."""
        with self.mapped():
            self._ready()
        return self._endpoint.security.value

    @property
    def wire(self) -> Wire | None:
        """What `stream` is read from, to wait on."""
        return self._wire

    @contextlib.contextmanager
    def mapped(self) -> Iterator[None]:
        """What sockets and http.client raise, as MailErrors; the connection is of no use then."""
        try:
            yield
        except MailError as error:
            if not isinstance(error, ServerError | Throttled):
                self.close()
            raise
        except AppError:
            self.close()
            raise
        except (HTTPException, zlib.error) as error:
            self.close()
            raise network_failure(ConnectionAbortedError(shorten(repr(error))), self._endpoint) from error
        except (OSError, UnicodeError) as error:
            self.close()
            raise network_failure(error, self._endpoint) from error
        except BaseException:
            self.close()
            raise

    def hang_up(self) -> None:
        """Of our own will, or after a silence: the next sign-in is no reason to wait."""
        self.close()
        if self._limit is not None:
            self._limit.forgive()

    def cut(self) -> None:
        """See `mail.base.Provider.cut`."""
        if (wire := self._wire) is not None:
            wire.cut()

    def close(self) -> None:
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.close()

    def _post(self, body: bytes, extra: dict[str, str]) -> HTTPResponse:
        wire = self._ready()
        headers = {
            "Content-Type": "text/xml; charset=utf-8",
            "User-Agent": USER_AGENT,
            "X-AnchorMailbox": self._settings.address,
            **extra,
        }
        if self.scheme is None:
            response = self._send(wire, body, headers)
            if response.status != 401:
                return response
            response.read()
            self.scheme = ews_auth.chosen(ews_auth.offered(_challenges(response)), self._settings)
            wire = self._ready()
        if self.scheme is Scheme.BASIC:
            headers["Authorization"] = ews_auth.basic(self._settings.user, self._password())
            response = self._send(wire, body, headers)
        elif not self._admitted:
            response = self._sign_in(wire, self.scheme, body, headers)
        else:
            response = self._send(wire, body, headers)
            if response.status == 401:  # forgotten, and this request with it
                response.read()
                response = self._sign_in(self._ready(), self.scheme, body, headers)
        if response.status == 401:
            raise ews_auth.rejected(self.scheme, self._endpoint, wire.certificate)
        if self._limit is not None and not self._counted:
            self._limit.spend()
        self._counted = True
        return response

    def _sign_in(self, wire: Wire, scheme: Scheme, body: bytes, headers: dict[str, str]) -> HTTPResponse:
        """The request itself, once the connection is let in; else the last 401."""
        password = "" if self._settings.kerberos else self._password()
        talk: Dialogue = ews_auth.dialogue(scheme, self._settings, password, wire.certificate)
        token = talk.step()
        for _ in range(LEGS_MAX):
            said = f"{scheme} {base64.b64encode(token or b'').decode('ascii')}"
            response = self._send(wire, body, {**headers, "Authorization": said})
            if response.status != 401:
                self._admitted = True
                return response
            challenge = ews_auth.challenge(_challenges(response), scheme)
            if not challenge or (token := talk.step(challenge)) is None:
                break
        return response

    def _send(self, wire: Wire, body: bytes, headers: dict[str, str]) -> HTTPResponse:
        if self._cookies:
            headers = {**headers, "Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        self.asked += 1
        response = wire.post(_path(self._settings.ews_url), body, headers)
        for cookie in response.headers.get_all("Set-Cookie") or ():  # which server of many has the mailbox
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name.strip()] = value.strip()
        return response

    @property
    def _endpoint(self) -> Endpoint:
        return self._settings.server

    def _ready(self) -> Wire:
        if not self._settings.ews_url:
            from desktop_app.mail.autodiscover import find_ews

            self._settings = replace(self._settings, ews_url=find_ews(self._settings, self._password))
        if self._wire is not None and self._wire.is_stale():
            self.hang_up()
        if self._wire is None:
            if self._limit is not None:
                self._limit.check()
            self._wire = open_trusted(
                lambda context: Wire(self._endpoint, context),
                self._endpoint,
                self._settings.tls_fingerprint,
            )
            self._admitted = self._counted = False
        return self._wire

    def _judge(self, response: HTTPResponse) -> None:
        """Raises what a status other than 200 means; a fault in the body says it best."""
        status = response.status
        if status == 200 and "xml" in response.getheader("Content-Type", ""):
            return
        if status == 403:
            raise PermissionDenied(reason="ews_refused", host=self._endpoint.host, agent=USER_AGENT)
        if status in (429, 503):
            raise Throttled(after_s=_retry_after(response), text=f"HTTP {status}")
        if status in _GATEWAY:
            raise Offline(host=self._endpoint.host, port=self._endpoint.port, reason="unreachable")
        if 300 <= status < 400:
            raise _moved(response.getheader("Location", ""), self._endpoint.host)
        if status == 200:
            response.read(ANSWER_MAX_BYTES)  # raises for one that was cut in its headers
        if status >= 500:
            ews_soap.parse(response.read(ANSWER_MAX_BYTES))
            raise ServerError(text=f"HTTP {status}")
        raise Unsupported(what="ews", host=self._endpoint.host, text=f"HTTP {status}")


def _path(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/EWS/Exchange.asmx") + (f"?{parts.query}" if parts.query else "")


def _challenges(response: HTTPResponse) -> list[str]:
    return response.headers.get_all("WWW-Authenticate") or []


def _retry_after(response: HTTPResponse) -> int:
    said = response.getheader("Retry-After", "").strip()
    return max(1, int(said)) if said.isdigit() else DEFAULT_WAIT_S


def _moved(location: str, host: str) -> Unsupported:
    """Another server has the mailbox now; or this is no EWS but a page to sign in at (/owa)."""
    if urlsplit(location).path.lower().endswith(".asmx"):
        return Unsupported(what="ews_moved", host=host, url=location)
    return Unsupported(what="ews", host=host, text="HTTP 302")
