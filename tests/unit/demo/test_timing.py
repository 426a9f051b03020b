"""When invented people write."""

import random
import statistics

import pytest

from desktop_app.demo.timing import Clock, date_en, date_ru
from desktop_app.domain.model import DAY, HOUR, MINUTE

MONDAY_NINE = 1_795_413_600_000_000  # 2026-11-23 09:00 in Moscow
MOSCOW = Clock("Europe/Moscow", "RU")


def test_half_of_the_answers_come_within_the_median():
    rng = random.Random(1)
    taken = [(MOSCOW.reply(MONDAY_NINE, 40, rng) - MONDAY_NINE) / MINUTE for _ in range(2000)]
    assert 35 < statistics.median(taken) < 46
    assert max(taken) > 8 * 60  # a tail that goes on after the night


def test_answers_wait_for_the_morning_and_for_monday():
    friday_evening = MONDAY_NINE + 4 * DAY + 10 * HOUR
    assert MOSCOW.worked(friday_evening, 30) == MONDAY_NINE + 7 * DAY + 30 * MINUTE


def test_the_production_calendar_counts_for_russians_only():
    holiday = 1_793_772_000_000_000  # 2026-11-04 09:00 in Moscow
    assert MOSCOW.worked(holiday, 30) == holiday + DAY + 30 * MINUTE
    assert Clock("Europe/Moscow", "").worked(holiday, 30) == holiday + 30 * MINUTE


@pytest.mark.parametrize("seed", range(20))
def test_somebody_writes_at_his_desk(seed):
    at = MOSCOW.sometime(MONDAY_NINE - 2 * DAY, random.Random(seed))
    local = MOSCOW.local(at)
    assert local.weekday() == 0
    assert 9 <= local.hour < 18
    assert local.hour != 13


def test_nobody_answers_in_the_middle_of_the_night():
    rng = random.Random(3)
    late = MONDAY_NINE + 14 * HOUR
    hours = {MOSCOW.local(MOSCOW.reply(late, 400, rng)).hour for _ in range(500)}
    assert not hours & set(range(7))


def test_dates_are_written_as_people_write_them():
    assert date_ru(MOSCOW, MONDAY_NINE, 2) == "25 ноября"
    assert date_en(MOSCOW, MONDAY_NINE, 5) == "30 November"  # a Saturday becomes Monday
