"""What libraries and servers report, as the errors of `domain.errors`; shared by IMAP and SMTP."""

from __future__ import annotations

import base64
import contextlib
import imaplib
import re
import socket
import ssl
from collections.abc import Iterator

from desktop_app.domain.errors import (
    AppError,
    AuthRejected,
    MailError,
    Offline,
    PermissionDenied,
    ServerError,
    Throttled,
    Unsupported,
)
from desktop_app.domain.model import Endpoint

TEXT_MAX = 300
DEFAULT_WAIT_S = 60

# Gmail "[OVERQUOTA] Account exceeded command or bandwidth limits", Exchange Online "Request is throttled.
# Suggested Backoff Time: 92415 milliseconds", Dovecot "Maximum number of connections from user+IP exceeded",
# Yahoo "[LIMIT]".
_THROTTLED = re.compile(
    r"\[(?:LIMIT|OVERQUOTA|THROTTLED|INUSE|UNAVAILABLE)\]|throttl|too many|rate limit|"
    r"bandwidth limit|authenticated but not connected|maximum number of connections|try again later",
    re.IGNORECASE,
)
_BACKOFF = re.compile(r"backoff time:?\s*(\d{1,9})\s*(milliseconds|ms|seconds|s)?", re.IGNORECASE)
_APP_PASSWORD = re.compile(
    r"app(?:lication)?[- ]?(?:specific)?[- ]?password|пароль приложения", re.IGNORECASE
)


def network_failure(error: Exception, endpoint: Endpoint) -> MailError:
    """The error for a connection that could not be made or broke."""
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        # Typically WRONG_VERSION_NUMBER: a server without TLS on this port.
        text = shorten(getattr(error, "reason", None) or str(error))
        return Unsupported(host=endpoint.host, port=endpoint.port, what="tls", text=text)
    return Offline(host=endpoint.host, port=endpoint.port, reason=offline_reason(error))


def offline_reason(error: Exception) -> str:
    """Which `reason` of Offline an exception stands for."""
    if isinstance(error, socket.gaierror | UnicodeError):  # UnicodeError: a host name IDNA cannot express
        return "unknown_host"
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, ConnectionError | EOFError | ssl.SSLError | imaplib.IMAP4.abort):
        return "cut"
    return "unreachable"


def sign_in_failure(text: str) -> MailError:
    """The error for a refused sign-in, by the server's sentence."""
    if throttled(text) and "AUTHENTICATIONFAILED" not in text:
        return Throttled(after_s=backoff_s(text), text=shorten(text))
    reason = "app_password" if _APP_PASSWORD.search(text) else "rejected"
    return AuthRejected(reason=reason, text=shorten(text))


def server_failure(text: str) -> MailError:
    """The error for a command that was refused or an answer that makes no sense."""
    if throttled(text):
        return Throttled(after_s=backoff_s(text), text=shorten(text))
    if "[NOPERM]" in text.upper():
        return PermissionDenied(text=shorten(text))
    return ServerError(text=shorten(text))


@contextlib.contextmanager
def hidden(*secrets: str) -> Iterator[None]:
    """Some servers repeat what they do not understand; what is raised inside is shown, logged and kept.

    `secrets` go out of it as they are, in Base64 and as IMAP and Python quote them.
    """
    try:
        yield
    except AppError as error:
        told = [form for one in secrets if one for form in _forms(one)]
        for name, value in error.params.items():
            if isinstance(value, str):
                for form in told:
                    value = value.replace(form, "***")  # noqa: PLW2901
                error.params[name] = value
        raise


def _forms(secret: str) -> Iterator[str]:
    """Longest first."""
    yield base64.b64encode(secret.encode()).decode("ascii")
    quoted = secret.replace("\\", "\\\\").replace('"', '\\"')
    for one in (quoted, secret):
        yield from (repr(one)[1:-1], repr(one.encode())[2:-1], one)


def throttled(text: str) -> bool:
    """Whether the server asks to come back later."""
    return _THROTTLED.search(text) is not None


def backoff_s(text: str) -> int:
    """For how long, in seconds; a minute when the server does not say."""
    found = _BACKOFF.search(text)
    if found is None:
        return DEFAULT_WAIT_S
    unit = (found[2] or "milliseconds").lower()
    return max(1, int(found[1]) // 1000 if unit.startswith("m") else int(found[1]))


def shorten(text: str) -> str:
    """One printable line of a server's text."""
    return "".join(char if char.isprintable() else " " for char in text)[:TEXT_MAX].strip()
