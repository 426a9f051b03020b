"""Subjects without their prefixes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.subjects import base_subject, is_reply


@pytest.mark.parametrize(
    "written",
    ["Цена", "Re: Цена", "RE[2]: Цена", "Re(3): Fwd: Цена", "Отв: Цена", "Ответ: НА: Цена",
     "Fwd: Re: [sales] Цена", "[sales] Re: Цена", "AW: WG: Цена", "Re : Цена", "回复：Цена", "Пересл: Цена",
     " re:re:re:  Цена ", "R: Цена", "SV: VS: Цена", "TR: Цена", "Odp: Цена", "Re*2: Цена"],
)  # fmt: skip
def test_the_subject_itself(written: str) -> None:
    assert base_subject(written) == "Цена"


@pytest.mark.parametrize(
    "subject", ["Regarding: us", "Report", "Name: x", "Rent [x]", "[sales]", "10:30 встреча", ""]
)
def test_what_is_no_prefix_stays(subject: str) -> None:
    assert base_subject(subject) == subject


def test_a_bare_prefix_is_nothing() -> None:
    assert base_subject("Re: ") == ""
    assert base_subject("Re: Fwd:") == ""


@given(st.text())
def test_stripping_twice_is_stripping_once(subject: str) -> None:
    assert base_subject(base_subject(subject)) == base_subject(subject)


def test_replies() -> None:
    assert is_reply("Отв: x")
    assert is_reply("[list] RE[3]: x")
    assert not is_reply("[list] x")
    assert not is_reply("x Re: y")
