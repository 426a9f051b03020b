"""Columns of every wait, against the rows that a loop reads."""

from contextlib import closing

import numpy as np
import pytest

from desktop_app.domain.model import Excluded
from desktop_app.domain.wait_columns import REASONS, WaitColumns
from desktop_app.engine.leads import refresh
from desktop_app.store import wait_columns
from tests.fakes.desk import ANNA, BORIS, DAY, HOUR, MINUTE, NOW, Desk
from tests.fakes.wait_columns import columns_of

PRIVATE = "lena@gmail.com"


@pytest.fixture
def mailbox(desk: Desk) -> Desk:
    """Answered and open waits, an excluded one, a person without a company, one unknown sender."""
    for number in range(9):
        at = NOW - (20 - number) * DAY
        desk.receive(f"a{number}@client.ru", sender=f"Anna <{ANNA}>", at=at, subject=f"Question {number}")
        if number % 3:
            desk.send(f"r{number}@firm.ru", to=ANNA, answers=f"a{number}@client.ru", at=at + number * HOUR)
    desk.receive("b@client.ru", sender=f"Boris <{BORIS}>", at=NOW - DAY)
    desk.receive("p@gmail.com", sender=f"Lena <{PRIVATE}>", at=NOW - 2 * DAY)
    desk.receive("n@client.ru", sender="<>", at=NOW - MINUTE)
    desk.receive("l@list.ru", sender="News <news@list.ru>", at=NOW - HOUR, extra="List-Id: <news.list.ru>")
    desk.derive()
    refresh(desk.db, [contact for (contact,) in desk.db.rows("SELECT id FROM contact")], NOW)
    return desk


def test_the_columns_are_those_of_the_rows(mailbox: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wait_columns, "PIECE", 4)  # several pieces, the last one not full
    with closing(mailbox.reader()) as reader:
        found, rows = reader.wait_columns(), reader.waits()
        companies = {row.contact: bool(row.company) for row in reader.leads(list(reader.contacts())).values()}
    assert len(rows) == 13
    assert {row.excluded for row in rows} >= {None, Excluded.LIST}
    assert set(companies.values()) == {True, False}
    expected = columns_of(sorted(rows, key=lambda row: row.first_letter), companies)
    for name in WaitColumns.__dataclass_fields__:
        ours, theirs = getattr(found, name), getattr(expected, name)
        assert list(ours) == list(theirs), name


def test_every_reason_has_its_number(mailbox: Desk) -> None:
    for reason in REASONS:
        with mailbox.db.transaction():
            mailbox.db.execute("UPDATE wait SET excluded = ?", (reason.value,))
        with closing(mailbox.reader()) as reader:
            found = reader.wait_columns()
        assert {REASONS[number] for number in found.reason.tolist()} == {reason}
        assert not found.counts.any()


def test_an_empty_mailbox_has_empty_columns(desk: Desk) -> None:
    with closing(desk.reader()) as reader:
        found = reader.wait_columns()
    assert found.arrived.size == found.first.size == 0
    assert found.of_new_clients().size == 0
    assert found.samples(NOW).indices.size == 0


def test_waits_come_by_name_in_the_order_asked_for(mailbox: Desk) -> None:
    with closing(mailbox.reader()) as reader:
        rows = reader.waits()
        wanted = [rows[5].first_letter, rows[2].first_letter, 999_999]
        assert reader.waits_by_id(wanted) == [rows[5], rows[2]]


def test_a_client_is_new_in_the_conversation_he_first_wrote_in(mailbox: Desk) -> None:
    with closing(mailbox.reader()) as reader:
        found = reader.wait_columns()
        first = min(reader.waits(), key=lambda row: row.arrived_at if row.contact else NOW)
    new = found.first_letter[found.of_new_clients()].tolist()
    assert first.first_letter in new
    assert len(new) == len(np.unique(found.contact[found.contact > 0]))
