"""The team's rows in the server's SQLite file; connections and locks are those of `storage_sqlite`."""

from __future__ import annotations

import json
import sqlite3
from threading import Lock

from desktop_app.domain.model import Micros
from desktop_app.domain.team import Batch
from desktop_app.server.team_storage import KeptRow, Person, Put, Taken, kept_row, values_of

# A row that changes is a new one with a new number: AUTOINCREMENT never gives one twice, so it is a cursor.
TEAM_SCHEMA = """
CREATE TABLE team_member (owner INTEGER PRIMARY KEY, counter INTEGER NOT NULL, hours TEXT NOT NULL,
                          epoch INTEGER NOT NULL, told_at INTEGER NOT NULL) STRICT;
CREATE TABLE team_row (place INTEGER PRIMARY KEY AUTOINCREMENT, owner INTEGER NOT NULL,
                       id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, arrived INTEGER NOT NULL,
                       seen_low INTEGER, seen_high INTEGER, answered INTEGER, flags INTEGER NOT NULL) STRICT;
CREATE INDEX team_row_owner ON team_row (owner, place);
"""

_MEMBER = """
INSERT INTO team_member (owner, counter, hours, epoch, told_at) VALUES (?1, ?2, ?3, 1, ?4)
ON CONFLICT (owner) DO UPDATE SET counter = ?2, told_at = ?4, hours = CASE ?3 WHEN '' THEN hours ELSE ?3 END
"""
_ROW = """
INSERT OR REPLACE INTO team_row (owner, id, version, arrived, seen_low, seen_high, answered, flags)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
WHERE NOT EXISTS (SELECT 1 FROM team_row WHERE id = ?2 AND version >= ?3)
"""
_FOREIGN = """
SELECT 1 FROM team_row WHERE owner <> ? AND id IN (SELECT value FROM json_each(?)) LIMIT 1
"""
_PEOPLE = """
SELECT m.owner, m.hours, m.epoch, m.told_at,
    coalesce(max(CASE p.state WHEN 'active' THEN p.name END), max(p.name)),
    sum(p.state = 'active') = 0
FROM team_member m JOIN person p ON p.owner = m.owner AND p.team = ?
WHERE m.told_at > 0 GROUP BY m.owner ORDER BY m.owner
"""
_ROWS = """
SELECT place, owner, id, version, arrived, seen_low, seen_high, answered, flags FROM team_row
WHERE owner IN (SELECT owner FROM person WHERE team = ?) AND place > ? ORDER BY place LIMIT ?
"""


class SqliteTeam:
    """A `TeamStorage` on the connections of its storage, each with its lock."""

    def __init__(
        self, writer: sqlite3.Connection, writing: Lock, reader: sqlite3.Connection, reading: Lock
    ) -> None:
        self._writer, self._writing = writer, writing
        self._reader, self._reading = reader, reading

    def put(self, owner: int, batch: Batch, now: Micros) -> Put:
        ids = json.dumps([row.id for row in batch.rows])
        rows = [values_of(owner, row, now) for row in batch.rows]
        with self._writing, self._writer:
            self._writer.execute("BEGIN IMMEDIATE")
            member = "SELECT counter, epoch FROM team_member WHERE owner = ?"
            counter, epoch = self._writer.execute(member, (owner,)).fetchone() or (0, 1)
            if batch.counter <= counter:
                return Put(Taken.REPLAYED, counter, epoch)
            if self._writer.execute(_FOREIGN, (owner, ids)).fetchone():
                return Put(Taken.NOT_YOURS, counter, epoch)
            self._writer.execute(_MEMBER, (owner, batch.counter, batch.hours, now))
            self._writer.executemany(_ROW, rows)
        return Put(Taken.YES, batch.counter, epoch)

    def people(self, team: str) -> list[Person]:
        with self._reading:
            rows = self._reader.execute(_PEOPLE, (team,)).fetchall()
        return [
            Person(owner, name, hours, epoch, told_at, bool(left))
            for owner, hours, epoch, told_at, name, left in rows
        ]

    def rows(self, team: str, after: int, limit: int) -> list[KeptRow]:
        with self._reading:
            rows = self._reader.execute(_ROWS, (team, after, limit)).fetchall()
        return [kept_row(row[0], row[1:]) for row in rows]

    def erase(self, owner: int) -> int:
        with self._writing, self._writer:
            self._writer.execute("BEGIN IMMEDIATE")
            self._writer.execute(
                "UPDATE team_member SET hours = '', told_at = 0, epoch = epoch + 1 WHERE owner = ?", (owner,)
            )
            return self._writer.execute("DELETE FROM team_row WHERE owner = ?", (owner,)).rowcount

    def join(self, owner: int, team: str, lead: bool) -> None:
        with self._writing, self._writer:
            sql = "UPDATE person SET team = ?, lead = ? WHERE owner = ?"
            self._writer.execute(sql, (team, int(lead), owner))

    def purge(self, before: Micros) -> int:
        with self._writing, self._writer:
            return self._writer.execute("DELETE FROM team_row WHERE arrived < ?", (before,)).rowcount

    def lost(self) -> None:
        """An older copy was put in place: all are to tell everything again."""
        with self._writing, self._writer:
            self._writer.execute("UPDATE team_member SET epoch = epoch + 1000")
