"""Working time of single instants and of columns, against a loop over local days that knows neither."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.model import DAY, HOUR, MINUTE, SECOND
from desktop_app.domain.timetable import Timetable
from desktop_app.domain.work_hours import Interval, WorkHours
from desktop_app.domain.worktime import Calendar, to_local

PAIRS = 17_000  # of each case: over 100,000 together, as the product promises
SHIFTS = ((Interval(9 * 60, 13 * 60), Interval(14 * 60, 18 * 60)),) * 5 + ((Interval(10 * 60, 14 * 60),), ())
NIGHTS = ((Interval(0, 3 * 60), Interval(22 * 60, 24 * 60)),) * 7
CASES = {
    "Moscow": WorkHours(lunch=Interval(13 * 60, 14 * 60)),
    "Berlin": WorkHours(zone="Europe/Berlin", country="", week=SHIFTS),
    "nights in Berlin": WorkHours(zone="Europe/Berlin", country="", week=NIGHTS),
    "nights in Lord Howe": WorkHours(zone="Australia/Lord_Howe", country="", week=NIGHTS),
    "Vladivostok": WorkHours(zone="Asia/Vladivostok", leave=((date(2024, 7, 1), date(2024, 7, 28)),)),
    "Casablanca": WorkHours(zone="Africa/Casablanca", country="", week=SHIFTS),
}
SINCE, UNTIL = datetime(2022, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)

# Written by hand from the official calendars, weekends left out.
RUSSIAN_OFF = """
2022-01-03 2022-01-04 2022-01-05 2022-01-06 2022-01-07 2022-02-23 2022-03-07 2022-03-08 2022-05-02
2022-05-03 2022-05-09 2022-05-10 2022-06-13 2022-11-04 2023-01-02 2023-01-03 2023-01-04 2023-01-05
2023-01-06 2023-02-23 2023-02-24 2023-03-08 2023-05-01 2023-05-08 2023-05-09 2023-06-12 2023-11-06
2024-01-01 2024-01-02 2024-01-03 2024-01-04 2024-01-05 2024-01-08 2024-02-23 2024-03-08 2024-04-29
2024-04-30 2024-05-01 2024-05-09 2024-05-10 2024-06-12 2024-11-04 2024-12-30 2024-12-31 2025-01-01
2025-01-02 2025-01-03 2025-01-06 2025-01-07 2025-01-08 2025-05-01 2025-05-02 2025-05-08 2025-05-09
2025-06-12 2025-06-13 2025-11-03 2025-11-04 2025-12-31 2026-01-01 2026-01-02 2026-01-05 2026-01-06
2026-01-07 2026-01-08 2026-01-09 2026-02-23 2026-03-09 2026-05-01 2026-05-11 2026-06-12 2026-11-04
2026-12-31 2027-01-01 2027-01-04 2027-01-05 2027-01-06 2027-01-07 2027-01-08 2027-02-22 2027-02-23
2027-03-08 2027-05-03 2027-05-10 2027-06-14 2027-11-04 2027-11-05 2027-12-31
"""
RUSSIAN_WORKED = """
2022-03-05 2024-04-27 2024-11-02 2024-12-28 2025-11-01 2027-02-20
"""
RUSSIAN_SHORT = """
2022-02-22 2022-03-05 2022-11-03 2023-02-22 2023-03-07 2023-11-03 2024-02-22 2024-03-07 2024-05-08
2024-06-11 2024-11-02 2025-03-07 2025-04-30 2025-06-11 2025-11-01 2026-04-30 2026-05-08 2026-06-11
2026-11-03 2027-02-20 2027-04-30 2027-06-11 2027-11-03
"""


def micros(when):
    return (when - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def moscow(*when):
    return micros(datetime(*when, tzinfo=ZoneInfo("Europe/Moscow")))


class SlowLoop:
    """Walks the wall clock by half hours, aware datetimes only; all zones here change by half hours."""


    def __init__(self, hours):
        self.hours, self.zone = hours, ZoneInfo(hours.zone)
        days = (RUSSIAN_OFF, RUSSIAN_WORKED, RUSSIAN_SHORT) if hours.country == "RU" else ("", "", "")
        self.off, self.worked, self.short = (frozenset(text.split()) for text in days)

    def minutes(self, day):
        """The edges of a day's working time. The whole hours used here make a short day easy."""
        text = day.isoformat()
        if text in self.off or any(first <= day <= last for first, last in self.hours.leave):
            return []
        shifts = list(self.hours.week[day.weekday()])
        if text in self.worked:
            shifts = list(self.hours.week[0])
        if self.hours.lunch and shifts:
            shifts = [(shifts[0][0], self.hours.lunch[0]), (self.hours.lunch[1], shifts[-1][1])]
        if text in self.short and shifts:
            shifts[-1] = (shifts[-1][0], shifts[-1][1] - 60)
        return shifts

    def between(self, start, end):
        total, at = 0, start
        while at < end:
            following = min((at // (30 * MINUTE) + 1) * 30 * MINUTE, end)
            wall = datetime.fromtimestamp(at // SECOND, self.zone)
            minute = wall.hour * 60 + wall.minute
            if any(low <= minute < high for low, high in self.minutes(wall.date())):
                total += following - at
            at = following
        return total


def random_pairs(seed):
    random = Random(seed)
    low, high = micros(SINCE), micros(UNTIL)
    for _ in range(PAIRS):
        start = random.randrange(low, high - 40 * DAY)
        yield start, start + int(random.choice((HOUR, DAY, 4 * DAY)) * random.random() * 2)


@pytest.mark.parametrize("name", CASES)
def test_working_time_equals_a_slow_walk_over_the_wall_clock(name):
    hours = CASES[name]
    slow, single = SlowLoop(hours), Timetable(hours)
    pairs = list(random_pairs(name))
    starts, ends = np.array(pairs, np.int64).T
    expected = [slow.between(start, end) for start, end in pairs]
    mismatches = np.flatnonzero(Calendar(hours).between(starts, ends) != np.array(expected))
    assert mismatches.size == 0, [pairs[index] for index in mismatches[:3]]
    assert [single.between(start, end) for start, end in pairs] == expected


def test_the_random_pairs_are_enough():
    assert PAIRS * len(CASES) >= 100_000


@pytest.mark.parametrize("name", CASES)
def test_an_instant_is_open_when_a_microsecond_from_it_is_worked(name):
    calendar, single = Calendar(CASES[name]), Timetable(CASES[name])
    instants = np.array([start // MINUTE * MINUTE for start, _ in random_pairs(name)], np.int64)
    expected = calendar.between(instants, instants + 1) == 1
    assert np.array_equal(calendar.is_open(instants), expected)
    assert [single.is_open(at) for at in instants.tolist()] == expected.tolist()


@given(
    st.sampled_from(sorted(CASES)),
    st.integers(micros(SINCE), micros(UNTIL)),
    st.integers(0, 60 * HOUR),
)
def test_working_for_a_time_ends_when_that_time_has_been_worked(name, start, amount):
    table = Timetable(CASES[name])
    end = table.add(start, amount)
    assert table.between(start, end) == amount
    if amount:
        assert table.between(start, end - 1) == amount - 1
    else:
        assert end >= start


def test_nobody_who_never_works_ends_anything():
    assert Timetable(WorkHours(week=((),) * 7)).add(micros(SINCE), 1) is None


def test_a_letter_of_friday_evening_answered_on_monday_morning_took_ten_minutes():
    friday, monday = moscow(2026, 11, 13, 19, 30), moscow(2026, 11, 16, 9, 10)
    assert Calendar(WorkHours()).seconds([friday], [monday]).tolist() == [600.0]


def test_an_answer_outside_the_hours_is_off_hours_and_may_have_taken_no_working_time():
    calendar = Calendar(WorkHours())
    evening, night = moscow(2026, 11, 13, 19), moscow(2026, 11, 13, 23)
    assert calendar.between([evening], [night]).tolist() == [0]
    assert calendar.is_open([night, moscow(2026, 11, 13, 9), moscow(2026, 11, 13, 18)]).tolist() == [
        False,
        True,
        False,
    ]


def test_an_answer_before_its_letter_takes_no_time():
    noon, ten = moscow(2026, 11, 13, 12), moscow(2026, 11, 13, 10)
    assert Calendar(WorkHours()).between([noon], [ten]).tolist() == [0]


def test_lying_dates_are_taken_as_the_limits():
    calendar, single = Calendar(WorkHours()), Timetable(WorkHours())
    wild = [-(2**62), 2**62]
    assert calendar.between([wild[0]], [wild[1]])[0] > 0
    assert single.between(*wild) == calendar.between([wild[0]], [wild[1]])[0]
    assert calendar.is_open(wild).tolist() == [single.is_open(at) for at in wild] == [False, False]


def test_asking_beyond_what_is_covered_extends_the_calendar():
    calendar = Calendar(WorkHours())
    week = [moscow(2026, 11, 9), moscow(2026, 11, 16)]
    before = calendar.between(week[:1], week[1:]).tolist()
    assert calendar.between([moscow(2019, 1, 9)], [moscow(2019, 1, 10)]).tolist() == [9 * HOUR]
    assert calendar.between(week[:1], week[1:]).tolist() == before == [45 * HOUR]


def test_no_pairs_give_no_times():
    assert Calendar(WorkHours()).between([], []).size == 0
    assert to_local("Europe/Berlin", []).size == 0


@given(st.lists(st.integers(0, micros(UNTIL) // SECOND), min_size=1, max_size=50))
def test_the_wall_clock_of_columns_is_that_of_the_time_zone_database(seconds):
    instants = np.array(seconds, np.int64) * SECOND
    walls = [datetime.fromtimestamp(second, ZoneInfo("Europe/Berlin")) for second in seconds]
    expected = [micros(wall.replace(tzinfo=UTC)) for wall in walls]
    assert to_local("Europe/Berlin", instants).tolist() == expected
