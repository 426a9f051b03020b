"""This person's own wait rows: what they say, under which random names they travel, what the server has.

A wait that is said to be of another mailbox of this computer stays with the person: his clock runs on.

The names lie in keep.db: a rebuilt mailbox must not tell everything a second time under new ones. They are
committed before a row leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from desktop_app.domain.model import AccountId, Micros
from desktop_app.domain.team import Code, TeamRow, gone, row_text, whole_seconds
from desktop_app.store import accounts
from desktop_app.store.database import Database, Row

SERVER, EPOCH, ERASE, TOLD_AT, LEAD = "server", "epoch", "erase", "told_at", "lead"

_GONE = "gone"  # in `sent`: it was or is being taken back
Key = tuple[AccountId, str]  # account and Message-ID of the first letter


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A row to send, of the wait that begins with this letter."""

    key: Key
    row: TeamRow


@dataclass(frozen=True, slots=True)
class _Known:
    id: str
    version: int
    sent: str  # what the server has, "" = not yet


def outgoing(db: Database, since: Micros, draw: Callable[[], str]) -> list[Outgoing]:
    """What the server does not have yet, oldest first, under versions that were never sent before.

    `draw` makes a name for a wait that has none. Names and versions are kept when this returns: whether the
    server took a row whose answer was lost, nobody knows.
    """
    wanted = _wanted(db, since)
    known = _named(db, wanted, draw)
    found = [
        Outgoing(key, replace(row, id=known[key].id, version=known[key].version + 1))
        for key, row in wanted.items()
        if _content(row) != known[key].sent
    ]
    removed = _taken_back(known, wanted)
    with db.transaction():
        sql = "UPDATE keep.team_sent SET version = ? WHERE account = ? AND message_id = ?"
        db.executemany(sql, [(one.row.version, *one.key) for one in (*found, *removed)])
        sql = f"UPDATE keep.team_sent SET sent = '{_GONE}' WHERE account = ? AND message_id = ?"
        db.executemany(sql, [one.key for one in removed])
    return found + removed


def all_rows(db: Database, since: Micros, draw: Callable[[], str]) -> list[TeamRow]:
    """Every row as it leaves, or would, oldest first."""
    wanted = _wanted(db, since)
    known = _named(db, wanted, draw)
    return [replace(row, id=known[key].id, version=max(known[key].version, 1)) for key, row in wanted.items()]


def told(db: Database, rows: Collection[Outgoing], now: Micros) -> None:
    """The server has these rows."""
    kept = [(_content(one.row), *one.key) for one in rows if Code.GONE not in one.row.codes]
    removed = [one.key for one in rows if Code.GONE in one.row.codes]
    with db.transaction():
        db.executemany("UPDATE keep.team_sent SET sent = ? WHERE account = ? AND message_id = ?", kept)
        db.executemany("DELETE FROM keep.team_sent WHERE account = ? AND message_id = ?", removed)
        put(db, TOLD_AT, str(now))


def forget_told(db: Database) -> None:
    """The server has none of the rows (any more): all are to be sent again."""
    with db.transaction():
        db.execute("UPDATE keep.team_sent SET sent = ''")


def forget_names(db: Database) -> None:
    """The rows are erased: should they ever be told again, then under other names."""
    with db.transaction():
        db.execute("DELETE FROM keep.team_sent")
        db.execute("DELETE FROM keep.team_state WHERE name = ?", (TOLD_AT,))


def has_told(db: Database) -> int:
    """How many rows the server has."""
    return db.number("SELECT count(*) FROM keep.team_sent WHERE sent <> ''")


def state(db: Database, name: str) -> str:
    """"" when nothing is kept under this name."""
    found = db.row("SELECT value FROM keep.team_state WHERE name = ?", (name,))
    return str(found[0]) if found else ""


def put(db: Database, name: str, value: str) -> None:
    with db.transaction():
        db.execute("INSERT OR REPLACE INTO keep.team_state (name, value) VALUES (?, ?)", (name, value))


def _known(db: Database) -> dict[Key, _Known]:
    rows = db.rows("SELECT account, message_id, id, version, sent FROM keep.team_sent")
    return {(account, message_id): _Known(*rest) for account, message_id, *rest in rows}


def _named(db: Database, wanted: Collection[Key], draw: Callable[[], str]) -> dict[Key, _Known]:
    """Those that were told, and a name for each wait."""
    known = _known(db)
    fresh = {key: _Known(draw(), 0, "") for key in wanted if key not in known}
    with db.transaction():
        db.executemany(
            "INSERT INTO keep.team_sent (account, message_id, id, version, sent) VALUES (?, ?, ?, 0, '')",
            [(*key, one.id) for key, one in fresh.items()],
        )
    return known | fresh


def _content(row: TeamRow) -> str:
    """What a row says, whatever its name and version."""
    return row_text(replace(row, id="", version=1))


def _taken_back(known: Mapping[Key, _Known], wanted: Collection[Key]) -> list[Outgoing]:
    """Waits that are not there any more: answered elsewhere, too old, or marked as needing no answer."""
    return [
        Outgoing(key, gone(one.id, one.version + 1))
        for key, one in known.items()
        if one.sent and key not in wanted
    ]


def _wanted(db: Database, since: Micros) -> dict[Key, TeamRow]:
    """The waits that count, without names and versions, oldest first."""
    kinds = {row.id: row.settings.kind for row in accounts.all_accounts(db)}
    rows = db.rows(_WAITS, (since,))
    return {(row[0], row[1]): _row(row, exchange=kinds.get(row[0]) == "ews") for row in rows}


def _row(row: Row, *, exchange: bool) -> TeamRow:
    _, _, arrived, seen_low, seen_high, answered, first, new, company, channel, handed, taken = row
    says = {
        Code.FIRST: first,
        Code.NEW: new,
        Code.COMPANY: company,
        Code.CHANNEL: channel,
        Code.EXCHANGE: exchange,
        Code.HANDED_OVER: handed,
        Code.TAKEN_OVER: taken,
    }
    return TeamRow(
        id="",
        version=0,
        arrived=arrived // 1_000_000 * 1_000_000,
        seen_low=whole_seconds(seen_low),
        seen_high=whole_seconds(seen_high),
        answered=None if handed else whole_seconds(answered),
        codes=frozenset(code for code, is_so in says.items() if is_so),
    )


_WAITS = """
WITH begun AS (SELECT contact, conversation, min(arrived_at) AS at FROM wait
               WHERE contact IS NOT NULL GROUP BY contact, conversation),
     earliest AS (SELECT contact, min(at) AS at FROM begun GROUP BY contact)
SELECT l.account, l.message_id, w.arrived_at, w.seen_low, w.seen_high, w.answered_at,
    w.first_of_conversation, coalesce(b.at = e.at, 0), coalesce(d.company <> '', 0),
    coalesce(v.channel <> '', 0),
    w.excluded IS NOT NULL OR (w.handed_at IS NOT NULL
        AND w.handed_to NOT IN (SELECT settings ->> 'address' FROM keep.account)),
    l.excluded IS 'internal' AND w.excluded IS NULL
FROM wait w JOIN letter l ON l.id = w.first_letter LEFT JOIN conversation v ON v.id = w.conversation
LEFT JOIN lead d ON d.contact = w.contact
LEFT JOIN begun b ON b.contact = w.contact AND b.conversation = w.conversation
LEFT JOIN earliest e ON e.contact = w.contact
WHERE (w.excluded IS NULL OR w.excluded = 'handed_over') AND w.arrived_at >= ?
ORDER BY w.arrived_at, l.message_id
"""
