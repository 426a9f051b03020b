"""When letters were read lies in the data folder before the engine opens it, and ends where it belongs."""

from __future__ import annotations

import statistics

from desktop_app.demo.company import READ_MIN, history
from desktop_app.demo.mailbox import SENT
from desktop_app.demo.past import FIRST_ACCOUNT, remember
from desktop_app.demo.world import Endpoints
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import MINUTE, AccountSettings
from desktop_app.store.database import Database
from desktop_app.store.intake import seen_intervals
from tests.unit.demo.test_company import NOW


def test_the_notes_are_found_by_the_first_account(tmp_path):
    seen = (("a@firm.example", NOW - 9, NOW - 5), ("b@firm.example", NOW - 8, NOW - 4))
    account = AccountSettings(kind="imap", address="marina@linia.example", user="marina@linia.example")
    remember(tmp_path, Endpoints(account, "", (), "", "", 1, NOW, seen))
    db = Database.open(tmp_path, NOW)
    try:
        found = seen_intervals(db, FIRST_ACCOUNT, ["a@firm.example", "b@firm.example", "c@firm.example"])
    finally:
        db.close()
    assert found == {"a@firm.example": (NOW - 9, NOW - 5), "b@firm.example": (NOW - 8, NOW - 4)}


def test_a_letter_is_read_after_it_came_and_before_it_was_answered():
    made = history(7, NOW)
    arrived, answered = {}, {}
    for post in made.posts:
        headers = parse_headers(post.mime.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
        arrived[headers.message_id] = post.arrived_at
        for earlier in headers.in_reply_to if post.folder == SENT else ():
            answered.setdefault(earlier, post.arrived_at)
    after = []
    for message_id, low, high in made.seen:
        assert arrived[message_id] <= low <= high < NOW
        if message_id in answered:
            after.append((answered[message_id] - high) / MINUTE)
    assert min(after) > -1  # a letter answered at once is read at once
    assert 0.4 * READ_MIN < statistics.median(after) < 1.6 * READ_MIN
