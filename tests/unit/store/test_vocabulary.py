"""Beginnings of words asked for by the words themselves."""

from collections.abc import Iterator
from contextlib import closing

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.store import vocabulary
from desktop_app.store.tables import SEARCH
from desktop_app.store.vocabulary import Vocabulary
from desktop_app.store.words import Stems

FIND = "SELECT rowid FROM letter_search WHERE letter_search MATCH ? ORDER BY rowid DESC"
SOME = ("трансп", "трансформ", "транс", "тран", "тра", "transport", "a", "anna", "anne", "annual", "яя", "😀")


def index_of(*texts: str) -> apsw.Connection:
    connection = apsw.Connection(":memory:")
    connection.execute(SEARCH)
    sql = "INSERT INTO letter_search (rowid, words) VALUES (?, ?)"
    connection.executemany(sql, enumerate(texts, 1))
    return connection


@pytest.fixture
def index() -> Iterator[apsw.Connection]:
    with closing(index_of("anna annual", "annex anna", "boris")) as connection:
        yield connection


def test_the_words_that_begin_so_are_named_once(index: apsw.Connection) -> None:
    assert Vocabulary(index).beginning("anna") == ["anna"]
    assert Vocabulary(index).beginning("ann") == ["anna", "annex", "annual"]
    assert Vocabulary(index).beginning("zzz") == []


def test_too_many_words_are_not_named(index: apsw.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "MOST", 3)
    assert Vocabulary(index).beginning("ann") == ["anna", "annex", "annual"]
    monkeypatch.setattr(vocabulary, "MOST", 2)
    assert Vocabulary(index).beginning("ann") is None


def test_all_beginnings_of_a_question_have_few_words_together(
    index: apsw.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vocabulary, "MOST", 4)
    words = Vocabulary(index)
    assert words.beginning("ann") is not None
    assert words.beginning("ann") is None
    assert words.beginning("boris") is None


def test_the_connection_of_a_reader_stays_one_for_reading(index: apsw.Connection) -> None:
    index.pragma("query_only", True)
    assert Vocabulary(index).beginning("bori") == ["boris"]
    assert Vocabulary(index).beginning("ann") is not None
    with pytest.raises(apsw.ReadOnlyError):
        index.execute("DELETE FROM letter_search WHERE rowid = 1")


@given(
    st.lists(st.lists(st.sampled_from(SOME), max_size=4).map(" ".join), max_size=8),
    st.lists(st.sampled_from(SOME), min_size=1, max_size=3).map(" ".join),
    st.integers(1, 12),
)
def test_named_words_find_the_same_letters_as_the_beginning(texts: list[str], asked: str, most: int) -> None:
    stems = Stems()
    with closing(index_of(*map(stems.of_text, texts))) as connection, pytest.MonkeyPatch.context() as patch:
        patch.setattr(vocabulary, "MOST", most)
        plain, named = stems.query(asked), stems.query(asked, Vocabulary(connection).beginning)
        if plain:
            found = connection.execute(FIND, (plain,)).fetchall()
            assert connection.execute(FIND, (named,)).fetchall() == found
