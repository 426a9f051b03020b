"""The rows of the others, for a lead: from the company's server or from signed files. In otklik.db.

Whom a signed file is from is remembered in keep.db: nobody else's key may speak for that name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from desktop_app.domain.model import Micros
from desktop_app.domain.team import Code, TeamRow, flags_of
from desktop_app.store.database import Database

CURSOR = "team"
_FORGOTTEN = "forgotten:"  # in team_state: of whom nothing is taken any more


class Member(NamedTuple):
    """`key` is "server:<number>" or "file:<public key>"; `counter`: of the last file."""

    key: str
    name: str
    hours: str
    epoch: int
    told_at: Micros
    left: bool
    counter: int = 0


def cursor(db: Database) -> int:
    """How far the server's rows were read."""
    return db.number("SELECT value FROM state WHERE key = ?", (CURSOR,))


def members(db: Database) -> list[Member]:
    rows = db.rows("SELECT person, name, hours, epoch, told_at, left_team, counter FROM team_member")
    return [
        Member(key, name, hours, epoch, told_at, bool(left), counter)
        for key, name, hours, epoch, told_at, left, counter in rows
    ]


def is_lost(db: Database, told: Collection[Member]) -> bool:
    """Whether rows of the server that lie here are not those it has: all are to be read again."""
    known = {one.key: one.epoch for one in members(db)}
    return any(known.get(one.key, one.epoch) != one.epoch for one in told)


def forget_server(db: Database) -> None:
    """Nothing of the server is known any more."""
    with db.transaction():
        for table in ("team_row", "team_member"):
            db.execute(f"DELETE FROM {table} WHERE person GLOB 'server:*'")
        db.execute("DELETE FROM state WHERE key = ?", (CURSOR,))


def forget_forgotten(db: Database) -> None:
    """Another server: its numbers are other people's."""
    with db.transaction():
        db.execute("DELETE FROM keep.team_state WHERE name GLOB ?", (_FORGOTTEN + "*",))


def take(db: Database, told: Collection[Member], rows: Iterable[tuple[str, TeamRow]], at: int) -> bool:
    """What the server says: its members, some rows, and the cursor behind them. Whether anything changed.

    Who is not among the members has erased the rows there: they go here too. Nothing is taken of whom the
    lead has forgotten.
    """
    with db.transaction():
        out = _forgotten(db)
        told = [one for one in told if one.key not in out]
        rows = [pair for pair in rows if pair[0] not in out]
        before = {one for one in members(db) if one.key.startswith("server:")}
        gone = [(one.key,) for one in before if one.key not in {now.key for now in told}]
        db.executemany("DELETE FROM team_row WHERE person = ?", gone)
        db.executemany("DELETE FROM team_member WHERE person = ?", gone)
        for one in told:
            _put(db, one)
        written = _write(db, rows)
        db.execute("INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)", (CURSOR, at))
    return bool(written) or {_shown(one) for one in before} != {_shown(one) for one in told}


def replace_rows(db: Database, member: Member, rows: Iterable[TeamRow]) -> None:
    """All of a member's rows are these."""
    with db.transaction():
        db.execute("DELETE FROM team_row WHERE person = ?", (member.key,))
        _put(db, member)
        _write(db, ((member.key, row) for row in rows))


def forget(db: Database, key: str) -> None:
    """A member and, of a file, whose key it was; who was of the server's team is not taken again."""
    with db.transaction():
        if key.startswith("server:"):
            db.execute("INSERT OR REPLACE INTO keep.team_state VALUES (?, '1')", (_FORGOTTEN + key,))
        db.execute("DELETE FROM team_row WHERE person = ?", (key,))
        db.execute("DELETE FROM team_member WHERE person = ?", (key,))
        db.execute("DELETE FROM keep.team_trust WHERE public_key = ?", (key.removeprefix("file:"),))


def purge(db: Database, before: Micros) -> None:
    """Forget rows of letters that arrived earlier."""
    with db.transaction():
        db.execute("DELETE FROM team_row WHERE arrived < ?", (before,))


def trusted(db: Database) -> dict[str, str]:
    """Public key (hex) -> the name it speaks for."""
    return dict(db.rows("SELECT public_key, name FROM keep.team_trust"))


def trust(db: Database, public_key: str, name: str) -> None:
    """The key (hex) speaks for this name from now on."""
    with db.transaction():
        db.execute(
            "INSERT OR REPLACE INTO keep.team_trust (public_key, name) VALUES (?, ?)", (public_key, name)
        )


def _forgotten(db: Database) -> set[str]:
    rows = db.rows("SELECT name FROM keep.team_state WHERE name GLOB ?", (_FORGOTTEN + "*",))
    return {name.removeprefix(_FORGOTTEN) for (name,) in rows}


def _shown(one: Member) -> tuple[object, ...]:
    """Without the hour of the last word, which changes every few minutes."""
    return one._replace(told_at=0)


def _put(db: Database, one: Member) -> None:
    db.execute(
        "INSERT OR REPLACE INTO team_member (person, name, hours, epoch, told_at, left_team, counter)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*one[:5], int(one.left), one.counter),
    )


def _write(db: Database, rows: Iterable[tuple[str, TeamRow]]) -> int:
    values = [
        (
            who,
            row.id,
            row.version,
            row.arrived,
            row.seen_low,
            row.seen_high,
            row.answered,
            flags_of(row.codes),
        )
        for who, row in rows
    ]
    gone = flags_of([Code.GONE])
    kept = [row for row in values if not row[-1] & gone]
    removed = [row[:2] for row in values if row[-1] & gone]
    db.executemany("DELETE FROM team_row WHERE person = ? AND id = ?", removed)
    db.executemany("INSERT OR REPLACE INTO team_row VALUES (?, ?, ?, ?, ?, ?, ?, ?)", kept)
    return len(values)
