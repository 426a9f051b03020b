import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.ui.rest_time import RestTime


def test_nothing_is_said_before_five_seconds():
    rest = RestTime()
    rest.add(0, 0)
    assert rest.left_s(100) is None
    rest.add(4, 50)
    assert rest.left_s(100) is None


def test_a_steady_pace_gives_the_time_left():
    rest = RestTime()
    for second in range(11):
        rest.add(second, second * 10)
    assert rest.left_s(400) == pytest.approx(30)


def test_only_the_last_half_minute_counts():
    rest = RestTime()
    for second in range(61):
        rest.add(second, second)
    for second in range(61, 92):
        rest.add(second, 60 + 100 * (second - 60))
    assert rest.left_s(3260) == pytest.approx(1, abs=0.2)


def test_standing_still_says_nothing():
    rest = RestTime()
    rest.add(0, 10)
    rest.add(20, 10)
    assert rest.left_s(100) is None


def test_a_folder_read_anew_starts_the_judging_again():
    rest = RestTime()
    rest.add(0, 0)
    rest.add(10, 100)
    rest.add(11, 0)
    assert rest.left_s(100) is None


@given(st.lists(st.tuples(st.floats(0, 100), st.integers(0, 1000)), max_size=20), st.integers(0, 1000))
def test_it_is_never_negative(samples, total):
    rest = RestTime()
    for at_s, done in sorted(samples):
        rest.add(at_s, done)
    left = rest.left_s(total)
    assert left is None or left >= 0
