"""The relay's own certificate: made on this computer for this computer, beside keep.db, for its user only.

It protects nothing on loopback; it is there for mail programs that hand over no password without TLS. Key
and certificate are one file of mode 0600. A new one is made a month before the old one ends, or when it is
damaged.
"""

from __future__ import annotations

import contextlib
import os
import ssl
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.domain.model import SECOND, Micros

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

NAME = "relay.pem"
VALID = timedelta(days=820)  # Apple's programs take no longer ones
RENEW = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class RelayCertificate:
    """`fingerprint`: SHA-256 as mail programs show it, pairs of hexadecimal digits and colons."""

    context: ssl.SSLContext
    fingerprint: str


def relay_certificate(folder: Path, now: Micros) -> RelayCertificate:
    """Read it, or make it. Raises OSError."""
    file = folder / NAME
    today = datetime.fromtimestamp(now / SECOND, UTC)
    found = _found(file, today)
    if found is None:
        _make(file, today)
        found = _found(file, today)
    if found is None:
        raise OSError(f"{file} was written and cannot be read")
    return found


def _found(file: Path, today: datetime) -> RelayCertificate | None:
    from cryptography.x509 import load_pem_x509_certificate  # slow to load, and only needed with the relay on

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        certificate = load_pem_x509_certificate(file.read_bytes())
        context.load_cert_chain(file)
        file.chmod(0o600)
    except (OSError, ValueError):  # none yet, or no longer one
        return None
    if certificate.not_valid_after_utc - today < RENEW:
        return None
    return RelayCertificate(context, _fingerprint(certificate))


def _make(file: Path, today: datetime) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Otklik on this computer")])
    places = x509.SubjectAlternativeName(
        [x509.DNSName("localhost"), x509.IPAddress(IPv4Address("127.0.0.1"))]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + VALID)
        .add_extension(places, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    text = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + certificate.public_bytes(pem)
    _write(file, text)


def _write(file: Path, text: bytes) -> None:
    number, name = tempfile.mkstemp(dir=file.parent, prefix=NAME)  # of mode 0600 from the beginning
    try:
        with open(number, "wb") as opened:
            opened.write(text)
        os.replace(name, file)  # noqa: PTH105 - a name as mkstemp gives it
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108 - the same
        raise


def _fingerprint(certificate: Certificate) -> str:
    from cryptography.hazmat.primitives import hashes

    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()
