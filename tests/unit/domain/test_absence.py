"""When they are back."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.absence import return_date


def at(year: int, month: int, day: int, hour: int = 9, zone_minutes: int = 0) -> int:
    zone = timezone(timedelta(minutes=zone_minutes))
    return int(datetime(year, month, day, hour, tzinfo=zone).timestamp()) * 1_000_000


MONDAY = datetime(2025, 11, 3, 10, tzinfo=UTC)
NOW = int(MONDAY.timestamp()) * 1_000_000
NOVEMBER_15 = at(2025, 11, 15)


@pytest.mark.parametrize(
    "text",
    [
        "Away until November 15",
        "I am out of the office until Saturday, 15 November 2025 with no access to mail.",
        "I'm on vacation and will be back on Nov 15th, 2025.",
        "I will be returning to the office on 15 November. For urgent matters call 112.",
        "Out of office 3.11. - 14.11. I'll be back on 15.11.2025.",
        "Out of office 03.11.2025 – 14.11.2025",
        "I am away from November 3 to November 14. Please write to my colleague.",
        "I am on leave from 3rd to 14th of November and cannot read mail.",
        "OOO Nov 3 - Nov 14",
        "I’ll be out through Friday, November 14.",
        "I will be out of office until the 15th.",
        "I have no access to my e-mail till 15 Nov.",
        "I'm travelling and will respond to your message on 15 November.",
        "On Saturday, 15 November I'll be back at my desk.",
        "On annual leave, returning 15/11/2025.",
        "On vacation. Back 11/15/2025.",
        "I will be back in the office at 9:00 on Saturday 15 November.",
        "Between 3 and 14 November I am at a trade fair.",
        "I will be available again on 15 November 2025.",
        "I will be out of office\nuntil November\n15, 2025.",
        "I return 2025-11-15.",
        "My last day of leave is 14 November.",
        "I am away up to and including 14 November",
        "I will resume work on 15 Nov.",
        "Thank you for your email! I am currently on parental leave and will be back on 15.11.25.",
        "Здравствуйте! Я в отпуске до 15 ноября.",
        "Я в отпуске с 3 по 14 ноября включительно.",
        "Я в отпуске до 14 ноября включительно.",
        "Нахожусь в командировке с 03.11.2025 по 14.11.2025, на письма отвечу позже.",
        "Вернусь к работе в субботу, 15 ноября 2025 г.",
        "Меня не будет в офисе до 15.11, по срочным вопросам пишите коллегам.",
        "Буду с 15 ноября.",
        "Сейчас я на больничном, буду на связи с 15 ноября.",
        "В отпуске 3–14 ноября. По срочным вопросам: +7 999 123-45-67",
        "Я нахожусь в отпуске с 3 ноября 2025 года по 14 ноября 2025 года.",
        "Отпуск: 03.11–14.11",
        "Выйду на работу 15.11.",
        "Приступлю к работе 15 ноября",
        "С 15 ноября я снова на связи.",
        "15 ноября вернусь и сразу отвечу.",
        "Возвращаюсь из отпуска 15-го ноября.",
        "Отвечу Вам после возвращения 15 ноября.",
        "К сожалению, я не буду доступна до 15 ноября.",
        "Нахожусь в декрете до 15.11.2025 г., ваши письма читает Анна.",
        "Я в отъезде до 15-го. Пишите Петру.",
        "Не смогу читать почту по 14 ноября.",
        "Добрый день!\nЯ в отпуске по 14.11.25.\n\nС уважением,\nИрина\n+7 495 123-45-67",
        "Буду доступен, начиная с 15 ноября",
        "Снова на работе с 15.11.2025",
        "Меня не будет на рабочем месте с 3/11 по 14/11.",
        "На время отпуска (3 ноября – 14 ноября) меня замещает Олег.",
        "Ich bin ab dem 15. November wieder im Büro. Wieder erreichbar am 15.11.2025.",
        "Ich bin bis zum 14. November nicht im Büro.",
        "Ich bin vom 03.11. bis einschließlich 14.11. im Urlaub.",
    ],
)
def test_the_day_they_are_back(text: str) -> None:
    assert return_date(text, NOW) == NOVEMBER_15


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("I am away today and will be back on Monday.", 11, 10),
        ("Back on Friday!", 11, 7),
        ("I'm out of the office until Thursday, please call me then.", 11, 6),
        ("Вернусь в среду.", 11, 5),
        ("Буду на работе в понедельник", 11, 10),
        ("Буду на работе в понедельник, 17 ноября", 11, 17),
        ("I will be back tomorrow.", 11, 4),
        ("Сегодня меня нет, буду на связи завтра.", 11, 4),
        ("I am out of the office today.", 11, 4),
        ("I am out of the office on 5 December.", 12, 6),
        ("Меня не будет 5 декабря.", 12, 6),
        ("Back on Monday 8 Dec", 12, 8),
        ("Буду с 5 декабря", 12, 5),
    ],
)
def test_weekdays_and_single_days(text: str, month: int, day: int) -> None:
    assert return_date(text, NOW) == at(2025, month, day)


@pytest.mark.parametrize(
    "text",
    [
        "в отпуске до 9 января",
        "until 09.01",
        "Out of office Dec 24 - Jan 8",
        "Каникулы: 28 декабря – 8 января",
        "Я в отпуске с 29.12.2025 по 08.01.2026",
        "Мы отдыхаем с 30 декабря по 8 января включительно, с 9 января мы снова на связи.",
        "Closed from 24 December to 8 January.",
    ],
)
def test_ranges_reach_into_the_next_year(text: str) -> None:
    assert return_date(text, at(2025, 12, 26)) == at(2026, 1, 9)


def test_a_note_of_december_that_nobody_turned_off_is_not_of_the_next_december() -> None:
    assert return_date("в отпуске до 28 декабря", at(2026, 1, 12)) is None


def test_the_day_is_counted_where_the_writer_is() -> None:
    evening_utc = at(2025, 11, 2, hour=22)  # Monday morning in Vladivostok
    vladivostok = 10 * 60
    assert return_date("вернусь в понедельник", evening_utc, vladivostok) == at(2025, 11, 10, 9, vladivostok)
    assert return_date("буду завтра, вернусь завтра", evening_utc, vladivostok) == at(
        2025, 11, 4, 9, vladivostok
    )
    assert return_date("until 15 November", NOW, -300) == at(2025, 11, 15, 9, -300)


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
        "Я не буду на работе с 15 ноября.",  # from then on, nobody knows until when
        "I am on leave from 15 November",
        "Звоните с 9 до 18.30",
        "Office hours: 9:00 to 18:00",
        "Please call me back on +7 495 123-45-67",
        "Обращение № 15.11 принято",
        "The second may help you",
    ],
)
def test_nothing_certain_is_none(text: str) -> None:
    assert return_date(text, NOW) is None


@given(st.text(), st.integers(0, 4_000_000_000_000_000), st.integers(-1440, 1440))
def test_never_raises(text: str, now: int, zone: int) -> None:
    return_date(text, now, zone)
    return_date(f"back on {text}", now, zone)
    return_date(f"until 29 feb {text}", now, zone)
    return_date(f"3 - {text}", now, zone)


@pytest.mark.parametrize("piece", ["с 3 по ", "back on ", "until ", "1.1", "1", "до ", "- ", "mon ", "\n"])
def test_hostile_words_take_time_in_proportion(piece: str) -> None:
    return_date(piece * 4000, NOW)
