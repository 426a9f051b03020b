import socket
import ssl
from urllib.error import URLError

import pytest

from desktop_app.domain.reach import proof, reason_of


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (URLError(socket.gaierror(-2, "Name or service not known")), "name"),
        (URLError(ConnectionRefusedError(111, "Connection refused")), "refused"),
        (URLError(ssl.SSLCertVerificationError(1, "certificate verify failed")), "certificate"),
        (TimeoutError("timed out"), "timeout"),
        (URLError("no host given"), "unreachable"),
        (OSError(113, "No route to host"), "unreachable"),
    ],
)
def test_why_nothing_was_reached_is_told_by_what_it_came_from(error: OSError, reason: str) -> None:
    wrapped = RuntimeError("a library's own")
    wrapped.__cause__ = error
    assert reason_of(error) == reason_of(wrapped) == reason


def test_an_error_that_comes_from_itself_ends() -> None:
    error = OSError("x")
    error.__context__ = other = OSError("y")
    other.__context__ = error
    assert reason_of(error) == "unreachable"


def test_only_the_holder_of_the_seal_has_the_proof_of_a_token() -> None:
    seals = bytes(32), bytes([1] * 32)
    assert len({proof(token * 24, seal) for token in "AB" for seal in seals}) == 4
