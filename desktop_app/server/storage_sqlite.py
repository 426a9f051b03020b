"""The tracking server's storage in one SQLite file.

WAL with synchronous=FULL: a commit is on the disk before it returns. One connection writes, one reads, each
under a lock of its own, so that a click never waits for the write of a batch.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import astuple
from itertools import chain
from pathlib import Path
from threading import Lock

from desktop_app.domain.errors import DatabaseTooNew, FolderUnusable
from desktop_app.domain.model import Micros
from desktop_app.server.storage import Held, KeptHit, KeyRecord, KeyState, NewHit
from desktop_app.server.team_sqlite import TEAM_SCHEMA, SqliteTeam

VERSION = 3

_BUSY_S = 10.0
_AGENTS_REMEMBERED = 10_000
_SCHEMA = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL, seal BLOB NOT NULL,
                     bearer_digest BLOB NOT NULL, owner INTEGER NOT NULL DEFAULT 0,
                     state TEXT NOT NULL DEFAULT 'active') STRICT;
CREATE TABLE erased (token TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE link (token TEXT PRIMARY KEY, target TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE agent (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
-- AUTOINCREMENT: the number is a cursor; a deleted newest row must not give its number away.
CREATE TABLE hit (id INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER NOT NULL, at INTEGER NOT NULL,
                  kind TEXT NOT NULL, token TEXT NOT NULL, agent INTEGER NOT NULL REFERENCES agent (id),
                  network TEXT NOT NULL, flags TEXT NOT NULL) STRICT;
CREATE INDEX hit_person ON hit (person, id);
CREATE INDEX hit_at ON hit (at);
"""
_FROM_1 = """
ALTER TABLE person ADD COLUMN owner INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN state TEXT NOT NULL DEFAULT 'active';
UPDATE person SET owner = id;
CREATE TABLE erased (token TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
"""
_FROM_2 = (
    """
ALTER TABLE person ADD COLUMN team TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN lead INTEGER NOT NULL DEFAULT 0;
"""
    + TEAM_SCHEMA
)
_APPEND = "INSERT INTO hit (person, at, kind, token, agent, network, flags) VALUES "
_ROW = "(?, ?, ?, ?, ?, ?, ?)"
# Rows by the statement: each step lets other threads in and has to wait for its turn again.
_ROWS_AT_ONCE = (128, 32, 8, 1)
_HITS = """
SELECT h.id, h.person, h.at, h.kind, h.token, a.text, h.network, h.flags
FROM hit h JOIN agent a ON a.id = h.agent WHERE h.person = ? AND h.id > ? ORDER BY h.id LIMIT ?
"""
_HELD = """
SELECT h.id, h.person, h.at, h.kind, h.token, a.text, h.network, h.flags
FROM hit h JOIN agent a ON a.id = h.agent WHERE h.token IN (SELECT value FROM json_each(?)) ORDER BY h.id
"""
_HELD_LINKS = "SELECT token, target FROM link WHERE token IN (SELECT value FROM json_each(?))"
_HELD_ERASED = "SELECT token FROM erased WHERE token IN (SELECT value FROM json_each(?)) ORDER BY token"


class SqliteStorage:
    """Opens or makes the file. Raises DatabaseTooNew, FolderUnusable."""

    gather_s = 0.0

    def __init__(self, path: Path) -> None:
        self._writing = Lock()
        self._reading = Lock()
        self._agents: dict[str, int] = {}
        with ExitStack() as undo:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._writer = undo.enter_context(closing(_connect(path)))
                self._create()
                self._reader = undo.enter_context(closing(_connect(path)))
                self._reader.execute("PRAGMA query_only = ON")
                self._erased = {token for (token,) in self._reader.execute("SELECT token FROM erased")}
            except (sqlite3.Error, OSError) as error:
                raise FolderUnusable(path=str(path), text=str(error)) from error
            undo.pop_all()
        self.team = SqliteTeam(self._writer, self._writing, self._reader, self._reading)

    def append(self, hits: Sequence[NewHit]) -> None:
        with self._writing:
            try:
                with self._writer:
                    self._append(hits)
            except BaseException:
                self._agents.clear()  # numbers that were rolled back may be given to other texts
                raise

    def hits(self, key: int, after: int, limit: int) -> list[KeptHit]:
        with self._reading:
            rows = self._reader.execute(_HITS, (key, after, limit)).fetchall()
        return [KeptHit(row[0], NewHit(*row[1:])) for row in rows]

    def add_links(self, links: Mapping[str, str]) -> list[str]:
        with self._writing, self._writer:
            self._writer.execute("BEGIN IMMEDIATE")
            taken = [token for token, url in links.items() if self._leads_elsewhere(token, url)]
            if not taken:
                rows = list(links.items())
                self._writer.executemany("INSERT OR IGNORE INTO link (token, target) VALUES (?, ?)", rows)
        return taken

    def target(self, token: str) -> str | None:
        return self._value("SELECT target FROM link WHERE token = ?", token) or None

    def add_key(self, record: KeyRecord) -> bool:
        sql = (
            "INSERT OR IGNORE INTO person (id, name, seal, bearer_digest, owner, state, team, lead)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        )
        with self._writing, self._writer:
            row = astuple(record)
            return self._writer.execute(sql, row).rowcount == 1

    def set_state(self, number: int, state: KeyState) -> None:
        sql = (
            "UPDATE person SET state = ?1, bearer_digest = CASE ?1 WHEN 'active' THEN bearer_digest"
            " ELSE x'' END WHERE id = ?2"
        )
        with self._writing, self._writer:
            self._writer.execute(sql, (state, number))

    def erase(self, tokens: Collection[str]) -> int:
        rows = [(token,) for token in tokens]
        wanted = json.dumps(list(tokens))  # one walk over all hits: rare, an index would slow each down
        with self._writing:
            with self._writer:
                self._writer.execute("BEGIN IMMEDIATE")
                self._writer.executemany("INSERT OR IGNORE INTO erased (token) VALUES (?)", rows)
                sql = "DELETE FROM hit WHERE token IN (SELECT value FROM json_each(?))"
                gone = self._writer.execute(sql, (wanted,)).rowcount
            self._erased.update(tokens)
        return gone

    def forget(self, tokens: Collection[str]) -> int:
        sql = "DELETE FROM hit WHERE token IN (SELECT value FROM json_each(?))"
        with self._writing, self._writer:
            return self._writer.execute(sql, (json.dumps(list(tokens)),)).rowcount

    def held(self, tokens: Collection[str]) -> Held:
        wanted = (json.dumps(list(tokens)),)
        with self._reading:
            hits = self._reader.execute(_HELD, wanted).fetchall()
            links = self._reader.execute(_HELD_LINKS, wanted).fetchall()
            erased = self._reader.execute(_HELD_ERASED, wanted).fetchall()
        kept = [KeptHit(row[0], NewHit(*row[1:])) for row in hits]
        return Held(kept, dict(links), [token for (token,) in erased])

    def backup(self, target: Path) -> None:
        """A whole copy while the server runs. Raises FileExistsError, sqlite3.Error."""
        if target.exists():
            raise FileExistsError(target)
        unfinished = target.with_name(target.name + ".part")
        with closing(sqlite3.connect(unfinished)) as copy:
            with self._reading:
                self._reader.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        unfinished.replace(target)

    def skip_ids(self, count: int) -> None:
        """Give no number of the next `count` to a hit: after a restore others may know them already."""
        for table in ("hit", "team_row"):
            self._skip(table, count)
        self.team.lost()

    def _skip(self, table: str, count: int) -> None:
        with self._writing, self._writer:
            sql = "SELECT seq FROM sqlite_sequence WHERE name = ?"
            rows = self._writer.execute(sql, (table,)).fetchall()
            last = rows[0][0] if rows else 0
            self._writer.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
            sql = "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)"
            self._writer.execute(sql, (table, last + count))

    def records(self) -> list[KeyRecord]:
        return self._people("ORDER BY id")

    def record(self, number: int) -> KeyRecord | None:
        return next(iter(self._people("WHERE id = ?", number)), None)

    def setting(self, name: str) -> str:
        return self._value("SELECT value FROM setting WHERE name = ?", name)

    def set_setting(self, name: str, value: str) -> None:
        with self._writing, self._writer:
            self._writer.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (name, value))

    def purge(self, before: Micros) -> int:
        with self._writing, self._writer:
            return self._writer.execute("DELETE FROM hit WHERE at < ?", (before,)).rowcount

    def watch(self, heard: Callable[[Collection[int]], None]) -> None:
        """A file has one server: there is nobody to hear of."""

    def close(self) -> None:
        with self._reading:
            self._reader.close()
        with self._writing:
            self._writer.close()

    def _create(self) -> None:
        version = self._writer.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise DatabaseTooNew(file="the storage", found=version, known=VERSION)
        step = {0: _SCHEMA + _FROM_2, 1: _FROM_1 + _FROM_2, 2: _FROM_2}.get(version, "")
        if step:
            self._writer.executescript(f"BEGIN IMMEDIATE; {step} PRAGMA user_version = {VERSION}; COMMIT;")

    def _append(self, hits: Sequence[NewHit]) -> None:
        self._writer.execute("BEGIN IMMEDIATE")
        agents = {hit.agent: self._agent(hit.agent) for hit in hits}
        erased = self._erased
        rows = [
            (person, at, kind, token, agents[agent], network, flags)
            for person, at, kind, token, agent, network, flags in hits
            if token not in erased
        ]
        start = 0
        for count in _ROWS_AT_ONCE:
            sql = _APPEND + ", ".join([_ROW] * count)
            while len(rows) - start >= count:
                self._writer.execute(sql, list(chain.from_iterable(rows[start : start + count])))
                start += count

    def _agent(self, text: str) -> int:
        """The number of an agent's text. Few texts come often: they are remembered."""
        if text not in self._agents:
            self._writer.execute("INSERT OR IGNORE INTO agent (text) VALUES (?)", (text,))
            row = self._writer.execute("SELECT id FROM agent WHERE text = ?", (text,)).fetchone()
            if len(self._agents) >= _AGENTS_REMEMBERED:
                self._agents.clear()
            self._agents[text] = row[0]
        return self._agents[text]

    def _leads_elsewhere(self, token: str, url: str) -> bool:
        row = self._writer.execute("SELECT target FROM link WHERE token = ?", (token,)).fetchone()
        return row is not None and row[0] != url

    def _value(self, sql: str, name: str) -> str:
        with self._reading:
            row = self._reader.execute(sql, (name,)).fetchone()
        return "" if row is None else str(row[0])

    def _people(self, clause: str, *values: int) -> list[KeyRecord]:
        sql = f"SELECT id, name, seal, bearer_digest, owner, state, team, lead FROM person {clause}"  # noqa: S608 - a clause of ours
        with self._reading:
            rows = self._reader.execute(sql, values).fetchall()
        return [
            KeyRecord(number, name, seal, digest, owner, KeyState(state), team, bool(lead))
            for number, name, seal, digest, owner, state, team, lead in rows
        ]


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection
