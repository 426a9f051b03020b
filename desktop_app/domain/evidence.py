"""What signals say about an answer: terms of the log-odds, each with trust, saturation and half-life.

The sizes are priors (research/scoring-crm.md 2, marked U there): no public corpus has opens or clicks, so
they cannot be proven, only learnt from the user's own letters. Only human verdicts count; the rest is listed
as not counted.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from desktop_app.domain.model import HOUR, MINUTE, Contribution, LetterId, Micros, SignalKind, Verdict

OPENS = (SignalKind.OPEN, SignalKind.REOPEN, SignalKind.RECEIPT)
# By the reason codes of `domain.verdicts`. An open through a mail proxy is real, but hides who and where;
# what was doubtful by itself counts less even where a later answer vouches for it; Apple's fetches never
# count (table in research/scoring-crm.md 2).
TRUST = {
    "mail_proxy": 0.6,
    "ambiguous_client": 0.6,
    "unrecognised_client": 0.3,
    "inside_delivery_window": 0.3,
    "gateway_window": 0.3,
    "cloud_network": 0.3,
    "apple_privacy": 0.0,
    "third_place": 0.5,  # a forward that is guessed, and that the person says was one
    # What shows that the letter was read counts by itself.
    "inferred_click": 0.0,
    "inferred_reply": 0.0,
}
INFERRED = frozenset({"inferred_click", "inferred_reply"})
SAME_SITTING: Micros = 10 * MINUTE
ABOUT_MONEY = re.compile(
    r"price|pricing|quot|offer|contract|invoice|tariff|прайс|цен[аыу]|тариф|договор|контракт|сч[её]т|смет|коммерч",
    re.IGNORECASE,
)
OPEN, REPEATED_OPENS, OPEN_CAP, OPEN_HALF_LIFE_H = 0.5, 0.35, 1.2, 24.0
CLICK, SECOND_LINK, MONEY_LINK, CLICK_CAP, CLICK_HALF_LIFE_H = 1.6, 0.5, 0.4, 2.6, 48.0
FORWARD, FORWARD_HALF_LIFE_H = 0.9, 72.0
DELETED, DELETED_HALF_LIFE_H = -0.7, 72.0  # ours; the source has no figure for "deleted unread"
BOUNCE = -3.0
# Log-odds at full strength, by the code of the term: what a personal fit may change (`domain.calibration`).
SIZES = {
    "opened": OPEN,
    "clicked": CLICK,
    "forwarded": FORWARD,
    "deleted_unread": DELETED,
    "bounced": BOUNCE,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One signal as the score sees it. `trust` 0-1 weighs its kind of evidence (`trust_of`)."""

    kind: SignalKind
    at: Micros
    verdict: Verdict
    letter: LetterId | None = None
    link: str = ""  # visible text of a clicked link, else its address
    trust: float = 1.0
    reason: str = ""  # first reason code of the verdict


@dataclass(frozen=True, slots=True)
class Away:
    """Out of office [since, until): time does not count against the letter meanwhile."""

    since: Micros
    until: Micros


class Strength(NamedTuple):
    """Signals of one kind: log-odds `size` at the instant `at`, half of it `half_life_h` hours later."""

    code: str
    size: float
    half_life_h: float
    at: Micros
    params: dict[str, str | int | float]


def trust_of(reasons: Iterable[str]) -> float:
    """How far a signal is to be trusted, by the reason codes of its verdict; 1.0 when none lowers it."""
    return min((TRUST[reason] for reason in reasons if reason in TRUST), default=1.0)


def terms(signals: Sequence[Evidence], now: Micros, away: Away | None = None) -> list[Contribution]:
    """The signed terms of the signals that count; parameters are hours, counts and texts."""
    found = [_faded(one, now, away) for one in strengths(signals, now)]
    if is_bounced(signals):
        found.append(Contribution("bounced", BOUNCE))
    return found


def strengths(signals: Sequence[Evidence], now: Micros) -> list[Strength]:
    """What fades, of the signals that count and have happened by `now`."""
    counted = [signal for signal in signals if counts(signal) and signal.at <= now]
    found = (
        _opened([signal for signal in counted if signal.kind in OPENS]),
        _clicked([signal for signal in counted if signal.kind is SignalKind.CLICK]),
        _forwarded([signal for signal in counted if signal.kind is SignalKind.FORWARD]),
        _deleted([signal for signal in counted if signal.kind is SignalKind.DELETED]),
    )
    return [one for one in found if one is not None]


def is_bounced(signals: Iterable[Evidence]) -> bool:
    """Whether the letter came back; that does not fade."""
    return any(signal.kind is SignalKind.BOUNCE for signal in signals)


def counts(signal: Evidence) -> bool:
    """Whether a signal is evidence that a person did something with the letter."""
    return signal.verdict is Verdict.HUMAN and signal.trust > 0


def not_counted(signals: Sequence[Evidence]) -> list[Contribution]:
    """What was seen and left out, with the reason: code "not_counted", log-odds 0."""
    shown = (*OPENS, SignalKind.CLICK, SignalKind.FORWARD)
    groups = Counter(
        (str(signal.kind), str(signal.verdict), signal.reason)
        for signal in signals
        if signal.kind in shown and not counts(signal) and signal.reason not in INFERRED
    )
    return [
        Contribution("not_counted", 0.0, {"kind": kind, "verdict": verdict, "reason": reason, "count": count})
        for (kind, verdict, reason), count in sorted(groups.items())
    ]


def elapsed_h(since: Micros, now: Micros, away: Away | None = None) -> float:
    """Hours from `since` to `now`, time out of office left out; never negative."""
    passed = now - since
    if away is not None:
        passed -= max(0, min(now, away.until) - max(since, away.since))
    return max(0, passed) / HOUR


def _opened(opens: list[Evidence]) -> Strength | None:
    if not opens:
        return None
    times = sorted(signal.at for signal in opens)
    sittings = 1 + sum(later - earlier >= SAME_SITTING for earlier, later in pairwise(times))
    size = min(OPEN_CAP, OPEN + REPEATED_OPENS * math.log(sittings))
    trust = max(signal.trust for signal in opens)
    return Strength("opened", size * trust, OPEN_HALF_LIFE_H, times[-1], {"count": sittings})


def _clicked(clicks: list[Evidence]) -> Strength | None:
    if not clicks:
        return None
    links = {signal.link for signal in clicks}
    money = next((signal.link for signal in clicks if ABOUT_MONEY.search(signal.link)), "")
    size = min(CLICK_CAP, CLICK + SECOND_LINK * (len(links) - 1) + (MONEY_LINK if money else 0.0))
    newest = max(clicks, key=lambda signal: signal.at)
    trust = max(signal.trust for signal in clicks)
    params: dict[str, str | int | float] = {"link": money or newest.link, "links": len(links)}
    return Strength("clicked", size * trust, CLICK_HALF_LIFE_H, newest.at, params)


def _forwarded(signals: list[Evidence]) -> Strength | None:
    """In full where a letter proves it; a guess that was confirmed by hand has half its weight."""
    trust = max((signal.trust for signal in signals), default=0.0)
    return _once("forwarded", signals, FORWARD * trust, FORWARD_HALF_LIFE_H)


def _deleted(signals: list[Evidence]) -> Strength | None:
    return _once("deleted_unread", signals, DELETED, DELETED_HALF_LIFE_H)


def _once(code: str, signals: list[Evidence], size: float, half_life_h: float) -> Strength | None:
    if not signals:
        return None
    return Strength(code, size, half_life_h, max(signal.at for signal in signals), {})


def _faded(one: Strength, now: Micros, away: Away | None) -> Contribution:
    hours = elapsed_h(one.at, now, away)
    value = one.size * 0.5 ** (hours / one.half_life_h)
    return Contribution(one.code, value, {**one.params, "hours": round(hours, 3), "at": one.at})
