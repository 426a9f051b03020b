"""From an older file to today's tables; nothing is lost on the way."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest
from peewee import SqliteDatabase
from playhouse.apsw_ext import APSWDatabase

from desktop_app.store import search
from desktop_app.store.database import Database
from desktop_app.store.files import KEEP, MAIN
from desktop_app.store.migrations import Migration, migrate
from desktop_app.store.reader import Reader
from desktop_app.store.rows import LeadFilter, LeadSort
from desktop_app.store.table import raw
from tests.fakes.desk import NOW, Desk

SCHEMAS = Path(__file__).parents[2] / "data" / "schema"


@pytest.fixture
def old(tmp_path: Path) -> Iterator[SqliteDatabase]:
    """A file of version 1 with one table and one row."""
    database = APSWDatabase(str(tmp_path / "a.db"), thread_safe=False)
    database.connect()
    raw(database).execute("CREATE TABLE pet (name TEXT); INSERT INTO pet VALUES ('Rex')")
    raw(database).pragma("user_version", 1)
    yield database
    database.close()


def never(_database: SqliteDatabase) -> None:
    raise AssertionError("a file that exists is not created")


def add_age(database: SqliteDatabase) -> None:
    raw(database).execute("ALTER TABLE pet ADD COLUMN age INTEGER NOT NULL DEFAULT 1")


def add_city(database: SqliteDatabase) -> None:
    raw(database).execute("ALTER TABLE pet ADD COLUMN city TEXT NOT NULL DEFAULT 'Perm'")


def fail(database: SqliteDatabase) -> None:
    raw(database).execute("DELETE FROM pet")
    raise KeyError


def run(database: SqliteDatabase, tmp_path: Path, *steps: Migration) -> None:
    migrate(database, "main", tmp_path / "a.db", never, steps)


def test_missing_steps_are_run_in_order_after_a_copy(old: SqliteDatabase, tmp_path: Path) -> None:
    run(old, tmp_path, add_age, add_city)
    assert raw(old).execute("SELECT * FROM pet").get == ("Rex", 1, "Perm")
    assert raw(old).pragma("user_version") == 3
    with closing(apsw.Connection(str(tmp_path / "a.db.before-2"))) as copy:
        assert copy.execute("SELECT * FROM pet").get == "Rex"
        assert copy.pragma("user_version") == 1


def test_only_the_newest_copy_is_kept_as_each_is_as_big_as_the_file(
    old: SqliteDatabase, tmp_path: Path
) -> None:
    (tmp_path / "b.db.before-2").touch()  # another file's
    run(old, tmp_path, add_age)
    run(old, tmp_path, add_age, add_city)
    assert sorted(one.name for one in tmp_path.glob("*.before-*")) == ["a.db.before-3", "b.db.before-2"]


def test_steps_done_before_are_not_done_again(old: SqliteDatabase, tmp_path: Path) -> None:
    run(old, tmp_path, add_age)
    run(old, tmp_path, add_age, add_city)
    assert raw(old).execute("SELECT * FROM pet").get == ("Rex", 1, "Perm")


def test_a_step_that_fails_leaves_the_file_as_it_was(old: SqliteDatabase, tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        run(old, tmp_path, add_age, fail)
    assert raw(old).execute("SELECT * FROM pet").get == "Rex"
    assert raw(old).pragma("user_version") == 1


def schema_of(path: Path) -> list[str]:
    with closing(apsw.Connection(str(path))) as connection:
        rows = connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
        return [" ".join(sql.split()) for (sql,) in rows]


@pytest.mark.parametrize(("name", "file"), [("main", MAIN), ("keep", KEEP)])
def test_a_file_of_version_1_becomes_the_file_that_is_made_today(
    tmp_path: Path, name: str, file: str
) -> None:
    """tests/data/schema holds the tables as they were released; nobody edits them."""
    Database.open(tmp_path / "new", NOW).close()
    (tmp_path / "old").mkdir()
    with closing(apsw.Connection(str(tmp_path / "old" / file))) as connection:
        connection.execute((SCHEMAS / f"{name}-1.sql").read_text(encoding="utf-8"))
        connection.pragma("user_version", 1)
    Database.open(tmp_path / "old", NOW).close()
    assert schema_of(tmp_path / "old" / file) == schema_of(tmp_path / "new" / file)


def test_letters_are_made_findable_anew_when_their_index_gets_smaller(tmp_path: Path) -> None:
    with closing(Desk(tmp_path)) as desk:
        desk.send("out@firm.ru", subject="Предложение по линии")
        desk.derive()
    with closing(apsw.Connection(str(tmp_path / MAIN))) as connection:
        connection.execute("DROP TABLE letter_search; DROP INDEX letter_who; PRAGMA user_version = 7")
        connection.execute(
            "CREATE VIRTUAL TABLE letter_search USING"
            " fts5(words, content='', contentless_delete=1, prefix='3')"
        )
    with closing(Database.open(tmp_path, NOW)) as db:
        while search.index_new(db):
            pass
    with closing(Reader(tmp_path)) as reader:
        assert len(reader.lead_ids(LeadFilter.ALL, LeadSort.WARMTH, True, "предл", NOW)) == 1
