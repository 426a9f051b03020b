"""Whether a tracking server can be reached from outside: what is asked, what may come of it.

A picture's own path is asked for, `/o/test/TOKEN`, with a token of the person; only a server that holds the
person's seal can answer with the proof. Nothing is kept of such a request.
"""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from hashlib import blake2b

TEST_PATH = "/o/test/"
CERTIFICATE_SOON_DAYS = 14  # what renews certificates by itself has done so by then
MOST_CLOCK_S = 120  # more spoils "opened 20 s after it was sent"


@dataclass(frozen=True, slots=True)
class Reach:
    """What is known of the server's public address.

    `here` and `there`: what came of asking at it from this computer and from the server; "" = the proof, else
    name | refused | timeout | certificate | unreachable | other_server | unknown (the server is older).
    `certificate_days`: until it ends, None without TLS. `clock_s`: how far the server's clock is ahead.
    """

    url: str
    here: str
    there: str
    certificate_days: int | None
    clock_s: int


def proof(token: str, seal: bytes) -> str:
    """What a server that holds the seal answers; it tells nothing about the seal."""
    return blake2b(token.encode("ascii"), digest_size=16, key=seal, person=b"otklik reach").hexdigest()


def reason_of(error: BaseException) -> str:
    """Why nothing was reached, as in `Reach`, from an error and what it came from."""
    chain: list[BaseException] = []
    found: BaseException | None = error
    while found is not None and found not in chain:
        chain.append(found)
        inner = getattr(found, "reason", None)
        found = inner if isinstance(inner, BaseException) else found.__cause__ or found.__context__
    for kind, reason in (
        (ssl.SSLError, "certificate"),
        (socket.gaierror, "name"),
        (ConnectionRefusedError, "refused"),
        (TimeoutError, "timeout"),
    ):
        if any(isinstance(one, kind) for one in chain):
            return reason
    return "unreachable"
