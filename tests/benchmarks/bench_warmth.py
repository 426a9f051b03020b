"""Each morning, who of my silent recipients answers within 72 hours: the shipped weights against recency.

The protocol of research/scoring-crm.md Benchmark 2, through the product's own functions. The shipped weights
are pooled over these very lists: **in-sample**; what decides are lists held out. Further files of the same
format: `python -m tests.benchmarks.bench_warmth FILE.jsonl.xz...`

As in the lab (`pooled.py`): senders of 60 letters, lists of at least four at nine in the morning, tested on
the last 30 % of the *rows* (with the cut at 30 % of the letters usrp-users had 8 lists instead of 22).
Recipients of one letter lie level for recency: what stands at rank k there is the mean over all orders of the
level ones, as AUC counts a tie one half. The order of the file would give recency the addressee before the Cc
for nothing (NDCG@3 +.005, which hid that the goal was reached).
"""

import bisect
import heapq
import json
import lzma
import re
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from desktop_app.domain.calibration import Example, fit
from desktop_app.domain.model import DAY, HOUR, SECOND, LetterId
from desktop_app.domain.warmth import SHIPPED, History, OpenLetter, Rate, history_terms, probability
from tests.benchmarks.result import Result
from tests.paths import SHARED

CORPORA = ("linux-usb", "usrp-users")
AUC_GOALS = {"linux-usb": 0.855}
AUC_GOAL = 0.85  # of any other list
LISTS = re.compile(
    r"(vger\.kernel|lists?\.|googlegroups|-list|list@|syzkaller|lkp@|kernel test|bot@|bugzilla|stable@"
    r"|noreply|no-reply)"
)
WINDOW, KNOWN_AFTER, HORIZON = 14 * DAY, 7 * DAY, 72 * HOUR
MOST_RECIPIENTS, LEAST_SENT, LEAST_OPEN = 5, 60, 4
TESTED_FROM = 0.7  # the last 30 % of the rows
HEAVY_SENDERS, OWN_ROWS = 6, (50, 100, 200, 400)


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
    features: tuple[float, ...]
    letter: tuple[int, str]


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
    """Nothing where the corpora are not on this machine."""
    for name in CORPORA:
        path = SHARED / "data" / "warmth" / f"{name}.jsonl.xz"
        if path.exists():
            yield from measure(path)


def measure(path: Path) -> Iterator[Result]:
    """The figures of one list; those of personal weights where somebody has written enough."""
    name = path.name.partition(".")[0]
    every = list(mornings(load(path)))
    cut = np.quantile([row.group[1] for row in every], TESTED_FROM)
    rows = [row for row in every if row.group[1] >= cut]
    found, p = np.array([row.answered for row in rows]), np.array([row.p for row in rows])
    newest = np.array([-row.age for row in rows])
    _, group = np.unique([f"{sender} {day}" for (sender, day), *_ in rows], return_inverse=True)
    reached, recency = auc(found, p), auc(found, newest)
    gain = ndcg(found, p, group) - ndcg(found, newest, group)
    error = calibration_error(found, p)
    lists = int(group.max()) + 1
    key = f"warmth_{name}"
    goal, above = AUC_GOALS.get(name, AUC_GOAL), reached - recency
    yield Result(f"{key}_auc_in_sample", round(reached, 4), goal, "higher", "AUC", len(rows))
    yield Result(f"{key}_auc_over_recency", round(above, 4), 0.044, "higher", "AUC", len(rows))
    yield Result(f"{key}_ndcg3_over_recency", round(gain, 4), 0.08, "higher", "NDCG@3", lists)
    yield Result(f"{key}_calibration_error", round(error, 4), 0.02, "lower", "share", len(rows))
    yield from personal(key, every, cut)


def personal(key: str, every: list[Row], cut: float) -> Iterator[Result]:
    """Weights learnt from a sender's own last N rows before the tested ones: shrunk to the shipped ones (the
    product's), and on their own. Means over the heaviest senders of the loss relative to the shipped weights.
    """
    of_sender: dict[str, list[Row]] = defaultdict(list)
    for row in every:
        of_sender[row.group[0]].append(row)
    heavy = sorted(of_sender.values(), key=len, reverse=True)
    split = [
        ([one for one in mine if one.group[1] < cut - HORIZON], [one for one in mine if one.group[1] >= cut])
        for mine in heavy
    ]
    enough = [(old, new) for old, new in split if len(old) >= OWN_ROWS[-1] and answered(new) >= 15]
    for count in OWN_ROWS if len(enough) >= HEAVY_SENDERS else ():
        shrunk, alone = [], []
        for old, new in enough[:HEAVY_SENDERS]:
            learnt = [Example(row.group[1], row.letter, row.features, row.answered) for row in old[-count:]]
            shipped = loss(new, theta(SHIPPED))
            shrunk.append(loss(new, theta(fit(learnt))) / shipped)
            alone.append(loss(new, own_only(old[-count:])) / shipped)
        own, other = statistics.fmean(shrunk), statistics.fmean(alone)
        name = f"{key}_personal_{count}_loss"
        yield Result(name, round(own, 4), 1.01, "lower", "of the shipped", count)
        yield Result(f"{name}_over_own_only", round(own / other, 4), 1.0, "lower", "ratio", count)


def answered(rows: list[Row]) -> int:
    return sum(row.answered for row in rows)


def theta(weights) -> np.ndarray:
    return np.array([weights.bias, *weights.history])


def loss(rows: list[Row], w: np.ndarray) -> float:
    """Mean log-loss."""
    x = np.array([(1.0, *row.features[:8]) for row in rows])
    sign = np.where([row.answered for row in rows], 1.0, -1.0)
    return float(np.mean(np.logaddexp(0, -sign * (x @ w))))


def own_only(rows: list[Row]) -> np.ndarray:
    """A logistic regression that knows nothing beforehand (ridge 1 to zero, the lab's baseline)."""
    x = np.array([(1.0, *row.features[:8]) for row in rows])
    y = np.array([float(row.answered) for row in rows])
    ridge, w = np.diag([1e-3] + [1.0] * 8), np.zeros(9)
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge, x.T @ (p - y) + ridge @ w)
        w = w - step
        if np.abs(step).max() < 1e-7:
            break
    return w


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
    """Every morning's list, of everybody who wrote enough."""
    sent = list(sendings(letters))
    ends = letters[-1].at - KNOWN_AFTER
    sent = [one for one in sent if one.at < ends]
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
        terms = history_terms(letter, history, now)
        log_odds = SHIPPED.bias + sum(term.log_odds for term in terms)
        soon = one.answered_at is not None and one.answered_at <= now + HORIZON
        values = [term.log_odds / weight for term, weight in zip(terms, SHIPPED.history, strict=True)]
        row = (*values, *[0.0] * len(SHIPPED.signals))
        yield Row((sender, now), now - one.at, probability(log_odds), soon, row, (one.at, one.recipient))


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
    """Mean over the lists that have an answer and are longer than k; level rows share their gains."""
    scores = []
    discount = 1 / np.log2(np.arange(2, k + 2))
    order = np.lexsort((-value, group))
    bounds = np.flatnonzero(np.diff(group[order])) + 1
    for part in np.split(order, bounds):
        gains = found[part].astype(float)
        if gains.size > k and gains.any():
            _, level = np.unique(value[part], return_inverse=True)
            expected = (np.bincount(level, gains) / np.bincount(level))[level]
            ideal = discount[: min(k, int(gains.sum()))].sum()
            scores.append((expected[:k] * discount).sum() / ideal)
    return statistics.fmean(scores)


def calibration_error(found: np.ndarray, p: np.ndarray, bins: int = 10) -> float:
    """Mean distance between promised and found shares, in ten bins of equal size."""
    parts = np.array_split(np.argsort(p, kind="stable"), bins)
    return float(sum(part.size * abs(found[part].mean() - p[part].mean()) for part in parts) / p.size)


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        for result in measure(Path(argument)):
            print(json.dumps(asdict(result)), flush=True)
