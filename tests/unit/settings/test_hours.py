import json
from datetime import date

import pytest

from desktop_app.domain.work_hours import Interval
from desktop_app.settings.hours import week_lock, week_value, weekly, work_hours
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


# weeks with several stretches a day


def test_the_new_form_has_breaks_between_its_stretches_and_no_lunch_beside():
    week = {"mon": [["09:00", "13:00"], ["14:00", "18:00"], ["20:00", "24:00"]]}
    hours = work_hours(Settings({"work_week": json.dumps(week)}, {}))
    assert hours.lunch is None
    assert hours.week[0] == (Interval(540, 780), Interval(840, 1080), Interval(1200, 1440))
    assert hours.week[1:] == ((),) * 6


def test_the_old_form_holds_until_there_is_a_new_one_and_reads_as_the_new():
    old = Settings({"work_hours": '{"mon": [["10:00", "19:00"]]}', "work_lunch": '["12:00", "12:30"]'}, {})
    assert weekly(old)[0] == (Interval(600, 720), Interval(750, 1140))
    written = json.dumps(week_value(weekly(old)))
    new = Settings({"work_hours": "{}", "work_week": written}, {})
    assert weekly(new) == weekly(old)


def test_old_hours_that_it_has_locked_hold_against_the_new_form():
    mine = {"work_week": '{"mon": [["01:00", "02:00"]]}'}
    locked = Settings(mine, {"work_hours": '{"mon": [["10:00", "19:00"]]}'})
    assert weekly(locked)[0] == (Interval(600, 780), Interval(840, 1140))
    assert week_lock(locked) == "work_hours"
    both = Settings(mine, {"work_week": mine["work_week"], "work_lunch": "[]"})
    assert weekly(both)[0] == (Interval(60, 120),)


@pytest.mark.parametrize("bad", ['{"mon": [["18:00", "09:00"]]}', '{"mon": [["9", "x"]]}', '{"mon": [7]}'])
def test_a_new_form_that_is_not_usable_leaves_the_old(bad):
    assert weekly(Settings({"work_week": bad}, {})) == weekly(Settings({}, {}))


def test_lists_within_lists_without_end_count_as_not_set():
    assert of(work_week="[" * 100_000) == of()
