import threading
import time
from contextlib import contextmanager

import pytest

from desktop_app.domain.addresses import OwnAddresses
from desktop_app.domain.errors import (
    AuthRejected,
    ConsentNeeded,
    ItemGone,
    MailError,
    Offline,
    ServerError,
    StoreError,
    Throttled,
)
from desktop_app.domain.facts import SyncState
from desktop_app.domain.model import SECOND, AccountSettings, Endpoint, Role, Security
from desktop_app.engine import account as module
from desktop_app.engine.account import AccountRunner
from desktop_app.engine.sync import Surroundings
from desktop_app.mail.base import RemoteFolder
from desktop_app.mail.logins import BURST
from desktop_app.store import accounts, folders
from desktop_app.store.database import Database
from tests.fakes.facts import Facts
from tests.fakes.fake_provider import INBOX, FakeServer, offline

NOW = 1_700_000_000 * SECOND
SETTINGS = AccountSettings(
    "imap", "marina@linia.example", "marina", Endpoint("127.0.0.1", 143, Security.NONE)
)
OWN = OwnAddresses(SETTINGS.address)
LETTER = b"Message-ID: <%d@zavod.example>\nFrom: anna@zavod.example\nTo: marina@linia.example\n\nHi\n"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The same waits, a hundred times shorter."""
    monkeypatch.setattr(module, "FIRST_PAUSE_S", 0.02)
    monkeypatch.setattr(module, "LONGEST_PAUSE_S", 0.2)


@pytest.fixture
def db(tmp_path):
    db = Database.open(tmp_path, NOW)
    accounts.add(db, SETTINGS)
    yield db
    db.close()


@pytest.fixture
def facts():
    return Facts()


@pytest.fixture
def server():
    return FakeServer()


@contextmanager
def running(server, db, facts):
    around = Surroundings(db, lambda: NOW, facts, lambda: None, lambda: False)
    runner = AccountRunner(1, SETTINGS, OwnAddresses(SETTINGS.address), server.make, around)
    runner.start()
    try:
        yield runner
    finally:
        runner.stop()


def errors(facts):
    return [fact.error for fact in facts.of(SyncState)]


def test_an_account_connects_reads_its_letters_and_is_live(server, db, facts):
    server.add("INBOX", LETTER % 1, NOW)
    with running(server, db, facts):
        live = facts.state("live")
    assert (live.done, live.total) == (1, 1)
    assert [fact.state for fact in facts.of(SyncState)][-1] == "stopped"


def test_a_refused_password_is_said_once_and_not_tried_again_by_itself(server, db, facts):
    server.failures["sign_in"] = AuthRejected(reason="rejected")
    with running(server, db, facts):
        facts.state("waiting", "auth_rejected")
        with pytest.raises(AssertionError):  # nothing more happens
            server.wait_for("sign_in", 2, within_s=0.5)
    assert errors(facts).count("auth_rejected") == 1


def test_who_asks_for_it_gets_one_more_try_with_a_refused_password(server, db, facts):
    server.failures["sign_in"] = AuthRejected(reason="rejected")
    with running(server, db, facts) as runner:
        facts.state("waiting", "auth_rejected")
        del server.failures["sign_in"]
        runner.ask()
        facts.state("live")


def test_a_watcher_whose_password_is_refused_does_not_knock_again(server, db, facts):
    server.push = True
    with running(server, db, facts):
        server.wait_for("wait")
        server.failures["wait"] = offline()
        server.failures["sign_in"] = AuthRejected(reason="rejected")
        server.ring()
        server.wait_for("sign_in", 3)
        with pytest.raises(AssertionError):
            server.wait_for("sign_in", 4, within_s=0.5)


def test_a_server_that_cannot_be_reached_is_tried_again_later_and_later(server, db, facts):
    server.failures["sign_in"] = offline()
    with running(server, db, facts):
        server.wait_for("sign_in", 4)
        del server.failures["sign_in"]
        facts.state("live")
    assert set(errors(facts)) == {"", "offline"}


def test_a_server_that_asks_for_a_pause_gets_it(server, db, facts):
    server.failures["sign_in"] = Throttled(after_s=3600)
    with running(server, db, facts):
        facts.state("waiting", "throttled")
        with pytest.raises(AssertionError):
            server.wait_for("sign_in", 2, within_s=0.4)


def test_a_line_that_breaks_while_listening_is_noticed_at_once(server, db, facts):
    server.push = True
    with running(server, db, facts):
        server.wait_for("wait")
        server.failures["sync INBOX"] = server.failures["wait"] = offline()
        server.ring()
        facts.state("waiting", "offline")


def test_what_the_watcher_hears_is_read_at_once(server, db, facts):
    server.push = True
    with running(server, db, facts):
        server.wait_for("wait")
        server.add("INBOX", LETTER % 1, NOW)
        server.ring()
        facts.wait_for(lambda fact: isinstance(fact, SyncState) and (fact.state, fact.done) == ("live", 1))


def test_an_account_that_does_not_answer_still_stops_at_once(server, db, facts):
    server.silent = True
    began = time.monotonic()
    with running(server, db, facts):
        server.wait_for("sync INBOX")
    assert time.monotonic() - began < 10
    assert "offline" not in errors(facts)


def test_an_account_stops_in_the_middle_of_a_long_first_synchronisation(server, db, facts):
    for number in range(500):
        server.add("INBOX", LETTER % number, NOW)
    with running(server, db, facts):
        facts.wait_for(lambda fact: isinstance(fact, SyncState) and fact.done >= 2)
    [folder] = folders.of_account(db, 1)
    assert 2 <= folder.done < 500
    assert folder.synced_at is None


@pytest.mark.parametrize("delay_s", [0, 0.0005, 0.001, 0.002, 0.004, 0.008, 0.016])
def test_stopping_never_waits_for_a_pause_whenever_it_comes(server, db, facts, delay_s):
    server.failures["sign_in"] = AuthRejected(reason="rejected")
    for _ in range(5):
        with running(server, db, facts):
            threading.Event().wait(delay_s)


def test_a_folder_that_may_not_be_opened_does_not_stop_the_others(server, db, facts):
    server.folders.append(RemoteFolder("Shared", "Shared", Role.OTHER))
    server.letters["Shared"] = []
    server.failures["sync Shared"] = ServerError(text="NO Permission denied")
    server.add("INBOX", LETTER % 1, NOW)
    with running(server, db, facts):
        facts.state("live", "server_error")
    by_path = {folder.path: folder for folder in folders.of_account(db, 1)}
    assert (by_path["INBOX"].error, by_path["INBOX"].done) == ("", 1)
    assert by_path["Shared"].error == "server_error"


def test_a_folder_that_vanished_meanwhile_is_no_trouble(server, db, facts):
    server.folders.append(RemoteFolder("Old", "Old", Role.OTHER))
    server.letters["Old"] = []
    server.failures["sync Old"] = ItemGone(folder="Old")
    with running(server, db, facts):
        facts.state("live")
    assert "item_gone" not in errors(facts)


def test_an_errand_goes_once_more_over_a_new_connection_when_the_kept_one_had_died(server, db, facts):
    with running(server, db, facts) as runner:
        facts.state("live")
        runner.save_sent(b"one")
        server.failures["save_sent"] = offline()
        with pytest.raises(Offline):
            runner.save_sent(b"two")
        del server.failures["save_sent"]
        runner.save_sent(b"three")
    assert server.saved == [b"one", b"three"]
    assert server.log.count("save_sent") == 4


def test_a_connection_on_which_an_errand_met_a_bug_is_not_used_again(server, db, facts):
    """It may stand in the middle of an answer: the next letter would be the rest of the one before."""
    with running(server, db, facts) as runner:
        facts.state("live")
        runner.save_sent(b"one")
        before = server.sign_ins
        server.failures["save_sent"] = ZeroDivisionError("a bug")
        with pytest.raises(ZeroDivisionError):
            runner.save_sent(b"two")
        del server.failures["save_sent"]
        runner.save_sent(b"three")
        assert server.sign_ins == before + 1


@pytest.mark.parametrize("error", [AuthRejected(reason="rejected"), ConsentNeeded(url="")])
def test_letters_opened_one_after_the_other_show_a_refused_password_once(server, db, facts, error):
    """Walking through the list must not lock the account."""
    server.add("INBOX", LETTER % 1, NOW)
    with running(server, db, facts) as runner:
        facts.wait_until(lambda: db.number("SELECT count(*) FROM letter") == 1)
        facts.state("live")
        server.failures["sign_in"] = error
        before = server.sign_ins
        for _ in range(5):
            with pytest.raises(type(error)):
                runner.fetch(1, 1000)
        assert server.sign_ins == before + 1
        del server.failures["sign_in"]
        runner.ask()  # the user wants it tried again
        with pytest.raises(ItemGone):
            runner.fetch(1, 1000)


def test_letters_opened_while_the_account_waits_for_its_password_do_not_knock(server, db, facts):
    server.add("INBOX", LETTER % 1, NOW)
    with running(server, db, facts):
        facts.wait_until(lambda: db.number("SELECT count(*) FROM letter") == 1)
    server.failures["sign_in"] = AuthRejected(reason="rejected")
    with running(server, db, facts) as runner:
        facts.state("waiting", AuthRejected.code)
        before = server.sign_ins
        for _ in range(5):
            with pytest.raises(AuthRejected):
                runner.fetch(1, 1000)
        assert server.sign_ins == before


def test_a_letter_that_lies_nowhere_any_more_is_said_to_be_gone(server, db, facts):
    with running(server, db, facts) as runner, pytest.raises(ItemGone):
        runner.fetch(7, 1000)


@pytest.mark.expect_log("synchronising account 1 failed")
def test_a_bug_in_a_provider_is_logged_and_tried_again(server, db, facts):
    server.failures["sync INBOX"] = ZeroDivisionError("a bug")
    with running(server, db, facts):
        facts.state("waiting", MailError.code)
        del server.failures["sync INBOX"]
        facts.state("live")


@pytest.mark.expect_log("watching account 1 failed")
def test_a_bug_while_watching_is_logged_and_tried_again(server, db, facts):
    server.push = True
    server.failures["wait"] = ZeroDivisionError("a bug")
    with running(server, db, facts):
        server.wait_for("wait", 2)


def test_a_disk_that_cannot_be_read_for_a_while_does_not_end_the_account(server, db, facts, monkeypatch):
    real, failing = module.folders.of_account, [StoreError(text="disk I/O error")] * 4

    def of_account(*arguments):
        if failing:
            raise failing.pop()
        return real(*arguments)

    monkeypatch.setattr(module.folders, "of_account", of_account)
    with running(server, db, facts) as runner:
        facts.state("live")
        assert runner.outcome(runner.ask()) == {}
    assert failing == []


def test_one_round_needs_no_threads(server, db, facts):
    server.add("INBOX", LETTER % 1, NOW)
    around = Surroundings(db, lambda: NOW, facts, lambda: None, lambda: False)
    runner = AccountRunner(1, SETTINGS, OwnAddresses(SETTINGS.address), server.make, around)
    assert runner.run_once() == {}
    runner.stop()
    assert folders.of_account(db, 1)[0].path == INBOX.path


def test_a_server_that_lets_in_and_cuts_and_lets_in_again_is_not_knocked_at_for_ever(server, db, facts):
    with running(server, db, facts) as runner:
        facts.state("live")
        for times in range(2, BURST + 1):
            server.failures["folders"] = offline()
            runner._open["sync"].close()
            runner.ask()
            server.wait_for("sign_in", times)
        facts.state("waiting", "signed_in_too_often")
        with pytest.raises(AssertionError):
            server.wait_for("sign_in", BURST + 2, within_s=0.4)
        del server.failures["folders"]
        since = len(facts.all)
        runner.ask()  # a person may
        facts.state("live", since=since)


def test_when_the_network_is_back_nobody_waits_any_longer(server, db, facts, monkeypatch):
    monkeypatch.setattr(module, "FIRST_PAUSE_S", 3600.0)
    server.failures["sign_in"] = offline()
    with running(server, db, facts) as runner:
        facts.state("waiting", "offline")
        del server.failures["sign_in"]
        runner.refresh_network(moved=False)
        facts.state("live")


def test_another_network_does_not_try_a_refused_password(server, db, facts):
    server.failures["sign_in"] = AuthRejected(reason="rejected")
    with running(server, db, facts) as runner:
        facts.state("waiting", "auth_rejected")
        runner.refresh_network(moved=True)
        with pytest.raises(AssertionError):
            server.wait_for("sign_in", 2, within_s=0.4)


def test_another_network_does_not_shorten_a_pause_that_the_server_asked_for(server, db, facts):
    server.failures["sign_in"] = Throttled(after_s=3600)
    with running(server, db, facts) as runner:
        facts.state("waiting", "throttled")
        runner.refresh_network(moved=True)
        with pytest.raises(AssertionError):
            server.wait_for("sign_in", 2, within_s=0.4)


def test_a_connection_through_another_network_is_given_up_and_nobody_is_told_of_an_error(server, db, facts):
    server.silent = True
    with running(server, db, facts) as runner:
        server.wait_for("sync INBOX")
        server.silent = False
        runner.refresh_network(moved=True)
        facts.state("live")
    assert set(errors(facts)) == {""}


def test_what_was_answered_is_marked_wherever_it_lies_and_the_account_looks_again(server, db, facts):
    server.add("INBOX", LETTER % 1, NOW)
    with running(server, db, facts) as runner:
        facts.state("live")
        [letter] = [row[0] for row in db.rows("SELECT id FROM letter")]
        looked = server.log.count("sync INBOX")
        runner.settle(letter, NOW)
        server.wait_for("sync INBOX", looked + 1)
    assert server.answered == {"1.1": NOW}


def test_a_letter_that_is_gone_is_not_marked_and_nobody_minds(server, db, facts):
    server.add("INBOX", LETTER % 1, NOW)
    server.failures["mark_answered 1.1"] = ItemGone()
    with running(server, db, facts) as runner:
        facts.state("live")
        [letter] = [row[0] for row in db.rows("SELECT id FROM letter")]
        runner.settle(letter, NOW)
    assert server.answered == {}


def test_where_figures_are_exact_a_quiet_inbox_is_not_asked(server, db, facts):
    server.add("INBOX", LETTER % 1, NOW)
    server.exact = True
    with running(server, db, facts) as runner:
        facts.state("live")
        asked = server.log.count("sync INBOX")
        runner.outcome(runner.ask())
        assert server.log.count("sync INBOX") == asked
        server.exact = False
        runner.outcome(runner.ask())
        assert server.log.count("sync INBOX") == asked + 1


def test_a_look_that_was_faster_than_the_cut_is_given_up_as_quietly(server, db, facts):
    """Called to look by the news, the account may ask over the old line before that is cut."""
    with running(server, db, facts) as runner:
        facts.state("live")
        server.silent = True
        looked = server.log.count("sync INBOX")
        runner._bells.nudge()
        runner.ask()
        server.wait_for("sync INBOX", looked + 1)
        server.silent = False
        runner._cut_all()
        facts.state("live", since=len(facts.all))
    assert set(errors(facts)) == {""}
