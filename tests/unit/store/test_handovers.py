"""Waits handed over, through the tables: figures of both mailboxes, leads, a rebuilt database."""

from contextlib import closing

import numpy as np
import pytest

from desktop_app.domain.addresses import OwnAddresses
from desktop_app.domain.model import AccountId, Excluded, Role
from desktop_app.engine.forwards import read_forwards
from desktop_app.engine.ingest import ingest
from desktop_app.engine.leads import refresh
from desktop_app.mail.base import Batch
from desktop_app.store import accounts, folders, handovers
from desktop_app.store.database import Database
from desktop_app.store.rows import WaitRow
from tests.fakes.desk import ANNA, BORIS, HOUR, ME, MINUTE, NOW, Desk, header, settings, upsert
from tests.fakes.wait_columns import columns_of

IVAN = "ivan@firm.ru"
FORWARD = b"Subject: Fwd: Offer\r\nTo: ivan@firm.ru\r\nContent-Type: text/plain\r\n\r\n%b"


@pytest.fixture
def waiting(desk: Desk) -> Desk:
    """Anna has waited for two hours, Boris for one."""
    desk.receive("a@client.ru", at=NOW - 2 * HOUR)
    desk.receive("b@client.ru", sender=f"Boris <{BORIS}>", at=NOW - HOUR)
    desk.derive()
    return desk


def rows(desk: Desk) -> list[WaitRow]:
    with closing(desk.reader()) as reader:
        return sorted(reader.waits(), key=lambda row: (row.first_letter, row.arrived_at))


def assign(desk: Desk, message_id: str, to: str, at: int = NOW) -> bool:
    done = handovers.assign(desk.db, desk.letter(message_id), to, at)
    desk.derive()
    return done


def colleague(desk: Desk) -> AccountId:
    """Ivan's mailbox on the same computer, with folders INBOX and Sent."""
    account = accounts.add(desk.db, settings(IVAN))
    folders.put_all(desk.db, account, [("INBOX", "INBOX", Role.INBOX), ("Sent", "Sent", Role.SENT)])
    return account


def put(desk: Desk, account: AccountId, role: Role, block: bytes, at: int) -> None:
    place = next(one for one in folders.of_account(desk.db, account) if one.role is role)
    batch = Batch([upsert(f"9.{at}", block, at)], b"state", 1, 1)
    ingest(desk.db, account, place.id, role, batch, OwnAddresses(IVAN), NOW, None)


def test_assigned_to_somebody_elsewhere_a_wait_leaves_the_figures_and_the_list(waiting: Desk) -> None:
    assert assign(waiting, "a@client.ru", "Ivan")
    handed, boris = rows(waiting)
    assert (handed.excluded, handed.handed_to, handed.handed_at) == (Excluded.HANDED_OVER, "Ivan", NOW)
    assert boris.excluded is None
    with closing(waiting.reader()) as reader:
        columns = reader.wait_columns()
        leads = reader.leads([waiting.contact(ANNA), waiting.contact(BORIS)])
    assert columns.counts.sum() == 1
    assert [leads[waiting.contact(who)].waiting_since for who in (ANNA, BORIS)] == [None, NOW - HOUR]


def test_taken_back_it_runs_as_if_nothing_had_been_said(waiting: Desk) -> None:
    before = rows(waiting)
    assign(waiting, "a@client.ru", "Ivan")
    handovers.unassign(waiting.db, waiting.letter("a@client.ru"))
    waiting.derive()
    assert rows(waiting) == before


def test_a_wait_that_is_over_cannot_be_assigned(waiting: Desk) -> None:
    waiting.send("r@firm.ru", answers="a@client.ru", at=NOW - HOUR)
    waiting.derive()
    assert not assign(waiting, "a@client.ru", "Ivan")
    assert not handovers.assign(waiting.db, 99_999, "Ivan", NOW)


def test_a_colleague_with_a_mailbox_here_waits_from_the_instant_of_the_hand_over(waiting: Desk) -> None:
    ivan = colleague(waiting)
    assign(waiting, "a@client.ru", IVAN)
    waiting.now = NOW + HOUR
    mine, his = rows(waiting)[:2]
    assert (mine.excluded, mine.arrived_at, mine.answered_at) == (Excluded.HANDED_OVER, NOW - 2 * HOUR, None)
    assert (his.excluded, his.arrived_at, his.held_by) == (None, NOW, ivan)
    assert mine.id == -his.id
    with closing(waiting.reader()) as reader:
        columns = reader.wait_columns()
        (lead,) = reader.leads([waiting.contact(ANNA)]).values()
        assert reader.waits_by_id([his.first_letter]) == [his]
    assert columns.arrived[columns.of_account(ivan) & columns.counts].tolist() == [NOW]
    assert columns.taken[columns.of_account(ivan)].tolist() == [True]
    assert lead.waiting_since == NOW - 2 * HOUR  # the client does not care who answers


def test_his_letter_to_the_client_from_his_own_mailbox_ends_it(waiting: Desk) -> None:
    ivan = colleague(waiting)
    assign(waiting, "a@client.ru", IVAN)
    put(waiting, ivan, Role.SENT, header("i@firm.ru", f"Ivan <{IVAN}>", ANNA, at=NOW + HOUR), NOW + HOUR)
    waiting.derive()
    his = next(row for row in rows(waiting) if row.held_by == ivan and row.excluded is None)
    assert (his.answered_at, his.responder) == (NOW + HOUR, IVAN)


def test_columns_say_the_same_as_rows(waiting: Desk) -> None:
    ivan = colleague(waiting)
    assign(waiting, "a@client.ru", IVAN)
    assign(waiting, "b@client.ru", "Maria")
    with closing(waiting.reader()) as reader:
        found, listed = reader.wait_columns(), reader.waits()
    order = np.lexsort((found.reason, found.first_letter))
    expected = columns_of(
        sorted(listed, key=lambda row: (row.first_letter, row.excluded is not None)), {1: True, 2: True}
    )
    for name in ("first_letter", "arrived", "seen_high", "answered", "reason", "first", "taken"):
        assert getattr(found, name)[order].tolist() == getattr(expected, name).tolist(), name
    held = [(row.held_by if row.excluded is None else 1) for row in sorted(
        listed, key=lambda row: (row.first_letter, row.excluded is not None))]
    assert found.account[order].tolist() == [one or 1 for one in held]
    assert ivan in held


def test_what_was_said_survives_a_rebuild_of_the_mailbox(waiting: Desk) -> None:
    assign(waiting, "a@client.ru", "Ivan", NOW - MINUTE)
    before = [replace_ids(row) for row in rows(waiting)]
    waiting.db.close()
    for part in ("", "-wal", "-shm"):
        (waiting.folder / f"otklik.db{part}").unlink(missing_ok=True)
    waiting.db = Database.open(waiting.folder, NOW)
    folders.put_all(waiting.db, waiting.account, [("INBOX", "INBOX", Role.INBOX)])
    waiting.inbox = folders.of_account(waiting.db, waiting.account)[0]
    waiting.receive("b@client.ru", sender=f"Boris <{BORIS}>", at=NOW - HOUR)
    waiting.receive("a@client.ru", at=NOW - 2 * HOUR)
    waiting.derive()
    assert sorted(map(replace_ids, rows(waiting))) == sorted(before)


def replace_ids(row: WaitRow) -> tuple[object, ...]:
    return (row.arrived_at, row.name, str(row.excluded), row.handed_at or 0, row.handed_to)


def test_a_forward_in_sent_hands_over_by_itself_and_taking_it_back_outlives_it(waiting: Desk) -> None:
    waiting.send("f@firm.ru", to=IVAN, answers="a@client.ru", subject="Fwd: Offer", at=NOW - HOUR)
    waiting.derive()
    handed = rows(waiting)[0]
    assert (handed.excluded, handed.handed_to, handed.handed_at) == (
        Excluded.HANDED_OVER, IVAN, NOW - HOUR,
    )  # fmt: skip
    assert assign(waiting, "a@client.ru", "")
    assert rows(waiting)[0].excluded is None


def test_the_forwarded_letter_begins_a_wait_in_the_colleagues_mailbox(waiting: Desk) -> None:
    ivan = colleague(waiting)
    at = NOW - HOUR
    block = header("f@firm.ru", f"Olga <{ME}>", IVAN, "Fwd: Offer", at, answers="a@client.ru")
    put(waiting, ivan, Role.INBOX, block, at)
    waiting.derive()
    alone = next(row for row in rows(waiting) if row.arrived_at == at and row.excluded)
    assert alone.excluded is Excluded.INTERNAL  # nobody has read it yet
    asked = []

    def fetch(letter: int) -> bytes:
        asked.append(letter)
        return FORWARD % f"From: Anna <{ANNA}>\r\n".encode()

    own = OwnAddresses(IVAN)
    assert read_forwards(waiting.db, ivan, own, fetch, NOW)
    waiting.derive()
    assert not read_forwards(waiting.db, ivan, own, fetch, NOW)
    assert len(asked) == 1
    his = next(row for row in rows(waiting) if row.first_letter == asked[0])
    assert (his.excluded, his.arrived_at, his.contact) == (None, at, waiting.contact(ANNA))
    put(waiting, ivan, Role.SENT, header("i@firm.ru", IVAN, ANNA, at=NOW, answers="f@firm.ru"), NOW)
    waiting.derive()
    his = next(row for row in rows(waiting) if row.first_letter == asked[0])
    assert (his.answered_at, his.responder) == (NOW, IVAN)
    with closing(waiting.reader()) as reader:
        columns = reader.wait_columns()
    assert columns.taken[columns.first_letter == asked[0]].tolist() == [True]


def test_a_forward_of_nothing_from_outside_stays_internal_and_is_not_asked_for_again(desk: Desk) -> None:
    desk.receive("f@firm.ru", sender=f"Ivan <{IVAN}>", subject="Fwd: lunch", at=NOW - HOUR)
    desk.derive()
    assert not read_forwards(desk.db, desk.account, desk.own, lambda _letter: b"\xff\x00", NOW)
    assert not handovers.wanting(desk.db, desk.account, 0, 10)
    assert rows(desk)[0].excluded is Excluded.INTERNAL


def test_the_lead_of_a_wait_handed_over_is_refreshed_by_derive(waiting: Desk) -> None:
    refresh(waiting.db, [waiting.contact(ANNA)], NOW)
    assign(waiting, "a@client.ru", "Ivan")
    with closing(waiting.reader()) as reader:
        (lead,) = reader.leads([waiting.contact(ANNA)]).values()
    assert lead.waiting_since is None


def test_the_window_reads_to_whom_a_wait_may_go_and_what_was_said(waiting: Desk) -> None:
    colleague(waiting)
    waiting.send("r@firm.ru", at=NOW - 3 * HOUR, extra="Sender: Zoya <zoya@firm.ru>")
    waiting.derive()
    letter = waiting.letter("a@client.ru")
    with closing(waiting.reader()) as reader:
        assert [to for to, _name in reader.colleagues([letter])] == [IVAN, "zoya@firm.ru"]
        assert reader.assigned([letter]) == {}
        assert reader.handed(waiting.contact(ANNA)) is None
    assign(waiting, "a@client.ru", "Pavel", NOW - MINUTE)
    with closing(waiting.reader()) as reader:
        assert reader.colleagues([letter])[0][0] == "Pavel"
        assert reader.assigned([letter]) == {letter: ("Pavel", NOW - MINUTE)}
        handed = reader.handed(waiting.contact(ANNA))
        assert handed == reader.handed_letter(letter)
        assert handed is not None
        assert (handed.to, handed.at, handed.since) == ("Pavel", NOW - MINUTE, NOW - 2 * HOUR)
        assert reader.handed_letter(waiting.letter("b@client.ru")) is None


def test_who_answered_is_counted_and_a_person_unknown_is_never_guessed(waiting: Desk) -> None:
    waiting.send("r@firm.ru", answers="a@client.ru", at=NOW - HOUR, extra="Sender: Zoya <zoya@firm.ru>")
    block = header("x@firm.ru", "", ANNA, at=NOW, answers="b@client.ru")
    waiting.take([upsert("7.7", block, NOW, seen=True)], waiting.sent)
    waiting.derive()
    with closing(waiting.reader()) as reader:
        columns = reader.wait_columns()
    every = np.ones(columns.arrived.shape, np.bool_)
    assert columns.answerers(every) == [("", 1), ("zoya@firm.ru", 1)]
    assert columns.of_responder("zoya@firm.ru").sum() == 1
    assert columns.of_responder("nobody@firm.ru").sum() == 0


def test_a_wait_assigned_to_a_mailbox_that_is_removed_goes_with_it(waiting: Desk) -> None:
    there = colleague(waiting)
    assert assign(waiting, "a@client.ru", IVAN)
    assert there in {row.held_by for row in rows(waiting)}
    accounts.remove(waiting.db, there)
    waiting.derive()
    gone, _boris = rows(waiting)
    assert (gone.excluded, gone.handed_to, gone.held_by) == (Excluded.HANDED_OVER, IVAN, 0)
    assert waiting.db.row("SELECT account FROM keep.assigned") == (0,)


def test_assigned_to_the_mailbox_in_which_it_waits_it_is_mine(waiting: Desk) -> None:
    before = rows(waiting)
    assert assign(waiting, "a@client.ru", ME)
    assert rows(waiting) == before


def test_a_forward_is_read_and_begins_its_wait_or_neither(
    waiting: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill between the two would leave a client waiting whom nobody ever shows."""
    account = colleague(waiting)
    block = header("f@firm.ru", f"Marina <{ME}>", IVAN, "Fwd: Offer")
    put(waiting, account, Role.INBOX, block, NOW)
    letter = waiting.letter("f@firm.ru")
    with monkeypatch.context() as patch:
        patch.setattr(handovers, "_DUE", "INSERT INTO no_such_table VALUES (?)")
        with pytest.raises(Exception, match="no_such_table"):
            handovers.note_forward(waiting.db, letter, ANNA)
    assert handovers.wanting(waiting.db, account, 0, 9) == [letter]
