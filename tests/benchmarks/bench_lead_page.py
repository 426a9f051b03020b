"""A page of the leads list out of 100,000 contacts, against the least that SQLite and Python can do.

The least: one prepared statement that reads the same 200 rows by id, as tuples, nothing made of them.
"""

import json
import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import apsw

from desktop_app.domain.model import DAY, HOUR, Action, ContactId, Contribution
from desktop_app.store import leads
from desktop_app.store.database import Database
from desktop_app.store.files import MAIN
from desktop_app.store.leads import LeadLine
from desktop_app.store.reader import Reader
from desktop_app.store.rows import LeadFilter, LeadSort
from tests.benchmarks.result import Result

CONTACTS = 100_000
PAGE = 200
ROUNDS = 40
NOW = 1_790_000_000 * 1_000_000
SEED = 7
OPEN_SHARE = 0.3  # contacts with an open letter, hence a warmth and its reasons
RAW = f"SELECT {', '.join(LeadLine._fields)} FROM json_each(?) w CROSS JOIN lead l ON l.contact = w.value"


def run() -> Iterable[Result]:
    """All in one process, the two ways in turn."""
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder))
        with closing(Reader(Path(folder))) as reader:
            yield from measure(reader, Path(folder) / MAIN)


def measure(reader: Reader, path: Path) -> Iterator[Result]:
    raw = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    order = reader.lead_ids(LeadFilter.ALL, LeadSort.WARMTH, True, "", NOW)
    first = order[:PAGE]
    starts = [random.Random(SEED + one).randrange(CONTACTS - PAGE) for one in range(ROUNDS)]
    pages = [order[start : start + PAGE] for start in starts]
    for name, wanted, goal in (("first", [first] * ROUNDS, 4.0), ("random", pages, 4.0)):
        ours = iter(wanted)
        theirs = iter(wanted)
        mine, least = alternate(
            lambda ours=ours: reader.leads(next(ours)),
            lambda theirs=theirs: list(raw.execute(RAW, (json.dumps(next(theirs)),))),
        )
        yield Result(f"lead_page_{name}_ms", round(mine * 1e3, 3), 3.0, "lower", "ms", ROUNDS)
        yield Result(f"lead_page_{name}_to_raw", round(mine / least, 2), goal, "lower", "ratio", ROUNDS)
    walks = [
        best(lambda sort=sort, way=way: reader.lead_ids(LeadFilter.ALL, sort, way, "", NOW))
        for sort in LeadSort
        for way in (True, False)
    ]
    yield Result("lead_order_worst_ms", round(max(walks) * 1e3, 2), 60.0, "lower", "ms", len(walks))
    filtered = best(lambda: reader.lead_ids(LeadFilter.HOT, LeadSort.SIGNAL, True, "", NOW))
    yield Result("lead_order_filter_ms", round(filtered * 1e3, 2), 60.0, "lower", "ms", 5)
    searched = best(lambda: reader.lead_ids(LeadFilter.ALL, LeadSort.WARMTH, True, "firm 4711", NOW))
    yield Result("lead_search_ms", round(searched * 1e3, 2), 50.0, "lower", "ms", 5)
    counted = best(lambda: reader.lead_counts(NOW))
    yield Result("lead_counts_ms", round(counted * 1e3, 2), 10.0, "lower", "ms", 5)
    raw.close()


def alternate(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """The medians of both, taken in turn, so that a busy machine hurts both."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for call, kept in zip((one, other), times, strict=True):
            started = time.perf_counter()
            call()
            kept.append(time.perf_counter() - started)
    return sorted(times[0])[ROUNDS // 2], sorted(times[1])[ROUNDS // 2]


def best(call: Callable[[], object], rounds: int = 5) -> float:
    def once() -> float:
        started = time.perf_counter()
        call()
        return time.perf_counter() - started

    return min(once() for _ in range(rounds))


def fill(folder: Path) -> None:
    with closing(Database.open(folder, NOW)) as db, db.transaction():
        leads.write(db, list(lines()), {})


def lines() -> Iterator[LeadLine]:
    """Invented leads: names of a few syllables, 20,000 companies, reasons as `domain.warmth` gives them."""
    dice = random.Random(SEED)
    codes = (
        "letter_age",
        "last_active",
        "active_lately",
        "answers_you",
        "you_answered",
        "recipients",
        "clicked",
    )
    for number in range(1, CONTACTS + 1):
        is_open = dice.random() < OPEN_SHARE
        terms = [Contribution(code, dice.uniform(-2, 2), {"hours": dice.random() * 99}) for code in codes]
        action = dice.choice(list(Action))
        company = f"firm{dice.randrange(20_000)}.ru"
        name = f"{dice.choice(('Anna', 'Boris', 'Инна', 'Пётр'))} {number:05d}"
        yield LeadLine(
            contact=ContactId(number),
            name=name,
            name_key=leads.name_key(name),
            address=f"person{number}@{company}",
            company=company,
            warmth=dice.randrange(100) if is_open else None,
            lift=dice.random() * 30 if is_open else None,
            action=action.value,
            action_rank=leads.URGENCY[action],
            reason="hot_recent",
            reason_params=json.dumps({"kind": "click", "link": "Prices", "at": NOW}),
            waiting_since=NOW - dice.randrange(30 * DAY) if dice.random() < 0.2 else None,
            awaiting=int(is_open),
            last_signal=None,
            last_signal_kind=None,
            last_signal_at=NOW - dice.randrange(14 * DAY) if is_open and dice.random() < 0.3 else None,
            last_signal_link="",
            last_letter_at=NOW - dice.randrange(900 * DAY),
            subject=f"Re: offer {number}",
            channel=dice.choice(("", "", "Ads", "Fair")),
            channel_at=None,
            snoozed_until=NOW + HOUR if dice.random() < 0.001 else None,
            contributions=leads.contributions_text(terms) if is_open else "",
        )
