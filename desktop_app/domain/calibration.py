"""The user's own weights: the shipped ones, moved by what became of his letters; used once they are better.

Logistic regression with the shipped weights as its prior (maximum a posteriori, Newton's steps), so that a
few letters change little: weights learnt from one small mailbox alone reached AUC .68 elsewhere, the shipped
ones .85 (research/scoring-crm.md 1). Whether they are better is decided by predicting each stretch of time
from what was known before it (prequentially, Dawid 1984), never on the letters they were learnt from. Pure
Python: 5,000 rows take about a second.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import NamedTuple

from desktop_app.domain.model import HOUR, Micros
from desktop_app.domain.warmth import SHIPPED, Weights

HORIZON: Micros = 72 * HOUR
RIDGE, SIGNAL_RIDGE = 30.0, 10.0  # how many letters' worth of belief stands behind a shipped weight
FEWEST, FEWEST_ANSWERED = 100, 15  # conversations in the proof
NEWEST = 5_000  # rows that are learnt from
STRETCHES = 6
STEPS, CLOSE_ENOUGH = 30, 1e-7
_HISTORY = len(SHIPPED.history)

Vector = list[float]


class Example(NamedTuple):
    """One line of one day's list. `letter` names the letter and whom it went to."""

    at: Micros
    letter: Hashable
    features: tuple[float, ...]  # as `warmth.features` gives them
    answered: bool  # within 72 h after `at`


class Proof(NamedTuple):
    """Mean log-loss on letters whose fate was not known yet, by both weights; 0.0 where there were none."""

    conversations: int = 0
    answered: int = 0
    own: float = 0.0
    shipped: float = 0.0

    @property
    def enough(self) -> bool:
        return self.conversations >= FEWEST and self.answered >= FEWEST_ANSWERED

    @property
    def wins(self) -> bool:
        """Only then are the own weights used."""
        return self.enough and self.own < self.shipped


def fit(examples: Sequence[Example], version: int = 1) -> Weights:
    """Own weights; the shipped ones where there is nothing to learn. Examples are in no order."""
    prior = _theta(SHIPPED)
    used = _used(examples)
    rows = sorted(_row(one, used) for one in examples)
    found = list(prior)
    for place, value in zip(used, _newton(rows, [prior[at] for at in used], used), strict=True):
        found[place] = value
    return Weights(found[0], tuple(found[1 : 1 + _HISTORY]), tuple(found[1 + _HISTORY :]), version)


def prove(examples: Sequence[Example]) -> Proof:
    """Each stretch of time is predicted by weights learnt from what was known before its first list."""
    ordered = sorted(examples, key=lambda one: one.at)
    tested: list[Example] = []
    own = shipped = 0.0
    for stretch in _stretches(ordered):
        known = [one for one in ordered if one.at + HORIZON <= stretch[0].at]
        if not known:
            continue
        learnt = fit(known[-NEWEST:])
        own += sum(_loss(one, learnt) for one in stretch)
        shipped += sum(_loss(one, SHIPPED) for one in stretch)
        tested += stretch
    if not tested:
        return Proof()
    answered = {one.letter for one in tested if one.answered}
    letters = {one.letter for one in tested}
    return Proof(len(letters), len(answered), own / len(tested), shipped / len(tested))


def log_odds(features: Sequence[float], weights: Weights) -> float:
    """Of an answer, for a row of the log."""
    pairs = zip((*weights.history, *weights.signals), features, strict=True)
    return math.fsum([weights.bias, *(weight * value for weight, value in pairs)])


def _stretches(ordered: Sequence[Example]) -> list[list[Example]]:
    """Parts of about as many rows each; the rows of one list stay together."""
    parts: list[list[Example]] = []
    size = max(1, math.ceil(len(ordered) / STRETCHES))
    for one in ordered:
        if not parts or (len(parts[-1]) >= size and parts[-1][-1].at != one.at):
            parts.append([])
        parts[-1].append(one)
    return parts


def _loss(one: Example, weights: Weights) -> float:
    odds = log_odds(one.features, weights)
    return _softplus(-odds if one.answered else odds)


def _softplus(value: float) -> float:
    return max(value, 0.0) + math.log1p(math.exp(-abs(value)))


def _theta(weights: Weights) -> Vector:
    return [weights.bias, *weights.history, *weights.signals]


def _used(examples: Sequence[Example]) -> list[int]:
    """Places of the weights that any example says something about; the bias is the first."""
    seen = {at for one in examples for at, value in enumerate(one.features, 1) if value}
    return [0, *sorted(seen)] if examples else []


def _row(one: Example, used: Sequence[int]) -> tuple[tuple[float, ...], float]:
    return tuple(one.features[at - 1] if at else 1.0 for at in used), float(one.answered)


def _newton(rows: Sequence[tuple[tuple[float, ...], float]], prior: Vector, used: Sequence[int]) -> Vector:
    """The minimum of log-loss + ridge / 2 * distance², which is convex: from the prior downhill to it."""
    ridge = [SIGNAL_RIDGE if at > _HISTORY else RIDGE for at in used]
    found, height = list(prior), _height(rows, prior, prior, ridge)
    for _ in range(STEPS if used else 0):
        step = _solve(*_slope(rows, found, prior, ridge))
        part = 1.0
        while True:
            tried = [value - part * change for value, change in zip(found, step, strict=True)]
            reached = _height(rows, tried, prior, ridge)
            if reached <= height or part < CLOSE_ENOUGH:
                break
            part /= 2
        if reached >= height:
            break
        found, height = tried, reached
        if max(map(abs, step)) < CLOSE_ENOUGH:
            break
    return found


def _height(
    rows: Sequence[tuple[tuple[float, ...], float]], theta: Vector, prior: Vector, ridge: Vector
) -> float:
    away = sum(r * (t - p) ** 2 for r, t, p in zip(ridge, theta, prior, strict=True)) / 2
    total = 0.0
    for x, answered in rows:
        odds = sum(map(float.__mul__, x, theta))
        total += _softplus(-odds if answered else odds)
    return total + away


def _slope(
    rows: Sequence[tuple[tuple[float, ...], float]], theta: Vector, prior: Vector, ridge: Vector
) -> tuple[list[Vector], Vector]:
    """Second and first derivatives."""
    size = len(theta)
    first = [r * (t - p) for r, t, p in zip(ridge, theta, prior, strict=True)]
    second = [[ridge[at] if at == other else 0.0 for other in range(size)] for at in range(size)]
    for x, answered in rows:
        p = 1 / (1 + math.exp(-max(-700.0, sum(map(float.__mul__, x, theta)))))
        miss, weight = p - answered, p * (1 - p)
        for at, value in enumerate(x):
            if value:
                first[at] += miss * value
                line, scaled = second[at], weight * value
                for other in range(at + 1):
                    line[other] += scaled * x[other]
    for at in range(size):
        for other in range(at):
            second[other][at] = second[at][other]
    return second, first


def _solve(matrix: list[Vector], right: Vector) -> Vector:
    """Of a positive definite matrix, by Cholesky's decomposition."""
    size = len(right)
    lower = [[0.0] * size for _ in range(size)]
    for at in range(size):
        for other in range(at + 1):
            rest = matrix[at][other] - sum(lower[at][k] * lower[other][k] for k in range(other))
            lower[at][other] = math.sqrt(rest) if at == other else rest / lower[other][other]
    half: Vector = []
    for at in range(size):
        half.append((right[at] - sum(lower[at][k] * half[k] for k in range(at))) / lower[at][at])
    found = [0.0] * size
    for at in reversed(range(size)):
        rest = half[at] - sum(lower[k][at] * found[k] for k in range(at + 1, size))
        found[at] = rest / lower[at][at]
    return found
