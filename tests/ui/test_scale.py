import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.ui.charts.distribution import round_counts
from desktop_app.ui.charts.scale import STEPS_S, log_ticks
from desktop_app.ui.words_speed import answered_after, length, short_length, time_change, times_interval


@given(st.floats(1, 1e7), st.floats(1, 1e7))
def test_ticks_are_few_and_inside(low, high):
    ticks = log_ticks(min(low, high), max(low, high), str)
    assert len(ticks) <= 5
    assert all(min(low, high) <= float(tick.label) <= max(low, high) for tick in ticks)
    assert {float(tick.label) for tick in ticks} <= set(STEPS_S)


@pytest.mark.parametrize(
    ("tallest", "counts"), [(1, [0, 1]), (4, [0, 1, 2, 3, 4]), (7, [0, 2, 4, 6]), (90, [0, 50])]
)
def test_counts_on_the_axis_are_round(tallest, counts):
    assert round_counts(tallest) == counts


@given(st.integers(1, 10**9))
def test_there_are_never_more_than_five_counts(tallest):
    assert 2 <= len(round_counts(tallest)) <= 5


@pytest.mark.parametrize(
    ("seconds", "working", "text"),
    [
        (0, True, "less than a minute"),
        (600, True, "10 min"),
        (5400, True, "1 h 30 min"),
        (14 * 3600 + 60, True, "14 h 1 min"),
        (16 * 3600 + 60, True, "2 work days"),
        (26 * 3600 + 60, True, "3 work days 2 h"),
        (214 * 3600, True, "26 work days"),
        (26 * 3600, False, "1 d 2 h"),
    ],
)
def test_long_working_times_are_told_in_days_of_eight_hours(seconds, working, text):
    assert length(seconds, working=working) == text


@pytest.mark.parametrize(
    ("seconds", "working", "text"),
    [
        (60, False, "1 min"),
        (4 * 3600, False, "4 h"),
        (86_400, False, "1 d"),
        (604_800, False, "1 wk"),
        (4 * 3600, True, "4 h"),
        (86_400, True, "3 d"),
        (288_000, True, "10 d"),
    ],
)
def test_axes_speak_in_one_unit(seconds, working, text):
    assert short_length(seconds, working=working) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "answered within a minute"), (59, "answered within a minute"), (90, "answered after 1 min")],
)
def test_an_answer_at_once_took_no_time_worth_naming(seconds, text):
    assert answered_after(seconds, working=False) == text


@pytest.mark.parametrize(
    ("interval", "text"),
    [((600, 1200), "10 min to 20 min"), ((600, None), "10 min or more"), ((600, 620), "10 min")],
)
def test_intervals_in_words(interval, text):
    assert times_interval(interval, working=False) == text


@pytest.mark.parametrize(
    ("now", "before", "chance", "text"),
    [
        (600, 1320, True, "Faster by 12 min, within chance"),
        (600, 1320, False, "Faster by 12 min"),
        (1320, 600, False, "Slower by 12 min"),
        (600, 620, False, "As before"),
    ],
)
def test_changes_in_words(now, before, chance, text):
    assert time_change(now, before, working=False, within_chance=chance) == text
