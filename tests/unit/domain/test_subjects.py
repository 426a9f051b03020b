"""The subject of an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.subjects import base_subject, is_answer, reply_subject


@pytest.mark.parametrize(
    "answered",
    ["Цена", "Re: Цена", "RE[2]: Цена", "Re(3): Fwd: Цена", "Отв: Цена", "Ответ: НА: Цена", "AW: WG: Цена",
     "Re : Цена", "回复：Цена", "Пересл: Цена", " re:re:re:  Цена ", "R: Цена", "SV: VS: Цена", "TR: Цена",
     "Odp: Цена", "Re*2: Цена"],
)  # fmt: skip
def test_one_mark_stands_before_it_whatever_was_there(answered: str) -> None:
    assert reply_subject(answered) == "Re: Цена"


@pytest.mark.parametrize(
    "subject", ["Regarding: us", "Report", "Name: x", "Rent [x]", "[#4711] Re: Цена", "10:30 встреча"]
)
def test_what_is_no_mark_stays(subject: str) -> None:
    assert reply_subject(subject) == f"Re: {subject}"


def test_an_answer_to_nothing_has_no_space_at_its_end() -> None:
    assert reply_subject("") == reply_subject("Re: Fwd:") == "Re:"


@given(st.text())
def test_an_answer_to_an_answer_has_the_same_subject(subject: str) -> None:
    assert reply_subject(reply_subject(subject)) == reply_subject(subject)


@pytest.mark.parametrize(
    "subject", ["Цена на  насос", "Re: цена на насос", "[sales] RE[2]: [ext] Fwd: Цена на насос"]
)
def test_subjects_are_compared_without_marks_and_tags(subject: str) -> None:
    assert base_subject(subject) == "цена на насос"


def test_an_answer_has_a_mark() -> None:
    assert is_answer("[sales] Re: x")
    assert is_answer("НА: x")
    assert not is_answer("[sales] Report")
