"""Words that were searched for, where they stand in a row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.ui.leads.marks import marks


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("Договор поставки", "договора", ["Договор"]),
        ("Счёт на оплату", "счет", ["Счёт"]),
        ("Prices for line 4", "price", ["Prices"]),
        ("Anna Petrova", "company:zavod anna", ["Anna"]),
        ("Re: offer", "proffer", []),
        ("offer", "", []),
        ("İstanbul offer", "offer", ["offer"]),
    ],
)
def test_words_are_found_by_how_they_begin(text, words, marked):
    assert [text[start:end] for start, end in marks(text, words)] == marked


@given(st.text(max_size=400), st.text(max_size=40))
def test_marks_lie_within_the_text_and_in_order(text, words):
    found = marks(text, words)
    assert found == sorted(found)
    assert all(0 <= start < end <= len(text) for start, end in found)
