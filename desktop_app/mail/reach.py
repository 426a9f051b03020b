"""The first two steps to any server: its name, and whether it listens."""

from __future__ import annotations

import socket

from desktop_app.domain.model import Endpoint
from desktop_app.mail.failures import network_failure

CONNECT_S = 15.0


def resolve(endpoint: Endpoint) -> str:
    """Its first address. Raises Offline."""
    try:
        found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise network_failure(error, endpoint) from error
    return str(found[0][4][0])


def connect(endpoint: Endpoint) -> str:
    """Raises Offline."""
    try:
        with socket.create_connection((endpoint.host, endpoint.port), CONNECT_S):
            return f"{endpoint.host}:{endpoint.port}"
    except OSError as error:
        raise network_failure(error, endpoint) from error
