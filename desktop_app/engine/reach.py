"""Whether recipients reach the tracking server: asked at its public address, from here and from there."""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx
import truststore

from desktop_app.domain.errors import TrackingError
from desktop_app.domain.model import SECOND, Micros
from desktop_app.domain.reach import TEST_PATH, Reach, proof, reason_of
from desktop_app.domain.tokens import RANDOM_BYTES, Key, new_token
from desktop_app.engine.tracking_client import SelfTest, TrackingClient

ANSWER_S = 10.0
_DAY_S = 86_400


def look(url: str, key: Key, clock: Callable[[], Micros]) -> Reach:
    """Ask now; takes up to half a minute. Raises TrackingError when the server itself is not there."""
    began = clock()
    with closing(TrackingClient(url, key)) as client:
        client.check()
        began = clock()
        try:
            told = client.self_test()
        except TrackingError as error:
            if error.params.get("status") != 404:
                raise
            told = SelfTest(url, "unknown", None)  # a server of before
    ended = clock()
    ahead = 0 if told.at is None else max(told.at - ended, 0) - max(began - told.at, 0)
    public = told.public_url or url
    return Reach(public, _ask(public, key), told.itself, _certificate_days(public, clock()), ahead // SECOND)


def _ask(url: str, key: Key) -> str:
    token = new_token(key.seal, key.id, os.urandom(RANDOM_BYTES))
    trust = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        answer = httpx.get(f"{url}{TEST_PATH}{token}", timeout=ANSWER_S, verify=trust)
    except httpx.TimeoutException:
        return "timeout"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return reason_of(error)
    return "" if answer.text == proof(token, key.seal) else "other_server"


def _certificate_days(url: str, now: Micros) -> int | None:
    """Whole days until the certificate ends, below 0 when it has; None without TLS or when it is not told."""
    from cryptography.x509 import load_der_x509_certificate  # slow to load, and only needed when asked

    place = urlsplit(url)
    if place.scheme != "https" or not place.hostname:
        return None
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # only its date is read; whether it is trusted `_ask` has told
    try:
        with (
            socket.create_connection((place.hostname, place.port or 443), timeout=ANSWER_S) as plain,
            context.wrap_socket(plain, server_hostname=place.hostname) as line,
        ):
            found = line.getpeercert(binary_form=True)
        ends = load_der_x509_certificate(found or b"").not_valid_after_utc
    except (OSError, ValueError):
        return None
    left = ends - datetime.fromtimestamp(now / SECOND, UTC)
    return int(left.total_seconds() // _DAY_S)
