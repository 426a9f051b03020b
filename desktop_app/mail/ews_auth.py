"""Signing in to Exchange: Kerberos, NTLM, or the password itself over TLS.

Kerberos and NTLM sign a connection in, and carry the hash of the server's certificate (channel binding,
RFC 5929), without which Extended Protection, the default since Exchange 2019 CU14, refuses everybody.
"""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from desktop_app.domain.errors import AuthRejected, MailError, ServerError, Unsupported
from desktop_app.domain.model import AccountSettings, Endpoint, Security
from desktop_app.mail.failures import shorten

# Programs that read TLS on the way have their own certificate between us and the server, so that the channel
# binding cannot be right. They sign with these names.
_INSPECTORS = (
    "Kaspersky", "ESET", "Dr.Web", "Avast", "AVG ", "Bitdefender", "Sophos", "Symantec", "McAfee", "Fortinet",
    "FortiGate", "Zscaler", "Blue Coat", "Check Point", "Palo Alto", "Netskope", "UserGate", "Kerio",
)  # fmt: skip


class Scheme(StrEnum):
    """As WWW-Authenticate names them."""

    NEGOTIATE = "Negotiate"
    NTLM = "NTLM"
    BASIC = "Basic"


class Dialogue(Protocol):
    """`step` turns a challenge, at first none, into the next token; None = nothing to say any more."""

    def step(self, challenge: bytes | None = None) -> bytes | None: ...


def offered(headers: Iterable[str]) -> set[Scheme]:
    """From the values of WWW-Authenticate, each of which may hold several."""
    words = {value.strip().split(" ")[0].lower() for header in headers for value in header.split(",")}
    return {scheme for scheme in Scheme if scheme.lower() in words}


def challenge(headers: Iterable[str], scheme: Scheme) -> bytes:
    """What is answered to our token; empty when only the schemes are named."""
    for header in headers:
        for value in header.split(","):
            name, _, token = value.strip().partition(" ")
            if name.lower() == scheme.lower() and token.strip():
                with contextlib.suppress(ValueError):
                    return base64.b64decode(token.strip())
    return b""


def chosen(schemes: set[Scheme], settings: AccountSettings) -> Scheme:
    """NTLM before Negotiate for a password: both come to the same, and NTLM is one answer shorter.

    Raises Unsupported when nothing that is offered will do. A password goes in the clear only to loopback.
    """
    by_password = [Scheme.NTLM, Scheme.NEGOTIATE, Scheme.BASIC]
    wanted = [Scheme.NEGOTIATE] if settings.kerberos else by_password
    found = next((scheme for scheme in wanted if scheme in schemes), None)
    if found is None:
        raise Unsupported(what="kerberos" if settings.kerberos else "password_sign_in")
    return found


def basic(user: str, password: str) -> str:
    """The value of Authorization."""
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode('ascii')}"


def dialogue(scheme: Scheme, settings: AccountSettings, password: str, certificate: bytes) -> Dialogue:
    """For one connection. Raises Unsupported when this computer has no Kerberos."""
    import spnego
    from spnego.channel_bindings import GssChannelBindings

    binding = GssChannelBindings(application_data=end_point(certificate)) if certificate else None
    protocol = "ntlm" if scheme is Scheme.NTLM else "kerberos" if settings.kerberos else "negotiate"
    try:
        context: Dialogue = spnego.client(
            None if settings.kerberos else settings.user,
            None if settings.kerberos else password,
            hostname=settings.server.host,
            service="HTTP",
            protocol=protocol,
            channel_bindings=binding,
        )
    except (ImportError, ValueError, spnego.exceptions.SpnegoError) as error:
        raise _no_kerberos(settings, str(error)) from error
    return _Careful(context, settings)


class _Careful:
    """What the library raises, as MailErrors."""

    def __init__(self, context: Dialogue, settings: AccountSettings) -> None:
        self._context = context
        self._settings = settings

    def step(self, challenge: bytes | None = None) -> bytes | None:
        from spnego.exceptions import SpnegoError

        try:
            return self._context.step(challenge)
        except (SpnegoError, ValueError, IndexError) as error:
            raise _no_kerberos(self._settings, str(error)) from error


def end_point(certificate: bytes) -> bytes:
    """The channel binding "tls-server-end-point" of a DER certificate (RFC 5929 section 4.1)."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes

    try:
        used = x509.load_der_x509_certificate(certificate).signature_hash_algorithm
    except (UnsupportedAlgorithm, ValueError):
        used = None
    weak = used is None or used.name in ("md5", "sha1")
    digest = hashes.Hash(hashes.SHA256() if weak or used is None else used)
    digest.update(certificate)
    return b"tls-server-end-point:" + digest.finalize()


def rejected(scheme: Scheme, endpoint: Endpoint, certificate: bytes) -> AuthRejected:
    """What a 401 after the right words means.

    reason "rejected"; "inspected": a program that reads TLS stands between, so even a right password is
    refused; "maybe_inspected": over TLS with a channel binding nobody can tell from outside.
    """
    bound = scheme is not Scheme.BASIC and endpoint.security is not Security.NONE
    if not bound:
        return AuthRejected(reason="rejected", host=endpoint.host)
    inspector = next((name for name in _INSPECTORS if name.encode() in certificate), "")
    if inspector:
        return AuthRejected(reason="inspected", host=endpoint.host, inspector=inspector.strip())
    return AuthRejected(reason="maybe_inspected", host=endpoint.host)


def _no_kerberos(settings: AccountSettings, text: str) -> MailError:
    if settings.kerberos:
        return Unsupported(what="kerberos", text=shorten(text))
    return ServerError(text=shorten(f"NTLM: {text}"))
