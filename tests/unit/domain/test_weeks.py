from datetime import UTC, date, datetime

import pytest

from desktop_app.domain.model import HOUR, SECOND
from desktop_app.domain.weeks import opening, week_of
from desktop_app.domain.work_hours import WorkHours


def instant(*parts):
    return int(datetime(*parts, tzinfo=UTC).timestamp()) * SECOND


def test_a_week_begins_on_monday_on_the_own_clock():
    week = week_of("Europe/Moscow", instant(2026, 11, 22, 21, 30))  # Monday in Moscow, Sunday in London
    assert week.begin == date(2026, 11, 23)
    assert week.since == instant(2026, 11, 22, 21)
    assert week.until - week.since == 168 * HOUR
    assert week_of("Europe/London", instant(2026, 11, 22, 21, 30)).begin == date(2026, 11, 16)


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 25), 167), ((2026, 10, 20), 169)])
def test_where_clocks_change_a_week_is_an_hour_shorter_or_longer(day, hours):
    week = week_of("Europe/Berlin", instant(*day, 12))
    assert week.until - week.since == hours * HOUR


def test_weeks_before_touch_one_another():
    now = instant(2026, 1, 1, 12)
    this, last, before = (week_of("Asia/Tokyo", now, back) for back in (0, 1, 2))
    assert (before.until, last.until) == (last.since, this.since)
    assert last.begin == date(2025, 12, 22)


def test_work_begins_on_tuesday_when_monday_is_a_holiday_and_never_in_a_week_of_leave():
    hours = WorkHours(zone="Europe/Moscow", country="RU")
    week = week_of(hours.zone, instant(2026, 11, 24, 12))
    assert opening(hours, week) == instant(2026, 11, 23, 6)
    holiday = week_of(hours.zone, instant(2027, 2, 24, 12))  # 23 February 2027 is a Tuesday
    moved = WorkHours(zone="Europe/Moscow", country="RU", off=frozenset({date(2027, 2, 22)}))
    assert opening(moved, holiday) == instant(2027, 2, 24, 6)
    away = WorkHours(zone="Europe/Moscow", leave=((date(2026, 11, 20), date(2026, 11, 30)),))
    assert opening(away, week) is None
    assert opening(WorkHours(week=((),) * 7), week) is None
