"""The Date field."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.dates import DateReader, parse_date

NINE = datetime(2025, 11, 3, 9, 15, 0, tzinfo=UTC)


def micros(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000


@pytest.mark.parametrize(
    "written",
    [
        "Mon, 3 Nov 2025 12:15:00 +0300",
        "Mon, 3 Nov 2025 12:15:00 +0300 (MSK)",
        "Mon,  3 Nov 2025 09:15:00 GMT",
        "3 Nov 2025 09:15 UT",
        "Mon, 03 Nov 2025 04:15:00 EST",
        "Monday, 3 November 2025 09:15:00 -0000",
        "Mon, 3 Nov 2025 12:15:00 GMT+0300",
        "Mon, 3 Nov 2025 09:15:00",
        "Mon, 03 Nov 25 09:15:00 +0000",
        "Mon Nov  3 09:15:00 2025",
        "3-Nov-2025 09:15:00 +0000",
        "Mon, 3 Nov 2025 09.15.00 +0000",
    ],
)
def test_one_instant_in_many_spellings(written: str) -> None:
    assert parse_date(written) == micros(NINE)


@pytest.mark.parametrize(
    "written",
    ["", "yesterday", "Thu, 1 Jan 1970 00:00:00 +0000", "Fri, 1 Jan 2105 00:00:00 +0000",
     "31 Feb 2025 10:00:00 +0000", "3 Nov 2025 25:00:00 +0000", "3 Xyz 2025 10:00:00 +0000",
     "Mon, 3 Nov 99999 10:00:00 +0000", "3 Nov 99999999999999999999 10:00:00 +0000"],
)  # fmt: skip
def test_no_date_or_an_absurd_one_is_none(written: str) -> None:
    assert parse_date(written) is None


def test_a_leap_second_is_the_one_before() -> None:
    assert parse_date("31 Dec 2016 23:59:60 +0000") == micros(datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC))


def test_an_impossible_zone_is_utc() -> None:
    assert parse_date("Mon, 3 Nov 2025 09:15:00 +9900") == micros(NINE)


@given(st.integers(631_238_400, 4_133_894_400), st.integers(-14 * 60, 14 * 60))
def test_what_python_writes_is_read_back(seconds: int, offset: int) -> None:
    aware = datetime.fromtimestamp(seconds, timezone(timedelta(minutes=offset)))
    assert parse_date(format_datetime(aware)) == micros(aware)


@given(st.text(max_size=60))
def test_never_raises(written: str) -> None:
    assert isinstance(parse_date(written), int | None)


DAYS = st.sampled_from(
    ["Mon, 3 Nov 2025", "Mon, 03 Nov 2025", "Tue, 31 Feb 2025", "Wed, 31 Dec 1969", "3 Nov 2025",
     "Fri, 29 Dec 1989", "Sun, 31 Dec 2100", "Mon,  3 Nov 2025", "mon, 03 nov 2025"]
)  # fmt: skip
CLOCKS = st.sampled_from(
    [" 12:15:00", " 23:59:60", " 24:00:00", " 1:15:00", " 12:60:00", " 12:15", "12:15:00"]
)
ZONES = st.sampled_from(
    [" +0300", " -0000", " +9900", " +03001", " +0300:", " +0300 (MSK)", " EST", "", "+0300"]
)


@given(st.lists(st.tuples(DAYS, CLOCKS, ZONES).map("".join) | st.text(max_size=30), max_size=8))
def test_dates_read_one_after_the_other_are_the_same(written: list[str]) -> None:
    reader = DateReader()
    for one in written * 2:
        assert reader.read(one) == parse_date(one)
