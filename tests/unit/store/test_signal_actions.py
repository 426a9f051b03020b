"""Clicks with our next letter to that person, from a database."""

from contextlib import closing

from desktop_app.domain.reply_times import ABSENT
from tests.fakes.desk import ANNA, BORIS, DAY, HOUR, MINUTE, NOW, Desk


def click(desk: Desk, letter: str, person: str, at: int, kind: str = "click", verdict: str = "human") -> None:
    with desk.db.transaction():
        desk.db.execute(
            "INSERT INTO signal (message_id, recipient, kind, key, at, letter, contact, judged, verdict,"
            " reasons, link, count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', 1)",
            (letter, person, kind, str(at), at, desk.letter(letter), desk.contact(person), verdict, verdict),
        )


def test_a_click_goes_with_the_next_letter_to_that_person_and_several_are_one(desk: Desk) -> None:
    desk.send("offer@firm.ru", to=ANNA, at=NOW - 3 * DAY)
    desk.send("other@firm.ru", to=BORIS, at=NOW - 3 * DAY)
    desk.send("next@firm.ru", to=ANNA, at=NOW - DAY)
    desk.derive()
    click(desk, "offer@firm.ru", ANNA, NOW - 2 * DAY)
    click(desk, "offer@firm.ru", ANNA, NOW - 2 * DAY + MINUTE)
    click(desk, "offer@firm.ru", ANNA, NOW - 2 * DAY - MINUTE, verdict="machine")
    click(desk, "offer@firm.ru", ANNA, NOW - 2 * DAY - HOUR, kind="open")
    click(desk, "other@firm.ru", BORIS, NOW - HOUR)
    with closing(desk.reader()) as reader:
        found = reader.signal_actions()
    assert found.at.tolist() == [NOW - 2 * DAY, NOW - HOUR]
    assert found.letter.tolist() == [desk.letter("offer@firm.ru"), desk.letter("other@firm.ru")]
    assert found.next_letter.tolist() == [desk.letter("next@firm.ru"), 0]
    assert found.acted.tolist() == [NOW - DAY, ABSENT]


def test_without_clicks_there_is_nothing(desk: Desk) -> None:
    with closing(desk.reader()) as reader:
        assert reader.signal_actions().at.tolist() == []
