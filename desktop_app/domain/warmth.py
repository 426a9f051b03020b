"""Warmth: how much likelier than usual a contact answers within 72 hours; never "probability to buy".

log-odds = BIAS + eight history terms + signal terms (`domain.evidence`). The sum is exact, so the shown
reasons are the whole truth. The weights were fitted on four public corpora and checked leave-one-corpus-out
(Enron AUC .851, linux-btrfs .881, usrp-users .856, linux-usb .858, recency sort .76-.82;
research/scoring-crm.md 1, Benchmark 2).

The fit knows mornings only: lists made at nine of letters sent before. Of the day's own letters it says
little (under two hours p was a fifth too high), and all whom the user has just written to would be hot for
hours with nothing having happened. So a younger letter counts as `YOUNGEST_H` old: it starts as warm as the
next hours leave it, and what makes it hot is what the person does.

`Weights` may be the user's own (`domain.calibration`); a term is always its weight times its feature.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from desktop_app.domain.evidence import SIZES, Away, Evidence, elapsed_h, not_counted, terms
from desktop_app.domain.model import DAY, Contribution, LetterId, Micros

OPEN_FOR: Micros = 14 * DAY
BIAS = -4.813
SHIPPED_RATE = 0.119  # answers within 7 days per letter; the corpora's centre (logit -2)
SHIPPED_BASE = 0.028  # answers within 72 h per open letter and morning; mean of the four corpora
YOUNGEST_H = 5.0  # 97 % of the letters of the mornings that the weights were fitted on were older
NEVER_H = 1e4  # a contact that never wrote counts as silent for this long (as when the weights were fitted)


class Weight(NamedTuple):
    """`value` per standard deviation; a term is value * (x - centre) / spread."""

    value: float
    centre: float
    spread: float


LETTER_AGE = Weight(-0.83, 4.0, 1.2)  # ln(1 + hours since it was sent)
LAST_ACTIVE = Weight(-0.262, 4.0, 2.0)  # ln(1 + hours since he last wrote anything)
ACTIVE_LATELY = Weight(0.268, 1.5, 1.5)  # ln(1 + letters he wrote in 7 days)
ACTIVE_BUT_SILENT = Weight(-0.748, 0.3, 0.45)  # 1 when he wrote after our letter, elsewhere
PAIR_RATE = Weight(0.477, -2.0, 1.2)  # logit of his shrunk rate of answers to this sender
RECIPIENT_RATE = Weight(-0.01, -2.0, 1.0)  # ... to all of our senders
ANSWERS_HIM = Weight(0.356, 0.3, 0.45)  # 1 when our letter is itself an answer to him
RECIPIENTS = Weight(-0.088, 0.5, 0.6)  # ln(recipients of the letter)
TERMS: tuple[tuple[str, Weight], ...] = (
    ("letter_age", LETTER_AGE),
    ("last_active", LAST_ACTIVE),
    ("active_lately", ACTIVE_LATELY),
    ("active_but_silent", ACTIVE_BUT_SILENT),
    ("answers_you", PAIR_RATE),
    ("answers_all", RECIPIENT_RATE),
    ("you_answered", ANSWERS_HIM),
    ("recipients", RECIPIENTS),
)
# Prior weights in letters, when a rate is shrunk towards the next wider group.
USER_PRIOR, COMPANY_PRIOR, RECIPIENT_PRIOR, PAIR_PRIOR, BASE_PRIOR = 20, 5, 5, 3, 20


class Rate(NamedTuple):
    """`answered` of `letters` got an answer within 7 days; only letters whose fate is known."""

    answered: int = 0
    letters: int = 0


UNKNOWN = Rate()


@dataclass(frozen=True, slots=True)
class Weights:
    """`history` in the order of TERMS; `signals` in the order of `evidence.SIZES`, log-odds at full strength.

    `version` 0: as shipped; else the number of the personal fit they come from.
    """

    bias: float
    history: tuple[float, ...]
    signals: tuple[float, ...]
    version: int = 0


SHIPPED = Weights(BIAS, tuple(weight.value for _, weight in TERMS), tuple(SIZES.values()))


@dataclass(frozen=True, slots=True)
class History:
    """What is known about a contact. Wider groups stand in where little is known (cold start)."""

    pair: Rate = UNKNOWN  # letters of this account to the contact
    recipient: Rate = UNKNOWN  # letters of all our accounts to the contact
    company: Rate = UNKNOWN  # letters to anybody at the contact's domain; UNKNOWN for public mail domains
    user: Rate = UNKNOWN  # all letters of the user
    last_activity: Micros | None = None  # his last letter to us, in any conversation
    letters_7d: int = 0  # his letters to us within 7 days before now


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """A letter of ours that this contact has not answered."""

    letter: LetterId
    sent_at: Micros
    recipients: int = 1
    answers_him: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """A contact's warmth and its reasons. `log_odds` = fsum of the bias and the contributions, exactly.

    `contributions`: largest absolute term first. `not_counted`: seen, but no evidence (log-odds 0).
    """

    warmth: int
    lift: float
    p: float
    log_odds: float
    letter: LetterId
    contributions: tuple[Contribution, ...]
    not_counted: tuple[Contribution, ...] = ()


def score(
    open_letters: Sequence[OpenLetter],
    signals: Sequence[Evidence],
    history: History,
    base: float,
    now: Micros,
    away: Away | None = None,
    weights: Weights = SHIPPED,
) -> Scored | None:
    """The warmest of a contact's open letters; None when there is none (sent in the last 14 days).

    `base` is the user's usual (`user_base`). A signal belongs to its own letter; one of an older letter
    counts for every open letter that had been sent by then.
    """
    current = [letter for letter in open_letters if is_open(letter.sent_at, now)]
    if not current:
        return None
    own = {letter.letter for letter in current}
    scored = []
    for letter in current:
        told = [_weighed(term, weights) for term in terms(of_letter(letter, own, signals), now, away)]
        parts = (*history_terms(letter, history, now, away, weights), *told)
        scored.append((math.fsum([weights.bias, *(part.log_odds for part in parts)]), letter, parts))
    log_odds, letter, parts = max(scored, key=lambda one: (one[0], one[1].sent_at, one[1].letter))
    p = probability(log_odds)
    return Scored(
        warmth=warmth_of(p / base),
        lift=p / base,
        p=p,
        log_odds=log_odds,
        letter=letter.letter,
        contributions=tuple(sorted(parts, key=lambda part: -abs(part.log_odds))),
        not_counted=tuple(not_counted(signals)),
    )


def of_letter(letter: OpenLetter, own: Collection[LetterId], signals: Iterable[Evidence]) -> list[Evidence]:
    """The signals that speak for this letter, where those of `own` are open."""
    return [
        signal
        for signal in signals
        if signal.letter == letter.letter or (signal.letter not in own and signal.at >= letter.sent_at)
    ]


def against(scored: Scored, base: float) -> Scored:
    """The same letter and reasons beside another usual."""
    lift = scored.p / base
    return replace(scored, warmth=warmth_of(lift), lift=lift)


def history_terms(
    letter: OpenLetter, history: History, now: Micros, away: Away | None = None, weights: Weights = SHIPPED
) -> tuple[Contribution, ...]:
    """The eight terms, each relative to the average letter of the corpora."""
    found = _facts(letter, history, now, away)
    return tuple(
        Contribution(code, weight * (value - scale.centre) / scale.spread, params)
        for (code, scale), weight, (value, params) in zip(TERMS, weights.history, found, strict=True)
    )


def features(scored: Scored, weights: Weights) -> tuple[float, ...]:
    """What each weight was multiplied by, history then signals: the row that a personal fit learns from."""
    by_code = {part.code: part.log_odds for part in scored.contributions}
    history = zip((code for code, _ in TERMS), weights.history, strict=True)
    signals = zip(SIZES, weights.signals, strict=True)
    return tuple(by_code.get(code, 0.0) / weight if weight else 0.0 for code, weight in (*history, *signals))


def rates(history: History) -> tuple[float, float]:
    """(to this sender, to all our senders), shrunk: contact to company to user to shipped."""
    user = _shrunk(history.user, SHIPPED_RATE, USER_PRIOR)
    company = _shrunk(history.company, user, COMPANY_PRIOR) if history.company.letters else user
    recipient = _shrunk(history.recipient, company, RECIPIENT_PRIOR)
    return _shrunk(history.pair, recipient, PAIR_PRIOR), recipient


def company_weight(company: Rate, user: Rate, weights: Weights = SHIPPED) -> float:
    """Log-odds that a company's history lends to somebody new there, beside somebody of no company.

    0.0 where nothing is known of the company.
    """
    if not company.letters:
        return 0.0
    found, usual = rates(History(company=company, user=user)), rates(History(user=user))
    names = [code for code, _ in TERMS]
    pairs = zip(("answers_you", "answers_all"), (PAIR_RATE, RECIPIENT_RATE), found, usual, strict=True)
    return math.fsum(
        weights.history[names.index(code)] * (_logit(here) - _logit(there)) / scale.spread
        for code, scale, here, there in pairs
    )


def user_base(probabilities: Iterable[float]) -> float:
    """The user's usual: mean p over all open letters, shrunk to the shipped base."""
    found = list(probabilities)
    return (math.fsum(found) + BASE_PRIOR * SHIPPED_BASE) / (len(found) + BASE_PRIOR)


def probability(log_odds: float) -> float:
    """Of an answer within 72 hours."""
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    odds = math.exp(log_odds)
    return odds / (1 + odds)


def warmth_of(lift: float) -> int:
    """0-100: the usual is 20, four times the usual 50."""
    return round(100 * lift / (lift + 4))


def is_open(sent_at: Micros, now: Micros) -> bool:
    """Whether a letter sent then and never answered still waits for its answer."""
    return now - OPEN_FOR < sent_at <= now


def _facts(
    letter: OpenLetter, history: History, now: Micros, away: Away | None
) -> tuple[tuple[float, dict[str, str | int | float]], ...]:
    """Value and parameters of each of TERMS."""
    age_h = elapsed_h(letter.sent_at, now, away)
    last = history.last_activity
    silent_h = NEVER_H if last is None else elapsed_h(last, now, away)
    pair, recipient = rates(history)
    known = history.pair
    return (
        (math.log1p(max(age_h, YOUNGEST_H)), _lasted(age_h, letter.sent_at, now)),
        (math.log1p(silent_h), _lasted(silent_h, last, now)),
        (math.log1p(history.letters_7d), {"letters": history.letters_7d}),
        (float(silent_h < age_h), {"active": int(silent_h < age_h)}),
        (_logit(pair), {"answered": known.answered, "letters": known.letters, "rate": round(pair, 4)}),
        (_logit(recipient), {"rate": round(recipient, 4)}),
        (float(letter.answers_him), {"answered": int(letter.answers_him)}),
        (math.log(max(1, letter.recipients)), {"count": letter.recipients}),
    )


def _lasted(hours: float, since: Micros | None, now: Micros) -> dict[str, str | int | float]:
    """The hours, and with `away` those of an absence that were left out."""
    params: dict[str, str | int | float] = {"hours": round(hours, 3)}
    if since is not None and (left_out := elapsed_h(since, now) - hours) > 0:
        params["away"] = round(left_out, 3)
    return params


def _weighed(term: Contribution, weights: Weights) -> Contribution:
    """A signal's term by the user's own weight for its kind."""
    if weights.signals == SHIPPED.signals:
        return term
    size = dict(zip(SIZES, weights.signals, strict=True))[term.code]
    return Contribution(term.code, term.log_odds * size / SIZES[term.code], term.params)


def _shrunk(rate: Rate, prior: float, letters: int) -> float:
    return (rate.answered + letters * prior) / (rate.letters + letters)


def _logit(rate: float) -> float:
    return math.log(rate / (1 - rate))
