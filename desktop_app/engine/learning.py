"""What warmth learns: the day's list is written down, its outcomes later, own weights once a day from both.

A new data folder reconstructs the lists of the last ninety days from the mailbox (`engine.replay`), marked as
such, so that the page "how honest is this score" has something to say on the first day.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from desktop_app.domain.calibration import NEWEST, fit, prove
from desktop_app.domain.evidence import SIZES
from desktop_app.domain.model import DAY, ContactId, Micros
from desktop_app.domain.timetable import Timetable
from desktop_app.domain.warmth import SHIPPED, Scored, Weights, features
from desktop_app.domain.work_hours import WorkHours
from desktop_app.domain.zones import offset_at, zone_named
from desktop_app.engine import replay
from desktop_app.engine.leads import score_open
from desktop_app.engine.preferences import preferences
from desktop_app.settings.hours import work_hours
from desktop_app.store import folders, learning_state, shown
from desktop_app.store.database import Database
from desktop_app.store.shown import Line


@dataclass(frozen=True, slots=True)
class Learning:
    """`tick` is called every minute, by one thread."""

    db: Database
    stopped: Callable[[], bool]

    def tick(self, now: Micros) -> None:
        """Do what is due today; each part once a day, by the user's own clock."""
        hours = work_hours(preferences(self.db))
        today = local_day(hours, now)
        if not learning_state.is_replayed(self.db) and folders.all_synced(self.db):
            self.replay(hours, now)
        if learning_state.learnt_on(self.db) < today:
            self.learn(now)
            learning_state.set_learnt_on(self.db, today)
        if not shown.is_logged(self.db, today) and Timetable(hours).is_open(now):
            self.log(today, now)

    def log(self, day: int, now: Micros) -> None:
        """Write the list down as it is scored at this moment; a reconstructed one of that day gives way."""
        scored, weights = score_open(self.db, now)
        shown.write(self.db, lines(self.db, scored, weights, day, now), instead_of=day)

    def learn(self, now: Micros) -> None:
        """Outcomes of 72 hours ago; own weights from all that is known, and whether they are better."""
        shown.settle(self.db, now)
        known = shown.examples(shown.lines(self.db.rows, 0))[-NEWEST:]
        if known and not self.stopped():
            shown.add_fit(self.db, fit(known), prove(known), now)

    def replay(self, hours: WorkHours, now: Micros) -> None:
        """Lists of the past, once; a rebuilt otklik.db asks again and changes nothing."""
        for day, at, scored in replay.lists(self.db, hours, now, sample):
            if self.stopped():
                return
            found = lines(self.db, scored, SHIPPED, day, at)
            shown.write(self.db, [one._replace(replayed=True) for one in found])
        shown.settle(self.db, now)
        learning_state.set_replayed(self.db)
        learning_state.set_learnt_on(self.db, 0)  # there is something to learn from now


def local_day(hours: WorkHours, at: Micros) -> int:
    """The number of the day on the person's wall."""
    return (at + offset_at(zone_named(hours.zone), at)) // DAY


def sample(day: int, contacts: Iterable[ContactId]) -> list[ContactId]:
    """At most `shown.A_DAY`, without regard to anything but chance; the same for the same day."""

    def drawn(contact: ContactId) -> bytes:
        return blake2b(f"{day} {contact}".encode(), digest_size=8).digest()

    return sorted(contacts, key=drawn)[: shown.A_DAY]


def lines(
    db: Database, scored: dict[ContactId, Scored], weights: Weights, day: int, at: Micros
) -> Iterator[Line]:
    """Rows of the log, of a long list a sample."""
    key = shown.salt(db, secrets.token_bytes(32))
    order = _ranked(scored)
    rank = {contact: number for number, contact in enumerate(order, 1)}
    kept = sample(day, order)
    ids, addresses = shown.names(db, [scored[one].letter for one in kept], kept)
    sent = shown.sent_at(db, [scored[one].letter for one in kept])
    for contact in kept:
        one = scored[contact]
        if one.letter not in ids or contact not in addresses:
            continue
        person = shown.person(key, addresses[contact])
        told = sum(part.log_odds for part in one.contributions if part.code in SIZES)
        row = features(one, weights)
        yield Line(
            day, person, ids[one.letter], at, sent[one.letter], rank[contact], len(order), one.p, told, row,
            weights.version,
        )  # fmt: skip


def _ranked(scored: dict[ContactId, Scored]) -> Sequence[ContactId]:
    return sorted(scored, key=lambda contact: (-scored[contact].p, contact))
