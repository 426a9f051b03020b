"""Moving and widening the columns of the lead list loses none and gives all room away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.store.rows import LeadSort
from desktop_app.ui.leads.arranging import LEAST, border_at, placed_at, shifted, stepped, widened
from desktop_app.ui.leads.columns import SHARES_WIDE, columns

KEYS = [key for key, _share in SHARES_WIDE]
ORDERS = st.permutations(SHARES_WIDE).map(tuple)
WIDE = st.integers(1100, 4000)


@given(ORDERS, st.sampled_from(KEYS), st.integers(-500, 5000), WIDE)
def test_a_column_put_anywhere_is_still_there_once(shares, key, x, width):
    assert sorted(placed_at(shares, key, x, width)) == sorted(shares)


@given(ORDERS, st.sampled_from(KEYS), WIDE)
def test_a_column_put_where_it_stands_stays(shares, key, width):
    column = columns(width, shares).by_key[key]
    assert placed_at(shares, key, column.x + column.width // 2, width) == shares


@given(ORDERS, st.integers(0, 2), st.floats(-9, 9))
def test_a_border_moves_room_between_its_two_columns_only(shares, border, part):
    after = shifted(shares, border, part)
    assert [key for key, _share in after] == [key for key, _share in shares]
    assert sum(share for _key, share in after) == pytest.approx(1)
    assert min(share for _key, share in after) >= LEAST - 1e-9
    others = {0, 1, 2, 3} - {border, border + 1}
    assert all(after[one][1] == pytest.approx(shares[one][1]) for one in others)


@given(st.floats(-9, 9))
def test_a_column_narrower_than_any_may_be_is_not_made_narrower_still(part):
    shares = ((LeadSort.NAME, 0.09), (LeadSort.LETTER, 0.91))
    assert shifted(shares, 0, part)[0][1] >= 0.09 - 1e-9


def test_steps_end_at_the_edges_and_the_last_column_widens_to_the_left():
    assert stepped(SHARES_WIDE, KEYS[0], -1) == SHARES_WIDE
    assert stepped(SHARES_WIDE, KEYS[-1], 1) == SHARES_WIDE
    after = dict(widened(SHARES_WIDE, KEYS[-1], 0.02))
    assert after[KEYS[-1]] == pytest.approx(dict(SHARES_WIDE)[KEYS[-1]] + 0.02)
    assert after[KEYS[-2]] == pytest.approx(0.28)
    alone = ((LeadSort.NAME, 0.27),)
    assert widened(alone, LeadSort.NAME, 0.02) == alone


def test_borders_are_between_columns_of_wide_lists_only():
    column = columns(1300).by_key[LeadSort.NAME]
    assert border_at(SHARES_WIDE, column.x + column.width + 8, 1300) == 0
    assert border_at(SHARES_WIDE, column.x + column.width // 2, 1300) is None
    assert all(border_at(SHARES_WIDE, x, 660) is None for x in range(660))
