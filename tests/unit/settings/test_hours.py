from datetime import date

import pytest

from desktop_app.domain.work_hours import Interval
from desktop_app.settings.hours import work_hours
from desktop_app.settings.schema import Settings


def of(**values):
    return work_hours(Settings({"work_zone": '"UTC"', **values}, {}))


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


def test_own_days_leave_and_duty_are_read_and_bad_ones_left_out():
    hours = of(
        work_days_on='["2026-11-28", "never"]',
        work_days_short='["2026-11-27"]',
        work_leave='[["2026-08-14", "2026-08-01"], ["2026-08-20"], 7]',
        work_duty='[["2026-11-29", "10:00", "14:00"], ["2026-11-29", "13:00", "15:00"], ["2026-11-29", "9"]]',
    )
    assert hours.working == {date(2026, 11, 28)}
    assert hours.short == {date(2026, 11, 27)}
    assert hours.leave == ((date(2026, 8, 1), date(2026, 8, 14)),)
    assert hours.duty == ((date(2026, 11, 29), Interval(600, 840)),)


@pytest.mark.parametrize("week", ['{"mon": [["18:00", "09:00"]]}', '{"mon": 5}', '{"mon": [["a", "b"]]}'])
def test_hours_that_cannot_be_never_stop_the_figures(week):
    assert len(of(work_hours=week, work_lunch='["x", "y"]').week) == 7
