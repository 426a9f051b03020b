"""Axes of time in words: where the ticks are, what a step of the distribution is. No numpy, no Qt."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

Words = Callable[[float], str]  # seconds -> "1 h"

MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY

CALENDAR_TICKS_S = (MINUTE, 10 * MINUTE, HOUR, 4 * HOUR, DAY, WEEK)
WORKING_TICKS_S = (MINUTE, 10 * MINUTE, HOUR, 8 * HOUR, 80 * HOUR)  # days of eight hours
STEPS_S = (
    *(minutes * MINUTE for minutes in (1, 2, 5, 10, 20, 30)),
    *(hours * HOUR for hours in (1, 2, 4, 8)),
    *(days * DAY for days in (1, 2, 4)),
    *(weeks * WEEK for weeks in (1, 2, 4, 8)),
)


class Tick(NamedTuple):
    at: float
    label: str


def log_ticks(low_s: float, high_s: float, words: Words, at_most: int = 5) -> list[Tick]:
    """Round times between two ends, thinned to `at_most`, placed on a base 10 logarithmic axis."""
    steps = [step for step in STEPS_S if low_s <= step <= high_s]
    every = math.ceil(len(steps) / at_most) or 1
    return [Tick(math.log10(step), words(step)) for step in steps[::every]]


def time_ticks(ticks_s: tuple[float, ...], words: Words) -> list[Tick]:
    """The same labels on every distribution, so that two of them can be compared at a glance."""
    return [Tick(math.log10(tick), words(tick)) for tick in ticks_s]
