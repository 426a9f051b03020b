import json
import stat
import threading
import time

import pytest

from desktop_app.domain.commands import Result, SyncNow
from desktop_app.domain.errors import AuthRejected, EngineLost
from desktop_app.domain.facts import Ready, SyncState, TrackingState
from desktop_app.engine import connection as module
from desktop_app.engine.connection import Caller, Hub, connect


@pytest.fixture
def hub(tmp_path):
    def handle(command, answer):
        refused = Result(error=AuthRejected(host="mail.example"))
        answer(Result(command.account) if command.account else refused)

    hub = Hub(tmp_path, handle, lambda: [Ready()])
    yield hub
    hub.close()


def test_a_command_is_answered_with_its_value(hub, tmp_path):
    caller = Caller(connect(tmp_path))
    assert caller.call(SyncNow(7)) == 7
    caller.close()


def test_an_error_crosses_the_connection_with_its_parameters(hub, tmp_path):
    caller = Caller(connect(tmp_path))
    with pytest.raises(AuthRejected) as caught:
        caller.call(SyncNow())
    assert caught.value.params == {"host": "mail.example"}
    caller.close()


def test_every_client_is_greeted_and_told_every_fact(hub, tmp_path):
    clients = [connect(tmp_path) for _ in range(3)]
    for client in clients:
        assert client.recv() == ("fact", Ready())
    hub.tell(TrackingState("on"))
    for client in clients:
        assert client.recv() == ("fact", TrackingState("on"))
        client.close()


def test_the_key_lies_in_a_file_of_the_user_alone_and_is_gone_afterwards(hub, tmp_path):
    spot = tmp_path / "engine.json"
    assert stat.S_IMODE(spot.stat().st_mode) == 0o600
    hub.close()
    assert not spot.exists()
    assert connect(tmp_path) is None


def test_a_client_with_a_wrong_key_is_turned_away_and_others_still_come_in(hub, tmp_path):
    spot = tmp_path / "engine.json"
    right = spot.read_text()
    spot.write_text(json.dumps(json.loads(right) | {"key": "00" * 32}))
    assert connect(tmp_path) is None
    spot.write_text(right)
    caller = Caller(connect(tmp_path))
    assert caller.call(SyncNow(1)) == 1
    caller.close()


def test_closing_wakes_clients_that_wait(hub, tmp_path):
    client = connect(tmp_path)
    client.recv()
    ended = threading.Event()

    def wait():
        with pytest.raises(EOFError):
            client.recv()
        ended.set()

    thread = threading.Thread(target=wait)
    thread.start()
    hub.close()
    thread.join(5)
    assert ended.is_set()
    client.close()


def test_a_client_that_does_not_read_holds_nobody_up_and_is_cut_off(hub, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_UNREAD", 5000)
    asleep, awake = connect(tmp_path), connect(tmp_path)
    read = []

    def listen():
        while len(read) < 20_001:
            read.append(awake.recv())

    thread = threading.Thread(target=listen)
    thread.start()
    for number in range(20_000):
        hub.tell(SyncState(1, "syncing", number, 20_000))
        if number % 1000 == 0:
            wait_for(lambda wanted=number: len(read) > wanted)
    thread.join(20)
    assert read[-1] == ("fact", SyncState(1, "syncing", 19_999, 20_000))
    with pytest.raises((EOFError, OSError)):
        drain(asleep)
    asleep.close()
    awake.close()


@pytest.mark.expect_log("a client was cut off")
def test_a_client_that_talks_nonsense_is_cut_off_and_others_are_served(hub, tmp_path):
    client = connect(tmp_path)
    client.send(("not", "a", "command"))
    with pytest.raises((EOFError, OSError)):
        drain(client)
    client.close()
    caller = Caller(connect(tmp_path))
    assert caller.call(SyncNow(1)) == 1
    caller.close()


def test_an_engine_that_goes_away_in_the_middle_of_a_command_is_said_to_be_lost(tmp_path):
    hub = Hub(tmp_path, lambda command, answer: None, list)
    caller = Caller(connect(tmp_path))
    closing = threading.Timer(0.2, hub.close)
    closing.start()
    with pytest.raises(EngineLost):
        caller.call(SyncNow())
    closing.join()
    with pytest.raises(EngineLost):
        caller.call(SyncNow())
    caller.close()


def test_a_caller_hears_the_facts_that_come_before_its_answer(tmp_path):
    hubs = []

    def handle(command, answer):
        hubs[0].tell(TrackingState("on"))
        answer(Result(7))

    hubs.append(Hub(tmp_path, handle, lambda: [Ready()]))
    heard = []
    caller = Caller(connect(tmp_path), heard.append)
    assert caller.call(SyncNow()) == 7
    assert heard == [Ready(), TrackingState("on")]
    caller.close()
    hubs[0].close()


def drain(client):
    while True:
        client.recv()


def wait_for(true):
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.001)  # another thread reads a socket
