"""What every storage of the tracking server keeps to: SQLite, and a real PostgreSQL."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest

from desktop_app.domain.errors import DatabaseTooNew, FolderUnusable
from desktop_app.domain.team import Batch, Code, TeamRow, gone
from desktop_app.server.run import open_storage
from desktop_app.server.storage import KeyRecord, KeyState, NewHit, Storage
from desktop_app.server.team_storage import Person, Put, Taken
from tests.fakes.postgres import Postgres, running

Open = Callable[[], Storage]


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with running() as server:
        yield server


@pytest.fixture
def empty(postgres: Postgres) -> Postgres:
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning; DROP SCHEMA IF EXISTS otklik CASCADE")
    return postgres


@pytest.fixture(params=["sqlite", "postgres"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens the storage, the same at each call; all are closed in the end."""
    url = f"sqlite:///{tmp_path}/server.db"
    if request.param == "postgres":
        url = request.getfixturevalue("empty").url
    with ExitStack() as undo:
        yield lambda: undo.enter_context(closing(open_storage(url)))


@pytest.fixture
def storage(opened: Open) -> Storage:
    return opened()


def hit(number: int, key: int = 1, agent: str = "A") -> NewHit:
    return NewHit(key, number, "open", f"t{number}", agent, "10.0.0.0/24", "head")


def test_hits_come_back_in_the_order_of_commits_and_only_to_their_key(storage: Storage) -> None:
    storage.append([hit(5), hit(3, key=2), hit(4, agent="B")])
    storage.append([])
    storage.append([hit(1)])
    found = storage.hits(1, 0, 10)
    assert [one.hit for one in found] == [hit(5), hit(4, agent="B"), hit(1)]
    assert [one.id for one in found] == sorted(one.id for one in found)
    assert storage.hits(1, found[1].id, 10) == found[2:]
    assert storage.hits(1, 0, 2) == found[:2]
    assert storage.hits(3, 0, 10) == []


def test_a_number_is_never_given_twice_even_after_the_newest_hit_was_forgotten(storage: Storage) -> None:
    storage.append([hit(1), hit(2)])
    last = storage.hits(1, 0, 10)[-1].id
    assert storage.purge(before=100) == 2
    storage.append([hit(200)])
    assert storage.hits(1, last, 10)[0].id > last


def test_a_link_never_changes_where_it_leads(storage: Storage) -> None:
    assert storage.add_links({"a": "https://x.example/1"}) == []
    assert storage.add_links({"a": "https://x.example/1", "b": "https://x.example/2"}) == []
    assert storage.add_links({"a": "https://evil.example/", "c": "https://x.example/3"}) == ["a"]
    assert storage.target("a") == "https://x.example/1"
    assert storage.target("b") == "https://x.example/2"
    assert storage.target("c") is None


def test_keys_their_states_and_settings_are_kept(storage: Storage) -> None:
    record = KeyRecord(7, "Иван", b"seal\0", b"digest", 7)
    assert storage.add_key(record)
    assert not storage.add_key(KeyRecord(7, "Other", b"", b"", 7))
    assert storage.add_key(KeyRecord(8, "Иван", b"s", b"d", 7))
    assert storage.records() == [record, KeyRecord(8, "Иван", b"s", b"d", 7)]
    assert storage.record(7) == record
    assert storage.record(9) is None
    storage.set_state(7, KeyState.RETIRED)
    assert storage.record(7) == KeyRecord(7, "Иван", b"seal\0", b"", 7, KeyState.RETIRED)
    assert storage.setting("public_url") == ""
    storage.set_setting("public_url", "https://a.example")
    storage.set_setting("public_url", "https://b.example")
    assert storage.setting("public_url") == "https://b.example"


def test_erased_tokens_keep_nothing_and_their_links_lead_on(opened: Open) -> None:
    storage = opened()
    storage.add_links({"t1": "https://x.example/1"})
    storage.append([hit(1), hit(2), hit(1)])
    assert storage.erase(["t1", "t9"]) == 2
    assert storage.erase(["t1"]) == 0
    storage.append([hit(1), hit(9), hit(3)])
    opened().append([hit(1)])  # another process
    assert [one.hit.token for one in storage.hits(1, 0, 10)] == ["t2", "t3"]
    assert storage.target("t1") == "https://x.example/1"


def test_what_was_appended_is_there_after_opening_again(opened: Open) -> None:
    opened().append([hit(1)])
    assert len(opened().hits(1, 0, 10)) == 1


def test_a_text_with_everything_in_it_comes_back(storage: Storage) -> None:
    strange = "'; DROP TABLE hit; -- %s {}\\ \u0085\u202e" + "x" * 400
    storage.append([hit(1, agent=strange)])
    assert storage.hits(1, 0, 10)[0].hit.agent == strange


def test_a_reader_that_follows_the_cursor_misses_nothing_of_several_writers(opened: Open) -> None:
    """Numbers become visible in their order, or a cursor would run past a hit that is still on its way."""
    writers = [opened() for _ in range(3)]
    reader = opened()
    batches, size = 40, 5

    def write(which: int) -> None:
        for batch in range(batches):
            writers[which].append([hit(which * 10_000 + batch * 10 + n) for n in range(size)])

    threads = [threading.Thread(target=write, args=(which,)) for which in range(len(writers))]
    for thread in threads:
        thread.start()
    seen, cursor = [], 0
    while any(thread.is_alive() for thread in threads) or reader.hits(1, cursor, 1):
        found = reader.hits(1, cursor, 7)
        seen += [one.hit.at for one in found]
        cursor = found[-1].id if found else cursor
    for thread in threads:
        thread.join()
    assert len(seen) == len(set(seen)) == len(writers) * batches * size


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**53])
def test_an_instant_of_any_size_comes_back(storage: Storage, number: int) -> None:
    storage.append([hit(number), hit(1_790_000_000_000_000)])
    assert [one.hit.at for one in storage.hits(1, 0, 10)] == [number, 1_790_000_000_000_000]


# ── PostgreSQL alone ─────────────────────────────────────────────────────────────────────────────


def test_a_database_that_comes_back_is_used_again(empty: Postgres) -> None:
    with closing(open_storage(empty.url)) as storage:
        storage.append([hit(1)])
        empty.stop("immediate")
        try:
            with pytest.raises(psycopg.Error):
                storage.append([hit(2)])
        finally:
            empty.start()
        storage.append([hit(3)])
        assert [one.hit.at for one in storage.hits(1, 0, 10)] == [1, 3]


def test_a_database_that_was_restarted_in_between_is_not_noticed(empty: Postgres) -> None:
    with closing(open_storage(empty.url)) as storage:
        storage.append([hit(1)])
        empty.stop()
        empty.start()
        storage.append([hit(2)])
        assert [one.hit.at for one in storage.hits(1, 0, 10)] == [1, 2]


def test_a_database_that_is_not_there_is_said_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(FolderUnusable) as caught:
        open_storage(f"postgresql://otklik:geheim@/postgres?host={tmp_path}")
    assert "geheim" not in str(caught.value)


def test_a_newer_database_is_left_alone(empty: Postgres) -> None:
    with closing(open_storage(empty.url)) as storage:
        storage.set_setting("version", "99")
    with pytest.raises(DatabaseTooNew):
        open_storage(empty.url)


def test_forgetting_takes_the_hits_of_now_and_lets_new_ones_be_kept(storage: Storage) -> None:
    storage.append([hit(1), hit(2)])
    assert storage.forget(["t1", "tx"]) == 1
    storage.append([hit(1)])
    assert [one.hit.token for one in storage.hits(1, 0, 10)] == ["t2", "t1"]


def test_what_is_held_of_tokens_is_all_of_it_and_nothing_of_others(storage: Storage) -> None:
    storage.append([hit(1), hit(2)])
    storage.add_links({"t1": "https://x.example/1", "t9": "https://x.example/9"})
    storage.erase(["t3"])
    held = storage.held(["t1", "t3"])
    assert [one.hit for one in held.hits] == [hit(1)]
    assert (held.links, list(held.erased)) == ({"t1": "https://x.example/1"}, ["t3"])


HOURS = '{"zone": "UTC"}'
FOUR_DAYS = 4 * 86_400_000_000


def row(number: int, version: int = 1, arrived: int = FOUR_DAYS, *codes: Code) -> TeamRow:
    return TeamRow(f"{number:022}", version, arrived, None, None, None, frozenset(codes))


def batch(counter: int, *rows: TeamRow, hours: str = "") -> Batch:
    return Batch(counter, hours, rows)


@pytest.fixture
def team(storage: Storage) -> Storage:
    """Anna and Boris in one team, Clara in another."""
    for number, name, of in ((1, "Anna", ""), (2, "Boris", ""), (3, "Clara", "north")):
        storage.add_key(KeyRecord(number, name, b"seal", b"digest", number, team=of))
    return storage


def test_a_team_sees_its_members_rows_and_nobody_elses(team: Storage) -> None:
    assert team.team.people("") == []
    told = row(1, 1, FOUR_DAYS, Code.NEW, Code.FIRST)
    assert team.team.put(1, batch(5, told, hours=HOURS), 77) == Put(Taken.YES, 5, 1)
    team.team.put(2, batch(1, row(2)), 78)
    team.team.put(3, batch(1, row(3)), 79)
    anna, boris = Person(1, "Anna", HOURS, 1, 77, False), Person(2, "Boris", "", 1, 78, False)
    assert team.team.people("") == [anna, boris]
    found = team.team.rows("", 0, 10)
    assert [(one.owner, one.row) for one in found] == [(1, told), (2, row(2))]
    assert team.team.rows("", found[0].place, 10) == found[1:]
    assert [one.owner for one in team.team.rows("north", 0, 10)] == [3]


def test_a_batch_is_taken_once_and_of_a_row_the_highest_version_stays(team: Storage) -> None:
    team.team.put(1, batch(5, row(1, 2), hours=HOURS), 77)
    assert team.team.put(1, batch(5, row(1, 9)), 78) == Put(Taken.REPLAYED, 5, 1)
    assert team.team.put(1, batch(4, row(1, 9)), 78).taken is Taken.REPLAYED
    before = team.team.rows("", 0, 10)
    assert team.team.put(1, batch(6, row(1, 1)), 79).taken is Taken.YES
    assert team.team.put(1, batch(7, row(1, 2)), 79).taken is Taken.YES
    assert team.team.rows("", 0, 10) == before
    team.team.put(1, batch(8, row(1, 3)), 80)
    assert [one.row.version for one in team.team.rows("", before[0].place, 10)] == [3]
    assert team.team.people("") == [Person(1, "Anna", HOURS, 1, 80, False)]


def test_a_row_belongs_to_the_key_that_wrote_it(team: Storage) -> None:
    team.team.put(1, batch(5, row(1)), 77)
    assert team.team.put(2, batch(6, row(2), row(1, 9)), 78).taken is Taken.NOT_YOURS
    assert [(one.owner, one.row) for one in team.team.rows("", 0, 10)] == [(1, row(1))]


def test_erased_rows_come_back_by_no_replay_and_a_new_epoch_tells_of_it(opened: Open, team: Storage) -> None:
    team.team.put(1, batch(5, row(1), row(2), hours=HOURS), 77)
    assert team.team.erase(1) == 2
    assert team.team.people("") == team.team.rows("", 0, 10) == []
    assert opened().team.put(1, batch(5, row(1)), 78) == Put(Taken.REPLAYED, 5, 2)
    assert team.team.put(1, batch(6, row(3)), 79) == Put(Taken.YES, 6, 2)
    assert team.team.people("") == [Person(1, "Anna", "", 2, 79, False)]
    assert team.team.erase(7) == 0


def test_old_rows_go_and_what_was_taken_back_stays_until_readers_know(team: Storage) -> None:
    team.team.put(1, batch(5, row(1, 1, 10), row(2), gone(row(3).id, 4)), FOUR_DAYS + 1)
    assert team.team.purge(FOUR_DAYS) == 1
    assert [one.row for one in team.team.rows("", 0, 10)] == [row(2), gone(row(3).id, 4)]
    assert team.team.purge(FOUR_DAYS + 2) == 2


def test_a_member_who_left_is_said_to_have_left_and_one_may_change_teams(team: Storage) -> None:
    team.team.put(1, batch(5, row(1)), 77)
    team.set_state(1, KeyState.REVOKED)
    assert [one.left for one in team.team.people("")] == [True]
    team.team.join(3, "", True)
    found = team.record(3)
    assert found is not None
    assert (found.team, found.lead) == ("", True)


def test_places_of_the_team_are_never_given_twice(team: Storage) -> None:
    team.team.put(1, batch(1, row(1), row(2)), 77)
    last = team.team.rows("", 0, 10)[-1].place
    team.team.erase(1)
    team.team.put(1, batch(2, row(4)), 78)
    assert team.team.rows("", 0, 10)[0].place > last
