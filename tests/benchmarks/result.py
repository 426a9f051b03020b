"""One measured figure."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Result:
    """`value` in `unit` from `n` observations, against the `goal` that the product has set itself.

    None is the goal of a figure by which others are read (`benchmarks.machine`).
    """

    name: str
    value: float
    goal: float | None
    better: Literal["higher", "lower"]
    unit: str
    n: int
