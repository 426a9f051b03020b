"""Sets of UIDs behave like sets and stay small."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.mail.imap_uids import UID_MAX, UidSet, parse_uids

uids = st.sets(st.integers(1, 60), max_size=40)


@given(uids, uids)
def test_it_agrees_with_pythons_sets(one: set[int], two: set[int]) -> None:
    a, b = UidSet.of(one), UidSet.of(two)
    assert set(a.union(b)) == one | two
    assert set(a.common(b)) == one & two
    assert set(a.without(b)) == one - two
    assert set(a.differing(b)) == one ^ two
    assert len(a) == len(one)
    assert bool(a) == bool(one)
    assert (a == b) == (one == two)
    assert all((uid in a) == (uid in one) for uid in range(62))


@given(st.sets(st.integers(UID_MAX - 9, UID_MAX)), st.sets(st.sampled_from([1, 2, UID_MAX - 1, UID_MAX])))
def test_it_agrees_with_pythons_sets_up_to_the_highest_uid(one: set[int], two: set[int]) -> None:
    a, b = UidSet.of(one), UidSet.of(two)
    for x, y, xs, ys in ((a, b, one, two), (b, a, two, one)):
        assert x.union(y) == UidSet.of(xs | ys)
        assert x.common(y) == UidSet.of(xs & ys)
        assert x.without(y) == UidSet.of(xs - ys)


@given(st.lists(st.integers(0, 20)))
def test_single_uids_may_come_in_any_order_and_twice(found: list[int]) -> None:
    assert list(UidSet.of(found)) == sorted({uid for uid in found if uid})


@given(uids, st.integers(1, 61))
def test_it_is_cut_anywhere(one: set[int], at: int) -> None:
    whole = UidSet.of(one)
    assert set(whole.upwards(at)) == {uid for uid in one if uid >= at}
    assert set(whole.below(at)) == {uid for uid in one if uid < at}
    newest, rest = whole.split(at)
    assert sorted(one)[-at:] == list(newest)
    assert set(newest) | set(rest) == one
    assert not set(newest) & set(rest)


@given(uids, st.integers(1, 60), st.integers(0, 20))
def test_overlaps_agrees(one: set[int], low: int, more: int) -> None:
    assert UidSet.of(one).overlaps(low, low + more) == bool(one & set(range(low, low + more + 1)))


@given(uids)
def test_bounds_are_strictly_ascending(one: set[int]) -> None:
    whole = UidSet.of(one)
    for made in (whole, whole.union(UidSet.of({7, 8})), whole.without(UidSet.of({7}))):
        assert made.bounds == sorted(set(made.bounds))
        assert len(made.bounds) % 2 == 0


@given(st.sets(st.integers(1, UID_MAX), max_size=50))
def test_packing_and_text_come_back(one: set[int]) -> None:
    whole = UidSet.of(one)
    assert UidSet.unpack(whole.pack()) == whole
    assert parse_uids(whole.text()) == whole


def test_a_million_letters_are_a_few_bytes() -> None:
    assert len(UidSet.span(1, 1_000_000).pack()) < 30


def test_a_million_letters_with_every_tenth_gone_stay_below_half_a_byte_each() -> None:
    holes = UidSet.of(range(1, 1_000_001)).without(UidSet.of(range(10, 1_000_001, 10)))
    assert len(holes) == 900_000
    assert len(holes.pack()) < 20_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", set()),
        (b"5:3,9", {3, 4, 5, 9}),
        (b"9,1,1:2", {1, 2, 9}),
        (b"1:4,3:6", {1, 2, 3, 4, 5, 6}),
        (b"0,99999999999", set()),
        (b"*", set()),
        (b"nonsense", set()),
    ],
)
def test_sequence_sets_are_read_as_servers_write_them(text: bytes, expected: set[int]) -> None:
    assert set(parse_uids(text)) == expected


@pytest.mark.parametrize("data", [b"", b"x", UidSet.of({1}).pack()[:-3]])
def test_a_damaged_pack_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"packed|range"):
        UidSet.unpack(data)
