"""What every minute costs: 5,000 of 100,000 contacts have an open letter and are scored again. CPU time."""

import random
import statistics
import tempfile
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from desktop_app.domain.model import DAY, HOUR
from desktop_app.engine.leads import refresh_active
from desktop_app.store.database import Database
from tests.benchmarks.result import Result

CONTACTS, OPEN, ROUNDS = 100_000, 5_000, 5
GOAL_MS = 100.0
NOW = 1_790_000_000 * 1_000_000
SEED = 7
LETTER = (
    "INSERT INTO letter (id, account, message_id, conversation, direction, kind, subject, sender_name,"
    ' sender_address, "to", cc, sent_at, arrived_at, in_reply_to, reference_ids, size, contact, responder,'
    " channel, bad)"
    " VALUES (?, 1, ?, ?, ?, 'human', 'Offer', '', '', '', '', ?, ?, '', '', 1000, ?, '', '', 0)"
)


def run() -> Iterable[Result]:
    with tempfile.TemporaryDirectory() as folder, closing(Database.open(Path(folder), NOW)) as db:
        fill(db)
        refresh_active(db, NOW)  # makes the rows
        costs = []
        for minute in range(1, ROUNDS + 1):
            start = time.process_time()
            refresh_active(db, NOW + minute * 60_000_000)
            costs.append(time.process_time() - start)
        cost = statistics.median(costs) * 1e3
        yield Result("active_leads_minute_cpu_ms", round(cost, 1), GOAL_MS, "lower", "ms", OPEN)


def fill(db: Database) -> None:
    """Everybody wrote once and was written to once, long ago; some have a letter of the last two weeks."""
    dice = random.Random(SEED)
    letters, recipients = [], []
    for contact in range(1, CONTACTS + 1):
        at = NOW - dice.randrange(30, 700) * DAY
        letters.append((2 * contact, f"i{contact}@x", contact, "in", at, at, contact))
        letters.append((2 * contact + 1, f"o{contact}@x", contact, "out", at + HOUR, at + HOUR, None))
        recipients.append((2 * contact + 1, contact, at + HOUR, None))
    for number in range(OPEN):
        at, letter, contact = NOW - dice.randrange(1, 330) * HOUR, 3 * CONTACTS + number, 20 * number + 1
        letters.append((letter, f"n{number}@x", letter, "out", at, at, None))
        recipients.append((letter, contact, at, None))
    people = [(one, f"person{one}@firm{one % 20_000}.ru") for one in range(1, CONTACTS + 1)]
    with db.transaction():
        db.executemany("INSERT INTO contact (id, address, name, name_at) VALUES (?, ?, '', 0)", people)
        db.executemany(LETTER, letters)
        db.executemany(
            "INSERT INTO recipient (letter, contact, account, at, human, answered_at)"
            " VALUES (?, ?, 1, ?, 1, ?)",
            recipients,
        )
