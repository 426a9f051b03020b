"""A team's rows as a signed file, for where there is no server: one line of head, then a batch as it is.

    otklik-team 1 <public key, hex> <signature, hex>

The signature (Ed25519, RFC 8032) is of the batch's very bytes; making and checking it is the engine's.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import NamedTuple

from desktop_app.domain.errors import InputError
from desktop_app.domain.team import Batch, unpack

MOST_BYTES = 100_000_000
MOST_ROWS = 300_000

_HEAD = re.compile(rb"otklik-team 1 ([0-9a-f]{64}) ([0-9a-f]{128})\n")


class TeamFile(NamedTuple):
    """`body` is what was signed."""

    public_key: str
    signature: bytes
    body: bytes

    def batch(self) -> Batch:
        """Raises InputError(field="file", reason="not_a_team_file")."""
        try:
            return unpack(self.body, MOST_ROWS)
        except InputError:
            raise InputError(field="file", reason="not_a_team_file") from None


def write(public_key: str, signature: bytes, body: bytes) -> bytes:
    return f"otklik-team 1 {public_key} {signature.hex()}\n".encode("ascii") + body


def read(content: bytes) -> TeamFile:
    """Take a file apart, nothing checked yet. Raises InputError(field="file", reason="not_a_team_file")."""
    head = _HEAD.match(content)
    if head is None or len(content) > MOST_BYTES:
        raise InputError(field="file", reason="not_a_team_file")
    return TeamFile(head[1].decode("ascii"), bytes.fromhex(head[2].decode("ascii")), content[head.end() :])


def fingerprint(public_key: str) -> str:
    """Four groups of four digits, to be compared by telephone."""
    digits = sha256(bytes.fromhex(public_key)).hexdigest()[:16]
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))
