"""Numbers of active leads: read from their newest letters, once, and never from ours."""

from contextlib import closing

from desktop_app.domain.errors import ItemGone
from desktop_app.domain.model import LetterId
from desktop_app.domain.phones import Phone, typed
from desktop_app.engine.leads import refresh
from desktop_app.engine.phones import note_letter, read_phones
from desktop_app.store import people, phones
from desktop_app.store import settings as preferences
from tests.fakes.desk import ANNA, BORIS, DAY, HOUR, NOW, Desk


def signed(text: str) -> bytes:
    return ("Content-Type: text/plain; charset=utf-8\r\n\r\nДобрый день\r\n\r\n-- \r\n" + text).encode()


class Server:
    """Gives bodies and counts the questions."""

    def __init__(self, bodies: dict[LetterId, bytes]) -> None:
        self.bodies = bodies
        self.asked: list[LetterId] = []

    def fetch(self, letter: LetterId) -> bytes:
        self.asked.append(letter)
        if letter not in self.bodies:
            raise ItemGone(letter=letter)
        return self.bodies[letter]


def shown(desk: Desk, address: str = ANNA) -> list[tuple[str, LetterId | None]]:
    with closing(desk.reader()) as reader:
        return [(one.number, one.letter) for one in reader.phones(desk.contact(address))]


def test_the_newest_letter_of_an_active_lead_is_opened_once(desk: Desk) -> None:
    desk.receive("old@client.ru", at=NOW - 9 * DAY)
    desk.receive("new@client.ru", at=NOW - HOUR)
    desk.receive("boris@client.ru", sender=f"Boris <{BORIS}>", at=NOW - 300 * DAY)  # not active any more
    desk.derive()
    new = desk.letter("new@client.ru")
    server = Server({new: signed("моб. 8 916 123-45-67")})
    found = read_phones(desk.db, desk.account, server.fetch, NOW)
    assert found == (desk.contact(ANNA),)
    assert server.asked == [new]
    assert shown(desk) == [("+79161234567", new)]
    assert read_phones(desk.db, desk.account, server.fetch, NOW) == ()
    assert server.asked == [new]


def test_a_letter_without_a_number_is_not_opened_again_but_the_next_one_is(desk: Desk) -> None:
    desk.receive("a@client.ru", at=NOW - 2 * HOUR)
    desk.derive()
    server = Server({})  # the first one is gone
    for _ in range(2):
        assert read_phones(desk.db, desk.account, server.fetch, NOW) == ()
    assert len(server.asked) == 1
    desk.receive("b@client.ru", at=NOW - HOUR)
    desk.derive()
    server.bodies[desk.letter("b@client.ru")] = signed("+7 495 123-45-67 доб. 3")
    assert read_phones(desk.db, desk.account, server.fetch, NOW) == (desk.contact(ANNA),)


def test_no_more_letters_are_opened_in_a_round_than_allowed(desk: Desk) -> None:
    for number in range(5):
        desk.receive(f"{number}@x.ru", sender=f"P <p{number}@x{number}.ru>")
    desk.derive()
    server = Server({})
    read_phones(desk.db, desk.account, server.fetch, NOW, limit=2)
    assert len(server.asked) == 2


def test_our_own_number_is_never_a_clients(desk: Desk) -> None:
    preferences.put(desk.db, "signature", '"Olga\\n+7 916 123-45-67"')
    desk.receive("a@client.ru")
    desk.derive()
    letter = desk.letter("a@client.ru")
    assert note_letter(desk.db, letter, signed("8 916 123-45-67")) is None
    assert shown(desk) == []


def test_a_letter_that_is_read_anyway_tells_the_number(desk: Desk) -> None:
    desk.receive("a@client.ru")
    desk.send("out@firm.ru", answers="a@client.ru")
    desk.derive()
    assert note_letter(desk.db, desk.letter("out@firm.ru"), signed("+7 495 123-45-67")) is None
    assert note_letter(desk.db, desk.letter("a@client.ru"), signed("+7 495 123-45-67")) == desk.contact(ANNA)


def test_an_older_letter_does_not_replace_the_number_of_a_newer_one(desk: Desk) -> None:
    desk.receive("old@client.ru", at=NOW - DAY)
    desk.receive("new@client.ru", at=NOW)
    desk.derive()
    note_letter(desk.db, desk.letter("new@client.ru"), signed("8 916 123-45-67"))
    assert note_letter(desk.db, desk.letter("old@client.ru"), signed("8 495 123-45-67")) is None
    assert [number for number, _ in shown(desk)] == ["+79161234567"]


def test_what_the_user_says_has_the_last_word(desk: Desk) -> None:
    desk.receive("a@client.ru")
    desk.derive()
    anna = desk.contact(ANNA)
    note_letter(desk.db, desk.letter("a@client.ru"), signed("8 916 123-45-67"))
    phones.set_by_hand(desk.db, anna, typed("+49 30 1234567"))
    assert shown(desk) == [("+49301234567", None)]
    phones.set_by_hand(desk.db, anna, Phone("", ""))
    assert shown(desk) == []
    phones.set_by_hand(desk.db, anna, None)
    assert [number for number, _ in shown(desk)] == ["+79161234567"]


def test_a_snooze_until_they_reply_ends_with_a_letter_of_a_person_only(desk: Desk) -> None:
    desk.receive("a@client.ru", at=NOW - DAY)
    desk.derive()
    anna = desk.contact(ANNA)
    people.snooze(desk.db, anna, NOW + 900 * DAY, NOW)
    refresh(desk.db, [anna], NOW)

    def until() -> int | None:
        with closing(desk.reader()) as reader:
            return reader.leads([anna])[anna].snoozed_until

    assert until() == NOW + 900 * DAY
    desk.now = NOW + HOUR
    desk.receive("auto@client.ru", extra="Auto-Submitted: auto-replied")
    desk.derive()
    assert until() == NOW + 900 * DAY
    desk.receive("b@client.ru")
    desk.derive()
    assert until() is None
