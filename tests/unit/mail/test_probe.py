"""Trying an account out stops at the step that fails and says why."""

from desktop_app.domain.errors import AuthRejected, Offline, TlsUntrusted
from desktop_app.domain.model import AccountSettings, Endpoint, Security
from desktop_app.mail.probe import test_account as probe_account
from tests.fakes.dovecot import Dovecot, free_ports
from tests.fakes.hostile_imap import HostileImap, mailbox


def settings(port: int, security: Security = Security.NONE, smtp: Endpoint | None = None) -> AccountSettings:
    return AccountSettings("imap", "a@example.com", "probed", Endpoint("127.0.0.1", port, security), smtp)


def names(steps) -> list[str]:
    return [step.step for step in steps]


def test_all_steps_of_a_good_account_succeed(dovecot: Dovecot) -> None:
    dovecot.add_user("probed")
    steps = probe_account(settings(dovecot.port), "secret")
    assert names(steps) == ["resolve", "connect", "secure", "sign_in", "folders", "bell"]
    assert [step.error for step in steps] == [None] * 6
    assert steps[-1].detail == "notify"


def test_a_wrong_password_is_told_at_signing_in(dovecot: Dovecot) -> None:
    dovecot.add_user("probed")
    steps = probe_account(settings(dovecot.port), "wrong")
    assert names(steps)[-1] == "sign_in"
    assert isinstance(steps[-1].error, AuthRejected)


def test_an_untrusted_certificate_is_told_at_securing(dovecot: Dovecot) -> None:
    steps = probe_account(settings(dovecot.tls_port, Security.TLS), "secret")
    assert names(steps) == ["resolve", "connect", "secure"]
    assert isinstance(steps[-1].error, TlsUntrusted)


def test_a_closed_port_is_told_at_connecting() -> None:
    [port] = free_ports(1)
    steps = probe_account(settings(port), "secret")
    assert names(steps) == ["resolve", "connect"]
    assert isinstance(steps[-1].error, Offline)


def test_an_unknown_host_is_told_at_resolving() -> None:
    bad = AccountSettings("imap", "a@b.c", "a", Endpoint("127.0.0.1.\0", 1, Security.NONE))
    [step] = probe_account(bad, "secret")
    assert step.step == "resolve"
    assert step.error is not None
    assert step.error.params["reason"] == "unknown_host"


def test_a_bad_submission_server_is_told_last(dovecot: Dovecot) -> None:
    dovecot.add_user("probed")
    [port] = free_ports(1)
    steps = probe_account(settings(dovecot.port, smtp=Endpoint("127.0.0.1", port, Security.NONE)), "secret")
    assert names(steps)[-1] == "smtp"
    assert isinstance(steps[-1].error, Offline)


def test_a_server_that_does_not_ring_or_only_says_so_is_asked_each_minute() -> None:
    inbox = {"LIST": lambda talk, tag, _: talk.send('* LIST () "/" INBOX', f"{tag} OK done")}
    refuses = {"EXAMINE": mailbox(0, 1), "IDLE": lambda talk, tag, _: talk.send(f"{tag} NO not today")}
    for handlers, offered in ((inbox, "IMAP4rev1"), (inbox | refuses, "IMAP4rev1 IDLE")):
        with HostileImap(handlers, offered) as server:
            steps = probe_account(settings(server.port), "secret")
        assert (names(steps)[-1], steps[-1].error, steps[-1].detail) == ("bell", None, "poll")


def test_a_server_that_lists_no_folders_is_told_at_folders() -> None:
    with HostileImap({"LIST": lambda talk, tag, _: talk.send(f"{tag} BAD no")}) as server:
        steps = probe_account(settings(server.port), "secret")
    assert names(steps)[-1] == "folders"
    assert steps[-1].error is not None
