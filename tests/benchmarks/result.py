"""One measured figure."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Result:
    """`value` in `unit` from `n` observations, against the `goal` that the product has set itself."""

    name: str
    value: float
    goal: float
    better: Literal["higher", "lower"]
    unit: str
    n: int
