import pytest
from hypothesis import given
from hypothesis import strategies as some

from desktop_app.domain.hours_text import Wrong, day_text, typed_day
from desktop_app.domain.work_hours import DAY_MINUTES, Interval

OFFICE = (Interval(540, 780), Interval(840, 1080))


@pytest.mark.parametrize(
    "text",
    ["9-13, 14-18", "9:00–13:00,14:00–18:00", " 14-18;9-13 ", "9.00 — 13.00 14-18", "9 to 13, 14 до 18"],
)
def test_a_day_may_be_typed_in_many_ways(text):
    assert typed_day(text) == OFFICE


def test_nothing_is_a_day_off_and_what_touches_is_one():
    assert typed_day("") == typed_day(" , ") == ()
    assert typed_day("9-13, 13-18") == (Interval(540, 1080),)


def test_a_day_ends_at_midnight_written_either_way():
    assert typed_day("20-24") == typed_day("20-0:00") == (Interval(1200, 1440),)
    assert day_text(typed_day("0-24")) == "0–24"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nine", "not_hours"), ("9-", "not_hours"), ("9-13 lunch 14-18", "not_hours"),
        ("9-1:5", "ends_first"), ("18-9", "ends_first"), ("9-9", "ends_first"),
        ("9-24:01", "no_such_time"), ("9:60-12", "no_such_time"),
        ("9-13, 12:59-18", "overlap"), ("9-18, 10-11", "overlap"), ("9-13" * 99, "overlap"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_reason(text, reason):
    assert isinstance(found := typed_day(text), Wrong)
    assert found.reason == reason


def test_a_day_is_written_as_short_as_it_is_typed():
    assert day_text((Interval(540, 780), Interval(840, 1050))) == "9–13, 14–17:30"


@given(some.lists(some.integers(0, DAY_MINUTES), min_size=2, max_size=8, unique=True))
def test_what_is_written_is_read_back(edges):
    edges = sorted(edges[: len(edges) // 2 * 2])
    day = tuple(Interval(*edges[at : at + 2]) for at in range(0, len(edges), 2))
    assert typed_day(day_text(day)) == day
