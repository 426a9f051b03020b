"""Which provider and sender belong to which kind of account. What one kind needs is loaded for it alone."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.domain.errors import Unsupported
from desktop_app.domain.model import AccountKind, AccountSettings, Micros
from desktop_app.mail.base import Provider, Sender
from desktop_app.mail.imap import ImapProvider
from desktop_app.mail.logins import LoginLimit
from desktop_app.mail.smtp import SmtpSender
from desktop_app.mail.submission import MailboxSubmission, Submission

Password = Callable[[], str]


def provider_of(
    settings: AccountSettings,
    password: Password,
    limit: LoginLimit | None = None,
    sent: Callable[[], str | None] = lambda: None,
    clock: Callable[[], Micros] = lambda: 0,
) -> Provider:
    """`limit`, `sent`: see `ImapProvider`; `clock`: see `GraphProvider`.

    Raises Unsupported for a kind that only a later Otklik knows.
    """
    match settings.kind:
        case AccountKind.IMAP:
            return ImapProvider(settings, password, limit, sent)
        case AccountKind.EWS:
            from desktop_app.mail.ews import EwsProvider

            return EwsProvider(settings, password, limit, sent)
        case AccountKind.GRAPH:
            from desktop_app.mail.graph import GraphProvider

            return GraphProvider(settings, password, limit, sent, clock)
        case _:
            raise Unsupported(what="kind", text=settings.kind)


def sender_of(settings: AccountSettings, password: Password) -> Sender:
    """As `provider_of`."""
    match settings.kind:
        case AccountKind.IMAP:
            return SmtpSender(settings, password)
        case AccountKind.EWS:
            from desktop_app.mail.ews_send import EwsSender

            return EwsSender(settings, password)
        case AccountKind.GRAPH:
            from desktop_app.mail.graph_send import GraphSender

            return GraphSender(settings, password)
        case _:
            raise Unsupported(what="kind", text=settings.kind)


def submission_of(settings: AccountSettings, password: Password) -> Submission:
    """As `provider_of`; one by SMTP is signed in at once. Raises MailError."""
    if settings.by_smtp:
        return SmtpSender(settings, password).open()
    return MailboxSubmission(sender_of(settings, password))
