"""Fixed work, so that microseconds of one machine, or of one hour of a shared one, can be read on another.

Its figures have no goal: they stand beside those of a benchmark and were measured in the same run.
"""

import time
from collections.abc import Sequence
from email.parser import BytesHeaderParser

ROUNDS = 100_000
PARSER = BytesHeaderParser()


def loop_ns() -> float:
    """Processor time of one round of a loop that no change of ours makes faster."""
    value = 0
    began = time.thread_time()
    for number in range(ROUNDS):
        value = (value * 31 + number) & 0xFFFFFF
    return (time.thread_time() - began) / ROUNDS * 1e9


def email_us(blocks: Sequence[bytes]) -> float:
    """Processor time that Python's own parser of headers needs for one of these, decoding nothing."""
    began = time.thread_time()
    for block in blocks:
        PARSER.parsebytes(block)
    return (time.thread_time() - began) / len(blocks) * 1e6
