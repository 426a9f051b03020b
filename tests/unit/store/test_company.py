"""A company as its page shows it: people, letters both ways, answers, what warmth knows of it."""

from contextlib import closing

import pytest

from desktop_app.store import persons
from desktop_app.store.company import Asked, CompanyStory
from tests.fakes.desk import ANNA, DAY, HOUR, NOW, Desk

OLEG = "oleg@client.ru"
HOME = "anna.home@mail.ru"


def story(desk: Desk, company: str = "client.ru") -> CompanyStory:
    with closing(desk.reader()) as reader:
        return reader.company_story(company, desk.now)


@pytest.fixture
def firm(desk: Desk) -> Desk:
    """Two at one company. A letter to both is answered by Oleg alone; Anna asks and waits; a robot writes."""
    desk.send("offer@firm.ru", to=f"{ANNA}, {OLEG}", at=NOW - 10 * DAY)
    desk.receive("yes@client.ru", sender=f"Oleg <{OLEG}>", at=NOW - 9 * DAY, answers="offer@firm.ru")
    desk.send("thanks@firm.ru", to=OLEG, at=NOW - 9 * DAY + HOUR, answers="yes@client.ru")
    desk.receive("when@client.ru", at=NOW - 5 * HOUR, subject="When")
    desk.receive("other@else.ru", sender="Eva <eva@else.ru>", at=NOW - 4 * HOUR)
    desk.derive()
    return desk


def test_letters_and_answers_of_both_sides_are_counted_once(firm: Desk) -> None:
    assert ANNA.endswith("@client.ru")
    found = story(firm)
    assert {one.address for one in found.people} == {ANNA, OLEG}
    assert found.received == 2
    assert found.asked == (
        Asked(NOW - 10 * DAY, NOW - 9 * DAY),
        Asked(NOW - 9 * DAY + HOUR, None),
    )
    assert found.waits == (Asked(NOW - 9 * DAY, NOW - 9 * DAY + HOUR), Asked(NOW - 5 * HOUR, None))


def test_what_happened_with_all_of_them_is_one_timeline_without_strangers(firm: Desk) -> None:
    ids = [item.letter.message_id for item in story(firm).items if item.letter]
    assert ids == ["when@client.ru", "thanks@firm.ru", "yes@client.ru", "offer@firm.ru"]


def test_the_history_is_what_warmth_counts(firm: Desk) -> None:
    found = story(firm)
    assert found.rate == (1, 3)  # by recipient: the letter to both is one to each of them
    assert found.user == (1, 3)


def test_a_person_of_several_addresses_appears_once(firm: Desk) -> None:
    firm.receive("home@mail.ru", sender=f"Anna <{HOME}>", at=NOW - HOUR)
    firm.derive()
    persons.merge(firm.db, HOME, ANNA)
    firm.derive()
    found = story(firm)
    assert [one.address for one in found.people].count(ANNA) == 1
    assert found.received == 3


@pytest.mark.parametrize("company", ["", "mail.ru", "nobody.ru"])
def test_a_public_mail_domain_and_nothing_are_no_company(firm: Desk, company: str) -> None:
    firm.receive("home@mail.ru", sender=f"Anna <{HOME}>", at=NOW - HOUR)
    firm.derive()
    found = story(firm, company)
    assert (found.people, found.received, found.asked, found.items) == ((), 0, (), ())
