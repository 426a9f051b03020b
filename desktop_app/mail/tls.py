"""Trust: the system's certificates, or one certificate that the user has accepted by its fingerprint."""

from __future__ import annotations

import hashlib
import ipaddress
import ssl
from collections.abc import Callable
from typing import Protocol, TypeVar

import truststore

from desktop_app.domain.errors import InputError, TlsUntrusted
from desktop_app.domain.model import Endpoint, Security


class Secured(Protocol):
    """A connection whose certificate can be looked at."""

    @property
    def certificate(self) -> bytes:
        """The peer's certificate, DER."""

    def close(self) -> None:
        """Never raises."""


Connection = TypeVar("Connection", bound=Secured)


def open_trusted(
    connect: Callable[[ssl.SSLContext | None], Connection], endpoint: Endpoint, fingerprint: str
) -> Connection:
    """Connect by `connect(context)`, which includes the TLS handshake and nothing secret.

    A certificate whose SHA-256 equals `fingerprint` is accepted whatever its name, issuer and dates.
    Otherwise the system's trust decides; TlsUntrusted then carries the fingerprint that the user may accept.
    """
    if endpoint.security is Security.NONE:
        require_loopback(endpoint)
        return connect(None)
    if fingerprint:
        pinned = connect(unverified_context())
        if sha256_of(pinned.certificate) == fingerprint.lower().replace(":", ""):
            return pinned
        pinned.close()  # perhaps replaced by a certificate that the system trusts
    try:
        return connect(truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    except ssl.SSLCertVerificationError as error:
        raise _untrusted(connect, endpoint, error) from error


def require_loopback(endpoint: Endpoint) -> None:
    """Refuse to send a password in the clear to another machine."""
    if not is_loopback(endpoint.host):
        raise InputError(field="security", reason="plain_only_on_loopback", host=endpoint.host)


def is_loopback(host: str) -> bool:
    """Whether `host` names this machine without asking DNS."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def unverified_context() -> ssl.SSLContext:
    """Encrypts without asking to whom; only for comparing fingerprints before anything is said."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def sha256_of(certificate: bytes) -> str:
    """The fingerprint as it is shown and stored: lower-case hex."""
    return hashlib.sha256(certificate).hexdigest()


def _untrusted(
    connect: Callable[[ssl.SSLContext | None], Connection],
    endpoint: Endpoint,
    error: ssl.SSLCertVerificationError,
) -> TlsUntrusted:
    peer = connect(unverified_context())
    fingerprint = sha256_of(peer.certificate)
    peer.close()
    reason = getattr(error, "verify_message", "") or str(error)
    return TlsUntrusted(host=endpoint.host, port=endpoint.port, fingerprint=fingerprint, reason=reason)
