"""The figures of the last week are due at the first start of a working week, once."""

import pytest

from desktop_app.domain.facts import WeekBegan
from desktop_app.domain.model import DAY, HOUR, MINUTE
from desktop_app.engine.digest import DigestWatch, mark_shown
from desktop_app.store import settings
from tests.fakes.desk import NOW, Desk

MONDAY = NOW - NOW % DAY  # 21 September 2026; hours are UTC
OPENING = MONDAY + 9 * HOUR


@pytest.fixture
def known(desk: Desk) -> Desk:
    """Otklik ran last week, so that Monday has something to tell."""
    settings.put(desk.db, "work_zone", '"UTC"')
    settings.put(desk.db, "work_country", '"none"')
    assert watch(desk, MONDAY - 3 * DAY).due(MONDAY - 3 * DAY) is None
    return desk


def watch(desk: Desk, now: int, *, settled: bool = True) -> DigestWatch:
    return DigestWatch(desk.db, now, lambda: settled)


def test_it_comes_when_work_begins_and_once(known: Desk) -> None:
    one = watch(known, MONDAY)
    assert one.due(OPENING - MINUTE) is None
    assert one.due(OPENING) == WeekBegan(MONDAY)
    assert one.due(OPENING + MINUTE) is None


def test_until_the_user_was_told_each_start_tells_it_again_and_then_never(known: Desk) -> None:
    assert watch(known, OPENING).due(OPENING) == WeekBegan(MONDAY)
    again = watch(known, OPENING + HOUR)
    assert again.due(OPENING + HOUR) == WeekBegan(MONDAY)
    assert again.pending() == WeekBegan(MONDAY)
    mark_shown(known.db, MONDAY)
    assert again.pending() is None
    assert watch(known, OPENING + DAY).due(OPENING + DAY) is None
    next_week = watch(known, OPENING + 7 * DAY)
    assert next_week.due(OPENING + 7 * DAY) == WeekBegan(MONDAY + 7 * DAY)


def test_the_first_start_in_the_week_may_be_on_thursday(known: Desk) -> None:
    assert watch(known, OPENING + 3 * DAY).due(OPENING + 3 * DAY) == WeekBegan(MONDAY)


def test_when_monday_is_a_holiday_it_comes_on_tuesday(known: Desk) -> None:
    settings.put(known.db, "work_days_off", '["2026-09-21"]')
    one = watch(known, OPENING)
    assert one.due(OPENING + HOUR) is None
    assert one.due(OPENING + DAY) == WeekBegan(MONDAY)


def test_in_a_week_of_leave_and_with_hours_that_never_open_it_does_not_come(known: Desk) -> None:
    settings.put(known.db, "work_leave", '[["2026-09-20", "2026-09-28"]]')
    assert watch(known, OPENING).due(OPENING + 4 * DAY) is None
    settings.put(known.db, "work_leave", "[]")
    settings.put(known.db, "work_hours", "{}")
    assert watch(known, OPENING).due(OPENING + 4 * DAY) is None


def test_a_new_user_hears_of_the_first_week_he_was_there(desk: Desk) -> None:
    settings.put(desk.db, "work_zone", '"UTC"')
    assert watch(desk, OPENING).due(OPENING) is None
    assert watch(desk, OPENING + DAY).due(OPENING + DAY) is None


@pytest.mark.parametrize("key", ["weekly_digest", "notifications_enabled"])
def test_it_can_be_switched_off(known: Desk, key: str) -> None:
    settings.put(known.db, key, "false")
    assert watch(known, OPENING).due(OPENING) is None


def test_the_mail_comes_first_but_a_silent_mailbox_holds_it_back_for_minutes_only(known: Desk) -> None:
    one = watch(known, OPENING, settled=False)
    assert one.due(OPENING + MINUTE) is None
    assert one.due(OPENING + 11 * MINUTE) == WeekBegan(MONDAY)


def test_who_moves_to_another_time_zone_is_not_told_the_same_week_again(known: Desk) -> None:
    settings.put(known.db, "work_zone", '"Asia/Vladivostok"')
    one = watch(known, OPENING)
    week = one.due(OPENING)
    assert week is not None
    mark_shown(known.db, week.until)
    settings.put(known.db, "work_zone", '"Europe/Kaliningrad"')
    assert watch(known, OPENING + DAY).due(OPENING + DAY) is None


def test_a_clock_that_was_a_year_ahead_takes_away_no_week_of_the_year(known: Desk) -> None:
    mark_shown(known.db, MONDAY + 364 * DAY)
    assert watch(known, OPENING).due(OPENING) is None  # which weeks were told, nobody knows
    assert watch(known, OPENING + 7 * DAY).due(OPENING + 7 * DAY) == WeekBegan(MONDAY + 7 * DAY)
