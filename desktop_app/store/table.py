# ruff: noqa: D106 - Meta is where peewee wants a table's options
"""What all tables have in common, and the connection under peewee."""

from __future__ import annotations

import apsw
from peewee import Model, SqliteDatabase


class Table(Model):
    class Meta:
        strict_tables = True
        legacy_table_names = False


def raw(database: SqliteDatabase) -> apsw.Connection:
    """The connection under peewee, for what peewee has no words for."""
    connection: apsw.Connection = database.connection()  # type: ignore[no-untyped-call] # peewee's stubs
    return connection
