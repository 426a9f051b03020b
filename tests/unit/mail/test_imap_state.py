"""The folder state survives a round trip and refuses what it did not write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.errors import StateInvalid
from desktop_app.domain.model import Flags
from desktop_app.mail.imap_state import FolderState
from desktop_app.mail.imap_uids import UidSet

sets = st.sets(st.integers(1, 2**32 - 1), max_size=20).map(UidSet.of)


@given(st.integers(0, 2**32), st.integers(0, 2**63), st.booleans(), sets, st.tuples(sets, sets, sets, sets))
def test_it_comes_back(number: int, modseq: int, settled: bool, known: UidSet, marked) -> None:
    state = FolderState(number, number, number, modseq, 3, settled, known, marked)
    assert FolderState.decode(state.encode()) == state


def test_nothing_is_the_state_before_the_first_sync() -> None:
    assert FolderState.decode(b"") == FolderState()


@pytest.mark.parametrize("data", [b"{}", b"[]", b"null", b"\xff", b'{"v1":1}', b'{"v2":1,"known":""}'])
def test_another_versions_state_is_invalid(data: bytes) -> None:
    with pytest.raises(StateInvalid):
        FolderState.decode(data)


def test_marks_say_the_flags() -> None:
    state = FolderState(marked=(UidSet.of({1}), UidSet.of({1, 2}), UidSet(), UidSet()))
    assert state.flags(1) == Flags(seen=False, answered=True)
    assert state.flags(2) == Flags(seen=True, answered=True)
