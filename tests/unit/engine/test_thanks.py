"""A client who only thanks after our answer does not wait; the user has the last word."""

import pytest

from desktop_app.domain.model import Excluded
from desktop_app.engine.thanks import WHOLE_BYTES, note_thanks
from desktop_app.store import people
from tests.fakes.desk import ANNA, HOUR, ME, NOW, Desk
from tests.unit.engine.test_derive import waits

THANKS = "Content-Type: text/plain; charset=utf-8\r\n\r\nОльга, спасибо!\r\n\r\nАнна\r\n".encode()
NAMES = {"sender": f"Анна <{ANNA}>", "to": f"Ольга <{ME}>"}


@pytest.fixture
def thanked(desk: Desk) -> Desk:
    desk.receive("question@x.ru", at=NOW - 5 * HOUR)
    desk.send("answer@firm.ru", at=NOW - 4 * HOUR, answers="question@x.ru")
    desk.receive("thanks@x.ru", at=NOW - 3 * HOUR, answers="answer@firm.ru", **NAMES)
    desk.derive()
    return desk


def reasons(desk: Desk) -> list[Excluded | None]:
    desk.derive()
    return [wait.excluded for wait in waits(desk)]


def test_a_letter_nobody_opened_counts(thanked: Desk) -> None:
    assert reasons(thanked) == [None, None]


def test_thanks_after_our_answer_are_not_waited_with(thanked: Desk) -> None:
    assert note_thanks(thanked.db, thanked.letter("thanks@x.ru"), THANKS)
    assert reasons(thanked) == [None, Excluded.THANKS]
    assert not note_thanks(thanked.db, thanked.letter("thanks@x.ru"), THANKS)


def test_the_next_question_is_waited_with(thanked: Desk) -> None:
    note_thanks(thanked.db, thanked.letter("thanks@x.ru"), THANKS)
    thanked.receive("next@x.ru", at=NOW - HOUR, answers="thanks@x.ru")
    assert reasons(thanked) == [None, Excluded.THANKS, None]
    assert waits(thanked)[2].arrived_at == NOW - HOUR


def test_the_user_says_that_it_needs_an_answer_and_that_it_does_not(thanked: Desk) -> None:
    letter = thanked.letter("thanks@x.ru")
    note_thanks(thanked.db, letter, THANKS)
    reasons(thanked)
    people.mark_no_answer(thanked.db, letter, needs_answer=True)
    assert reasons(thanked) == [None, None]
    assert not note_thanks(thanked.db, letter, THANKS)  # opened again
    assert reasons(thanked) == [None, None]
    people.mark_no_answer(thanked.db, letter, needs_answer=False)
    assert reasons(thanked) == [None, Excluded.NO_ANSWER]
    people.mark_no_answer(thanked.db, letter, needs_answer=True)
    assert reasons(thanked) == [None, None]


def test_taking_back_the_own_mark_leaves_the_rule(thanked: Desk) -> None:
    letter = thanked.letter("thanks@x.ru")
    people.mark_no_answer(thanked.db, letter, needs_answer=False)
    note_thanks(thanked.db, letter, THANKS)
    assert reasons(thanked) == [None, Excluded.NO_ANSWER]
    people.mark_no_answer(thanked.db, letter, needs_answer=True)
    assert reasons(thanked) == [None, Excluded.THANKS]


@pytest.mark.parametrize(
    "mime", [b"", b"no header", b"\r\n\r\nThanks, and the price?", THANKS + b"\n" * WHOLE_BYTES]
)
def test_other_letters_are_not_judged(thanked: Desk, mime: bytes) -> None:
    assert not note_thanks(thanked.db, thanked.letter("thanks@x.ru"), mime)


def test_letters_of_ours_are_not_judged(thanked: Desk) -> None:
    assert not note_thanks(thanked.db, thanked.letter("answer@firm.ru"), THANKS)
