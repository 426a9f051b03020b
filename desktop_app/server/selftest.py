"""The server asks for a picture at its own public address, as a recipient would."""

from __future__ import annotations

import os
from urllib.request import HTTPRedirectHandler, Request, build_opener

from desktop_app.domain.reach import TEST_PATH, proof, reason_of
from desktop_app.domain.tokens import RANDOM_BYTES, new_token

ANSWER_S = 10.0
_MOST_BYTES = 1000


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """A picture is not looked for elsewhere."""


def ask_itself(public_url: str, key_id: int, seal: bytes) -> str:
    """Give "" when the proof came back, else a reason as in `domain.reach`. Blocks up to some 10 s."""
    token = new_token(seal, key_id, os.urandom(RANDOM_BYTES))
    request = Request(f"{public_url}{TEST_PATH}{token}")  # noqa: S310 - checked at the start: http or https
    try:
        with build_opener(_NoRedirect).open(request, timeout=ANSWER_S) as answer:
            told = answer.read(_MOST_BYTES)
    except OSError as error:  # URLError, HTTPError, SSLError, time-outs
        return "other_server" if hasattr(error, "code") else reason_of(error)
    except ValueError:
        return "unreachable"
    return "" if told == proof(token, seal).encode() else "other_server"
