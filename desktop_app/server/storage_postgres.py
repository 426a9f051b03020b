"""The tracking server's storage in PostgreSQL, for when one machine is outgrown.

One connection writes batches, one reads, each under a lock; a broken one is opened again. Any number of
server processes may share a database. Numbers of hits are a cursor, so commits must become visible in their
order: a batch takes its numbers under an advisory lock that it holds until its commit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import astuple
from threading import Lock
from typing import LiteralString, TypeVar

import psycopg
from psycopg import Connection
from psycopg.conninfo import make_conninfo

from desktop_app.domain.errors import DatabaseTooNew, FolderUnusable
from desktop_app.domain.model import Micros
from desktop_app.server.storage import Held, KeptHit, KeyRecord, KeyState, NewHit
from desktop_app.server.storage_news import Heard, News
from desktop_app.server.team_postgres import TEAM_SCHEMA, PostgresTeam

VERSION = 2
CONNECT_S = 10
STATEMENT_MS = 30_000

_T = TypeVar("_T")
_ORDER = 0x6F746B01  # the advisory lock under which batches get their numbers
_MAKING = 0x6F746B02  # and the one under which the tables are made
_SCHEMA: LiteralString = """
CREATE SCHEMA IF NOT EXISTS otklik;
CREATE TABLE otklik.setting (name text PRIMARY KEY, value text NOT NULL);
CREATE TABLE otklik.person (id integer PRIMARY KEY, name text NOT NULL, seal bytea NOT NULL,
    bearer_digest bytea NOT NULL, owner integer NOT NULL, state text NOT NULL);
CREATE TABLE otklik.link (token text PRIMARY KEY, target text NOT NULL);
CREATE TABLE otklik.erased (token text PRIMARY KEY);
CREATE TABLE otklik.hit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person integer NOT NULL,
    at bigint NOT NULL, kind text NOT NULL, token text NOT NULL, agent text NOT NULL, network text NOT NULL,
    flags text NOT NULL);
CREATE INDEX hit_person ON otklik.hit (person, id);
CREATE INDEX hit_at ON otklik.hit (at);
INSERT INTO otklik.setting VALUES ('version', '1');
"""
_LOCK: LiteralString = f"SELECT pg_advisory_xact_lock({_ORDER})"
# %b: arrays in binary, a third of the time of text.
_APPEND: LiteralString = """
INSERT INTO otklik.hit (person, at, kind, token, agent, network, flags)
SELECT n.person, n.at, n.kind, n.token, n.agent, n.network, n.flags
FROM unnest(%b::integer[], %b::bigint[], %b::text[], %b::text[], %b::text[], %b::text[], %b::text[])
    WITH ORDINALITY AS n (person, at, kind, token, agent, network, flags, place)
WHERE NOT EXISTS (SELECT 1 FROM otklik.erased e WHERE e.token = n.token)
ORDER BY n.place
"""
# The same for a batch in which few tell different things, as most do: what would be said in each row is said
# once (an array of texts is searched from its beginning, hence few), the rest is cut by the database.
_FEW = 64
_APPEND_ALIKE: LiteralString = """
INSERT INTO otklik.hit (person, at, kind, token, agent, network, flags)
SELECT n.person, n.at, (%b::text[])[n.said], n.token, (%b::text[])[n.said], (%b::text[])[n.said],
       (%b::text[])[n.said]
FROM unnest(string_to_array(%t, ' ')::integer[], string_to_array(%t, ' ')::bigint[],
            string_to_array(%t, ' ')::integer[], string_to_array(%t, ' '))
    WITH ORDINALITY AS n (person, at, said, token, place)
WHERE NOT EXISTS (SELECT 1 FROM otklik.erased e WHERE e.token = n.token)
ORDER BY n.place
"""
_HITS: LiteralString = """
SELECT id, person, at, kind, token, agent, network, flags FROM otklik.hit
WHERE person = %s AND id > %s ORDER BY id LIMIT %s
"""
_HELD: LiteralString = """
SELECT id, person, at, kind, token, agent, network, flags FROM otklik.hit WHERE token = ANY(%s) ORDER BY id
"""
_HELD_LINKS: LiteralString = "SELECT token, target FROM otklik.link WHERE token = ANY(%s)"
_HELD_ERASED: LiteralString = "SELECT token FROM otklik.erased WHERE token = ANY(%s) ORDER BY token"
_PEOPLE: LiteralString = "SELECT id, name, seal, bearer_digest, owner, state, team, lead FROM otklik.person"


class PostgresStorage:
    """`url` is postgresql://USER:PASSWORD@HOST/DATABASE. Raises FolderUnusable, DatabaseTooNew.

    Methods raise psycopg.Error when the database is away; the next call tries anew.
    """

    # A commit costs as much work as some thirty hits. Measured on one core, 256 connections, nine interleaved
    # rounds (tests/benchmarks/bench_pixel.py), against this: 8 ms 0.96 of the work, 10 ms 0.98, both within
    # the noise. One index by person and BRIN by time instead of three trees: 0.995 of the work, so they stay.
    gather_s = 0.003

    def __init__(self, url: str) -> None:
        with ExitStack() as undo:
            try:
                self._writer = undo.enter_context(closing(_Line(url)))
                self._reader = undo.enter_context(closing(_Line(url)))
                self._writer.call(_create)
            except psycopg.Error as error:
                raise FolderUnusable(path="PostgreSQL", text=_brief(error)) from error
            undo.pop_all()
        self.team = PostgresTeam(self._writer, self._reader)
        self._url = url
        self._news: News | None = None

    def append(self, hits: Sequence[NewHit]) -> None:
        sql, values = _batch(hits)

        def write(connection: Connection) -> None:
            with connection.pipeline():  # one way to the database and back, with the commit
                connection.execute(_LOCK, prepare=True)
                connection.execute(sql, values, prepare=True)
                connection.commit()

        if hits:
            self._writer.call(write)
            if self._news is not None:
                self._news.kept({hit.key for hit in hits})

    def hits(self, key: int, after: int, limit: int) -> list[KeptHit]:
        rows = self._reader.call(lambda line: line.execute(_HITS, (key, after, limit)).fetchall())
        return [KeptHit(row[0], NewHit(*row[1:])) for row in rows]

    def add_links(self, links: Mapping[str, str]) -> list[str]:
        tokens, targets = list(links), list(links.values())

        def write(connection: Connection) -> list[str]:
            connection.execute(
                "INSERT INTO otklik.link SELECT * FROM unnest(%s::text[], %s::text[]) ON CONFLICT DO NOTHING",
                (tokens, targets),
            )
            rows = connection.execute(
                "SELECT l.token FROM otklik.link l JOIN unnest(%s::text[], %s::text[]) AS n (token, target)"
                " ON n.token = l.token WHERE l.target <> n.target",
                (tokens, targets),
            ).fetchall()
            if rows:
                connection.rollback()
            return [token for (token,) in rows]

        return self._writer.call(write)

    def target(self, token: str) -> str | None:
        return self._value("SELECT target FROM otklik.link WHERE token = %s", token) or None

    def add_key(self, record: KeyRecord) -> bool:
        sql: LiteralString = (
            "INSERT INTO otklik.person VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
        )
        return self._writer.call(lambda line: line.execute(sql, astuple(record)).rowcount) == 1

    def set_state(self, number: int, state: KeyState) -> None:
        sql: LiteralString = (
            "UPDATE otklik.person SET state = %(state)s, bearer_digest = CASE WHEN %(state)s = 'active'"
            " THEN bearer_digest ELSE ''::bytea END WHERE id = %(id)s"
        )
        self._writer.call(lambda line: line.execute(sql, {"state": state, "id": number}))

    def erase(self, tokens: Collection[str]) -> int:
        wanted = (list(tokens),)

        def write(connection: Connection) -> int:
            # Under the lock of batches: none that was checked before may be committed after.
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_ORDER,))
            connection.execute(
                "INSERT INTO otklik.erased SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING", wanted
            )
            return connection.execute("DELETE FROM otklik.hit WHERE token = ANY(%s)", wanted).rowcount

        return self._writer.call(write)

    def forget(self, tokens: Collection[str]) -> int:
        sql: LiteralString = "DELETE FROM otklik.hit WHERE token = ANY(%s)"
        return self._writer.call(lambda line: line.execute(sql, (list(tokens),)).rowcount)

    def held(self, tokens: Collection[str]) -> Held:
        wanted = (list(tokens),)

        def read(line: Connection) -> Held:
            hits = line.execute(_HELD, wanted).fetchall()
            links = line.execute(_HELD_LINKS, wanted).fetchall()
            erased = line.execute(_HELD_ERASED, wanted).fetchall()
            kept = [KeptHit(row[0], NewHit(*row[1:])) for row in hits]
            return Held(kept, dict(links), [token for (token,) in erased])

        return self._reader.call(read)

    def records(self) -> list[KeyRecord]:
        rows = self._reader.call(lambda line: line.execute(_PEOPLE + " ORDER BY id").fetchall())
        return [_record(row) for row in rows]

    def record(self, number: int) -> KeyRecord | None:
        rows = self._reader.call(lambda line: line.execute(_PEOPLE + " WHERE id = %s", (number,)).fetchall())
        return _record(rows[0]) if rows else None

    def setting(self, name: str) -> str:
        return self._value("SELECT value FROM otklik.setting WHERE name = %s", name)

    def set_setting(self, name: str, value: str) -> None:
        sql: LiteralString = (
            "INSERT INTO otklik.setting VALUES (%s, %s)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        )
        self._writer.call(lambda line: line.execute(sql, (name, value)))

    def purge(self, before: Micros) -> int:
        sql: LiteralString = "DELETE FROM otklik.hit WHERE at < %s"
        return self._writer.call(lambda line: line.execute(sql, (before,)).rowcount)

    def watch(self, heard: Heard) -> None:
        place = make_conninfo(self._url, connect_timeout=CONNECT_S, application_name="otklik")
        self._news = News(place, heard)
        self._news.start()

    def close(self) -> None:
        if self._news is not None:
            self._news.close()
        self._reader.close()
        self._writer.close()

    def _value(self, sql: LiteralString, name: str) -> str:
        row = self._reader.call(lambda line: line.execute(sql, (name,)).fetchone())
        return "" if row is None else str(row[0])


class _Line:
    """One connection under a lock. A call is one transaction; finds it the line dead, it makes a new one."""

    def __init__(self, url: str) -> None:
        self._conninfo = make_conninfo(
            url,
            connect_timeout=CONNECT_S,
            application_name="otklik",
            options=f"-c statement_timeout={STATEMENT_MS} -c synchronous_commit=on",
        )
        self._lock = Lock()
        self._connection: Connection | None = psycopg.connect(self._conninfo)

    def call(self, work: Callable[[Connection], _T]) -> _T:
        with self._lock:
            connection = self._alive()
            try:
                try:
                    result = work(connection)
                except psycopg.OperationalError:
                    if not connection.closed:
                        raise
                    connection = self._alive()  # it was dead already: nothing of this call is committed
                    result = work(connection)
                connection.commit()  # when this fails nobody knows, so it is not done again
            except BaseException:
                with suppress(psycopg.Error):
                    connection.rollback()
                raise
            return result

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _alive(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self._conninfo)
        return self._connection


def _batch(hits: Sequence[NewHit]) -> tuple[LiteralString, Sequence[object]]:
    """The statement that appends these, and its values. A text of PostgreSQL holds no NUL."""
    numbers: dict[tuple[str, str, str, str], int] = {}
    said = [
        numbers.setdefault((kind, agent, network, flags), len(numbers) + 1)
        for _, _, kind, _, agent, network, flags in hits
    ]
    people, times, kinds, tokens, agents, networks, flags_ = zip(*hits, strict=True) if hits else ((),) * 7
    if len(numbers) > _FEW or any(" " in token for token in tokens):
        clean = [agent.replace("\0", "\ufffd") for agent in agents]
        columns = (people, times, kinds, tokens, clean, networks, flags_)
        return _APPEND, [list(column) for column in columns]
    alike = [[text.replace("\0", "\ufffd") for text in column] for column in zip(*numbers, strict=True)]
    rows = (" ".join(map(str, people)), " ".join(map(str, times)), " ".join(map(str, said)), " ".join(tokens))
    return _APPEND_ALIKE, [*alike, *rows]


def _create(connection: Connection) -> None:
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_MAKING,))
    made = connection.execute("SELECT to_regclass('otklik.setting') IS NOT NULL").fetchone()
    if made is None or not made[0]:
        connection.execute(_SCHEMA)
    row = connection.execute("SELECT value FROM otklik.setting WHERE name = 'version'").fetchone()
    found = int(row[0]) if row else 0
    if found == 1:
        connection.execute(TEAM_SCHEMA)
        connection.execute("UPDATE otklik.setting SET value = '2' WHERE name = 'version'")
    if found > VERSION:
        raise DatabaseTooNew(file="the storage", found=found, known=VERSION)


def _record(row: tuple[int, str, bytes, bytes, int, str, str, bool]) -> KeyRecord:
    number, name, seal, digest, owner, state, team, lead = row
    return KeyRecord(number, name, bytes(seal), bytes(digest), owner, KeyState(state), team, lead)


def _brief(error: psycopg.Error) -> str:
    """Without the address, which holds a password."""
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
