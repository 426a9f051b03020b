import json

import pytest

from desktop_app.domain.errors import InputError, SecretsError, TrackingError
from desktop_app.domain.facts import TrackingState
from desktop_app.domain.model import SECOND, Hit
from desktop_app.domain.tokens import SECRET_BYTES, key_text
from desktop_app.engine import preferences as chosen
from desktop_app.engine import reach
from desktop_app.engine import tracking as module
from desktop_app.engine.own_networks import OwnNetworks
from desktop_app.engine.signals import Desk
from desktop_app.engine.tracking import SECRET, URL, Tracking
from desktop_app.settings.secrets import FileSecrets
from desktop_app.store import settings, signals
from desktop_app.store.database import Database
from tests.fakes.facts import Facts

NOW = 1_700_000_000 * SECOND
KEY = key_text(7, bytes(range(SECRET_BYTES)))
HOME, AWAY = "https://t.linia.example", "https://track.linia.example"


class Client:
    """The tracking server as it answers; `failure` is what it answers with."""

    failure = None
    hits_kept = ()
    own_network = ""

    def __init__(self, url, key):
        if not url.startswith("https://"):
            raise InputError(field="url", reason="not_https")

    def check(self):
        if Client.failure:
            raise Client.failure

    def hits(self, after, wait_s):
        self.check()
        return [hit for hit in Client.hits_kept if hit.id > after]

    def close(self):
        pass


class Secrets(FileSecrets):
    """A file of secrets that can be locked like a keyring."""

    locked = False

    def get(self, name):
        if self.locked:
            raise SecretsError(reason="no_keyring")
        return super().get(name)


@pytest.fixture
def db(tmp_path):
    db = Database.open(tmp_path / "data", NOW)
    yield db
    db.close()


@pytest.fixture
def secrets(tmp_path):
    return Secrets(tmp_path / "secrets")


@pytest.fixture
def facts():
    return Facts()


@pytest.fixture(autouse=True)
def server(monkeypatch):
    for one in (module, reach):
        monkeypatch.setattr(one, "TrackingClient", Client)
    monkeypatch.setattr(Client, "failure", None)
    monkeypatch.setattr(Client, "hits_kept", ())
    return Client


@pytest.fixture
def make(db, secrets, facts):
    """A tracking part as the engine builds it, never started: no threads."""
    return lambda: Tracking(
        db, secrets, Desk(db, lambda written: None, OwnNetworks(db), lambda: NOW), facts
    )


def test_a_server_once_connected_is_used_after_a_new_start(make, facts):
    tracking = make()
    assert (tracking.server(), tracking.fact()) == (None, TrackingState("off"))
    tracking.connect(HOME + "/", KEY)
    assert tracking.server().url == HOME
    assert facts.all == [TrackingState("on")]
    assert make().server().url == HOME


def test_a_server_that_does_not_take_the_key_changes_nothing(make, server):
    tracking = make()
    tracking.connect(HOME, KEY)
    server.failure = TrackingError(reason="refused")
    with pytest.raises(TrackingError):
        tracking.connect(AWAY, KEY)
    with pytest.raises(InputError, match="not_a_key"):
        tracking.connect(AWAY, "nonsense")
    with pytest.raises(InputError, match="not_https"):
        tracking.connect("http://track.example", KEY)
    assert (tracking.server().url, make().server().url) == (HOME, HOME)


def test_another_server_is_read_from_its_beginning_and_the_same_one_is_not(make, db):
    tracking = make()
    tracking.connect(HOME, KEY)
    signals.store_hits(db, [Hit(5, NOW, "open", "t", "agent", "")], 5)
    tracking.connect(HOME, KEY)
    assert signals.cursor(db) == 5
    tracking.connect(AWAY, KEY)
    assert signals.cursor(db) == 0


def test_switching_off_forgets_the_key(make, secrets):
    tracking = make()
    tracking.connect(HOME, KEY)
    tracking.connect("", "")
    assert (tracking.server(), secrets.get(SECRET)) == (None, None)
    assert tracking.fact() == TrackingState("off")


def test_a_locked_keyring_costs_the_tracking_and_not_the_program(make, secrets):
    make().connect(HOME, KEY)
    secrets.locked = True
    assert make().server() is None


def test_a_keyring_is_not_opened_for_nothing(make, secrets):
    secrets.locked = True
    assert make().fact() == TrackingState("off")


@pytest.mark.parametrize("address", ["http://track.example", "nonsense"])
def test_an_address_in_the_database_that_cannot_be_used_is_no_server(make, db, secrets, address):
    settings.put(db, URL, json.dumps(address))
    secrets.set(SECRET, KEY)
    assert make().server() is None


def test_everything_that_waits_at_the_server_is_taken_in_one_go(make, db, server):
    tracking = make()
    tracking.connect(HOME, KEY)
    server.hits_kept = [Hit(number, NOW, "open", "t", "agent", "") for number in (1, 2, 3)]
    tracking.pull_once()
    assert signals.cursor(db) == 3


@pytest.mark.parametrize("state", ["unreachable", "refused"])
def test_a_server_that_cannot_be_asked_is_said_and_no_error(make, server, facts, state):
    tracking = make()
    tracking.connect(HOME, KEY)
    server.failure = TrackingError(reason=state)
    tracking.pull_once()
    assert facts.all[-1] == TrackingState(state)
    with pytest.raises(TrackingError) as caught:
        tracking.check(lambda: 0)
    assert caught.value.params["reason"] == state


def test_there_is_nothing_to_check_without_a_server(make):
    assert make().check(lambda: 0) is None


def test_where_it_has_chosen_the_server_only_its_key_can_be_set(make, monkeypatch, tmp_path):
    policy = tmp_path / "policies.json"
    policy.write_text(json.dumps({"locked": {URL: HOME}}))
    monkeypatch.setattr(chosen, "policy_file", lambda: policy)
    tracking = make()
    for url in (AWAY, ""):
        with pytest.raises(InputError) as caught:
            tracking.connect(url, KEY)
        assert caught.value.params == {"field": URL, "reason": "locked"}
    assert tracking.server() is None
    tracking.connect(HOME, KEY)
    assert tracking.server().url == HOME
