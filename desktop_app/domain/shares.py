"""A share of n with its 95 % interval: Wilson's score interval (Wilson 1927, JASA 22:209)."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

FEWEST = 10  # below, a share is a number made of chance: only the counts are told

_Z = 1.959963984540054


class Share(NamedTuple):
    """Each from 0 to 1; `low` and `high` are the 95 % range."""

    value: float
    low: float
    high: float


def share(count: float, n: int) -> Share | None:
    """None when n is too small for a share."""
    if n < FEWEST:
        return None
    p, z2 = count / n, _Z * _Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return Share(p, max(0.0, min(p, middle - half)), min(1.0, max(p, middle + half)))
