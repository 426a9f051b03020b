import json
import stat
import threading

import pytest

from desktop_app.domain.commands import Result, SyncNow
from desktop_app.domain.errors import AuthRejected
from desktop_app.domain.facts import Ready, TrackingState
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
