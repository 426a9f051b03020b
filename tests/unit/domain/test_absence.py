"""When they are back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.absence import return_date


def at(year: int, month: int, day: int) -> int:
    return int(datetime(year, month, day, tzinfo=UTC).timestamp()) * 1_000_000


NOW = at(2025, 11, 3) + 10 * 3600 * 1_000_000
NOVEMBER_15 = at(2025, 11, 15)


@pytest.mark.parametrize(
    "text",
    [
        "Away until November 15",
        "I am out of the office until Saturday, 15 November 2025 with no access to mail.",
        "I'm on vacation and will be back on Nov 15th, 2025.",
        "I will be returning to the office on 15 November. For urgent matters call 112.",
        "Out of office 3.11. - 14.11. I'll be back on 15.11.2025.",
        "Здравствуйте! Я в отпуске до 15 ноября.",
        "Я в отпуске с 3 по 14 ноября включительно.",
        "Нахожусь в командировке с 03.11.2025 по 14.11.2025, на письма отвечу позже.",
        "Вернусь к работе в субботу, 15 ноября 2025 г.",
        "Меня не будет в офисе до 15.11, по срочным вопросам пишите коллегам.",
        "Ich bin ab dem 15. November wieder im Büro. Wieder erreichbar am 15.11.2025.",
        "I return 2025-11-15.",
    ],
)
def test_the_day_they_are_back(text: str) -> None:
    assert return_date(text, NOW) == NOVEMBER_15


def test_a_day_without_year_past_long_ago_is_next_years() -> None:
    assert return_date("в отпуске до 9 января", NOW) == at(2026, 1, 9)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I am away.",
        "Автоответ: ваше обращение получено 3 ноября.",
        "Away until 1 November",  # a reply that nobody turned off
        "Away until 15 November 2031",
        "Back on 3/11",  # nobody knows which is the month
        "Away until 31 February",
        "Meet us until 99 may",
        "Call back 15 minutes later",
    ],
)
def test_nothing_certain_is_none(text: str) -> None:
    assert return_date(text, NOW) is None


@given(st.text(), st.integers(0, 4_000_000_000_000_000))
def test_never_raises(text: str, now: int) -> None:
    return_date(text, now)
    return_date(f"back on {text}", now)
    return_date(f"until 29 feb {text}", now)
