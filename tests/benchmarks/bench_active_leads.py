"""What every minute costs: 5,000 of 100,000 contacts have an open letter and are scored again. CPU time.

Two of five letters were opened and one of eight clicked. In a `busy` minute letters have arrived since the
last one, of contacts whose leads `refresh` has computed as it does after a sync.
"""

import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from desktop_app.domain.model import DAY, HOUR, MINUTE, ContactId
from desktop_app.engine.active_leads import ActiveLeads
from desktop_app.engine.leads import refresh, refresh_active
from desktop_app.store.database import Database
from tests.benchmarks.result import Result

CONTACTS, OPEN, ROUNDS = 100_000, 5_000, 15
OPENED, CLICKED = 0.4, 0.125  # shares of the open letters
NEWS = 5  # contacts of whom something came in a busy minute
GOAL_MS = 100.0
NOW = 1_790_000_000 * 1_000_000
SEED = 7
LETTER = (
    "INSERT INTO letter (id, account, message_id, conversation, direction, kind, subject, sender_name,"
    ' sender_address, "to", cc, sent_at, arrived_at, in_reply_to, reference_ids, size, contact, responder,'
    " channel, bad)"
    " VALUES (?, 1, ?, ?, ?, 'human', 'Offer', '', '', '', '', ?, ?, '', '', 1000, ?, '', '', 0)"
)
SIGNAL = (
    "INSERT INTO signal (message_id, recipient, kind, key, letter, contact, at, judged, verdict, reasons,"
    " link, count) VALUES (?, ?, ?, '', ?, ?, ?, 'human', 'human', '[]', 'Prices', 1)"
)


def run() -> Iterable[Result]:
    with tempfile.TemporaryDirectory() as folder, closing(Database.open(Path(folder), NOW)) as db:
        fill(db)
        refresh_active(db, NOW)  # makes the rows
        active, clock = ActiveLeads(db), itertools.count(NOW, MINUTE)
        dice = random.Random(SEED)
        first = seconds(lambda: active.refresh(next(clock)))
        quiet, busy = [], []
        for _ in range(ROUNDS):
            quiet.append(seconds(lambda: active.refresh(next(clock))))
            news = [ContactId(20 * dice.randrange(OPEN) + 1) for _ in range(NEWS)]
            now = next(clock)
            refresh(db, news, now)
            busy.append(seconds(lambda now=now: active.refresh(now)))
        whole = seconds(lambda: refresh_active(db, next(clock)))
    yield Result("active_leads_minute_cpu_ms", ms(statistics.median(quiet)), GOAL_MS, "lower", "ms", OPEN)
    yield Result("active_leads_busy_minute_cpu_ms", ms(statistics.median(busy)), GOAL_MS, "lower", "ms", OPEN)
    yield Result("active_leads_first_cpu_ms", ms(first), 3000, "lower", "ms", OPEN)
    yield Result("active_leads_whole_cpu_ms", ms(whole), 3000, "lower", "ms", OPEN)


def seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def ms(time_s: float) -> float:
    return round(time_s * 1e3, 1)


def fill(db: Database) -> None:
    """Everybody wrote once and was written to once, long ago; some have a letter of the last two weeks."""
    dice = random.Random(SEED)
    letters, recipients, signals = [], [], []
    for contact in range(1, CONTACTS + 1):
        at = NOW - dice.randrange(30, 700) * DAY
        letters.append((2 * contact, f"i{contact}@x", contact, "in", at, at, contact))
        letters.append((2 * contact + 1, f"o{contact}@x", contact, "out", at + HOUR, at + HOUR, None))
        recipients.append((2 * contact + 1, contact, at + HOUR, None))
    for number in range(OPEN):
        at, letter, contact = NOW - dice.randrange(1, 330) * HOUR, 3 * CONTACTS + number, 20 * number + 1
        letters.append((letter, f"n{number}@x", letter, "out", at, at, None))
        recipients.append((letter, contact, at, None))
        for kind, share in (("open", OPENED), ("click", CLICKED)):
            if dice.random() < share:
                seen = at + dice.randrange(max(1, NOW - at))
                signals.append((f"n{number}@x", address(contact), kind, letter, contact, seen))
    people = [(one, address(one)) for one in range(1, CONTACTS + 1)]
    with db.transaction():
        db.executemany("INSERT INTO contact (id, address, name, name_at) VALUES (?, ?, '', 0)", people)
        db.executemany(LETTER, letters)
        db.executemany(
            "INSERT INTO recipient (letter, contact, account, at, human, answered_at)"
            " VALUES (?, ?, 1, ?, 1, ?)",
            recipients,
        )
        db.executemany(SIGNAL, signals)


def address(contact: int) -> str:
    return f"person{contact}@firm{contact % 20_000}.ru"
