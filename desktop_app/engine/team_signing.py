"""The key with which this person signs team files: made once, kept among the secrets."""

from __future__ import annotations

import os

from desktop_app.domain.errors import InputError
from desktop_app.domain.team_file import TeamFile, read, write
from desktop_app.settings.secrets import Secrets

SECRET = "team_signing"  # noqa: S105 - the name of a secret
KEY_BYTES = 32


def sign(secrets: Secrets, body: bytes) -> bytes:
    """The whole file of a batch. Raises SecretsError."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    text = secrets.get(SECRET)
    if not text:
        text = os.urandom(KEY_BYTES).hex()
        secrets.set(SECRET, text)
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text))
    return write(key.public_key().public_bytes_raw().hex(), key.sign(body), body)


def checked(content: bytes) -> TeamFile:
    """A file that is signed by the key it names. Raises InputError("not_a_team_file" | "altered")."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    file = read(content)
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(file.public_key))
        key.verify(file.signature, file.body)
    except (InvalidSignature, ValueError):
        raise InputError(field="file", reason="altered") from None
    return file
