"""How fast two sides answer each other."""

from typing import NamedTuple

from desktop_app.domain.company import pace
from desktop_app.domain.model import HOUR, Micros
from desktop_app.domain.reply_figures import Grade

NOW = 1000 * HOUR


class Turn(NamedTuple):
    at: Micros
    answered_at: Micros | None


def test_half_of_the_letters_are_answered_within_the_median() -> None:
    turns = [Turn(0, hours * HOUR) for hours in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)]
    found = pace(turns, NOW)
    assert (found.median.value, found.n, found.answered) == (6 * 3600, 11, 11)
    assert found.grade is Grade.RANGE


def test_what_is_unanswered_pushes_the_median_up() -> None:
    answered = [Turn(0, HOUR)] * 4
    assert pace([*answered, *[Turn(0, None)] * 6], NOW).median.value is None
    assert pace(answered, NOW).median.value == 3600


def test_of_nothing_there_is_no_median() -> None:
    found = pace([], NOW)
    assert (found.median.value, found.n, found.grade) == (None, 0, Grade.LIST)


def test_an_answer_before_the_letter_by_a_wrong_clock_took_no_time() -> None:
    assert pace([Turn(HOUR, 0)], NOW).median.value == 0
