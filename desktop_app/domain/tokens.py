"""Tokens in pixels and links, and the key from which a person's program makes them.

A token is 24 URL-safe characters: 2 bytes key number, 8 random bytes, 8 bytes keyed BLAKE2b over the ten
before. Nothing about a letter or a person is inside. Eighteen bytes are exactly 24 characters of base64url,
so each token has one spelling.

The invitation key is what a person pastes once. It holds the key number, one secret of 32 bytes and a check
sum, so that a mistyped key is told from a refused one. Both the secret that seals tokens and the bearer
secret of the API are derived from it by BLAKE2b with different `person` strings (RFC 7693): the server keeps
the first and only a digest of the second, so a stolen server file cannot read anybody's hits.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import a2b_base64
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from hmac import compare_digest

from desktop_app.domain.errors import InputError

TOKEN_LENGTH = 24
RANDOM_BYTES = 8
SECRET_BYTES = 32
MAX_KEY_ID = 0xFFFF

_ID_BYTES = 2
_MAC_BYTES = 8
_SUM_BYTES = 4
_PREFIX = "otk1_"
_STANDARD = str.maketrans("-_", "+/")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{24}")


@dataclass(frozen=True, slots=True)
class Key:
    """An invitation key taken apart. `bearer` authorises API calls, `seal` makes and checks tokens."""

    id: int
    seal: bytes
    bearer: str


def new_token(seal: bytes, key_id: int, random: bytes) -> str:
    """Make the token with these `RANDOM_BYTES` random bytes; the same bytes give the same token."""
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"a token needs {RANDOM_BYTES} random bytes")
    payload = key_id.to_bytes(_ID_BYTES, "big") + random
    return urlsafe_b64encode(payload + _mac(seal, payload)).decode("ascii")


def check(token: str, seals: Mapping[int, bytes]) -> int | None:
    """Tell which key made the token; None when none of these did."""
    raw = _decoded(token)
    key_id = int.from_bytes(raw[:_ID_BYTES], "big")
    seal = seals.get(key_id) if raw else None
    if seal is None:
        return None
    return key_id if compare_digest(raw[-_MAC_BYTES:], _mac(seal, raw[:-_MAC_BYTES])) else None


def claimed_key(token: str) -> int | None:
    """Read the key number a token claims, unchecked; None when it has not even the shape of a token."""
    raw = _decoded(token)
    return int.from_bytes(raw[:_ID_BYTES], "big") if raw else None


def key_text(key_id: int, secret: bytes) -> str:
    """Write an invitation key as the one line of text that a person pastes."""
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"a key needs {SECRET_BYTES} secret bytes")
    body = key_id.to_bytes(_ID_BYTES, "big") + secret
    return _PREFIX + _base64(body + _checksum(body))


def parse_key(text: str) -> Key:
    """Take an invitation key apart. White space around or inside (a wrapped line) is ignored.

    Raises InputError(field="key", reason="not_a_key" | "mistyped").
    """
    compact = "".join(text.split())
    if not compact.startswith(_PREFIX):
        raise InputError(field="key", reason="not_a_key")
    body = _checked_body(compact.removeprefix(_PREFIX))
    key_id, secret = int.from_bytes(body[:_ID_BYTES], "big"), body[_ID_BYTES:]
    seal = blake2b(secret, digest_size=32, person=b"otklik seal").digest()
    bearer = blake2b(secret, digest_size=32, person=b"otklik bearer").digest()
    return Key(key_id, seal, f"{key_id:04x}.{_base64(bearer)}")


def bearer_key(bearer: str) -> int | None:
    """Read the key number out of a bearer text, unchecked."""
    number = re.match(r"([0-9a-f]{4})\.", bearer)
    return int(number[1], 16) if number else None


def bearer_digest(bearer: str) -> bytes:
    """What a server keeps of the bearer text; compare with `compare_digest`."""
    return blake2b(bearer.encode("utf-8", "replace"), digest_size=32, person=b"otklik stored").digest()


def _decoded(token: str) -> bytes:
    """The 18 bytes; b"" when it has not the shape of a token. Each request for a pixel comes through here."""
    return a2b_base64(token.translate(_STANDARD)) if _TOKEN.fullmatch(token) else b""


def _mac(seal: bytes, payload: bytes) -> bytes:
    return blake2b(payload, digest_size=_MAC_BYTES, key=seal, person=b"otklik token").digest()


def _checked_body(encoded: str) -> bytes:
    length = _ID_BYTES + SECRET_BYTES + _SUM_BYTES
    if not re.fullmatch(r"[A-Za-z0-9_-]+", encoded) or len(encoded) != -(-length * 4 // 3):
        raise InputError(field="key", reason="mistyped")
    raw = urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
    body, checksum = raw[:-_SUM_BYTES], raw[-_SUM_BYTES:]
    # Re-encoding refuses the spellings that differ only in bits which decoding drops.
    if not compare_digest(checksum, _checksum(body)) or _base64(raw) != encoded:
        raise InputError(field="key", reason="mistyped")
    return body


def _checksum(body: bytes) -> bytes:
    return blake2b(body, digest_size=_SUM_BYTES, person=b"otklik check").digest()


def _base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode("ascii").rstrip("=")
