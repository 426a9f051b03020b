import subprocess
import sys
import threading

import pytest

from desktop_app.domain.commands import Result, Stop, SyncNow
from desktop_app.domain.errors import DiskFull
from desktop_app.domain.facts import Ready
from desktop_app.engine.connection import Hub
from desktop_app.engine.link import Link, start_engine, stop_engine
from desktop_app.engine.lock import DataLock


class Child:
    """What is started: `code` None while it runs."""

    def __init__(self, code=None):
        self.code = code

    def poll(self):
        return self.code


@pytest.fixture
def hubs():
    hubs = []
    yield hubs
    for hub in hubs:
        hub.close()


def make_hub(data, hubs, seen):
    def handle(command, answer):
        seen.append(command)
        answer(Result(len(seen)))

    hubs.append(Hub(data, handle, lambda: [Ready()]))


def receive(link, within=100):
    """The next message."""
    for _ in range(within):
        if link.poll(0.1):
            return link.recv()
    raise AssertionError("nothing came")


def test_what_is_sent_before_the_engine_is_up_arrives_in_order_afterwards(tmp_path, hubs):
    seen = []
    link = Link(tmp_path, Child)
    for number in (1, 2, 3):
        link.send((number, SyncNow(number)))
    assert not link.poll(0)
    make_hub(tmp_path, hubs, seen)
    messages = [receive(link) for _ in range(4)]
    assert messages[0] == ("fact", Ready())
    assert messages[1:] == [("result", number, Result(number)) for number in (1, 2, 3)]
    assert seen == [SyncNow(1), SyncNow(2), SyncNow(3)]
    link.close()


def test_an_engine_that_ends_before_it_can_be_reached_is_said_to_be_lost(tmp_path):
    link = Link(tmp_path, lambda: Child(code=1))
    with pytest.raises(EOFError):
        link.poll(0.1)
    link.close()


def test_an_engine_is_started_by_the_first_look_for_messages_and_once(tmp_path):
    started = []

    def start():
        started.append(True)
        return Child()

    link = Link(tmp_path, start)
    link.send((1, SyncNow()))
    assert started == []
    link.poll(0)
    link.poll(0)
    assert started == [True]


def test_an_engine_that_cannot_be_started_is_said_to_be_lost(tmp_path):
    def start():
        raise DiskFull

    with pytest.raises(EOFError):
        Link(tmp_path, start).poll(0)


def test_an_engine_that_was_there_and_is_gone_is_said_to_be_lost(tmp_path):
    link = Link(tmp_path, lambda: None)  # another process has it, says the lock
    with pytest.raises(EOFError):
        link.poll(0.1)
    link.close()


def test_an_engine_that_holds_the_folder_and_is_not_up_yet_is_waited_for(tmp_path, hubs):
    with DataLock(tmp_path):
        link = Link(tmp_path, lambda: start_engine(tmp_path))
        assert not link.poll(0)
        make_hub(tmp_path, hubs, [])
        assert receive(link) == ("fact", Ready())
        link.close()


def test_reading_before_there_is_anything_to_read_is_an_end(tmp_path):
    link = Link(tmp_path, Child)
    with pytest.raises(EOFError):
        link.recv()


def test_stopping_waits_until_the_folder_is_free(tmp_path, hubs):
    lock = DataLock(tmp_path)
    seen = []

    def handle(command, answer):
        seen.append(command)
        answer(Result())
        threading.Timer(0.3, lock.close).start()

    hubs.append(Hub(tmp_path, handle, list))
    stop_engine(tmp_path)
    assert seen == [Stop()]
    DataLock(tmp_path).close()


def test_there_is_nothing_to_stop_where_nothing_runs(tmp_path):
    stop_engine(tmp_path)


def test_no_second_engine_is_started_for_a_folder_that_has_one(tmp_path, monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: sys.exit("started"))
    with DataLock(tmp_path):
        assert start_engine(tmp_path) is None
