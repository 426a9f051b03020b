"""FETCH lines and their dates."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.model import Flags
from desktop_app.mail.imap_fetch import Item, _Days, parse_internal_date, parse_item
from desktop_app.mail.imap_session import Answer

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2099, 1, 1)),  # noqa: DTZ001 - the zone is drawn apart
    st.integers(-14 * 60, 14 * 60),
)
def test_dates_are_read_exactly_and_quickly_the_same(moment: datetime, zone: int) -> None:
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=zone)))
    sign = "-" if zone < 0 else "+"
    text = (
        f"{moment.day:2d}-{MONTHS[moment.month - 1]}-{moment.year:04d} {moment:%H:%M:%S} "
        f"{sign}{abs(zone) // 60:02d}{abs(zone) % 60:02d}"
    ).encode()
    expected = int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 1_000_000
    days = _Days()
    assert parse_internal_date(text) == expected
    assert days.arrival(text) == expected
    assert len(days) == 1
    assert days.arrival(text) == expected  # by the day that is remembered now


@pytest.mark.parametrize("text", [b"", b"NIL", b"31-Feb-2024 10:00:00 +0000", b"01-Jan-0000 00:00:00 +0000"])
def test_what_is_no_date_is_zero(text: bytes) -> None:
    assert parse_internal_date(text) == 0
    assert _Days().arrival(text) == 0


@pytest.mark.parametrize(
    "line",
    [
        b"* 5 FETCH (UID 7 FLAGS (\\Seen $Label) MODSEQ (12))",
        b"* 5 FETCH (UID 7 MODSEQ (12) FLAGS (\\Seen $Label))",
        b"* 5 FETCH (UID 7 FLAGS ($Label \\SEEN))",
        b"* 5 fetch (flags (\\Seen) uid 7)",
    ],
)
def test_a_changed_letter_is_read_however_the_server_tells_of_it(line: bytes) -> None:
    assert parse_item(Answer(line, [])) == Item(7, Flags(seen=True))


@given(st.binary(max_size=200))
def test_no_line_raises(rest: bytes) -> None:
    parse_item(Answer(b"* 1 FETCH (" + rest, [b"literal"]))


@pytest.mark.parametrize(
    "rest", [b"a" * 250_000, b"A[" * 100_000, b'"' * 200_000, b" " * 200_000, b"UID (" * 50_000]
)
@pytest.mark.timeout(20)
def test_a_hostile_line_costs_no_quadratic_time(rest: bytes) -> None:
    parse_item(Answer(b"* 1 FETCH (UID 5 " + rest, []))


@pytest.mark.parametrize("uid", [b"0", b"4294967296", b"x", b"-1", b"99999999999999999999999"])
def test_what_is_no_uid_is_nobodys_letter(uid: bytes) -> None:
    assert parse_item(Answer(b"* 1 FETCH (UID %s FLAGS ())" % uid, [])) is None
