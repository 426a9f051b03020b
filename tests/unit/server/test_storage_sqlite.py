import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.domain.errors import DatabaseTooNew
from desktop_app.server.storage import KeyRecord, NewHit
from desktop_app.server.storage_sqlite import SqliteStorage


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqliteStorage]:
    opened = SqliteStorage(tmp_path / "new folder" / "server.db")
    yield opened
    opened.close()


def hit(number: int, key: int = 1, agent: str = "A") -> NewHit:
    return NewHit(key, number, "open", f"t{number}", agent, "10.0.0.0/24", "head")


def test_hits_come_back_in_the_order_of_commits_and_only_to_their_key(storage: SqliteStorage) -> None:
    storage.append([hit(5), hit(3, key=2), hit(4, agent="B")])
    storage.append([hit(1)])
    found = storage.hits(1, 0, 10)
    assert [one.hit for one in found] == [hit(5), hit(4, agent="B"), hit(1)]
    assert [one.id for one in found] == sorted(one.id for one in found)
    assert storage.hits(1, found[1].id, 10) == found[2:]
    assert storage.hits(1, 0, 2) == found[:2]
    assert storage.hits(3, 0, 10) == []


def test_a_number_is_never_given_twice_even_after_the_newest_hit_was_forgotten(
    storage: SqliteStorage,
) -> None:
    storage.append([hit(1), hit(2)])
    last = storage.hits(1, 0, 10)[-1].id
    assert storage.purge(before=100) == 2
    storage.append([hit(200)])
    assert storage.hits(1, last, 10)[0].id > last


def test_an_agent_of_a_failed_batch_does_not_lend_its_number_to_another(storage: SqliteStorage) -> None:
    with pytest.raises(sqlite3.Error):
        storage.append([hit(1, agent="lost"), hit(2)._replace(at="no number")])  # type: ignore[arg-type]
    storage.append([hit(1, agent="first")])
    storage.append([hit(2, agent="lost")])
    assert [one.hit.agent for one in storage.hits(1, 0, 10)] == ["first", "lost"]


def test_a_link_never_changes_where_it_leads(storage: SqliteStorage) -> None:
    assert storage.add_links({"a": "https://x.example/1"}) == []
    assert storage.add_links({"a": "https://x.example/1", "b": "https://x.example/2"}) == []
    assert storage.add_links({"a": "https://evil.example/", "c": "https://x.example/3"}) == ["a"]
    assert storage.target("a") == "https://x.example/1"
    assert storage.target("b") == "https://x.example/2"
    assert storage.target("c") is None


def test_keys_and_settings_are_kept(storage: SqliteStorage) -> None:
    record = KeyRecord(7, "Ivan", b"seal", b"digest")
    assert storage.add_key(record)
    assert not storage.add_key(KeyRecord(7, "Other", b"", b""))
    assert storage.keys() == [record]
    assert storage.key(7) == record
    assert storage.key(8) is None
    assert storage.setting("public_url") == ""
    storage.set_setting("public_url", "https://a.example")
    storage.set_setting("public_url", "https://b.example")
    assert storage.setting("public_url") == "https://b.example"


def test_what_was_appended_is_there_after_opening_again(tmp_path: Path) -> None:
    first = SqliteStorage(tmp_path / "s.db")
    first.append([hit(1)])
    first.close()
    second = SqliteStorage(tmp_path / "s.db")
    assert len(second.hits(1, 0, 10)) == 1
    second.close()


def test_a_file_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "s.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(DatabaseTooNew):
        SqliteStorage(tmp_path / "s.db")


def test_a_commit_is_flushed_to_the_disk(storage: SqliteStorage) -> None:
    assert storage._writer.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert storage._writer.execute("PRAGMA synchronous").fetchone() == (2,)
