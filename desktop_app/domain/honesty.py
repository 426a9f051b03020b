"""How well the score keeps its promises, by the log of lists and what became of them.

Order: AUC and NDCG@3 beside "newest letter first". Size: what was promised against what was found, in ten
parts of equal size. Letters that lie level share their place. A letter is listed on several days: intervals
are made with the number of different letters, not of rows. Pure Python, no numpy.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from desktop_app.domain.calibration import FEWEST, FEWEST_ANSWERED
from desktop_app.domain.model import DAY, Micros
from desktop_app.domain.shares import Share, share

LOOKED_BACK: Micros = 90 * DAY
PARTS = 10
TOP = 3


class Told(NamedTuple):
    """A row of the log: `p` was promised, `without` signals; `sent_at` is what recency sorts by."""

    day: int
    letter: Hashable
    p: float
    without: float
    sent_at: Micros
    answered: bool
    replayed: bool = False
    acted: bool = False


class Part(NamedTuple):
    """Letters of about the same promise. `found` None: fewer than ten different ones."""

    promised: float
    answered: int
    rows: int
    letters: int
    found: Share | None


class Order(NamedTuple):
    """How well an order puts those who answer first; None where no list can tell."""

    auc: float | None
    ndcg: float | None


@dataclass(frozen=True, slots=True)
class Honesty:
    """All figures of the page. `lists` count for NDCG: more than three letters, and an answer.

    `rows`, `letters`, `answered` (different letters), of which `replayed` rows; `error`: the mean distance of
    promised and found. `acted`: rows after which the user wrote again or called within a day.
    """

    rows: int
    letters: int
    answered: int
    replayed: int
    acted: int
    lists: int
    score: Order
    recency: Order
    parts: tuple[Part, ...]
    error: float
    live: int
    with_signals: Order
    without_signals: Order

    @property
    def enough(self) -> bool:
        """Fewer say nothing: the figures would be chance."""
        return self.letters >= FEWEST and self.answered >= FEWEST_ANSWERED


def honesty(found: Sequence[Told]) -> Honesty:
    """The figures; signals only where they were scored live."""
    live = [one for one in found if not one.replayed]
    parts = tuple(_parts(found))
    return Honesty(
        rows=len(found),
        letters=len({one.letter for one in found}),
        answered=len({one.letter for one in found if one.answered}),
        replayed=len(found) - len(live),
        acted=sum(one.acted for one in found),
        lists=len(_tellings(found)),
        score=_order(found, [one.p for one in found]),
        recency=_order(found, [float(one.sent_at) for one in found]),
        parts=parts,
        error=_error(parts),
        live=len({one.letter for one in live}),
        with_signals=_order(live, [one.p for one in live]),
        without_signals=_order(live, [one.without for one in live]),
    )


def auc(answered: Sequence[bool], value: Sequence[float]) -> float | None:
    """Chance that an answered letter lies above an unanswered one, level ones half; None without both."""
    positive = sum(answered)
    negative = len(answered) - positive
    if not positive or not negative:
        return None
    below, won = 0, 0.0
    for _, level in groupby(sorted(zip(value, answered, strict=True)), key=lambda one: one[0]):
        hits = [is_answered for _, is_answered in level]
        good = sum(hits)
        won += good * (below + (len(hits) - good) / 2)
        below += len(hits) - good
    return won / (positive * negative)


def ndcg(answered: Sequence[bool], value: Sequence[float], top: int = TOP) -> float | None:
    """Of one list; level letters share their gains. None when nobody answered or all are in the top."""
    if len(answered) <= top or not any(answered):
        return None
    gains: list[float] = []
    ordered = sorted(zip(value, answered, strict=True), reverse=True)
    for _, level in groupby(ordered, key=lambda one: one[0]):
        hits = [is_answered for _, is_answered in level]
        gains += [sum(hits) / len(hits)] * len(hits)
    discounts = [1 / math.log2(place + 2) for place in range(top)]
    best = sum(discounts[: sum(answered)])
    return sum(gain * discount for gain, discount in zip(gains, discounts, strict=False)) / best


def _order(found: Sequence[Told], value: Sequence[float]) -> Order:
    lists: dict[int, list[tuple[bool, float]]] = defaultdict(list)
    for one, worth in zip(found, value, strict=True):
        lists[one.day].append((one.answered, worth))
    each = [ndcg([a for a, _ in rows], [v for _, v in rows]) for rows in lists.values()]
    told = [one for one in each if one is not None]
    mean = math.fsum(told) / len(told) if told else None
    return Order(auc([one.answered for one in found], value), mean)


def _tellings(found: Iterable[Told]) -> list[int]:
    lists: dict[int, list[bool]] = defaultdict(list)
    for one in found:
        lists[one.day].append(one.answered)
    return [day for day, rows in lists.items() if len(rows) > TOP and any(rows)]


def _parts(found: Sequence[Told]) -> Iterable[Part]:
    ordered = sorted(found, key=lambda one: (one.p, one.day, one.sent_at))
    for number in range(PARTS):
        rows = ordered[number * len(ordered) // PARTS : (number + 1) * len(ordered) // PARTS]
        if rows:
            answered = sum(one.answered for one in rows)
            letters = len({one.letter for one in rows})
            promised = math.fsum(one.p for one in rows) / len(rows)
            yield Part(promised, answered, len(rows), letters, share(answered / len(rows) * letters, letters))


def _error(parts: Sequence[Part]) -> float:
    rows = sum(part.rows for part in parts)
    return math.fsum(abs(part.answered - part.promised * part.rows) for part in parts) / rows if rows else 0.0
