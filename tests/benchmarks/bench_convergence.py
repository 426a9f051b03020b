"""How many random histories of a mailbox end with both sides the same, for each kind of server.

What a history is and what is compared: tests/fakes/history.py. A history that fails names its seed on
standard error. `HISTORIES=500` is the proof before a release.
"""

import os
import sys
from collections.abc import Iterable

from tests.benchmarks.result import Result
from tests.fakes.dovecot import Dovecot, why_not
from tests.fakes.history import MODES, histories

HISTORIES = int(os.environ.get("HISTORIES", "25"))


def run() -> Iterable[Result]:
    if why_not():
        return
    server = Dovecot()
    server.start()
    try:
        for name in MODES:
            wrong = [(seed, what) for seed, what in histories(server, name, range(HISTORIES)) if what]
            for seed, what in wrong:
                print(f"{name}-{seed}: {what}", file=sys.stderr)
            share = (HISTORIES - len(wrong)) / HISTORIES
            yield Result(f"converged_{name}", round(share, 4), 1.0, "higher", "of histories", HISTORIES)
    finally:
        server.stop()
