from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.shares import FEWEST, share


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_range_holds_the_share_and_stays_between_none_and_all(count, more):
    n = count + more
    found = share(count, n)
    assert (found is None) is (n < FEWEST)
    if found is not None:
        assert 0 <= found.low <= found.value <= found.high <= 1


def test_the_range_is_wilsons():
    # Newcombe 1998, Statistics in Medicine 17:857, table I: 81 of 263
    found = share(81, 263)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)
