"""Each morning, who of my silent recipients answers within 72 hours: the shipped weights against recency.

The protocol of research/scoring-crm.md Benchmark 2 on a public list (AUC .858 there, recency .801), through
the product's own functions, with no training at all. usrp-users has too few such lists to tell anything.
"""

import bisect
import heapq
import json
import lzma
import re
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from desktop_app.domain.model import DAY, HOUR, SECOND, LetterId
from desktop_app.domain.warmth import BIAS, History, OpenLetter, Rate, history_terms, probability
from tests.benchmarks.result import Result
from tests.paths import SHARED

CORPUS = "data/warmth/linux-usb.jsonl.xz"
LISTS = re.compile(
    r"(vger\.kernel|lists?\.|googlegroups|-list|list@|syzkaller|lkp@|kernel test|bot@|bugzilla|stable@"
    r"|noreply|no-reply)"
)
WINDOW, KNOWN_AFTER, HORIZON = 14 * DAY, 7 * DAY, 72 * HOUR
MOST_RECIPIENTS, LEAST_SENT, LEAST_OPEN = 5, 60, 4
TESTED_FROM = 0.7  # the last 30 % of letters


class Letter(NamedTuple):
    id: str
    at: int
    sender: str
    to: tuple[str, ...]
    answers: str | None
    patch: bool


class Sent(NamedTuple):
    """One letter to one person, what was known of him when it left, and when he answered (None = never)."""

    at: int
    sender: str
    recipient: str
    pair: Rate
    everyone: Rate
    user: Rate
    answers_him: bool
    recipients: int
    answered_at: int | None


class Row(NamedTuple):
    """One line of one morning's list."""

    group: tuple[str, int]
    age: int
    p: float
    answered: bool


@dataclass
class Counts:
    """How often letters were answered within 7 days, as far as known at a moment."""

    answered: dict[object, int] = field(default_factory=lambda: defaultdict(int))
    letters: dict[object, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, keys: Iterable[object], answered: bool) -> None:
        for key in keys:
            self.letters[key] += 1
            self.answered[key] += answered

    def rate(self, key: object) -> Rate:
        return Rate(self.answered[key], self.letters[key])


def run() -> Iterable[Result]:
    """Nothing where the corpus is not on this machine."""
    path = SHARED / CORPUS
    if not path.exists():
        return
    rows = list(mornings(load(path)))
    found, p = np.array([row.answered for row in rows]), np.array([row.p for row in rows])
    newest = np.array([-row.age for row in rows])
    _, group = np.unique([f"{sender} {day}" for (sender, day), *_ in rows], return_inverse=True)
    reached = auc(found, p)
    gain = ndcg(found, p, group) - ndcg(found, newest, group)
    error = calibration_error(found, p)
    yield Result("warmth_auc", round(reached, 4), 0.85, "higher", "AUC", len(rows))
    above = reached - auc(found, newest)
    yield Result("warmth_auc_over_recency", round(above, 4), 0.044, "higher", "AUC", len(rows))
    yield Result("warmth_ndcg3_over_recency", round(gain, 4), 0.08, "higher", "NDCG@3", int(group.max()) + 1)
    yield Result("warmth_calibration_error", round(error, 4), 0.02, "lower", "share", len(rows))


def load(path) -> list[Letter]:
    """The list's letters between people, oldest first, each once."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        raw = sorted((json.loads(line) for line in file), key=lambda one: one["t"])
    seen: set[str] = set()
    letters = []
    for one in raw:
        if not one["id"] or one["id"] in seen or not one["frm"]:
            continue
        seen.add(one["id"])
        if one["auto"] or LISTS.search(one["frm"]) or not 946_684_800 < one["t"] < 1_775_000_000:
            continue
        people = dict.fromkeys(one["to"])
        to = tuple(person for person in people if not LISTS.search(person) and person != one["frm"])
        patch = one["patch"] or one["subj"].upper().startswith("[PATCH")
        parent = one["irt"] or next(iter(one["refs"]), None)
        letters.append(Letter(one["id"], one["t"] * SECOND, one["frm"], to, parent, patch))
    return letters


def mornings(letters: list[Letter]) -> Iterator[Row]:
    """Every morning's list in the tested period, of everybody who wrote enough."""
    sent = list(sendings(letters))
    ends = letters[-1].at - KNOWN_AFTER
    sent = [one for one in sent if one.at < ends]
    cut = int(np.quantile([one.at for one in sent], TESTED_FROM))
    active: dict[str, list[int]] = defaultdict(list)
    for letter in letters:
        active[letter.sender].append(letter.at)
    by_sender: dict[str, list[Sent]] = defaultdict(list)
    for one in sent:
        by_sender[one.sender].append(one)
    for sender, mine in by_sender.items():
        if len(mine) >= LEAST_SENT:
            for day in sorted({one.at // DAY + 1 for one in mine}):
                now = day * DAY + 9 * HOUR
                if now >= cut:
                    yield from morning(sender, mine, active, now)


def morning(sender: str, mine: list[Sent], active: dict[str, list[int]], now: int) -> Iterator[Row]:
    first = bisect.bisect_left(mine, now - WINDOW, key=lambda one: one.at)
    last = bisect.bisect_left(mine, now, key=lambda one: one.at)
    newest: dict[str, Sent] = {}
    for one in mine[first:last]:
        if one.answered_at is None or one.answered_at > now:
            newest[one.recipient] = one
    if len(newest) < LEAST_OPEN:
        return
    for one in newest.values():
        times = active[one.recipient]
        until = bisect.bisect_left(times, now)
        history = History(
            pair=one.pair,
            recipient=one.everyone,
            user=one.user,
            last_activity=times[until - 1] if until else None,
            letters_7d=until - bisect.bisect_left(times, now - 7 * DAY),
        )
        letter = OpenLetter(LetterId(0), one.at, one.recipients, one.answers_him)
        log_odds = BIAS + sum(term.log_odds for term in history_terms(letter, history, now))
        soon = one.answered_at is not None and one.answered_at <= now + HORIZON
        yield Row((sender, now), now - one.at, probability(log_odds), soon)


def sendings(letters: list[Letter]) -> Iterator[Sent]:
    """Each letter to each recipient with the rates known at that moment: a fate counts once it is known."""
    by_id = {letter.id: letter for letter in letters}
    answers = first_answers(letters, by_id)
    counts = Counts()
    pending: list[tuple[int, int, tuple[object, ...], bool]] = []
    for number, letter in enumerate(letters):
        while pending and pending[0][0] <= letter.at:
            _, _, keys, answered = heapq.heappop(pending)
            counts.add(keys, answered)
        if letter.patch or not 0 < len(letter.to) <= MOST_RECIPIENTS:
            continue
        parent = by_id.get(letter.answers or "")
        for place, person in enumerate(letter.to):
            answered_at = answers.get((letter.id, person))
            yield Sent(
                letter.at,
                letter.sender,
                person,
                counts.rate((letter.sender, person)),
                counts.rate(person),
                counts.rate(None),
                parent is not None and parent.sender == person,
                len(letter.to),
                answered_at,
            )
            quick = answered_at is not None and answered_at - letter.at <= KNOWN_AFTER
            known = answered_at if quick else letter.at + KNOWN_AFTER
            keys = ((letter.sender, person), person, None)
            heapq.heappush(pending, (known, number * 100 + place, keys, quick))


def first_answers(letters: list[Letter], by_id: dict[str, Letter]) -> dict[tuple[str, str], int]:
    """(letter, recipient) -> when he first answered it."""
    found: dict[tuple[str, str], int] = {}
    for letter in letters:
        parent = by_id.get(letter.answers or "")
        if parent and parent.sender != letter.sender and letter.at > parent.at and parent.sender in letter.to:
            found.setdefault((parent.id, letter.sender), letter.at)
    return found


def auc(found: np.ndarray, value: np.ndarray) -> float:
    """Chance that an answered row lies above an unanswered one, ties half."""
    ordered, place = np.unique(value, return_inverse=True)
    ranks = np.cumsum(np.bincount(place, minlength=ordered.size))
    middle = ranks - (np.bincount(place) - 1) / 2
    positive = int(found.sum())
    below = middle[place][found].sum() - positive * (positive + 1) / 2
    return float(below / (positive * (found.size - positive)))


def ndcg(found: np.ndarray, value: np.ndarray, group: np.ndarray, k: int = 3) -> float:
    """Mean over the lists that have an answer and are longer than k."""
    scores = []
    discount = 1 / np.log2(np.arange(2, k + 2))
    order = np.lexsort((-value, group))
    bounds = np.flatnonzero(np.diff(group[order])) + 1
    for part in np.split(order, bounds):
        gains = found[part]
        if gains.size > k and gains.any():
            scores.append((gains[:k] * discount).sum() / discount[: min(k, int(gains.sum()))].sum())
    return statistics.fmean(scores)


def calibration_error(found: np.ndarray, p: np.ndarray, bins: int = 10) -> float:
    """Mean distance between promised and found shares, in ten bins of equal size."""
    parts = np.array_split(np.argsort(p, kind="stable"), bins)
    return float(sum(part.size * abs(found[part].mean() - p[part].mean()) for part in parts) / p.size)
