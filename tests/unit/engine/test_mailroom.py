import threading

import pytest

from desktop_app.domain.commands import SyncFailure
from desktop_app.domain.errors import AuthRejected, DiskFull, InputError, SecretsError, ServerError
from desktop_app.domain.facts import SyncState
from desktop_app.domain.model import SECOND, AccountSettings, Endpoint, Security
from desktop_app.engine import mailroom as module
from desktop_app.engine.mailroom import Mailroom
from desktop_app.engine.preferences import preferences
from desktop_app.engine.sync import Surroundings
from desktop_app.engine.tokens import Tokens, secret_name
from desktop_app.settings.secrets import FileSecrets
from desktop_app.store import accounts
from desktop_app.store.database import Database
from tests.fakes.facts import Facts
from tests.fakes.fake_provider import FakeServer

NOW = 1_700_000_000 * SECOND
LETTER = b"Message-ID: <1@zavod.example>\nFrom: anna@zavod.example\nTo: marina@linia.example\n\nHi\n"


def settings(name):
    return AccountSettings("imap", f"{name}@linia.example", name, Endpoint("127.0.0.1", 143, Security.NONE))


@pytest.fixture
def db(tmp_path):
    db = Database.open(tmp_path / "data", NOW)
    for name in ("marina", "oleg"):
        accounts.add(db, settings(name))
    yield db
    db.close()


@pytest.fixture
def servers(monkeypatch):
    """One server per user; the provider asks for the password first, as the real one does."""
    servers = {"marina": FakeServer(), "oleg": FakeServer()}

    def provider(found, password, limit, _sent, _clock):
        password()
        return servers[found.user].make(limit)

    monkeypatch.setattr(module, "provider_of", provider)
    return servers


@pytest.fixture
def secrets(tmp_path):
    secrets = FileSecrets(tmp_path / "secrets")
    for name in ("marina", "oleg"):
        secrets.set(secret_name(settings(name)), "secret")
    return secrets


@pytest.fixture
def facts():
    return Facts()


@pytest.fixture
def mailroom(db, servers, secrets, facts, tmp_path):
    tokens = Tokens(secrets, lambda: preferences(db), lambda: NOW, lambda _url: None, tmp_path)
    mailroom = Mailroom(Surroundings(db, lambda: NOW, facts, lambda: None, lambda: False), tokens)
    yield mailroom
    mailroom.stop()


def live(facts):
    return {fact.account for fact in facts.of(SyncState) if fact.state == "live"}


def test_every_account_works_and_says_where_it_stands(mailroom, facts):
    mailroom.start()
    facts.wait_until(lambda: live(facts) == {1, 2})
    assert {(one.account, one.state) for one in mailroom.states()} == {(1, "live"), (2, "live")}


def test_one_account_s_trouble_is_not_the_other_s(mailroom, servers, db):
    servers["marina"].failures["sign_in"] = AuthRejected(reason="rejected")
    servers["oleg"].add("INBOX", LETTER, NOW)
    [failure] = mailroom.sync_once()
    assert (failure.address, failure.folder) == ("marina@linia.example", "")
    assert isinstance(failure.error, AuthRejected)
    assert db.number("SELECT count(*) FROM letter") == 1


def test_an_account_that_is_being_removed_does_not_start_again(mailroom, facts, db):
    """When what is ours changes in the same moment, every account is started anew."""
    mailroom.start()
    facts.wait_until(lambda: live(facts) == {1, 2})
    tried = threading.Event()

    def start_again():
        tried.set()
        mailroom.open(1)

    other = threading.Thread(target=start_again)

    def remove():
        other.start()
        assert tried.wait(10)
        accounts.remove(db, 1)

    mailroom.remove(1, remove)
    other.join()
    assert {one.account for one in mailroom.states()} == {2}


def test_a_missing_password_is_that_account_s_failure(mailroom, secrets):
    secrets.delete(secret_name(settings("marina")))
    [failure] = mailroom.sync_once()
    assert isinstance(failure.error, SecretsError)
    assert failure.error.params == {"reason": "no_password", "address": "marina@linia.example"}


def test_a_folder_that_fails_is_named(mailroom, servers):
    error = ServerError(text="NO")
    servers["oleg"].failures["sync INBOX"] = error
    assert mailroom.sync_once() == [SyncFailure("oleg@linia.example", "INBOX", error)]


def test_a_full_disk_ends_the_round_at_once(mailroom, servers):
    servers["marina"].failures["sync INBOX"] = DiskFull()
    with pytest.raises(DiskFull):
        mailroom.sync_once()
    assert servers["oleg"].sign_ins == 0


def test_an_account_opened_twice_at_once_runs_once(mailroom, facts):
    mailroom.start()
    facts.wait_until(lambda: live(facts) == {1, 2})
    threads = [threading.Thread(target=mailroom.open, args=(1,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    running = [thread.name for thread in threading.enumerate() if thread.name == "otklik-sync-1"]
    assert len(running) == 1


def test_only_the_account_that_is_rung_looks_again(mailroom, servers, facts):
    mailroom.start()
    facts.wait_until(lambda: live(facts) == {1, 2})
    hers, his = (servers[name].log.count("sync INBOX") for name in ("marina", "oleg"))
    mailroom.ring(2)
    servers["oleg"].wait_for("sync INBOX", his + 1)
    assert servers["marina"].log.count("sync INBOX") == hers
    mailroom.ring(None)
    servers["marina"].wait_for("sync INBOX", hers + 1)


def test_errands_for_an_account_that_is_gone_are_refused(mailroom):
    with pytest.raises(InputError, match="no_such_account"):
        mailroom.save_sent(99, b"")
    with pytest.raises(InputError, match="no_such_account"):
        mailroom.fetch(12345, 100)


def test_a_copy_for_sent_waits_until_the_account_is_signed_in(mailroom, servers, facts):
    servers["marina"].failures["sign_in"] = AuthRejected(reason="rejected")
    mailroom.start()
    facts.state("waiting", "auth_rejected")
    sign_ins = servers["marina"].sign_ins
    with pytest.raises(module.AppError, match="offline"):
        mailroom.save_sent(1, b"letter")
    assert servers["marina"].sign_ins == sign_ins
    del servers["marina"].failures["sign_in"]
    mailroom.ring(1)
    facts.wait_until(lambda: 1 in live(facts))
    mailroom.save_sent(1, b"letter")
    assert servers["marina"].saved == [b"letter"]


def test_an_errand_works_before_anything_has_started(mailroom, servers):
    mailroom.save_sent(1, b"letter")
    assert servers["marina"].saved == [b"letter"]


def test_who_waits_for_a_round_gets_one_that_began_after_he_asked(mailroom, servers, facts, db):
    mailroom.start()
    facts.wait_until(lambda: live(facts) == {1, 2})
    servers["oleg"].add("INBOX", LETTER, NOW)
    servers["marina"].failures["sync INBOX"] = error = ServerError(text="NO")
    assert mailroom.sync_now(None) == [SyncFailure("marina@linia.example", "INBOX", error)]
    assert db.number("SELECT count(*) FROM letter") == 1
    assert mailroom.sync_now(2) == []


def test_who_waits_for_an_account_that_cannot_sign_in_is_told_why(mailroom, servers, facts):
    servers["marina"].failures["sign_in"] = AuthRejected(reason="rejected")
    mailroom.start()
    facts.state("waiting", "auth_rejected")
    [failure] = mailroom.sync_now(1)
    assert (failure.folder, failure.error.code) == ("", "auth_rejected")


def test_who_waits_is_released_when_everything_stops(mailroom, servers, facts):
    servers["marina"].silent = True
    mailroom.start()
    servers["marina"].wait_for("sync INBOX")
    answers = []
    waiting = threading.Thread(target=lambda: answers.extend(mailroom.sync_now(1)))
    waiting.start()
    mailroom.stop()
    waiting.join(10)
    assert [failure.error.code for failure in answers] in ([], ["offline"])


@pytest.mark.parametrize("saves_sent", [True, False])
def test_a_letter_in_sent_tells_something_only_where_the_server_puts_it_there(mailroom, servers, saves_sent):
    servers["marina"].saves_sent = saves_sent
    servers["marina"].saved.append(LETTER)
    assert mailroom.find_sent(1, "1@zavod.example") is saves_sent
    assert not mailroom.find_sent(1, "2@zavod.example")


def test_letters_of_another_program_show_a_refused_password_once_a_minute(
    db, secrets, facts, monkeypatch, tmp_path
):
    """Ten letters in its outbox must not lock the account; a new password is tried at once."""
    now, tried = [NOW], []

    def refused(_settings, password):
        tried.append(password())
        raise AuthRejected(reason="rejected")

    monkeypatch.setattr(module, "submission_of", refused)
    tokens = Tokens(secrets, lambda: preferences(db), lambda: now[0], lambda _url: None, tmp_path)
    mailroom = Mailroom(Surroundings(db, lambda: now[0], facts, lambda: None, lambda: False), tokens)
    for _ in range(10):
        with pytest.raises(AuthRejected):
            mailroom.submission(settings("marina"))
    assert len(tried) == 1
    with pytest.raises(AuthRejected):
        mailroom.submission(settings("oleg"))
    assert len(tried) == 2
    now[0] += 61 * SECOND
    with pytest.raises(AuthRejected):
        mailroom.submission(settings("marina"))
    mailroom.open(1)
    with pytest.raises(AuthRejected):
        mailroom.submission(settings("marina"))
    assert len(tried) == 4
