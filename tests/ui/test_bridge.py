"""The crossing between engine and window: every call ends once, facts are merged, no thread stays."""

import multiprocessing
import threading

import pytest

from desktop_app.domain import commands
from desktop_app.domain.commands import Result
from desktop_app.domain.errors import EngineLost, Offline
from desktop_app.domain.facts import Alert, Changed, OutboxChanged, Ready, SyncState, TeamState, TrackingState
from desktop_app.domain.model import SignalKind
from desktop_app.ui.bridge import MERGE_MS, Bridge
from desktop_app.ui.merging import merged


def test_a_result_goes_to_the_call_that_asked(bridge, engine, qtbot):
    got = []
    bridge.call(commands.Discover("a@b.example"), got.append)
    assert engine.command() == commands.Discover("a@b.example")
    engine.answer(Result(value=["found"]))
    qtbot.waitUntil(lambda: got == [["found"]])


def test_an_error_goes_to_failed_and_not_to_done(bridge, engine, qtbot):
    done, failed = [], []
    bridge.call(commands.SyncNow(), done.append, failed.append)
    engine.command()
    engine.answer(Result(error=Offline(host="mail.example")))
    qtbot.waitUntil(lambda: len(failed) == 1)
    assert isinstance(failed[0], Offline)
    assert done == []


def test_results_arrive_in_the_thread_of_the_window(bridge, engine, qtbot):
    threads = []
    bridge.call(commands.SyncNow(), lambda _value: threads.append(threading.current_thread()))
    engine.command()
    engine.answer(Result())
    qtbot.waitUntil(lambda: threads == [threading.main_thread()])


def test_the_last_states_are_kept_for_pages_that_are_made_later(bridge, engine, qtbot):
    engine.tell(SyncState(1, "syncing", 1, 500))
    engine.tell(SyncState(1, "stopped", error="auth_rejected"))
    engine.tell(SyncState(2, "live"))
    engine.tell(TrackingState("refused"))
    engine.tell(TeamState("on", lead=True))
    qtbot.waitUntil(lambda: bridge.tracking is not None and len(bridge.sync_states) == 2)
    assert bridge.tracking == TrackingState("refused")
    assert bridge.team == TeamState("on", lead=True)
    assert bridge.sync_states[1].error == "auth_rejected"


def test_many_facts_become_few_signals(bridge, engine, qtbot):
    changes, states = [], []
    bridge.changed.connect(changes.append)
    bridge.sync_state.connect(states.append)
    for number in range(500):
        engine.tell(Changed(contacts=(number % 50,)))
        engine.tell(SyncState(1, "syncing", number, 500))
    qtbot.waitUntil(lambda: bool(states) and states[-1].done == 499)
    assert len(changes) < 50
    assert {contact for change in changes for contact in change.contacts} == set(range(50))


def test_merging_keeps_every_alert_and_puts_ready_first_and_changes_last():
    alert = Alert(7, SignalKind.CLICK, 3, "Anna", "Quote", "Prices", 1)
    facts = [
        Changed(contacts=(1,)),
        alert,
        OutboxChanged(1, "sending"),
        Ready(),
        OutboxChanged(1, "sent"),
        Changed(contacts=(2, 1), everything=True),
    ]
    assert merged(facts) == [
        Ready(),
        alert,
        OutboxChanged(1, "sent"),
        Changed(contacts=(1, 2), everything=True),
    ]


def test_when_the_engine_dies_every_open_call_fails_and_so_does_the_next(bridge, engine, qtbot):
    failed, lost = [], []
    bridge.lost.connect(lambda: lost.append(True))
    bridge.call(commands.SyncNow(), failed=failed.append)
    engine.command()
    engine.connection.close()
    qtbot.waitUntil(lambda: len(failed) == 1 and lost == [True])
    bridge.call(commands.SyncNow(), failed=failed.append)
    qtbot.waitUntil(lambda: len(failed) == 2)
    assert all(isinstance(error, EngineLost) for error in failed)


def test_a_new_engine_is_found_after_a_loss(qapp, qtbot):
    first, first_engine = multiprocessing.Pipe()
    second, second_engine = multiprocessing.Pipe()
    bridge = Bridge(first, reconnect=lambda: second)
    bridge.start()
    found, got = [], []
    bridge.found.connect(lambda: found.append(True))
    first_engine.close()
    qtbot.waitUntil(lambda: found == [True])
    bridge.call(commands.SyncNow(), got.append)
    assert second_engine.poll(5)
    number, _command = second_engine.recv()
    second_engine.send(("result", number, Result(value=1)))
    qtbot.waitUntil(lambda: got == [1])
    bridge.close()
    second_engine.close()


@pytest.mark.parametrize("message", [None, "noise", (), ("result", 99, Result(value=1)), ("fact", Changed())])
def test_a_strange_message_harms_nothing(bridge, engine, qtbot, message):
    got = []
    engine.connection.send(message)
    bridge.call(commands.SyncNow(), got.append)
    engine.command()
    engine.answer(Result(value=1))
    qtbot.waitUntil(lambda: got == [1])


def test_closing_ends_the_thread(qapp):
    ours, theirs = multiprocessing.Pipe()
    bridge = Bridge(ours)
    bridge.start()
    bridge.close()
    assert not any(thread.name == "otklik-bridge" for thread in threading.enumerate())
    theirs.close()


@pytest.mark.parametrize("taken", [False, True], ids=["in-the-queue", "about-to-be-told"])
def test_what_arrived_before_the_end_is_told_to_nobody_after_it(bridge, engine, qtbot, taken):
    told = []
    bridge.outbox_changed.connect(told.append)
    engine.tell(OutboxChanged(1, "sent"))
    while not bridge._inbox:  # filled by the reader thread; no event is delivered meanwhile
        bridge._stop.wait(0.001)
    if taken:
        bridge._take()
    bridge.close()
    qtbot.wait(2 * MERGE_MS)
    assert told == []
