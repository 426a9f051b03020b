"""A batch becomes rows, once, whatever comes in it."""

from contextlib import closing

import pytest

from desktop_app.domain.addresses import OwnAddresses
from desktop_app.domain.model import Direction, Excluded, Flags, Kind, Role
from desktop_app.engine import ingest as module
from desktop_app.engine.ingest import ingest
from desktop_app.mail.base import Batch, FlagsChanged, Gone, Reset, Upsert
from desktop_app.store import accounts, channels, folders
from desktop_app.store.rows import LetterRow
from tests.fakes.desk import ANNA, BORIS, DAY, HOUR, ME, MINUTE, NOW, Desk, header, settings, upsert

ROWS = ["letter", "place", "contact", "recipient", "reference", "merged", "due", "folder"]
READ, UNREAD = Flags(seen=True), Flags()


def row(desk: Desk, message_id: str) -> LetterRow:
    with closing(desk.reader()) as reader:
        found = reader.letter(desk.letter(message_id))
    assert found is not None
    return found


def interval(desk: Desk, message_id: str = "in@client.ru") -> tuple[int | None, int | None]:
    found = row(desk, message_id)
    return found.seen_low, found.seen_high


# ── letters and places ───────────────────────────────────────────────────────────────────────────


def test_a_letter_is_read_and_judged(desk: Desk) -> None:
    desk.receive("in@client.ru", subject="=?utf-8?b?0KbQtdC90Ys=?=", to=f"Olga <{ME}>, x@y.ru")
    found = row(desk, "in@client.ru")
    assert (found.direction, found.kind, found.subject) == (Direction.IN, Kind.HUMAN, "Цены")
    assert found.sender == ("Anna Petrova", ANNA)
    assert found.to == (("Olga", ME), ("", "x@y.ru"))
    assert (found.sent_at, found.arrived_at, found.size) == (NOW, NOW, 1000)
    assert found.contact == desk.contact(ANNA)
    assert found.places == ("INBOX",)


def test_the_same_batch_twice_changes_nothing(desk: Desk) -> None:
    batch = [upsert("1.1", header("a@x.ru")), upsert("1.2", header("b@x.ru", answers="a@x.ru"), seen=True)]
    assert desk.take(batch).new == 2
    before = desk.dump(ROWS)
    again = desk.take(batch)
    assert (again.new, again.due) == (0, ())
    assert desk.dump(ROWS) == before


def test_a_letter_in_two_folders_is_one_letter_in_two_places(desk: Desk) -> None:
    desk.take([upsert("1.1", header("a@x.ru"))])
    assert desk.take([upsert("7.1", header("a@x.ru"))], desk.archive).new == 0
    assert row(desk, "a@x.ru").places == ("INBOX", "Archive")


def test_the_same_letter_twice_in_one_batch_is_one_letter(desk: Desk) -> None:
    assert desk.take([upsert("1.1", header("a@x.ru")), upsert("1.2", header("a@x.ru"))]).new == 1
    assert len(folders.seats_of(desk.db, desk.letter("a@x.ru"))) == 2


def test_a_letter_that_left_the_folder_stays_without_a_place(desk: Desk) -> None:
    desk.take([upsert("1.1", header("a@x.ru"))])
    desk.take([Gone(("1.1", "1.99"))])
    assert row(desk, "a@x.ru").places == ()


def test_what_came_and_went_within_a_batch_leaves_nothing(desk: Desk) -> None:
    desk.take([upsert("1.1", header("a@x.ru")), Gone(("1.1",))])
    assert desk.letter("a@x.ru") == 0


def test_after_a_reset_the_letters_are_met_again(desk: Desk) -> None:
    desk.take([upsert("1.1", header("a@x.ru")), upsert("1.2", header("b@x.ru"))])
    number = desk.letter("a@x.ru")
    assert desk.take([Reset(), upsert("2.1", header("a@x.ru"))]).new == 0
    assert desk.letter("a@x.ru") == number
    assert [seat.remote_id for seat in folders.seats_of(desk.db, number)] == ["2.1"]
    assert row(desk, "b@x.ru").places == ()


def test_the_folders_state_is_stored_with_the_rows(desk: Desk) -> None:
    desk.take([upsert("1.1", header("a@x.ru"))])
    found = folders.get(desk.db, desk.inbox.id)
    assert found is not None
    assert (found.state, found.done, found.total) == (b"state", 1, 1)


def test_a_batch_that_fails_leaves_neither_rows_nor_state(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError

    before = desk.dump(ROWS)
    monkeypatch.setattr(module.folders, "save_progress", fail)
    with pytest.raises(KeyError):
        desk.take([upsert("1.1", header("a@x.ru"))])
    assert desk.dump(ROWS) == before


def test_of_two_arrivals_the_first_counts_in_either_order(desk: Desk) -> None:
    for name, first, second in (("a@x.ru", NOW, NOW - DAY), ("b@x.ru", NOW - DAY, NOW)):
        desk.take([upsert(f"1.{name}", header(name), first)])
        desk.take([upsert(f"2.{name}", header(name), second)], desk.archive)
        assert row(desk, name).arrived_at == NOW - DAY


def test_a_copy_in_sent_makes_the_letter_ours(desk: Desk) -> None:
    block = header("a@x.ru", "Shared <shared@elsewhere.ru>", to=ANNA)
    desk.take([upsert("1.1", block)])
    assert row(desk, "a@x.ru").direction is Direction.IN
    desk.take([upsert("1.1", block)], desk.sent)
    found = row(desk, "a@x.ru")
    assert (found.direction, found.contact, found.excluded) == (Direction.OUT, None, None)
    assert desk.db.rows("SELECT contact FROM recipient") == [(desk.contact(ANNA),)]


def test_a_copy_in_sent_of_what_only_a_colleague_got_is_internal(desk: Desk) -> None:
    block = header("a@x.ru", sender="alias@elsewhere.ru", to="petr@firm.ru")
    desk.take([upsert("1.1", block)])
    desk.take([upsert("1.1", block)], desk.sent)
    assert desk.db.rows("SELECT direction, excluded FROM letter") == [("out", "internal")]


def test_a_letter_of_ours_names_its_outside_recipients(desk: Desk) -> None:
    desk.send("a@firm.ru", to=f"Anna <{ANNA}>, {BORIS}, petr@firm.ru")
    recipients = {contact for (contact,) in desk.db.rows("SELECT contact FROM recipient")}
    assert recipients == {desk.contact(ANNA), desk.contact(BORIS)}


def test_a_contact_has_its_newest_name_that_is_not_empty(desk: Desk) -> None:
    for number, (name, at) in enumerate((("Anna B", NOW), ("Anna Old", NOW - DAY), ("", NOW + DAY))):
        desk.receive(f"{number}@x.ru", sender=f"{name} <{ANNA}>", at=at)
    assert desk.db.rows("SELECT name FROM contact") == [("Anna B",)]


def test_a_robot_is_no_contact(desk: Desk) -> None:
    desk.receive("a@x.ru", sender="noreply@shop.ru", extra="Auto-Submitted: auto-generated")
    desk.receive(
        "b@x.ru", sender="news@shop.ru", extra="List-Unsubscribe: <mailto:x@shop.ru>\nPrecedence: bulk"
    )
    assert desk.db.number("SELECT count(*) FROM contact") == 0
    assert row(desk, "b@x.ru").excluded is Excluded.LIST


def test_the_channel_is_told_by_the_address_written_to(desk: Desk) -> None:
    channels.put(desk.db, "Ads", ["promo@firm.ru"])
    desk.receive("a@x.ru", to="promo@firm.ru")
    desk.receive("b@x.ru", extra="Delivered-To: promo@firm.ru")
    desk.receive("c@x.ru")
    assert desk.db.rows("SELECT channel FROM letter ORDER BY id") == [("Ads",), ("Ads",), ("",)]


CHANGED = "X-Microsoft-Original-Message-ID: <own@firm.ru>"


def test_an_id_that_a_server_changed_leads_to_the_letter(desk: Desk) -> None:
    desk.send("changed@server", extra=CHANGED)
    desk.receive("in@client.ru", answers="own@firm.ru")
    assert row(desk, "in@client.ru").conversation == row(desk, "changed@server").conversation


def test_an_answer_that_came_before_our_letter_is_joined_to_it(desk: Desk) -> None:
    desk.receive("in@client.ru", answers="own@firm.ru")
    desk.send("changed@server", extra=CHANGED)
    assert row(desk, "in@client.ru").conversation == row(desk, "changed@server").conversation


@pytest.mark.parametrize("value", ["own", "<own>", "", "<changed@server>"])
def test_what_is_no_other_id_is_not_learned(desk: Desk, value: str) -> None:
    desk.send("changed@server", extra=f"X-Microsoft-Original-Message-ID: {value}")
    assert desk.db.number("SELECT count(*) FROM keep.learned") == 0


def test_of_a_letter_of_others_nothing_is_learned(desk: Desk) -> None:
    desk.receive("in@client.ru", extra=CHANGED)
    assert desk.db.number("SELECT count(*) FROM keep.learned") == 0


def test_conversations_that_turn_out_to_be_one_are_merged(desk: Desk) -> None:
    desk.receive("a@x.ru")
    desk.receive("b@x.ru")
    desk.receive("c@x.ru", extra="References: <a@x.ru> <b@x.ru>")
    desk.receive("d@x.ru", answers="b@x.ru")
    assert {row(desk, f"{name}@x.ru").conversation for name in "abcd"} == {row(desk, "a@x.ru").conversation}


# ── when it was first seen read ──────────────────────────────────────────────────────────────────


def test_read_between_two_looks_means_between_these_looks(desk: Desk) -> None:
    desk.receive("in@client.ru")
    assert interval(desk) == (NOW, None)
    desk.now = NOW + HOUR
    desk.synced()
    desk.now = NOW + 2 * HOUR
    desk.take([FlagsChanged("1.1", READ)])
    assert interval(desk) == (NOW + HOUR, NOW + 2 * HOUR)


def test_read_before_we_ever_looked_is_unknown(desk: Desk) -> None:
    desk.receive("in@client.ru", at=NOW - DAY, seen=True)
    assert interval(desk) == (None, None)


def test_came_and_was_read_since_the_last_look(desk: Desk) -> None:
    desk.synced()
    desk.now = NOW + HOUR
    desk.receive("in@client.ru", at=NOW + MINUTE, seen=True)
    assert interval(desk) == (NOW + MINUTE, NOW + HOUR)


def test_an_old_letter_moved_here_read_stays_unknown(desk: Desk) -> None:
    desk.synced()
    desk.now = NOW + HOUR
    desk.receive("in@client.ru", at=NOW - DAY, seen=True)
    assert interval(desk) == (None, None)


def test_an_interval_never_changes_again(desk: Desk) -> None:
    desk.receive("in@client.ru")
    desk.now = NOW + HOUR
    desk.take([FlagsChanged("1.1", READ)])
    before = interval(desk)
    desk.synced()
    for hours, flags in ((2, UNREAD), (3, READ)):
        desk.now = NOW + hours * HOUR
        desk.take([FlagsChanged("1.1", flags)])
    desk.take([upsert("9.9", header("in@client.ru"), NOW, seen=True)], desk.archive)
    assert interval(desk) == before == (NOW, NOW + HOUR)


def test_moved_while_read_elsewhere(desk: Desk) -> None:
    desk.receive("in@client.ru")
    desk.now = NOW + HOUR
    desk.synced()
    desk.now = NOW + 2 * HOUR
    desk.take([Gone(("1.1",))])
    desk.take([upsert("9.9", header("in@client.ru"), NOW, seen=True)], desk.archive)
    assert interval(desk) == (NOW + HOUR, NOW + 2 * HOUR)


def test_seen_intervals_outlive_a_rebuilt_database(desk: Desk) -> None:
    desk.receive("in@client.ru")
    desk.now = NOW + HOUR
    desk.take([FlagsChanged("1.1", READ)])
    desk.close()
    (desk.folder / "otklik.db").write_bytes(b"garbage")
    fresh = Desk(desk.folder, NOW + DAY)
    fresh.account = desk.account
    (fresh.inbox,) = folders.put_all(fresh.db, desk.account, [("INBOX", "INBOX", Role.INBOX)])
    fresh.receive("in@client.ru", at=NOW, seen=True)
    assert interval(fresh) == (NOW, NOW + HOUR)
    fresh.close()


def test_our_own_letters_have_no_such_time(desk: Desk) -> None:
    desk.synced(desk.sent)
    desk.now = NOW + HOUR
    desk.send("out@firm.ru", at=NOW + MINUTE)
    assert interval(desk, "out@firm.ru") == (None, None)


def test_two_accounts_have_their_own_letters(desk: Desk) -> None:
    desk.receive("a@x.ru")
    second = accounts.add(desk.db, settings("b@c.ru"))
    (other,) = folders.put_all(desk.db, second, [("INBOX", "INBOX", Role.INBOX)])
    letter = Upsert("1.1", header("a@x.ru"), UNREAD, NOW, 1)
    batch = Batch([letter], b"", 1, 1)
    done = ingest(desk.db, second, other.id, Role.INBOX, batch, OwnAddresses("b@c.ru"), NOW, None)
    assert done.new == 1
    assert desk.db.number("SELECT count(*) FROM letter") == 2
