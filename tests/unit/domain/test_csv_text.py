"""CSV that a spreadsheet opens as it is and that runs nothing."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.csv_text import BOM, csv_lines, safe


def test_it_begins_with_the_mark_of_utf_8_and_ends_lines_as_excel_does():
    lines = list(csv_lines(("Имя", "n"), [('Анна, "А"', 3), (None, 1.5)]))
    assert lines == [BOM + "Имя,n\r\n", '"Анна, ""А""",3\r\n', ",1.5\r\n"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+7 916", "-2+3", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "\uff1d1"]
)
def test_what_would_be_a_formula_is_text(text):
    assert safe(text).startswith("'")


def test_numbers_and_usual_words_stay_as_they_are():
    assert [safe(one) for one in (-3, 2.5, "a=b", "", None)] == [-3, 2.5, "a=b", "", ""]


def test_control_characters_do_not_get_into_the_file():
    assert safe("a\x00b\x1bc\rd") == "abcd"


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_every_row_comes_back_with_as_many_cells(row):
    (_, line) = csv_lines(["x"], [row])
    (read,) = csv.reader(io.StringIO(line, newline=""))
    assert len(read) == len(row)
    assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@")) for cell in read)
