"""Reply times of waits: four metrics, two clocks, two starts, vague openings."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop_app.domain.model import HOUR, MINUTE, ConversationId, Excluded, LetterId, Wait
from desktop_app.domain.reply_times import Clock, Metric, Start, durations, samples_of
from desktop_app.domain.work_hours import Interval, WorkHours
from desktop_app.domain.worktime import Calendar

MOSCOW = ZoneInfo("Europe/Moscow")


def moscow(day, hour, minute=0):
    instant = datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW) - datetime(1970, 1, 1, tzinfo=UTC)
    return instant // timedelta(microseconds=1)


NOW = moscow(20, 12)
FRIDAY, MONDAY = 13, 16


def wait(arrived_at, answered_at=None, **more):
    return Wait(
        conversation=ConversationId(1),
        contact=None,
        first_letter=LetterId(1),
        last_letter=LetterId(1),
        arrived_at=arrived_at,
        answered_at=answered_at,
        **more,
    )


def timed(waits, metric=Metric.EVERY_REPLY, **how):
    return durations(samples_of(waits, NOW), metric, **how)


def test_open_waits_run_until_now():
    times = timed([wait(NOW - HOUR, NOW - HOUR + 5 * MINUTE), wait(NOW - HOUR)])
    assert times.seconds.tolist() == [300, 3600]
    assert times.observed.tolist() == [True, False]


def test_excluded_waits_are_no_samples_and_the_others_keep_their_place():
    times = timed([wait(NOW, excluded=Excluded.AUTO), wait(NOW - HOUR)])
    assert times.indices.tolist() == [1]


def test_first_reply_takes_the_first_wait_of_each_conversation():
    waits = [wait(NOW - HOUR, NOW, first_of_conversation=True), wait(NOW - HOUR)]
    assert timed(waits, Metric.FIRST_REPLY).indices.tolist() == [0]


def test_the_working_clock_leaves_the_weekend_out():
    waits = [wait(moscow(FRIDAY, 17, 30), moscow(MONDAY, 9, 15))]
    calendar = Calendar(WorkHours())
    assert timed(waits, clock=Clock.WORKING, calendar=calendar).seconds.tolist() == [45 * 60]
    assert timed(waits).seconds.tolist() == [(2 * 24 + 15.75) * 3600]


def test_the_working_clock_needs_a_calendar():
    with pytest.raises(ValueError, match="calendar"):
        timed([wait(NOW)], clock=Clock.WORKING)


def test_a_change_of_hours_changes_history():
    waits = [wait(moscow(MONDAY, 7), moscow(MONDAY, 10))]
    early = WorkHours(week=((Interval(6 * 60, 18 * 60),),) * 7)
    before = timed(waits, clock=Clock.WORKING, calendar=Calendar(WorkHours()))
    after = timed(waits, clock=Clock.WORKING, calendar=Calendar(early))
    assert (before.seconds.tolist(), after.seconds.tolist()) == ([3600], [3 * 3600])


def opened(arrived, low, high, answered=None):
    return wait(arrived, answered, seen_low=low, seen_high=high)


def test_a_letter_read_before_we_first_looked_is_left_out_and_counted():
    waits = [wait(NOW - 2 * HOUR, seen_low=NOW - HOUR), opened(NOW - HOUR, None, None)]
    notice = timed(waits, Metric.NOTICE)
    assert (notice.seconds.tolist(), notice.observed.tolist()) == ([2 * 3600], [False])
    assert notice.left_out.tolist() == [1]
    assert timed(waits, Metric.AFTER_OPEN).left_out.size == 1


def test_an_opening_is_the_middle_of_its_interval():
    arrived = NOW - 10 * HOUR
    waits = [opened(arrived, arrived + HOUR, arrived + HOUR + 10 * MINUTE, arrived + 2 * HOUR)]
    assert timed(waits, Metric.NOTICE).seconds.tolist() == [65 * 60]
    assert timed(waits, Metric.AFTER_OPEN).seconds.tolist() == [55 * 60]
    assert timed(waits, start=Start.OPENING).seconds.tolist() == [55 * 60]


def test_notice_and_after_open_add_up_to_the_reply_time():
    arrived = NOW - 10 * HOUR
    waits = [opened(arrived, None, arrived + 30 * MINUTE, arrived + 2 * HOUR)]
    parts = [timed(waits, metric).seconds[0] for metric in (Metric.NOTICE, Metric.AFTER_OPEN)]
    assert sum(parts) == timed(waits).seconds[0]


def test_an_opening_lies_between_the_arrival_and_the_answer():
    arrived = NOW - 10 * HOUR
    waits = [
        opened(arrived, arrived - HOUR, arrived + 20 * MINUTE, arrived + 10 * MINUTE),
        opened(arrived, arrived - 2 * HOUR, arrived - HOUR, arrived + HOUR),
    ]
    assert timed(waits, Metric.NOTICE).seconds.tolist() == [0, 5 * 60]  # shortest first
    assert timed(waits, Metric.AFTER_OPEN).seconds.tolist() == [5 * 60, 60 * 60]


def test_an_opening_known_only_vaguely_is_left_out_and_counted():
    arrived = NOW - 100 * HOUR
    first_synchronisation = [
        opened(arrived, None, NOW, arrived + 5 * MINUTE),
        opened(arrived, arrived + MINUTE, arrived + 3 * HOUR),
        wait(arrived, arrived + HOUR),
    ]
    for metric in (Metric.NOTICE, Metric.AFTER_OPEN):
        times = timed(first_synchronisation, metric)
        assert (times.seconds.size, times.left_out.tolist()) == (0, [0, 1, 2])
    assert timed(first_synchronisation).seconds.size == 3


def test_a_letter_not_opened_yet_is_still_unnoticed_but_has_no_time_after_opening():
    waits = [opened(NOW - HOUR, NOW - MINUTE, None)]
    notice = timed(waits, Metric.NOTICE)
    assert (notice.seconds.tolist(), notice.observed.tolist()) == ([3600], [False])
    after = timed(waits, Metric.AFTER_OPEN)
    assert (after.seconds.size, after.left_out.size) == (0, 0)


def test_opened_but_unanswered_letters_wait_on_after_the_opening():
    arrived = NOW - HOUR
    times = timed([opened(arrived, arrived + 10 * MINUTE, arrived + 10 * MINUTE)], Metric.AFTER_OPEN)
    assert (times.seconds.tolist(), times.observed.tolist()) == ([50 * 60], [False])


def test_an_arrival_in_the_future_has_waited_no_time():
    assert timed([wait(NOW + HOUR)]).seconds.tolist() == [0]


def test_no_waits_give_no_times():
    for metric in Metric:
        assert timed([], metric).seconds.size == 0
