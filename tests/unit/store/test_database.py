"""Opening, transactions, and what happens to damaged files and full disks."""

import threading
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from desktop_app.domain.errors import DatabaseTooNew, DiskFull
from desktop_app.domain.model import DAY
from desktop_app.store import settings
from desktop_app.store.database import Database
from desktop_app.store.files import KEEP, KEEP_VERSION, MAIN, MAIN_VERSION
from desktop_app.store.reader import Reader
from tests.fakes.desk import NOW


def write_and_fail(db: Database, number: int) -> None:
    """A transaction that does not reach its end."""
    with db.transaction():
        put_due(db, number)
        raise KeyError


def put_due(db: Database, number: int) -> None:
    db.execute("INSERT INTO due (conversation) VALUES (?)", (number,))


def write_texts(db: Database, texts: list[tuple[int, str]]) -> None:
    with db.transaction():
        put_due(db, 2)
        db.executemany("INSERT INTO letter_text VALUES (?, ?)", texts)


def due(db: Database) -> list[int]:
    return [number for (number,) in db.rows("SELECT conversation FROM due ORDER BY 1")]


def test_a_new_folder_gets_both_files(tmp_path: Path) -> None:
    with closing(Database.open(tmp_path / "new", NOW)) as db:
        assert not db.recovered
    assert (tmp_path / "new" / MAIN).exists()
    assert (tmp_path / "new" / KEEP).exists()


def test_what_was_written_is_there_after_opening_again(tmp_path: Path) -> None:
    for number in (1, 2):
        with closing(Database.open(tmp_path, NOW)) as db, db.transaction():
            put_due(db, number)
    with closing(Database.open(tmp_path, NOW)) as db:
        assert due(db) == [1, 2]
        assert not db.recovered


def test_an_exception_undoes_the_whole_transaction(tmp_path: Path) -> None:
    with closing(Database.open(tmp_path, NOW)) as db:
        with pytest.raises(KeyError):
            write_and_fail(db, 1)
        assert due(db) == []


def test_an_inner_transaction_is_undone_alone(tmp_path: Path) -> None:
    with closing(Database.open(tmp_path, NOW)) as db:
        with db.transaction():
            put_due(db, 1)
            with pytest.raises(KeyError):
                write_and_fail(db, 2)
        assert due(db) == [1]


def test_nothing_is_written_outside_of_a_transaction(tmp_path: Path) -> None:
    with closing(Database.open(tmp_path, NOW)) as db, pytest.raises(RuntimeError, match="outside"):
        put_due(db, 1)


def test_ids_are_never_given_twice(tmp_path: Path) -> None:
    with closing(Database.open(tmp_path, NOW)) as db, db.transaction():
        taken = [*db.take_ids("letter", 3), *db.take_ids("letter", 0), *db.take_ids("letter", 2)]
        assert taken == [1, 2, 3, 4, 5]


def test_threads_take_turns(tmp_path: Path) -> None:
    with closing(Database.open(tmp_path, NOW)) as db:

        def work(first: int) -> None:
            for number in range(first, first + 50):
                with db.transaction():
                    put_due(db, number)
                    put_due(db, number + 1000)

        threads = [threading.Thread(target=work, args=(first,)) for first in (0, 100, 200)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(due(db)) == 300


def test_a_reader_reads_while_the_writer_writes(tmp_path: Path) -> None:
    with closing(Database.open(tmp_path, NOW)) as db:
        settings.put(db, "theme", '"dark"')
        with closing(Reader(tmp_path)) as reader, db.transaction():
            settings.put(db, "theme", '"light"')
            assert reader.settings() == {"theme": '"dark"'}
        with closing(Reader(tmp_path)) as reader:
            assert reader.settings() == {"theme": '"light"'}


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    with closing(Database.open(tmp_path, NOW)) as db:
        with db.transaction():
            put_due(db, 1)
        db._connection.pragma("max_page_count", db._connection.pragma("page_count") + 4)
        texts = [(number, "x" * 5000) for number in range(1000)]
        with pytest.raises(DiskFull):
            write_texts(db, texts)
        assert due(db) == [1]
        db._connection.pragma("max_page_count", 1_000_000)
        with db.transaction():
            put_due(db, 3)
        assert due(db) == [1, 3]


def test_garbage_is_set_aside_and_the_kept_things_stay(tmp_path: Path) -> None:
    with closing(Database.open(tmp_path, NOW)) as db:
        settings.put(db, "theme", '"dark"')
    (tmp_path / MAIN).write_bytes(b"garbage" * 1000)
    with closing(Database.open(tmp_path, NOW)) as db:
        assert db.recovered
        assert due(db) == []
        assert settings.all_settings(db) == {"theme": '"dark"'}
    (aside,) = tmp_path.glob("otklik.db.corrupt-*")
    assert aside.read_bytes() == b"garbage" * 1000


def test_a_page_destroyed_within_is_found_at_the_next_start(tmp_path: Path) -> None:
    with closing(Database.open(tmp_path, NOW)) as db, db.transaction():
        db.executemany(
            "INSERT INTO letter_text VALUES (?, ?)", ((number, "x" * 3000) for number in range(100))
        )
    whole = bytearray((tmp_path / MAIN).read_bytes())
    middle = len(whole) // 8192 * 4096
    whole[middle : middle + 4096] = b"\xff" * 4096
    (tmp_path / MAIN).write_bytes(whole)
    with closing(Database.open(tmp_path, NOW)) as db:
        assert db.recovered


def test_damaged_kept_things_come_from_the_newest_backup(tmp_path: Path) -> None:
    with closing(Database.open(tmp_path, NOW)) as db:
        settings.put(db, "theme", '"dark"')
        assert db.backup(NOW - DAY)
        settings.put(db, "theme", '"light"')
        assert db.backup(NOW)
    (tmp_path / KEEP).write_bytes(b"garbage" * 1000)
    with closing(Database.open(tmp_path, NOW)) as db:
        assert settings.all_settings(db) == {"theme": '"light"'}
        assert not db.recovered, "the mailbox is whole"
    assert len(list(tmp_path.glob("keep.db.corrupt-*"))) == 1


def test_a_damaged_backup_gives_way_to_an_older_one(tmp_path: Path) -> None:
    with closing(Database.open(tmp_path, NOW)) as db:
        settings.put(db, "theme", '"dark"')
        db.backup(NOW - DAY)
        newest = db.backup(NOW)
    assert newest is not None
    newest.write_bytes(b"garbage")
    (tmp_path / KEEP).write_bytes(b"garbage")
    with closing(Database.open(tmp_path, NOW)) as db:
        assert settings.all_settings(db) == {"theme": '"dark"'}


def test_a_lost_file_of_kept_things_comes_from_the_backup_too(tmp_path: Path) -> None:
    with closing(Database.open(tmp_path, NOW)) as db:
        settings.put(db, "theme", '"dark"')
        db.backup(NOW)
    (tmp_path / KEEP).unlink()
    with closing(Database.open(tmp_path, NOW)) as db:
        assert settings.all_settings(db) == {"theme": '"dark"'}


def test_without_any_backup_letters_of_accounts_that_nobody_knows_are_set_aside(tmp_path: Path) -> None:
    Database.open(tmp_path, NOW).close()
    (tmp_path / KEEP).write_bytes(b"garbage" * 1000)
    with closing(Database.open(tmp_path, NOW)) as db:
        assert db.recovered
    assert len(list(tmp_path.glob("otklik.db.corrupt-*"))) == 1


def test_a_backup_after_a_change_that_matters_replaces_that_of_the_day(tmp_path: Path) -> None:
    with closing(Database.open(tmp_path, NOW)) as db:
        db.backup(NOW)
        settings.put(db, "theme", '"dark"')
        assert db.backup(NOW) is None
        assert db.backup(NOW, again=True)
    (tmp_path / KEEP).unlink()
    with closing(Database.open(tmp_path, NOW)) as db:
        assert settings.all_settings(db) == {"theme": '"dark"'}


def test_one_backup_a_day_and_seven_are_kept(tmp_path: Path) -> None:
    with closing(Database.open(tmp_path, NOW)) as db:
        made = [db.backup(NOW + day * DAY + hour) for day in range(9) for hour in (0, 1)]
    assert sum(one is not None for one in made) == 9
    assert len(list((tmp_path / "backups").iterdir())) == 7


@pytest.mark.parametrize(("name", "known"), [(MAIN, MAIN_VERSION), (KEEP, KEEP_VERSION)])
def test_a_file_of_a_newer_otklik_is_refused_and_untouched(tmp_path: Path, name: str, known: int) -> None:
    Database.open(tmp_path, NOW).close()
    with closing(apsw.Connection(str(tmp_path / name))) as connection:
        connection.pragma("user_version", 99)
    before = (tmp_path / name).read_bytes()
    with pytest.raises(DatabaseTooNew) as error:
        Database.open(tmp_path, NOW)
    assert error.value.params == {"file": name, "found": 99, "known": known}
    with pytest.raises(DatabaseTooNew):
        Reader(tmp_path)
    assert (tmp_path / name).read_bytes() == before


def test_the_peewee_connection_is_the_same_one(tmp_path: Path) -> None:
    """What peewee writes takes part in the transaction."""

    def write_and_fail() -> None:
        with db.transaction():
            settings.put(db, "theme", '"dark"')
            raise KeyError

    with closing(Database.open(tmp_path, NOW)) as db:
        with pytest.raises(KeyError):
            write_and_fail()
        assert settings.all_settings(db) == {}
