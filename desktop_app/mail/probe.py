"""Trying out an account step by step, to say exactly where it fails."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator

from desktop_app.domain.commands import TestStep
from desktop_app.domain.errors import AppError, Unsupported
from desktop_app.domain.model import AccountKind, AccountSettings
from desktop_app.mail.imap_connection import Client, mapped, open_client, sign_in
from desktop_app.mail.imap_folders import list_folders
from desktop_app.mail.imap_idle import idle, notify
from desktop_app.mail.imap_session import Refused, Session
from desktop_app.mail.reach import connect, resolve
from desktop_app.mail.smtp import SmtpSender

Step = tuple[str, Callable[[], str]]  # its name, and what tries it and tells a detail or raises an AppError


def test_account(settings: AccountSettings, password: str) -> list[TestStep]:
    """All steps up to and including the first that failed."""
    steps: list[TestStep] = []
    with contextlib.ExitStack() as stack:
        for name, step in _steps_of(settings, password, stack):
            try:
                steps.append(TestStep(name, detail=step()))
            except AppError as error:
                steps.append(TestStep(name, error))
                break
    return steps


# Not a test of pytest's, whose collector looks for this name.
test_account.__test__ = False  # type: ignore[attr-defined]


def _steps_of(settings: AccountSettings, password: str, stack: contextlib.ExitStack) -> Iterator[Step]:
    match settings.kind:
        case AccountKind.IMAP:
            return _imap_steps(settings, password, stack)
        case AccountKind.EWS:
            from desktop_app.mail.ews_probe import steps

            return steps(settings, password, stack)
        case AccountKind.GRAPH:
            from desktop_app.mail import graph_probe

            return graph_probe.steps(settings, password, stack)
        case _:
            raise Unsupported(what="kind", text=settings.kind)


def _imap_steps(settings: AccountSettings, password: str, stack: contextlib.ExitStack) -> Iterator[Step]:
    clients: list[Client] = []
    sessions: list[Session] = []

    def secure() -> str:
        clients.append(open_client(settings))
        stack.callback(clients[0].close)
        return settings.server.security.value

    def enter() -> str:
        sessions.append(sign_in(clients[0], settings, password))
        return settings.user

    def folders() -> str:
        with mapped(settings.server):
            return str(len(list_folders(sessions[0])))

    def bell() -> str:
        with mapped(settings.server):
            return _bell(sessions[0])

    def submission() -> str:
        SmtpSender(settings, lambda: password).check()
        return settings.smtp.host if settings.smtp else ""

    yield "resolve", lambda: resolve(settings.server)
    yield "connect", lambda: connect(settings.server)
    yield "secure", secure
    yield "sign_in", enter
    yield "folders", folders
    yield "bell", bell
    if settings.smtp is not None:
        yield "smtp", submission


def _bell(session: Session) -> str:
    """How news arrive: "notify" | "idle" | "poll". Asks for them and hangs up: some servers only offer it."""
    if "IDLE" not in session.capabilities:
        return "poll"
    nobody, unheard = socket.socketpair()
    with nobody, unheard:
        session.examine("INBOX")
        notify(session)
        try:
            idle(session, 0.0, nobody)
        except Refused:
            return "poll"
    return "notify" if session.notifies else "idle"
