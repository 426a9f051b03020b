"""How fast two sides answer each other, with what is unanswered inside the figure (numpy)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from desktop_app.domain.model import SECOND, Micros
from desktop_app.domain.reply_figures import Grade, grade
from desktop_app.domain.survival import Estimate, survival


class Turn(Protocol):
    """A letter, and when the other side answered it."""

    @property
    def at(self) -> Micros: ...
    @property
    def answered_at(self) -> Micros | None: ...


class Pace(NamedTuple):
    """Half of `n` letters are answered within `median` (seconds by the calendar, with its 95 % interval)."""

    median: Estimate
    n: int
    answered: int
    grade: Grade


def pace(turns: Sequence[Turn], now: Micros) -> Pace:
    """By Kaplan-Meier: a letter without an answer has waited until `now`."""
    ends = (now if turn.answered_at is None else turn.answered_at for turn in turns)
    seconds = [max(0, end - turn.at) / SECOND for turn, end in zip(turns, ends, strict=True)]
    curve = survival(seconds, [turn.answered_at is not None for turn in turns])
    return Pace(curve.quantile(0.5), curve.n, curve.answered, grade(curve.answered))
