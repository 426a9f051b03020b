"""The thread of what goes out: how long it rests, and what a failure costs."""

import threading
from types import SimpleNamespace

import pytest

from desktop_app.domain.errors import DiskFull
from desktop_app.domain.model import HOUR, SECOND, AccountSettings, Address, Draft, Endpoint, Security
from desktop_app.engine.post import AFTER_FAILURE_S, LONGEST_S, Post
from desktop_app.store import accounts
from desktop_app.store import outbox as rows
from desktop_app.store.database import Database

NOW = 1_700_000_000 * SECOND
HERE = Endpoint("127.0.0.1", 25, Security.NONE)


@pytest.fixture
def db(tmp_path):
    with_accounts = Database.open(tmp_path, NOW)
    accounts.add(with_accounts, AccountSettings("imap", "marina@linia.example", "marina", HERE, HERE))
    yield with_accounts
    with_accounts.close()


def post(db, send_ready=lambda _now: None):
    other = SimpleNamespace(send_due=lambda _now: None, look=lambda _now: None)
    outbox = SimpleNamespace(send_ready=send_ready)
    return Post(db, outbox, other, other, lambda: NOW, threading.Event(), threading.Event())


def hold(db, until):
    draft = Draft(1, to=(Address("", "anna@zavod.example"),), subject="Hi", html="<p>Hi</p>")
    rows.add(db, draft, "one@linia.example", NOW, until)


def test_it_rests_until_the_next_letter_is_due_or_a_minute(db):
    assert post(db).deliver() == LONGEST_S
    hold(db, NOW + HOUR)
    assert post(db).deliver() == LONGEST_S
    hold(db, NOW + 7 * SECOND)
    assert post(db).deliver() == pytest.approx(7)


A_BUG = pytest.param(ZeroDivisionError(), marks=pytest.mark.expect_log("the outbox failed"))


@pytest.mark.parametrize("error", [DiskFull(), A_BUG])
def test_a_failure_is_not_tried_again_at_once_though_a_letter_stays_due(db, error):
    """Else a full disk keeps a processor busy, and fills itself with the log of it."""

    def fail(_now):
        raise error

    hold(db, NOW - SECOND)
    assert post(db, fail).deliver() == AFTER_FAILURE_S
