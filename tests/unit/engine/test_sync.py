import pytest

from desktop_app.domain.addresses import OwnAddresses
from desktop_app.domain.errors import (
    AuthRejected,
    DiskFull,
    ItemGone,
    Offline,
    PermissionDenied,
    StateInvalid,
)
from desktop_app.domain.facts import Changed, SyncState
from desktop_app.domain.model import SECOND, AccountSettings, Endpoint, Role, Security
from desktop_app.engine import sync as module
from desktop_app.engine.sync import Round, Surroundings
from desktop_app.mail.base import RemoteFolder
from desktop_app.store import accounts, folders
from desktop_app.store.database import Database
from tests.fakes.fake_provider import INBOX, SENT, FakeProvider, FakeServer, offline

NOW = 1_700_000_000 * SECOND
LETTER = b"Message-ID: <%d@zavod.example>\nFrom: anna@zavod.example\nTo: marina@linia.example\n\nHi\n"
TRASH = RemoteFolder("Trash", "Trash", Role.TRASH)


class World:
    """A round over a fake server; `stop_after` facts the round is asked to stop."""

    def __init__(self, folder):
        self.db = Database.open(folder, NOW)
        imap = Endpoint("127.0.0.1", 143, Security.NONE)
        accounts.add(self.db, AccountSettings("imap", "marina@linia.example", "marina", imap))
        self.server = FakeServer(INBOX, SENT, TRASH)
        self.facts = []
        self.derived = 0
        self.stop_after = 10**9
        self.cuts = {}

    def put(self, folder, count):
        for number in range(count):
            self.server.add(folder, LETTER % (len(self.server.letters[folder]) * 7919 + number), NOW)

    def run(self):
        around = Surroundings(
            self.db, lambda: NOW, self.facts.append, self._derive, lambda: len(self.facts) >= self.stop_after
        )
        one = Round(1, OwnAddresses("marina@linia.example"), self.server.make(), around, self.cuts)
        one.run()
        return one.failures

    def _derive(self):
        self.derived += 1

    def folder(self, path):
        return next(one for one in folders.of_account(self.db, 1) if one.path == path)


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    yield world
    world.db.close()


def test_the_newest_letters_of_every_folder_come_before_the_rest_of_any(world):
    world.put("INBOX", 3)
    world.put("Sent", 3)
    assert world.run() == {}
    assert [one for one in world.server.log if one.startswith("sync")] == [
        "sync INBOX", "sync Sent", "sync INBOX", "sync Sent",
    ]  # fmt: skip
    done = [fact.done for fact in world.facts if isinstance(fact, SyncState)]
    assert done == [1, 2, 3, 4, 5, 6]
    assert world.facts[-1] == Changed(accounts=True)


def test_folders_of_no_interest_are_not_read(world):
    world.put("Trash", 1)
    world.run()
    assert "sync Trash" not in world.server.log
    known = [(one.path, one.wanted) for one in folders.of_account(world.db, 1)]
    assert known == [("INBOX", True), ("Sent", True), ("Trash", False)]


def test_a_round_that_is_stopped_goes_on_where_it_was(world):
    world.put("INBOX", 5)
    world.stop_after = 2
    world.run()
    assert (world.folder("INBOX").done, world.folder("INBOX").synced_at) == (2, None)
    world.stop_after = 10**9
    world.run()
    assert (world.folder("INBOX").done, world.folder("INBOX").synced_at) == (5, NOW)
    assert world.db.number("SELECT count(*) FROM letter") == 5


def test_a_long_synchronisation_shows_its_leads_while_it_runs(world):
    world.put("INBOX", 3 * module.BATCHES_PER_DERIVE)
    world.run()
    assert world.derived >= 4


def test_a_state_that_means_nothing_any_more_begins_the_folder_anew(world, monkeypatch):
    world.put("INBOX", 2)
    world.run()
    real, answers = type(world.server.make()).sync, [StateInvalid()]

    def sync(self, folder, state):
        if answers and state:
            raise answers.pop()
        yield from real(self, folder, state)

    monkeypatch.setattr(type(world.server.make()), "sync", sync)
    assert world.run() == {}
    assert (world.folder("INBOX").done, world.db.number("SELECT count(*) FROM letter")) == (2, 2)


@pytest.mark.parametrize("synced_before", [False, True])
def test_a_folder_that_is_refused_is_named_and_the_others_are_read(world, synced_before):
    world.put("INBOX", 1)
    world.put("Sent", 1)
    if synced_before:
        world.run()
    error = PermissionDenied()
    world.server.failures["sync INBOX"] = error
    assert world.run() == {"INBOX": error}
    assert world.folder("INBOX").error == "permission_denied"
    assert world.folder("Sent").done == 1
    del world.server.failures["sync INBOX"]
    assert world.run() == {}
    assert (world.folder("INBOX").error, world.folder("INBOX").done) == ("", 1)


def test_a_folder_that_is_gone_since_it_was_listed_is_no_failure(world):
    world.server.failures["sync Sent"] = ItemGone(folder="Sent")
    assert world.run() == {}
    assert world.folder("Sent").synced_at is None


@pytest.mark.parametrize("error", [offline(), AuthRejected(), DiskFull()], ids=lambda one: one.code)
def test_what_concerns_the_whole_account_ends_the_round(world, error):
    world.server.failures["sync Sent"] = error
    with pytest.raises((Offline, AuthRejected, DiskFull)):
        world.run()


BOUNCE = (
    b"Message-ID: <bounce@zavod.example>\nFrom: MAILER-DAEMON@zavod.example\nTo: marina@linia.example\n"
    b"Return-Path: <>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b--\n"
)


def test_a_letter_at_which_the_server_cuts_the_line_does_not_stop_the_mailbox_for_ever(world):
    """Dovecot hangs up on a letter whose file is damaged: the folders behind it were never read again."""
    world.server.add("INBOX", BOUNCE, NOW)
    world.put("Sent", 2)
    world.server.failures["fetch INBOX"] = offline()
    for _ in range(module.CUTS_MAX):
        with pytest.raises(Offline):
            world.run()
        assert not world.folder("Sent").synced_at
    assert world.run() == {}
    assert world.folder("Sent").synced_at == NOW
    assert world.run() == {}
    assert world.server.log.count("fetch INBOX") == module.CUTS_MAX


def test_a_letter_that_comes_at_last_counts_no_cuts(world, monkeypatch):
    world.server.add("INBOX", BOUNCE, NOW)
    world.server.failures["fetch INBOX"] = offline()
    with pytest.raises(Offline):
        world.run()
    assert list(world.cuts.values()) == [1]
    world.server.failures.clear()
    monkeypatch.setattr(FakeProvider, "fetch", lambda *_: BOUNCE)
    world.run()
    assert world.cuts == {}
