"""Warmth of all open letters at once, to the last bit what `warmth.score` says of each.

Every minute each open letter is as much older, so thousands are scored of which few show another number.
numpy adds and divides as Python does; logarithms, powers and the exact sum are the same functions of `math`,
mapped over a column, since numpy's own may differ in the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.evidence import (
    BOUNCE,
    CLICK_HALF_LIFE_H,
    DELETED_HALF_LIFE_H,
    FORWARD_HALF_LIFE_H,
    OPEN_HALF_LIFE_H,
    SIZES,
    Away,
    Evidence,
    is_bounced,
    strengths,
)
from desktop_app.domain.model import HOUR, ContactId, Micros
from desktop_app.domain.warmth import (
    COMPANY_PRIOR,
    NEVER_H,
    PAIR_PRIOR,
    RECIPIENT_PRIOR,
    SHIPPED,
    SHIPPED_RATE,
    TERMS,
    USER_PRIOR,
    YOUNGEST_H,
    History,
    OpenLetter,
    Rate,
    Weights,
    is_open,
    of_letter,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Columns = NDArray[np.void]  # of LETTER
NEVER: Micros = -(2**62)
FADING = ("opened", "clicked", "forwarded", "deleted_unread")
HALF_LIVES_H = (OPEN_HALF_LIFE_H, CLICK_HALF_LIFE_H, FORWARD_HALF_LIFE_H, DELETED_HALF_LIFE_H)
# One open letter to one contact: what its terms are made of, none of which changes by time alone. Rates are
# (answered, letters), absences (since, until); of the signals, `size` and `at` in the order of FADING.
LETTER = np.dtype(
    [
        ("contact", np.int64),
        ("letter", np.int64),
        ("sent_at", np.int64),
        ("last_activity", np.int64),
        ("letters_7d", np.int64),
        ("pair", np.int64, 2),
        ("recipient", np.int64, 2),
        ("company", np.int64, 2),
        ("answers_him", np.float64),
        ("recipients", np.int64),
        ("away", np.int64, 2),
        ("size", np.float64, len(FADING)),
        ("at", np.int64, len(FADING)),
        ("bounced", np.bool_),
    ]
)


class Warmest(NamedTuple):
    """The warmest open letter of each contact, contacts ascending."""

    contacts: Ints
    letters: Ints
    p: Floats


def rows(
    contact: ContactId,
    letters: Sequence[OpenLetter],
    signals: Sequence[Evidence],
    history: History,
    away: Away | None,
    now: Micros,
) -> Iterator[tuple[Any, ...]]:
    """Of one contact, for LETTER, as of `now`: which letters are open and which signals have happened.

    A letter of the future, or a signal, is in them only from its instant on; a letter until it is too old.
    """
    current = [letter for letter in letters if is_open(letter.sent_at, now)]
    own = {letter.letter for letter in current}
    for letter in current:
        mine = of_letter(letter, own, signals)
        size, at = dict.fromkeys(FADING, 0.0), dict.fromkeys(FADING, now)
        for one in strengths(mine, now):
            size[one.code], at[one.code] = one.size, one.at
        yield (
            contact, letter.letter, letter.sent_at,
            NEVER if history.last_activity is None else history.last_activity,
            history.letters_7d, history.pair, history.recipient, history.company,
            float(letter.answers_him), max(1, letter.recipients),
            (away.since, away.until) if away else (0, 0),
            tuple(size.values()), tuple(at.values()), is_bounced(mine),
        )  # fmt: skip


def columns(found: Iterable[tuple[Any, ...]]) -> Columns:
    """Of `rows`."""
    return np.array(list(found), LETTER)


def instead(
    letters: Columns, contacts: Collection[ContactId], found: Iterable[tuple[Any, ...]]
) -> Columns:
    """The `rows` found take the place of what is held about these contacts."""
    kept = letters[~np.isin(letters["contact"], list(contacts))]
    return np.concatenate((kept, columns(found)))


def warmest(letters: Columns, user: Rate, now: Micros, weights: Weights = SHIPPED) -> Warmest:
    """Score every letter; `user` is the rate of all letters of the user."""
    odds = log_odds(letters, user, now, weights)
    order = np.lexsort((letters["letter"], letters["sent_at"], odds, letters["contact"]))
    contacts = letters["contact"][order]
    last = order[np.append(contacts[1:] != contacts[:-1], True)] if order.size else order
    return Warmest(letters["contact"][last], letters["letter"][last], probabilities(odds[last]))


def log_odds(letters: Columns, user: Rate, now: Micros, weights: Weights = SHIPPED) -> Floats:
    """Of each letter, exactly the sum that `warmth.score` makes."""
    terms = [*_history(letters, user, now, weights), *_signals(letters, now, weights)]
    return _floats(map(math.fsum, zip(*(one.tolist() for one in terms), strict=True)), len(letters))


def probabilities(odds: Floats) -> Floats:
    """`warmth.probability` of each."""
    small = _floats(map(math.exp, (-np.abs(odds)).tolist()), odds.size)
    return np.where(odds >= 0, 1 / (1 + small), small / (1 + small))


def warmths(p: Floats, base: float) -> Ints:
    """`warmth.warmth_of` of each, beside the user's usual."""
    lift = p / base
    return np.rint(100 * lift / (lift + 4)).astype(np.int64)


def _history(letters: Columns, user: Rate, now: Micros, weights: Weights) -> Iterator[Floats]:
    yield np.full(len(letters), weights.bias)
    facts = _facts(letters, user, now)
    for (_code, scale), weight, value in zip(TERMS, weights.history, facts, strict=True):
        yield weight * (value - scale.centre) / scale.spread


def _facts(letters: Columns, user: Rate, now: Micros) -> Iterator[Floats]:
    """The values of `warmth.TERMS`."""
    age_h = _elapsed_h(letters, letters["sent_at"], now)
    last = letters["last_activity"]
    silent_h = np.where(last == NEVER, NEVER_H, _elapsed_h(letters, np.where(last == NEVER, now, last), now))
    pair, recipient = _rates(letters, user)
    yield _mapped(math.log1p, np.maximum(age_h, YOUNGEST_H))
    yield _mapped(math.log1p, silent_h)
    yield _mapped(math.log1p, letters["letters_7d"])
    yield (silent_h < age_h).astype(np.float64)
    yield _mapped(math.log, pair / (1 - pair))
    yield _mapped(math.log, recipient / (1 - recipient))
    yield letters["answers_him"]
    yield _mapped(math.log, letters["recipients"])


def _rates(letters: Columns, user: Rate) -> tuple[Floats, Floats]:
    """As `warmth.rates`."""
    wide = (user.answered + USER_PRIOR * SHIPPED_RATE) / (user.letters + USER_PRIOR)
    company = np.where(letters["company"][:, 1] > 0, _shrunk(letters["company"], wide, COMPANY_PRIOR), wide)
    recipient = _shrunk(letters["recipient"], company, RECIPIENT_PRIOR)
    return _shrunk(letters["pair"], recipient, PAIR_PRIOR), recipient


def _shrunk(rate: Ints, prior: Floats | float, letters: int) -> Floats:
    return np.asarray((rate[:, 0] + letters * prior) / (rate[:, 1] + letters))


def _signals(letters: Columns, now: Micros, weights: Weights) -> Iterator[Floats]:
    """Only what any letter has: a term of nought changes no sum."""
    own = None if weights.signals == SHIPPED.signals else dict(zip(SIZES, weights.signals, strict=True))
    for index, (code, half_life_h) in enumerate(zip(FADING, HALF_LIVES_H, strict=True)):
        some = np.flatnonzero(letters["size"][:, index])
        if some.size:
            part = letters[some]
            hours = _elapsed_h(part, part["at"][:, index], now)
            value = np.zeros(len(letters))
            value[some] = part["size"][:, index] * _mapped((0.5).__pow__, hours / half_life_h)
            yield _weighed(value, code, own)
    if letters["bounced"].any():
        yield _weighed(np.where(letters["bounced"], BOUNCE, 0.0), "bounced", own)


def _weighed(value: Floats, code: str, own: dict[str, float] | None) -> Floats:
    return value if own is None else value * own[code] / SIZES[code]


def _elapsed_h(letters: Columns, since: Ints, now: Micros) -> Floats:
    """As `evidence.elapsed_h`: time out of office is left out."""
    gone, back = letters["away"][:, 0], letters["away"][:, 1]
    absent = np.maximum(0, np.minimum(now, back) - np.maximum(since, gone))
    passed: Ints = np.maximum(0, now - since - absent)
    return passed / HOUR


def _mapped(function: Callable[[float], float], values: Floats | Ints) -> Floats:
    return _floats(map(function, values.tolist()), values.size)


def _floats(values: Iterable[float], count: int) -> Floats:
    return np.fromiter(values, np.float64, count)
