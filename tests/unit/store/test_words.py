"""Words as the index holds them."""

from contextlib import closing

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.store.tables import SEARCH
from desktop_app.store.words import Stems, normal, split


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("договоры", "договоров"),
        ("ёлка", "елки"),
        ("prices", "price"),
        ("Цены", "ценами"),
        ("ПРАЙС", "прайса"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    stems = Stems()
    assert stems.of_text(one) == stems.of_text(other)


def test_words_are_letters_and_digits_only() -> None:
    assert split("Anna_Petrova <anna@client.ru>, №12: «Ёж»") == [
        "anna",
        "petrova",
        "anna",
        "client",
        "ru",
        "12",
        "еж",
    ]


def test_what_is_no_word_is_left_out() -> None:
    assert split("x" * 41 + " ok") == ["ok"]


@pytest.mark.parametrize("text", ["", " *-\"' ", "()"])
def test_nothing_to_ask_for(text: str) -> None:
    assert Stems().query(text) == ""


def test_operators_in_a_query_are_words() -> None:
    assert Stems().query("or NOT") == '"or" AND "not" *'


def test_names_are_compared_without_case_and_dots() -> None:
    assert normal("  Пётр   ПЕТРОВ ") == "петр петров"


@given(st.text(max_size=30))
def test_each_word_is_one_word_of_the_index_whatever_its_letters(text: str) -> None:
    """An index without places answers no phrase: a word taken apart would be one."""
    query = Stems().query(text)
    with closing(apsw.Connection(":memory:")) as connection:
        connection.execute(SEARCH)
        connection.execute("INSERT INTO letter_search (rowid, words) VALUES (7, ?)", (Stems().of_text(text),))
        if query:
            sql = "SELECT rowid FROM letter_search WHERE letter_search MATCH ?"
            assert connection.execute(sql, (query,)).fetchall() == [(7,)]
