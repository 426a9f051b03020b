"""The Russian production calendar against figures that were published every year."""

import importlib.util
from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop_app.domain import production_calendar, public_holidays
from desktop_app.domain.codes import COUNTRIES
from desktop_app.domain.work_hours import Interval, WorkHours, intervals

FORTY_HOURS = WorkHours(week=((Interval(540, 1080),),) * 5 + ((), ()), lunch=Interval(780, 840))
# Working days and hours of a 40-hour week as the official calendars gave them.
PUBLISHED = {
    2019: (247, 1970),
    2020: (248, 1979),
    2021: (247, 1972),
    2022: (247, 1973),
    2023: (247, 1973),
    2024: (248, 1979),
    2025: (247, 1972),
    2026: (247, 1972),
}


def worked_minutes(day):
    return sum(interval.end - interval.start for interval in intervals(FORTY_HOURS, day))


@pytest.mark.parametrize(("year", "published"), PUBLISHED.items())
def test_a_year_has_the_published_working_days_and_hours(year, published):
    days = [date(year, 1, 1) + timedelta(n) for n in range(366)]
    minutes = [worked_minutes(day) for day in days if day.year == year]
    assert (sum(amount > 0 for amount in minutes), sum(minutes) / 60) == published


@pytest.mark.parametrize("day", [date(2024, 4, 27), date(2025, 11, 1), date(2027, 2, 20)])
def test_a_moved_saturday_is_worked(day):
    assert worked_minutes(day) > 0


def test_a_saturday_is_as_short_as_the_day_its_day_off_went_to():
    assert worked_minutes(date(2024, 11, 2)) == 7 * 60  # its day off went to 30 April, before 1 May
    assert worked_minutes(date(2024, 12, 28)) == 8 * 60  # its day off went to 30 December, before 31 December


def test_an_unlisted_year_keeps_the_holidays_of_the_labour_code():
    assert [worked_minutes(date(2031, *day)) for day in ((1, 8), (5, 1), (6, 11))] == [0, 0, 8 * 60]


def test_the_table_is_what_its_script_writes(project_root):
    pytest.importorskip("holidays")
    path = project_root / "installer/production_calendar.py"
    spec = importlib.util.spec_from_file_location("_calendar", path)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    with open(production_calendar.__file__, encoding="utf-8") as file:
        assert script.render() == file.read()
    with open(public_holidays.__file__, encoding="utf-8") as file:
        assert script.render_others() == file.read()


# Set by law or by decree; each taken from the country's own publication.
@pytest.mark.parametrize(
    ("country", "free", "worked"),
    [
        ("BY", [date(2026, 7, 3), date(2026, 4, 21), date(2026, 1, 7)], [date(2026, 3, 9)]),
        ("KZ", [date(2026, 3, 23), date(2026, 10, 26), date(2026, 12, 16)], [date(2026, 6, 12)]),
        ("UA", [date(2021, 8, 24)], [date(2026, 8, 24)]),  # no holidays are free under martial law
        ("PL", [date(2026, 11, 11), date(2026, 6, 4), date(2025, 12, 24)], [date(2024, 12, 24)]),
        ("DE", [date(2026, 10, 3), date(2026, 5, 14)], [date(2026, 1, 6)]),
        ("GB", [date(2026, 5, 25), date(2026, 12, 28), date(2023, 5, 8)], [date(2026, 1, 2)]),
        ("US", [date(2026, 11, 26), date(2026, 7, 3), date(2026, 6, 19)], [date(2026, 11, 27)]),
    ],
)
def test_other_countries_have_their_holidays(country, free, worked):
    hours = replace(FORTY_HOURS, country=country)
    assert [day for day in free if intervals(hours, day)] == []
    assert [day for day in worked if not intervals(hours, day)] == []


def test_every_country_that_can_be_chosen_has_its_table():
    assert set(COUNTRIES) == {"RU", *public_holidays.COUNTRIES}
