import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desktop_app.domain.errors import InputError
from desktop_app.domain.model import SECOND
from desktop_app.domain.team import (
    MOST_ROWS,
    Batch,
    Code,
    TeamRow,
    codes_of,
    flags_of,
    gone,
    is_sealed,
    pack,
    row_of,
    row_text,
    seal_of,
    unpack,
    whole_seconds,
)

AT = 1_795_685_400 * SECOND  # 2026-11-26 09:30 UTC
NEW = frozenset((Code.NEW,))
ROW = TeamRow("abcdefghijklmnopqrst-_", 3, AT, AT, AT + 60 * SECOND, AT + 600 * SECOND, NEW)

instants = some.integers(2 * 365 * 86_400, 4_102_444_800).map(lambda second: second * SECOND)
rows = some.builds(
    TeamRow,
    id=some.text("abcXYZ019-_", min_size=22, max_size=22),
    version=some.integers(1, 2**53 - 1),
    arrived=instants,
    seen_low=some.none(),
    seen_high=some.none() | instants,
    answered=some.none() | instants,
    codes=some.frozensets(some.sampled_from([code for code in Code if code is not Code.GONE])),
)


@given(some.integers(1, 2**53 - 1), some.lists(rows, max_size=5, unique_by=lambda row: row.id))
def test_what_is_packed_is_unpacked_and_read_by_eye(counter, sent):
    batch = Batch(counter, '{"zone": "Europe/Moscow"}', sent)
    body = pack(batch)
    assert unpack(body) == batch
    assert all(row_text(row).encode() in body for row in sent)


def test_a_row_is_one_line_of_times_and_codes():
    assert row_text(ROW) == (
        '{"id": "abcdefghijklmnopqrst-_", "version": 3, "arrived": "2026-11-26T09:30:00Z", '
        '"seen": ["2026-11-26T09:30:00Z", "2026-11-26T09:31:00Z"], "answered": "2026-11-26T09:40:00Z", '
        '"codes": ["new"]}'
    )


def test_a_row_that_was_taken_back_has_no_times_left():
    assert row_of(json.loads(row_text(gone(ROW.id, 4)))) == gone(ROW.id, 4)
    assert "2026" not in row_text(gone(ROW.id, 4))


def test_codes_are_bits_and_back():
    for code in Code:
        assert codes_of(flags_of([code])) == {code}
    assert codes_of(flags_of(Code)) == set(Code)


def test_no_time_travels_finer_than_a_second():
    assert whole_seconds(AT + 999_999) == AT
    assert whole_seconds(None) is None


def test_a_seal_is_of_the_very_bytes_and_of_the_secret():
    body = pack(Batch(1, "", [ROW]))
    seal = seal_of(b"k" * 32, body)
    assert is_sealed(b"k" * 32, body, seal)
    assert not is_sealed(b"q" * 32, body, seal)
    assert not is_sealed(b"k" * 32, body.replace(b"09:30", b"09:31"), seal)
    assert not is_sealed(b"k" * 32, body, "\udc80ж")


@pytest.mark.parametrize(
    "change",
    [
        {"id": "anna@zavod.example____"},
        {"id": 5},
        {"version": 0},
        {"version": True},
        {"version": 2**60},
        {"arrived": None},
        {"arrived": "yesterday"},
        {"arrived": "2026-13-26T09:30:00Z"},
        {"arrived": "1900-11-26T09:30:00Z"},
        {"arrived": "2026-11-26T09:30:00+03"},
        {"seen": ["2026-11-26T09:30:00Z"]},
        {"seen": ["2026-11-26T09:30:00Z", None]},
        {"answered": 7},
        {"codes": ["hacked"]},
        {"codes": [["new"]]},
        {"codes": "new"},
        {"codes": ["gone"]},
        {"subject": "Prices"},
    ],
)
def test_a_row_with_anything_else_in_it_is_refused(change):
    with pytest.raises(InputError) as refused:
        row_of(json.loads(row_text(ROW)) | change)
    assert refused.value.params["reason"] == "bad_row"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"\xff", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"[]", "not_a_batch"),
        (b'{"counter": 1, "rows": []}', "not_a_batch"),
        (b'{"counter": 0, "hours": null, "rows": []}', "not_a_batch"),
        (b'{"counter": 1, "hours": [], "rows": []}', "not_a_batch"),
        (b'{"counter": 1, "hours": null, "rows": {}}', "not_a_batch"),
        (b'{"counter": 1, "hours": null, "rows": [7]}', "bad_row"),
        (pack(Batch(1, "", [ROW, replace(ROW, version=4)])), "bad_row"),
        (pack(Batch(1, json.dumps({"zone": "x" * 30_000}), [])), "bad_hours"),
        (
            pack(Batch(1, "", [replace(ROW, id=f"{number:022}") for number in range(MOST_ROWS + 1)])),
            "too_many_rows",
        ),
    ],
)
def test_a_batch_that_is_none_is_refused_by_its_reason(body, reason):
    with pytest.raises(InputError) as refused:
        unpack(body)
    assert refused.value.params["reason"] == reason
