"""A secret too long for the keyring: a file that only a key in the keyring opens (AES-GCM, mode 0600).

Windows keeps 2,560 bytes a secret, what Microsoft gives a signed-in program is five times that.
"""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from desktop_app.domain.errors import SecretsError

KEY_BYTES = 32
NONCE_BYTES = 12


def new_key() -> str:
    """To be kept in the keyring."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def seal(path: Path, key: str, text: str) -> None:
    """Replaces the file atomically. Raises SecretsError when it cannot be written."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE_BYTES)
    closed = nonce + AESGCM(base64.b64decode(key)).encrypt(nonce, text.encode(), path.name.encode())
    new = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(closed)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        raise SecretsError(reason="unwritable_file", path=str(path)) from error


def unseal(path: Path, key: str) -> str | None:
    """None for a file that is missing, damaged, or closed by another key."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        closed = path.read_bytes()
        nonce, rest = closed[:NONCE_BYTES], closed[NONCE_BYTES:]
        return AESGCM(base64.b64decode(key)).decrypt(nonce, rest, path.name.encode()).decode()
    except (OSError, ValueError, InvalidTag):
        return None
