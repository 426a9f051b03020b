"""Python's cycle collector in a process that makes millions of short-lived rows and hardly any cycle."""

from __future__ import annotations

import gc

NEW_OBJECTS = 100_000  # more than a batch of 2000 letters leaves alive at once


def relax() -> None:
    """Once at the start of the engine's process: look for cycles seldom, and never among what is loaded now.

    Measured while 8000 letters were synchronised: 150 us a letter as Python has it, 110 with this
    (tests/benchmarks/bench_sync.py).
    """
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 10, 10)
