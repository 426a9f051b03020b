"""Trying out an account step by step, to say exactly where it fails."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator

from desktop_app.domain.commands import TestStep
from desktop_app.domain.errors import AppError
from desktop_app.domain.model import AccountSettings, Endpoint
from desktop_app.mail.failures import network_failure
from desktop_app.mail.imap_connection import Client, mapped, open_client, sign_in
from desktop_app.mail.imap_folders import list_folders
from desktop_app.mail.imap_session import Session
from desktop_app.mail.imap_wire import CONNECT_S
from desktop_app.mail.smtp import SmtpSender


def test_account(settings: AccountSettings, password: str) -> list[TestStep]:
    """All steps up to and including the first that failed."""
    steps: list[TestStep] = []
    with contextlib.ExitStack() as stack:
        for name, step in _steps(settings, password, stack):
            try:
                steps.append(TestStep(name, detail=step()))
            except AppError as error:
                steps.append(TestStep(name, error))
                break
    return steps


# Not a test of pytest's, whose collector looks for this name.
test_account.__test__ = False  # type: ignore[attr-defined]


def _steps(
    settings: AccountSettings, password: str, stack: contextlib.ExitStack
) -> Iterator[tuple[str, Callable[[], str]]]:
    clients: list[Client] = []
    sessions: list[Session] = []

    def secure() -> str:
        clients.append(open_client(settings))
        stack.callback(clients[0].close)
        return settings.imap.security.value

    def enter() -> str:
        sessions.append(sign_in(clients[0], settings, password))
        return settings.user

    def folders() -> str:
        with mapped(settings.imap):
            return str(len(list_folders(sessions[0])))

    def submission() -> str:
        SmtpSender(settings, lambda: password).check()
        return settings.smtp.host if settings.smtp else ""

    yield "resolve", lambda: _resolve(settings.imap)
    yield "connect", lambda: _connect(settings.imap)
    yield "secure", secure
    yield "sign_in", enter
    yield "folders", folders
    if settings.smtp is not None:
        yield "smtp", submission


def _resolve(endpoint: Endpoint) -> str:
    try:
        found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise network_failure(error, endpoint) from error
    return str(found[0][4][0])


def _connect(endpoint: Endpoint) -> str:
    try:
        with socket.create_connection((endpoint.host, endpoint.port), CONNECT_S):
            return f"{endpoint.host}:{endpoint.port}"
    except OSError as error:
        raise network_failure(error, endpoint) from error
