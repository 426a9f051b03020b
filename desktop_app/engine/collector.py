"""Python's cycle collector in a process that makes millions of short-lived rows and hardly any cycle."""

from __future__ import annotations

import gc

NEW_OBJECTS = 100_000  # more than a batch of 2000 letters leaves alive at once


def relax() -> None:
    """Once at the start of the engine's process: look for cycles seldom, and never among what is loaded now.

    A pass over what is loaded takes 25 ms, as long as 500 letters. A first sync no longer tells the
    two apart (59 us a letter either way): its rows die young.
    """
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 10, 10)
