"""Which minutes of a day are working time."""

from dataclasses import replace
from datetime import date

import pytest

from desktop_app.domain.errors import InputError
from desktop_app.domain.work_hours import (
    OFFICE_WEEK,
    Interval,
    WorkHours,
    intervals,
    is_calendar_known,
)

PLAIN = WorkHours(country="")
MONDAY, SATURDAY = date(2026, 11, 16), date(2026, 11, 21)


def test_lunch_cuts_the_day_in_two():
    hours = replace(PLAIN, lunch=Interval(13 * 60, 14 * 60))
    assert intervals(hours, MONDAY) == ((540, 780), (840, 1080))


def test_lunch_outside_the_hours_changes_nothing():
    assert intervals(replace(PLAIN, lunch=Interval(0, 60)), MONDAY) == ((540, 1080),)


def test_a_short_day_ends_an_hour_earlier_even_over_a_break():
    week = ((Interval(540, 1020), Interval(1050, 1080)),) * 7
    assert intervals(replace(PLAIN, week=week, short=frozenset({MONDAY})), MONDAY) == ((540, 990),)


def test_a_short_day_of_less_than_an_hour_is_free():
    week = ((Interval(0, 45),),) * 7
    assert intervals(replace(PLAIN, week=week, short=frozenset({MONDAY})), MONDAY) == ()


def test_an_extra_working_day_has_the_hours_of_the_first_working_weekday():
    assert intervals(PLAIN, SATURDAY) == ()
    assert intervals(replace(PLAIN, working=frozenset({SATURDAY})), SATURDAY) == ((540, 1080),)


def test_the_users_days_win_over_the_country_and_leave_wins_over_everything():
    holiday = date(2026, 6, 12)
    duty = replace(PLAIN, country="RU", working=frozenset({holiday}))
    assert intervals(replace(duty, working=frozenset()), holiday) == ()
    assert intervals(duty, holiday) == ((540, 1080),)
    assert intervals(replace(duty, leave=((date(2026, 6, 1), holiday),)), holiday) == ()
    assert intervals(replace(PLAIN, off=frozenset({MONDAY})), MONDAY) == ()


def test_without_a_country_there_are_no_holidays():
    assert intervals(PLAIN, date(2026, 1, 1)) == ((540, 1080),)
    assert is_calendar_known(PLAIN, 2040)
    assert not is_calendar_known(WorkHours(), 2040)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Europe", "../etc/passwd", ""])
def test_an_unknown_zone_is_an_input_error(zone):
    with pytest.raises(InputError) as raised:
        WorkHours(zone=zone)
    assert raised.value.params["field"] == "zone"


@pytest.mark.parametrize(
    "change",
    [
        {"week": OFFICE_WEEK[:6]},
        {"week": ((Interval(600, 500),),) * 7},
        {"week": ((Interval(500, 700), Interval(600, 800)),) * 7},
        {"week": ((Interval(0, 1441),),) * 7},
        {"lunch": Interval(60, 60)},
        {"country": "XX"},
        {"leave": ((date(2026, 2, 2), date(2026, 2, 1)),)},
    ],
)
def test_hours_that_cannot_be_are_refused(change):
    with pytest.raises(InputError):
        replace(PLAIN, **change)


def test_on_duty_exactly_its_hours_are_worked_even_on_leave():
    duty = ((SATURDAY, Interval(600, 720)), (SATURDAY, Interval(900, 960)), (MONDAY, Interval(0, 60)))
    hours = replace(PLAIN, duty=duty, leave=((MONDAY, MONDAY),))
    assert intervals(hours, SATURDAY) == ((600, 720), (900, 960))
    assert intervals(hours, MONDAY) == ((0, 60),)


def test_duty_that_overlaps_is_refused():
    with pytest.raises(InputError):
        replace(PLAIN, duty=((SATURDAY, Interval(600, 720)), (SATURDAY, Interval(700, 960))))
