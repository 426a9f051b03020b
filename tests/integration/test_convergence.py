"""Whatever happens to a mailbox and to us, in the end both sides are the same (tests/fakes/history.py).

Five hundred histories of each kind: `HISTORIES=500 python -m tests.benchmarks convergence`.
"""

import os

import pytest

from tests.fakes.history import MODES, run_history

pytestmark = pytest.mark.dovecot

HISTORIES = int(os.environ.get("HISTORIES", "4"))


@pytest.mark.slow  # each history is a mailbox, some rounds of an engine and a killed process
@pytest.mark.parametrize("mode", MODES)
def test_whatever_happens_both_sides_end_the_same(dovecot, mode, tmp_path):
    for number in range(HISTORIES):
        folder = tmp_path / str(number)
        folder.mkdir()
        happened = run_history(dovecot, MODES[mode], f"{mode}-{number}", folder)
        assert happened
