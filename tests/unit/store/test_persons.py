"""One person under several addresses: everything follows, and everything comes back."""

import random
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.domain.errors import InputError
from desktop_app.domain.model import SignalKind, Verdict
from desktop_app.engine.leads import refresh
from desktop_app.store import people, persons, signals
from desktop_app.store.signals import Judged
from tests.fakes.desk import ANNA, BORIS, DAY, HOUR, NOW, Desk

HOME = "anna.home@mail.ru"
TABLES = ["letter", "recipient", "wait", "conversation"]


def merge(desk: Desk, address: str = HOME, person: str = ANNA) -> None:
    persons.merge(desk.db, address, person)
    desk.derive()


def part(desk: Desk, address: str = HOME) -> None:
    refresh(desk.db, persons.part(desk.db, address), desk.now)
    desk.derive()


def names(desk: Desk) -> set[str]:
    rows = desk.db.rows("SELECT address FROM lead")
    return {address for (address,) in rows}


@pytest.fixture
def two(desk: Desk) -> Desk:
    """Anna writes from the office and from home; we wrote to both at once, too."""
    desk.send("first@firm.ru", to=f"{ANNA}, {HOME}, {BORIS}", at=NOW - 3 * DAY)
    desk.receive("home@mail.ru", sender=f"Anna <{HOME}>", at=NOW - 2 * DAY, answers="first@firm.ru")
    desk.send("second@firm.ru", to=HOME, at=NOW - DAY, answers="home@mail.ru")
    desk.receive("office@client.ru", at=NOW - 5 * HOUR)
    desk.receive("home2@mail.ru", sender=f"Anna <{HOME}>", at=NOW - 4 * HOUR, subject="More")
    desk.derive()
    return desk


def test_her_letters_waits_and_lead_are_one(two: Desk) -> None:
    assert names(two) == {ANNA, HOME, BORIS}
    merge(two)
    anna = two.contact(ANNA)
    assert names(two) == {ANNA, BORIS}
    with closing(two.reader()) as reader:
        letters = [item.letter.message_id for item in reader.timeline(anna) if item.letter]
        assert letters == [
            "home2@mail.ru",
            "office@client.ru",
            "second@firm.ru",
            "home@mail.ru",
            "first@firm.ru",
        ]
        assert {wait.contact for wait in reader.waits()} == {anna}
        assert reader.further_addresses(anna) == [HOME]
        assert reader.waiting_letters([anna]) == {
            anna: [two.letter("office@client.ru"), two.letter("home2@mail.ru")]
        }


def test_parting_gives_every_row_back(two: Desk) -> None:
    before = two.dump(TABLES)
    merge(two)
    assert two.dump(TABLES) != before
    part(two)
    assert two.dump(TABLES) == before
    assert names(two) == {ANNA, HOME, BORIS}
    assert two.db.rows("SELECT * FROM moved") == []


def test_a_letter_that_comes_later_belongs_to_her_too_and_goes_back_with_the_rest(two: Desk) -> None:
    merge(two)
    two.receive("later@mail.ru", sender=f"Anna <{HOME}>")
    two.send("third@firm.ru", to=HOME)
    two.derive()
    assert names(two) == {ANNA, BORIS}
    part(two)
    home = two.contact(HOME)
    sql = "SELECT contact FROM letter WHERE message_id = 'later@mail.ru'"
    assert two.db.number(sql) == home
    letter = two.letter("third@firm.ru")
    assert two.db.rows("SELECT contact FROM recipient WHERE letter = ?", (letter,)) == [(home,)]


def test_a_merge_outlives_a_rebuild_of_the_database(two: Desk, tmp_path: Path) -> None:
    merge(two)
    with two.db.transaction():
        for table in ("letter", "recipient", "contact", "moved", "lead", "reference", "place", "wait"):
            two.db.execute(f"DELETE FROM {table}")
    two.receive("home@mail.ru", sender=f"Anna <{HOME}>", at=NOW - DAY)
    two.derive()
    assert names(two) == {HOME}  # nothing is known of the other address yet
    two.receive("office@client.ru", at=NOW - HOUR)
    two.derive()
    assert names(two) == {ANNA}


def test_signals_of_the_other_address_are_hers_and_go_back(two: Desk) -> None:
    click = Judged("second@firm.ru", HOME, SignalKind.CLICK, "1", NOW - HOUR, Verdict.HUMAN, ("browser",))
    merge(two)
    written = signals.rewrite(two.db, ["second@firm.ru"], [click])
    assert written.contacts == (two.contact(ANNA),)
    assert signals.rewrite(two.db, ["second@firm.ru"], [click]).signals == ()
    part(two)
    sql = "SELECT contact FROM signal WHERE kind = 'click'"
    assert two.db.rows(sql) == [(two.contact(HOME),)]


def test_three_addresses_part_in_any_order(two: Desk) -> None:
    before = two.dump(TABLES)
    for order in ((HOME, BORIS), (BORIS, HOME)):
        merge(two, HOME, ANNA)
        merge(two, BORIS, HOME)  # leads to Anna
        assert names(two) == {ANNA}
        for address in order:
            part(two, address)
        assert two.dump(TABLES) == before


def test_merging_a_person_takes_the_merged_addresses_along(two: Desk) -> None:
    before = two.dump(TABLES)
    merge(two, HOME, BORIS)
    merge(two, BORIS, ANNA)
    assert names(two) == {ANNA}
    addresses = [HOME, BORIS]
    random.Random(3).shuffle(addresses)
    for address in addresses:
        part(two, address)
    assert two.dump(TABLES) == before


def test_her_other_address_is_found_by_search(two: Desk) -> None:
    merge(two)
    with closing(two.reader()) as reader:
        assert two.contact(ANNA) in (reader._find("anna.home@mail") or ())


def test_nonsense_is_refused(two: Desk) -> None:
    for address, person, reason in (
        (ANNA, ANNA, "same_address"),
        ("nobody@x.ru", ANNA, "no_such_contact"),
        (ANNA, "nobody@x.ru", "no_such_contact"),
    ):
        with pytest.raises(InputError) as caught:
            persons.merge(two.db, address, person)
        assert caught.value.params["reason"] == reason
    merge(two)
    with pytest.raises(InputError):
        persons.merge(two.db, ANNA, HOME)
    assert persons.part(two.db, "nobody@x.ru") == ()


def test_the_other_addresses_note_is_still_to_be_seen(two: Desk) -> None:
    people.set_note(two.db, two.contact(HOME), "likes tea")
    merge(two)
    with closing(two.reader()) as reader:
        assert reader.note(two.contact(ANNA)) == "likes tea"
