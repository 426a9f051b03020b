"""The log of warmth: each working day's list of open letters as it was scored, and what became of it.

Kept in keep.db, for 120 days of at most 100 letters each. A letter is named by its Message-ID, a person by a
keyed hash of the address. Functions that only read take `rows`, the query function of the writer's Database
or of a Reader's connection.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Iterable, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop_app.domain.calibration import HORIZON, Example, Proof
from desktop_app.domain.honesty import Told
from desktop_app.domain.model import DAY, Micros
from desktop_app.domain.warmth import SHIPPED, Weights, probability

if TYPE_CHECKING:  # peewee is not for the window's process
    from desktop_app.store.database import Database

Rows = Callable[[str, Sequence[Any]], Iterable[tuple[Any, ...]]]

KEPT_DAYS = 120
A_DAY = 100  # of a longer list a uniform sample is kept
FITS_KEPT = 30
LOST_AFTER: Micros = 14 * DAY  # a letter that is not found again by then says nothing
_SALT = "shown"


class Line(NamedTuple):
    """A row of `shown`, columns in order."""

    day: int
    person: bytes
    message_id: str
    at: Micros
    sent_at: Micros
    rank: int
    listed: int
    p: float
    signals: float
    features: tuple[float, ...]
    version: int = 0
    replayed: bool = False
    settled: bool = False
    acted: bool = False
    answered_at: Micros | None = None

    @property
    def answered(self) -> bool:
        """Within 72 hours after the list."""
        return self.answered_at is not None and self.answered_at <= self.at + HORIZON


class Fit(NamedTuple):
    """Own weights and their proof. `used`: they were better than the shipped ones."""

    weights: Weights
    made_at: Micros
    proof: Proof
    used: bool


def salt(db: Database, random: bytes) -> bytes:
    """The key of the hashes; `random` (32 bytes) becomes it when there is none yet."""
    with db.transaction():
        db.execute("INSERT OR IGNORE INTO keep.salt (name, value) VALUES (?, ?)", (_SALT, random))
        row = db.row("SELECT value FROM keep.salt WHERE name = ?", (_SALT,))
    assert row is not None
    return bytes(row[0])


def person(key: bytes, address: str) -> bytes:
    """What stands for an address."""
    return blake2b(address.encode(), digest_size=12, key=key, person=b"otklik shown").digest()


def write(db: Database, lines: Iterable[Line], instead_of: int | None = None) -> None:
    """A person is listed once a day: what is there stays, but for a reconstructed list `instead_of` a day."""
    rows = [_row(one) for one in lines]
    with db.transaction():
        db.execute("DELETE FROM keep.shown WHERE day = ? AND replayed = 1", (instead_of,))
        db.executemany(_WRITE, rows)


def is_logged(db: Database, day: int) -> bool:
    """Whether the list of that local day is there, live and not reconstructed."""
    return bool(db.number("SELECT 1 FROM keep.shown WHERE day = ? AND replayed = 0 LIMIT 1", (day,)))


def settle(db: Database, now: Micros) -> int:
    """Write down what became of letters 72 hours after they were listed; how many."""
    key = _key(db.rows)
    if not key:
        return 0
    with db.transaction():
        found: dict[tuple[int, bytes], tuple[Micros | None, int]] = {}
        for day, listed, address, answered_at, acted in db.rows(_OUTCOMES, (now - HORIZON,)):
            if person(key, address) == listed:
                found[day, listed] = answered_at, acted
        sql = "UPDATE keep.shown SET settled = 1, answered_at = ?, acted = ? WHERE day = ? AND person = ?"
        db.executemany(sql, [(*outcome, *place) for place, outcome in found.items()])
        db.execute("DELETE FROM keep.shown WHERE settled = 0 AND at < ?", (now - LOST_AFTER,))
        oldest = "SELECT max(day) - ? FROM keep.shown"
        db.execute(f"DELETE FROM keep.shown WHERE day < ({oldest})", (KEPT_DAYS,))
    return len(found)


def lines(rows: Rows, since: Micros) -> list[Line]:
    """Settled ones of lists from `since` on, oldest first."""
    return [_line(row) for row in rows(_LINES, (since,))]


def open_lines(rows: Rows) -> int:
    """How many wait for their outcome."""
    return next(int(count) for (count,) in rows("SELECT count(*) FROM keep.shown WHERE settled = 0", ()))


def examples(found: Iterable[Line]) -> list[Example]:
    """What own weights are learnt from."""
    return [Example(one.at, (one.message_id, one.person), one.features, one.answered) for one in found]


def forget(db: Database, address: str) -> None:
    """A person is erased."""
    key = _key(db.rows)
    if key:
        with db.transaction():
            db.execute("DELETE FROM keep.shown WHERE person = ?", (person(key, address),))


def held(db: Database, address: str) -> list[dict[str, Any]]:
    """What is kept of a person."""
    key = _key(db.rows)
    return db.records(_HELD, {"person": person(key, address)}) if key else []


def told(found: Iterable[Line]) -> list[Told]:
    """What the page "how honest is this score" is made of."""
    return [
        Told(
            day=one.day,
            letter=(one.message_id, one.person),
            p=one.p,
            without=probability(_logit(one.p) - one.signals),
            sent_at=one.sent_at,
            answered=one.answered,
            replayed=one.replayed,
            acted=one.acted,
        )
        for one in found
    ]


# ── own weights ──────────────────────────────────────────────────────────────────────────────────


def add_fit(db: Database, weights: Weights, proof: Proof, now: Micros) -> None:
    """A new version; the newest thirty stay."""
    values = json.dumps([weights.bias, *weights.history, *weights.signals])
    row = (now, values, proof.conversations, proof.answered, proof.own, proof.shipped, int(proof.wins))
    with db.transaction():
        db.execute(_ADD_FIT, row)
        newest = "SELECT max(version) - ? FROM keep.warmth_fit"
        db.execute(f"DELETE FROM keep.warmth_fit WHERE version <= ({newest})", (FITS_KEPT,))


def last_fit(rows: Rows) -> Fit | None:
    """The newest; None when nothing has been learnt yet. What cannot be read counts as nothing learnt."""
    for version, made_at, text, conversations, answered, own, shipped, used in rows(_LAST_FIT, ()):
        values = json.loads(text)
        cut = 1 + len(SHIPPED.history)
        if len(values) != cut + len(SHIPPED.signals):
            return None
        weights = Weights(values[0], tuple(values[1:cut]), tuple(values[cut:]), version)
        return Fit(weights, made_at, Proof(conversations, answered, own, shipped), bool(used))
    return None


def weights(rows: Rows, *, personal: bool) -> Weights:
    """Those in use: the user's own when he wants them and they were better, else the shipped ones."""
    fit = last_fit(rows) if personal else None
    return fit.weights if fit is not None and fit.used else SHIPPED


# ── where a list comes from ──────────────────────────────────────────────────────────────────────


def names(
    db: Database, letters: Collection[int], contacts: Collection[int]
) -> tuple[dict[int, str], dict[int, str]]:
    """Message-IDs of letters, addresses of contacts."""
    named = "SELECT id, message_id FROM letter WHERE id IN (SELECT value FROM json_each(?))"
    known = "SELECT id, address FROM contact WHERE id IN (SELECT value FROM json_each(?))"
    return (
        dict(db.rows(named, (json.dumps(sorted(letters)),))),
        dict(db.rows(known, (json.dumps(sorted(contacts)),))),
    )


def sent_at(db: Database, letters: Collection[int]) -> dict[int, Micros]:
    """When letters of ours went out."""
    sql = "SELECT letter, at FROM recipient WHERE letter IN (SELECT value FROM json_each(?))"
    return dict(db.rows(sql, (json.dumps(sorted(letters)),)))


def _key(rows: Rows) -> bytes:
    found = rows("SELECT value FROM keep.salt WHERE name = ?", (_SALT,))
    return next((bytes(value) for (value,) in found), b"")


def _row(one: Line) -> list[Any]:
    """As it is stored: four digits of a feature are enough to learn from."""
    columns = one._asdict()
    return list((columns | {"features": json.dumps([round(value, 4) for value in one.features])}).values())


def _line(row: tuple[Any, ...]) -> Line:
    one = Line(*row)
    return one._replace(
        person=bytes(one.person),
        features=tuple(json.loads(str(one.features))),
        replayed=bool(one.replayed),
        settled=bool(one.settled),
        acted=bool(one.acted),
    )


def _logit(p: float) -> float:
    p = min(max(p, 1e-12), 1 - 1e-12)
    return math.log(p / (1 - p))


_COLUMNS = ", ".join(Line._fields)
_HELD = """
SELECT at, message_id, rank, listed, p, answered_at FROM keep.shown WHERE person = :person ORDER BY at
"""
_WRITE = f"INSERT OR IGNORE INTO keep.shown ({_COLUMNS}) VALUES ({', '.join('?' * len(Line._fields))})"
_LINES = f"SELECT {_COLUMNS} FROM keep.shown WHERE settled = 1 AND at >= ? ORDER BY at, rank, person"
# `acted`: the user called him or wrote to him again within a day: his answer may be the fruit of that.
_OUTCOMES = f"""
SELECT s.day, s.person, c.address, r.answered_at,
    EXISTS (SELECT 1 FROM recipient o WHERE o.contact = r.contact AND o.human = 1
        AND o.at > s.at AND o.at <= s.at + {DAY})
    OR EXISTS (SELECT 1 FROM keep.handled h WHERE h.address = c.address
        AND h.at > s.at AND h.at <= s.at + {DAY})
FROM keep.shown s
CROSS JOIN keep.account a
CROSS JOIN reference f ON f.account = a.id AND f.message_id = s.message_id
CROSS JOIN recipient r ON r.letter = f.letter
CROSS JOIN contact c ON c.id = r.contact
WHERE s.settled = 0 AND s.at <= ?
"""
_ADD_FIT = """
INSERT INTO keep.warmth_fit (made_at, weights, conversations, answered, own, shipped, used)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_LAST_FIT = """
SELECT version, made_at, weights, conversations, answered, own, shipped, used
FROM keep.warmth_fit ORDER BY version DESC LIMIT 1
"""
