"""What SQLite alone does as a storage; what every storage keeps to is in tests/contract."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.domain.errors import DatabaseTooNew, InputError
from desktop_app.server.keeping import backup, restore
from desktop_app.server.storage import KeyRecord, NewHit
from desktop_app.server.storage_sqlite import SqliteStorage


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqliteStorage]:
    opened = SqliteStorage(tmp_path / "new folder" / "server.db")
    yield opened
    opened.close()


def hit(number: int, key: int = 1, agent: str = "A") -> NewHit:
    return NewHit(key, number, "open", f"t{number}", agent, "10.0.0.0/24", "head")


def test_an_agent_of_a_failed_batch_does_not_lend_its_number_to_another(storage: SqliteStorage) -> None:
    with pytest.raises(sqlite3.Error):
        storage.append([hit(1, agent="lost"), hit(2)._replace(at="no number")])  # type: ignore[arg-type]
    storage.append([hit(1, agent="first")])
    storage.append([hit(2, agent="lost")])
    assert [one.hit.agent for one in storage.hits(1, 0, 10)] == ["first", "lost"]


def test_a_file_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "s.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(DatabaseTooNew):
        SqliteStorage(tmp_path / "s.db")


def test_a_commit_is_flushed_to_the_disk(storage: SqliteStorage) -> None:
    assert storage._writer.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert storage._writer.execute("PRAGMA synchronous").fetchone() == (2,)


VERSION_1 = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL, seal BLOB NOT NULL,
                     bearer_digest BLOB NOT NULL) STRICT;
CREATE TABLE link (token TEXT PRIMARY KEY, target TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE agent (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE hit (id INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER NOT NULL, at INTEGER NOT NULL,
                  kind TEXT NOT NULL, token TEXT NOT NULL, agent INTEGER NOT NULL REFERENCES agent (id),
                  network TEXT NOT NULL, flags TEXT NOT NULL) STRICT;
CREATE INDEX hit_person ON hit (person, id);
CREATE INDEX hit_at ON hit (at);
INSERT INTO person VALUES (7, 'Ivan', x'01', x'02');
INSERT INTO agent VALUES (1, 'A');
INSERT INTO hit VALUES (5, 7, 100, 'open', 't', 1, '10.0.0.0/24', '');
PRAGMA user_version = 1;
"""


def columns(path: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as opened:
        names = [name for (name,) in opened.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {(name, row[1]) for name in names for row in opened.execute(f"PRAGMA table_info({name})")}


def test_a_file_of_version_1_keeps_its_people_and_hits(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        old.executescript(VERSION_1)
    with closing(SqliteStorage(tmp_path / "old.db")) as storage:
        assert storage.records() == [KeyRecord(7, "Ivan", b"\x01", b"\x02", 7)]
        assert [one.id for one in storage.hits(7, 0, 10)] == [5]
        assert storage.erase(["t"]) == 1
    SqliteStorage(tmp_path / "new.db").close()
    assert columns(tmp_path / "old.db") == columns(tmp_path / "new.db")


def test_an_erased_token_stays_erased_after_opening_again(tmp_path: Path) -> None:
    with closing(SqliteStorage(tmp_path / "s.db")) as storage:
        storage.append([hit(1), hit(2)])
        assert storage.erase(["t1", "t9"]) == 1
    with closing(SqliteStorage(tmp_path / "s.db")) as storage:
        storage.append([hit(1), hit(9), hit(3)])
        assert [one.hit.token for one in storage.hits(1, 0, 10)] == ["t2", "t3"]


def test_a_backup_made_while_hits_come_can_be_restored_and_no_cursor_runs_ahead(tmp_path: Path) -> None:
    with closing(SqliteStorage(tmp_path / "s.db")) as storage:
        storage.append([hit(1), hit(2)])
        backup(storage, tmp_path / "copy.db")
        storage.append([hit(3), hit(4)])  # a desktop has read these before the disk died
        cursor = storage.hits(1, 0, 10)[-1].id
        with pytest.raises(InputError):
            backup(storage, tmp_path / "copy.db")
    restore(tmp_path / "copy.db", f"sqlite:///{tmp_path}/restored.db")
    with closing(SqliteStorage(tmp_path / "restored.db")) as storage:
        assert [one.hit for one in storage.hits(1, 0, 10)] == [hit(1), hit(2)]
        storage.append([hit(5)])
        assert [one.hit for one in storage.hits(1, cursor, 10)] == [hit(5)]


def test_a_restore_overwrites_nothing_and_takes_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "there.db").write_bytes(b"precious")
    (tmp_path / "noise.db").write_bytes(b"no database" * 1000)
    for source, target in (("noise.db", "new.db"), ("noise.db", "there.db"), ("missing.db", "new.db")):
        with pytest.raises(InputError):
            restore(tmp_path / source, str(tmp_path / target))
    assert (tmp_path / "there.db").read_bytes() == b"precious"
    assert not (tmp_path / "new.db").exists()
