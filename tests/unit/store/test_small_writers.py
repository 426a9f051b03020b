"""Accounts, settings, channels, drafts, outbox: what is written is what is read."""

from contextlib import closing

import pytest

from desktop_app.domain.model import Address, Attachment, Draft, LetterId, OutboxId
from desktop_app.store import accounts, channels, drafts, outbox, relayed, settings
from desktop_app.store.rows import AccountRow
from tests.fakes import desk as fake
from tests.fakes.desk import ANNA, MINUTE, NOW, Desk


def draft(desk: Desk) -> Draft:
    attachment = Attachment("прайс.pdf", "application/pdf", b"\x00\xff\r\n")
    people = (Address("Анна", ANNA),)
    return Draft(desk.account, people, (), (), "Тема", "<p>x</p>", LetterId(7), False, (attachment,))


def test_an_account_is_kept_with_all_its_settings(desk: Desk) -> None:
    with closing(desk.reader()) as reader:
        assert reader.accounts() == [AccountRow(desk.account, fake.settings())]
    assert accounts.all_accounts(desk.db) == [AccountRow(desk.account, fake.settings())]


def test_a_trusted_certificate_is_remembered(desk: Desk) -> None:
    accounts.trust(desk.db, desk.account, "ab12")
    found = accounts.settings_of(desk.db, desk.account)
    assert found is not None
    assert found.tls_fingerprint == "ab12"


def test_an_account_goes_with_all_its_rows_and_nobody_elses(desk: Desk) -> None:
    other = accounts.add(desk.db, fake.settings("petr@other.ru"))
    desk.receive("in@client.ru")
    desk.send("out@firm.ru", answers="in@client.ru")
    desk.derive()
    outbox.add(desk.db, draft(desk), "new@firm.ru", NOW, NOW)
    accounts.remove(desk.db, desk.account)
    assert [row.id for row in accounts.all_accounts(desk.db)] == [other]
    tables = ["letter", "place", "folder", "recipient", "reference", "conversation", "wait", "signal"]
    tables += ["lead", "contact", "due"]
    tables += ["keep.outbox", "keep.seen"]
    assert {table: rows for table, rows in desk.dump(tables).items() if rows} == {}
    with closing(desk.reader()) as reader:
        assert list(reader.letters()) == []


def test_what_a_removed_account_was_to_send_is_removed_with_it(desk: Desk) -> None:
    outbox.add(desk.db, draft(desk), "new@firm.ru", NOW, NOW + MINUTE)
    relayed.keep(desk.db, desk.account, "m@firm.ru", fake.ME, False, b"mime", [ANNA], NOW, NOW)
    accounts.remove(desk.db, desk.account)
    assert outbox.next_at(desk.db) is None
    assert relayed.next_at(desk.db) is None
    assert relayed.settled(desk.db, desk.account, "m@firm.ru", b"mime", NOW) == set()


def test_an_id_of_a_removed_account_is_not_used_again(desk: Desk) -> None:
    accounts.remove(desk.db, desk.account)
    assert accounts.add(desk.db, fake.settings()) != desk.account


def test_a_setting_is_replaced(desk: Desk) -> None:
    settings.put(desk.db, "theme", '"dark"')
    settings.put(desk.db, "theme", '"light"')
    assert settings.all_settings(desk.db) == {"theme": '"light"'}


def test_an_address_belongs_to_one_channel(desk: Desk) -> None:
    channels.put(desk.db, "Ads", ["ADS@firm.ru ", "promo@firm.ru"])
    channels.put(desk.db, "Fair", ["promo@firm.ru"])
    assert channels.by_name(desk.db) == {"Ads": ["ads@firm.ru"], "Fair": ["promo@firm.ru"]}
    channels.put(desk.db, "Ads", [])
    assert channels.by_name(desk.db) == {"Fair": ["promo@firm.ru"]}


def test_a_draft_comes_back_as_it_was(desk: Desk) -> None:
    key = drafts.save(desk.db, "", draft(desk))
    with closing(desk.reader()) as reader:
        assert [(name, drafts.decode(body)) for name, body in reader.drafts()] == [(key, draft(desk))]
        drafts.save(desk.db, key, None)
        assert reader.drafts() == []


def test_a_held_letter_is_ready_when_its_time_has_come(desk: Desk) -> None:
    number = outbox.add(desk.db, draft(desk), "new@firm.ru", NOW, NOW + MINUTE)
    assert outbox.ready(desk.db, NOW) == []
    assert outbox.next_at(desk.db) == NOW + MINUTE
    (entry,) = outbox.ready(desk.db, NOW + MINUTE)
    assert (entry.id, entry.draft, entry.state) == (number, draft(desk), "held")


@pytest.mark.parametrize(("state", "moves"), [("held", True), ("sending", False)])
def test_a_letter_is_undone_only_while_it_is_held(desk: Desk, state: str, moves: bool) -> None:
    number = outbox.add(desk.db, draft(desk), "new@firm.ru", NOW, NOW)
    outbox.move(desk.db, number, state)
    assert outbox.move(desk.db, number, "undone", only_from=("held",)) is moves


def test_what_was_being_sent_when_the_engine_died_is_unknown(desk: Desk) -> None:
    number = outbox.add(desk.db, draft(desk), "new@firm.ru", NOW, NOW)
    outbox.move(desk.db, number, "sending")
    outbox.set_copy(desk.db, number, ANNA, "accepted")
    outbox.set_copy(desk.db, number, "b@client.ru", "sending")
    assert outbox.interrupted(desk.db) == [(number, "unknown")]
    assert outbox.interrupted(desk.db) == []
    entry = outbox.get(desk.db, number)
    assert entry is not None
    assert entry.state == "unknown"
    assert entry.copies == {ANNA: ("accepted", ""), "b@client.ru": ("unknown", "")}
    assert outbox.get(desk.db, OutboxId(99)) is None


def test_what_was_to_be_sent_when_the_engine_died_and_was_not_begun_is_held(desk: Desk) -> None:
    number = outbox.add(desk.db, draft(desk), "new@firm.ru", NOW, NOW)
    outbox.move(desk.db, number, "sending")
    outbox.set_copy(desk.db, number, ANNA, "accepted")
    assert outbox.interrupted(desk.db) == [(number, "held")]
    assert [entry.id for entry in outbox.ready(desk.db, NOW)] == [number]


def test_sent_and_undone_letters_are_not_shown_in_the_outbox(desk: Desk) -> None:
    for state in ("held", "sending", "rejected", "unknown", "sent", "undone"):
        outbox.move(desk.db, outbox.add(desk.db, draft(desk), f"{state}@firm.ru", NOW, NOW), state)
    with closing(desk.reader()) as reader:
        assert [row.state for row in reader.outbox()] == ["held", "sending", "rejected", "unknown"]


def test_a_channel_takes_the_place_of_another(desk: Desk) -> None:
    channels.put(desk.db, "Ads", ["ads@firm.ru", "promo@firm.ru"])
    channels.put(desk.db, "Advertising", ["promo@firm.ru"], renames="Ads")
    assert channels.by_name(desk.db) == {"Advertising": ["promo@firm.ru"]}
