"""Commands: what is said of one thing is done in order, and never behind a slow server."""

import threading

from desktop_app.domain.commands import (
    CancelSignIn,
    FetchText,
    KeepMorning,
    SaveDraft,
    SetSetting,
    SignIn,
    Snooze,
    UndoSend,
)
from desktop_app.engine.lanes import ERRANDS_AT_ONCE, Lanes

WAIT_S = 20


def test_undo_does_not_wait_for_letters_that_a_silent_server_is_asked_for():
    silent, begun = threading.Event(), threading.Semaphore(0)

    def fetch():
        begun.release()
        assert silent.wait(WAIT_S)

    done = {name: threading.Event() for name in ("undo", "snooze", "setting", "cancel")}
    with Lanes() as lanes:
        for number in range(ERRANDS_AT_ONCE * 2):
            lanes.submit(FetchText(number) if number else SignIn("google", "a@b.example"), fetch)
        for _ in range(ERRANDS_AT_ONCE):
            assert begun.acquire(timeout=WAIT_S)
        lanes.submit(UndoSend(1), done["undo"].set)
        lanes.submit(Snooze(1, None), done["snooze"].set)
        lanes.submit(SetSetting("theme", '"dark"'), done["setting"].set)
        lanes.submit(CancelSignIn(), done["cancel"].set)
        told = [one.wait(WAIT_S) for one in done.values()]
        silent.set()
    assert told == [True] * 4


def test_what_is_said_of_one_thing_is_done_in_the_order_in_which_it_was_said():
    """A draft that was saved, and deleted because it was sent, must not be there again."""
    first, done = threading.Event(), []

    def save():
        assert first.wait(WAIT_S)
        done.append("saved")

    with Lanes() as lanes:
        lanes.submit(SaveDraft("key", None), save)
        lanes.submit(SaveDraft("key", None), lambda: done.append("deleted"))
        for number in range(20):
            lanes.submit(KeepMorning(0, 0, (), ()), lambda number=number: done.append(number))
        first.set()
    assert [one for one in done if isinstance(one, str)] == ["saved", "deleted"]
    assert [one for one in done if isinstance(one, int)] == list(range(20))


def test_leaving_waits_for_what_stands_in_line():
    done = []
    with Lanes() as lanes:
        for number in range(50):
            lanes.submit(FetchText(number), lambda number=number: done.append(number))
    assert sorted(done) == list(range(50))
