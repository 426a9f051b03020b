from datetime import date

from desktop_app.domain.work_hours import Interval
from desktop_app.settings.hours import work_hours
from desktop_app.settings.schema import Settings


def test_the_defaults_are_an_office_week_with_lunch_and_the_russian_calendar():
    hours = work_hours(Settings({"work_zone": '"Europe/Moscow"'}, {}))
    assert hours.zone == "Europe/Moscow"
    assert hours.country == "RU"
    assert hours.lunch == Interval(13 * 60, 14 * 60)
    assert [len(day) for day in hours.week] == [1, 1, 1, 1, 1, 0, 0]


def test_the_users_days_off_and_no_country_are_taken_over():
    hours = work_hours(Settings({"work_country": '"none"', "work_days_off": '["2026-11-27"]'}, {}))
    assert hours.country == ""
    assert hours.off == {date(2026, 11, 27)}


def test_a_zone_that_does_not_exist_counts_as_utc():
    assert work_hours(Settings({"work_zone": '"Mars/Base"'}, {})).zone == "UTC"
