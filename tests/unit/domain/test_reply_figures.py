"""Figures, weeks, cells, bins and comparisons of reply times."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from desktop_app.domain.model import DAY, HOUR, MINUTE
from desktop_app.domain.reply_figures import By, Grade, compare, distribution, figures, grade, heatmap, trend
from desktop_app.domain.reply_times import in_order


def micros(*when):
    return (datetime(*when, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def times(seconds, observed=None, arrived=None):
    count = len(seconds)
    return in_order(
        seconds=np.array(seconds, float),
        observed=np.array([True] * count if observed is None else observed, bool),
        arrived=np.array([0] * count if arrived is None else arrived, np.int64),
        indices=np.arange(100, 100 + count),
        left_out=np.empty(0, np.int64),
    )


def test_figures_hold_the_quantiles_the_share_in_time_and_both_counts():
    shown = figures(times([600.0 * n for n in range(1, 41)], [True] * 36 + [False] * 4), target_s=3600)
    assert (shown.n, shown.answered, shown.grade) == (40, 36, Grade.FULL)
    assert shown.median.value == pytest.approx(600 * 20.5)
    assert shown.median.low < shown.median.value < shown.median.high
    assert shown.p75.value == pytest.approx(600 * 30.5)
    assert shown.p90.value == 600 * 36
    assert shown.within.value == pytest.approx(6 / 40)


def test_more_than_half_unanswered_has_no_median():
    shown = figures(times([60] * 3 + [9000] * 7, [True] * 3 + [False] * 7))
    assert shown.median.value is None
    assert figures(times([])).median.value is None


@pytest.mark.parametrize(
    ("answered", "expected"), [(0, "list"), (9, "list"), (10, "range"), (29, "range"), (30, "full")]
)
def test_the_number_of_answers_decides_what_may_be_shown(answered, expected):
    assert grade(answered) == expected


def test_weeks_begin_on_the_persons_monday():
    sunday_evening_utc = micros(2026, 11, 15, 22)  # Monday 01:00 in Moscow
    arrived = [sunday_evening_utc, micros(2026, 11, 15, 20), micros(2026, 11, 20)]
    found = times([60, 120, 180], [True, True, False], arrived)
    assert [(week.begin, week.n, week.answered) for week in trend(found, "Europe/Moscow")] == [
        (date(2026, 11, 9), 1, 1),
        (date(2026, 11, 16), 2, 1),
    ]
    (week,) = [week for week in trend(found, "Europe/Moscow") if week.n == 2]
    assert week.indices.tolist() == [100, 102]
    assert week.median.value == 60


def test_every_monday_of_a_week_is_a_monday():
    arrived = [micros(2025, 12, 20) + n * 7 * HOUR for n in range(300)]
    found = trend(times([1.0] * 300, arrived=arrived), "Europe/Berlin")
    assert all(week.begin.isoweekday() == 1 for week in found)
    assert sum(week.n for week in found) == 300


def test_cells_are_weekday_and_hour_of_the_persons_clock():
    summer, winter = micros(2026, 7, 6, 7, 30), micros(2026, 11, 16, 8, 59)  # Mondays, 9 o'clock in Berlin
    (cell,) = heatmap(times([60, 180], arrived=[summer, winter]), "Europe/Berlin")
    assert (cell.weekday, cell.hour, cell.n, cell.answered) == (0, 9, 2, 2)
    assert cell.median.value == 120
    assert cell.indices.tolist() == [100, 101]


def test_each_answer_lies_in_one_bin_and_the_waiting_come_longest_first():
    seconds = [0, 59.9, 60, 3599, 3600, 4 * 3600, DAY / 1e6, 8 * DAY / 1e6, 10, 500]
    spread = distribution(times(seconds, [True] * 8 + [False] * 2))
    assert [found.indices.tolist() for found in spread.bins] == [
        [100, 101],
        [102],
        [103],
        [104],
        [105],
        [106],
        [],
        [107],
    ]
    assert [found.low_s for found in spread.bins][1] == MINUTE / 1e6
    assert spread.bins[-1].high_s is None
    assert spread.waiting.tolist() == [109, 108]


def test_charts_of_nothing_are_empty():
    assert trend(times([]), "UTC") == heatmap(times([]), "UTC") == ()
    assert distribution(times([])).waiting.size == 0


def test_people_who_clearly_differ_are_shown_as_different():
    random = np.random.default_rng(3)
    people = {
        "Anna": times(random.lognormal(7, 1, 80)),
        "Boris": times(random.lognormal(9, 1, 80)),
        "Vera": times(random.lognormal(9, 1, 80)),
    }
    found = {(one.first, one.second): one for one in compare(people)}
    assert found["Anna", "Boris"].shown
    assert found["Anna", "Vera"].shown
    assert not found["Boris", "Vera"].shown


def test_under_sixty_answers_no_difference_is_shown_however_large():
    (found,) = compare({"Anna": times([60.0] * 59), "Boris": times([90_000.0] * 200)})
    assert found.p < 0.001
    assert not found.shown


def test_days_and_months_begin_on_the_persons_clock():
    arrived = [micros(2026, 10, 31, 22), micros(2026, 10, 31, 20), micros(2026, 11, 20)]  # two months there
    found = times([60, 120, 180], arrived=arrived)
    months = trend(found, "Europe/Moscow", By.MONTH)
    assert [(step.begin, step.n) for step in months] == [(date(2026, 10, 1), 1), (date(2026, 11, 1), 2)]
    days = trend(found, "Europe/Moscow", By.DAY)
    assert [step.begin for step in days] == [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 20)]


@pytest.mark.parametrize("by", list(By))
def test_what_came_before_1970_or_after_all_days_has_its_step_too(by):
    found = times([1.0, 2.0], arrived=[-400 * 24 * HOUR, 400 * 365 * 24 * HOUR])
    assert sum(step.n for step in trend(found, "UTC", by)) == 2
