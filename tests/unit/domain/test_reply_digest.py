"""The last week beside the week before: whose letters, whose targets, who waits longest."""

import pytest

from desktop_app.domain.model import DAY, HOUR, MINUTE
from desktop_app.domain.reply_digest import digest
from desktop_app.domain.reply_figures import Grade
from desktop_app.domain.signal_actions import Acted, signal_actions
from desktop_app.domain.targets import Target, Targets
from desktop_app.domain.work_hours import WorkHours
from tests.fakes.wait_columns import columns_of
from tests.ui.test_speed_report import wait

MONDAY = 1_795_392_000_000_000  # 23 November 2026, 0:00 UTC
LAST, BEFORE = MONDAY - 7 * DAY, MONDAY - 14 * DAY
NOW = MONDAY + 9 * HOUR + 5 * MINUTE
HOURS = WorkHours(zone="UTC", country="")
HOUR_OF_WORK = Targets(Target(3600.0))
ADDRESSES = {1: "olga@firm.ru", 2: "sales@firm.ru"}


def answered(begin, number, minutes, first=0, **changes):
    """So many letters on Tuesday at ten, answered after so many minutes."""
    at = begin + DAY + 10 * HOUR
    return [wait(first + n, at, at + minutes * MINUTE, **changes) for n in range(1, number + 1)]


def asked(rows, clicks=(), targets=HOUR_OF_WORK, accounts=None, hours=HOURS):
    columns = columns_of(rows, {}, accounts)
    return digest(columns, signal_actions(clicks), ADDRESSES, targets, hours, NOW)


def test_a_week_is_held_against_the_one_before_it_and_what_is_older_or_younger_is_out():
    rows = [
        *answered(LAST, 30, 20),
        *answered(BEFORE, 40, 90, first=100),
        *answered(BEFORE - 7 * DAY, 5, 1, first=200),
        wait(300, MONDAY, MONDAY + 8 * HOUR),
    ]
    found = asked(rows)
    assert found.arrived == 30
    assert (found.reply.now.n, found.reply.before.n) == (30, 40)
    assert (found.reply.now.median.value, found.reply.before.median.value) == (1200.0, 5400.0)
    assert not found.reply.within_chance
    assert (found.reply.now.within.value, found.reply.before.within.value) == (1.0, 0.0)
    assert found.calendar.now.median.value == 1200.0


def test_a_small_difference_is_within_chance():
    found = asked([*answered(LAST, 12, 20), *answered(BEFORE, 12, 20, first=100)])
    assert found.reply.within_chance


def test_unanswered_letters_are_in_the_figure():
    found = asked([*answered(LAST, 12, 20), *(wait(50 + n, LAST + DAY) for n in range(20))])
    assert (found.reply.now.answered, found.reply.now.n) == (12, 32)
    assert found.reply.now.median.value is None


def test_the_worst_have_waited_longest_of_their_own_target_whenever_they_came():
    rows = [
        wait(1, MONDAY - 30 * DAY),
        wait(2, NOW - 5 * MINUTE),
        wait(3, LAST + DAY, channel="Ads"),
        wait(4, LAST + DAY + HOUR),
    ]
    long = Target(10 * 86_400.0, working=False)
    some = Targets(Target(3600.0), {"sales@firm.ru": Target(60.0)}, {"Ads": long})
    found = asked(rows, targets=some, accounts={2: 2})
    assert [one.first_letter for one in found.worst] == [10, 40, 20, 30]
    assert (found.open, found.late) == (4, 3)
    assert found.worst[2].seconds == 300.0
    assert [one.late for one in found.worst] == [True, True, True, False]


def test_what_followed_a_click_is_of_the_same_weeks():
    at = LAST + DAY + 10 * HOUR
    clicks = [
        *(Acted(n, n, at, n, at + 6 * MINUTE, 1, "", True) for n in range(12)),
        Acted(90, 90, BEFORE + DAY, None, None, 1, "", True),
        Acted(91, 91, MONDAY + HOUR, None, None, 1, "", True),
    ]
    found = asked([], clicks)
    assert (found.action.now.n, found.action.before.n) == (12, 1)
    assert found.action.now.median.value == 360.0
    assert not found.is_empty


def test_of_nothing_nothing_is_said():
    found = asked([])
    assert found.is_empty
    assert found.reply.now.grade is Grade.LIST
    assert found.targets == (Target(3600.0),)


@pytest.mark.parametrize("zone", ["Europe/Moscow", "America/New_York", "Asia/Kathmandu"])
def test_the_week_is_that_of_the_own_clock(zone):
    hours = WorkHours(zone=zone, country="")
    rows = answered(LAST, 12, 20)
    found = asked(rows, hours=hours)
    assert found.week.until - found.week.since == 7 * DAY
    assert found.arrived == 12
