"""The team's rows in PostgreSQL; the connections are those of `storage_postgres`."""

from __future__ import annotations

from collections.abc import Callable
from typing import LiteralString, Protocol, TypeVar

from psycopg import Connection

from desktop_app.domain.model import Micros
from desktop_app.domain.team import Batch
from desktop_app.server.team_storage import KeptRow, Person, Put, Taken, kept_row, values_of

T = TypeVar("T")

TEAM_SCHEMA: LiteralString = """
ALTER TABLE otklik.person ADD COLUMN team text NOT NULL DEFAULT '',
    ADD COLUMN lead boolean NOT NULL DEFAULT false;
CREATE TABLE otklik.team_member (owner integer PRIMARY KEY, counter bigint NOT NULL, hours text NOT NULL,
    epoch integer NOT NULL, told_at bigint NOT NULL);
CREATE SEQUENCE otklik.team_place;
CREATE TABLE otklik.team_row (place bigint NOT NULL UNIQUE, owner integer NOT NULL, id text PRIMARY KEY,
    version bigint NOT NULL, arrived bigint NOT NULL, seen_low bigint, seen_high bigint, answered bigint,
    flags integer NOT NULL);
CREATE INDEX team_row_owner ON otklik.team_row (owner, place);
"""

_ORDER: LiteralString = "SELECT pg_advisory_xact_lock(1869900547)"  # places become visible in their order
_MEMBER: LiteralString = """
INSERT INTO otklik.team_member AS m VALUES (%(owner)s, %(counter)s, %(hours)s, 1, %(now)s)
ON CONFLICT (owner) DO UPDATE SET counter = %(counter)s, told_at = %(now)s,
    hours = CASE %(hours)s WHEN '' THEN m.hours ELSE %(hours)s END
"""
_ROW: LiteralString = """
INSERT INTO otklik.team_row AS r (place, owner, id, version, arrived, seen_low, seen_high, answered, flags)
VALUES (nextval('otklik.team_place'), %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (id) DO UPDATE SET place = excluded.place, version = excluded.version,
    arrived = excluded.arrived, seen_low = excluded.seen_low, seen_high = excluded.seen_high,
    answered = excluded.answered, flags = excluded.flags WHERE r.version < excluded.version
"""
_FOREIGN: LiteralString = "SELECT 1 FROM otklik.team_row WHERE owner <> %s AND id = ANY(%s) LIMIT 1"
_PEOPLE: LiteralString = """
SELECT m.owner, coalesce(max(p.name) FILTER (WHERE p.state = 'active'), max(p.name)), m.hours, m.epoch,
    m.told_at, NOT bool_or(p.state = 'active')
FROM otklik.team_member m JOIN otklik.person p ON p.owner = m.owner AND p.team = %s
WHERE m.told_at > 0 GROUP BY m.owner ORDER BY m.owner
"""
_ROWS: LiteralString = """
SELECT place, owner, id, version, arrived, seen_low, seen_high, answered, flags FROM otklik.team_row
WHERE owner IN (SELECT owner FROM otklik.person WHERE team = %s) AND place > %s ORDER BY place LIMIT %s
"""
_ERASE_MEMBER: LiteralString = (
    "UPDATE otklik.team_member SET hours = '', told_at = 0, epoch = epoch + 1 WHERE owner = %s"
)


class Line(Protocol):
    """A connection; a call is one transaction."""

    def call(self, work: Callable[[Connection], T]) -> T: ...


class PostgresTeam:
    """A `TeamStorage` on the lines of its storage."""

    def __init__(self, writer: Line, reader: Line) -> None:
        self._writer, self._reader = writer, reader

    def put(self, owner: int, batch: Batch, now: Micros) -> Put:
        values = {"owner": owner, "counter": batch.counter, "hours": batch.hours, "now": now}
        ids = [row.id for row in batch.rows]
        rows = [values_of(owner, row, now) for row in batch.rows]

        def write(line: Connection) -> Put:
            line.execute(_ORDER)
            member: LiteralString = "SELECT counter, epoch FROM otklik.team_member WHERE owner = %s"
            counter, epoch = line.execute(member, (owner,)).fetchone() or (0, 1)
            if batch.counter <= counter:
                return Put(Taken.REPLAYED, counter, epoch)
            if line.execute(_FOREIGN, (owner, ids)).fetchone():
                return Put(Taken.NOT_YOURS, counter, epoch)
            line.execute(_MEMBER, values)
            if rows:
                line.cursor().executemany(_ROW, rows)
            return Put(Taken.YES, batch.counter, epoch)

        return self._writer.call(write)

    def people(self, team: str) -> list[Person]:
        rows = self._reader.call(lambda line: line.execute(_PEOPLE, (team,)).fetchall())
        return [Person(*row) for row in rows]

    def rows(self, team: str, after: int, limit: int) -> list[KeptRow]:
        rows = self._reader.call(lambda line: line.execute(_ROWS, (team, after, limit)).fetchall())
        return [kept_row(row[0], row[1:]) for row in rows]

    def erase(self, owner: int) -> int:
        def write(line: Connection) -> int:
            line.execute(_ERASE_MEMBER, (owner,))
            return line.execute("DELETE FROM otklik.team_row WHERE owner = %s", (owner,)).rowcount

        return self._writer.call(write)

    def join(self, owner: int, team: str, lead: bool) -> None:
        sql: LiteralString = "UPDATE otklik.person SET team = %s, lead = %s WHERE owner = %s"
        self._writer.call(lambda line: line.execute(sql, (team, lead, owner)))

    def purge(self, before: Micros) -> int:
        sql: LiteralString = "DELETE FROM otklik.team_row WHERE arrived < %s"
        return self._writer.call(lambda line: line.execute(sql, (before,)).rowcount)
