"""Bytes into text, whatever charset is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.charsets import clean, clean_line, decode, guess

RUSSIAN = "Добрый день, вышлите счёт на оплату"


@pytest.mark.parametrize("charset", ["utf-8", "cp1251", "koi8-r"])
def test_russian_without_a_charset_is_guessed(charset: str) -> None:
    assert guess(RUSSIAN.encode(charset)) == RUSSIAN


def test_western_letters_stand_one_by_one() -> None:
    assert guess("Herr Müller aus Zürich".encode("latin-1")) == "Herr Müller aus Zürich"


def test_utf8_that_was_cut_stays_utf8() -> None:
    assert guess(RUSSIAN.encode()[:-1]) == RUSSIAN[:-1] + "\ufffd"


def test_japanese_escapes_are_known() -> None:
    assert guess("見積書".encode("iso-2022-jp")) == "見積書"


@pytest.mark.parametrize(
    ("charset", "codec"),
    [("windows-1251", "cp1251"), ("CP-1251", "cp1251"), ('"KOI8-R"', "koi8-r"), ("utf-8*ru", "utf-8")],
)
def test_charsets_as_mailers_spell_them(charset: str, codec: str) -> None:
    assert decode(RUSSIAN.encode(codec), charset) == RUSSIAN


def test_gb2312_means_gbk() -> None:
    assert decode("镕基".encode("gbk"), "gb2312") == "镕基"


@pytest.mark.parametrize("charset", ["x-unknown", "idna", "hex", "rot13", "\0", "é", "a" * 500, "utf-8"])
def test_a_charset_that_does_not_fit_is_guessed(charset: str) -> None:
    assert decode(RUSSIAN.encode("cp1251"), charset) == RUSSIAN


def test_a_multibyte_charset_shows_where_it_is_broken() -> None:
    assert "\ufffd" in decode("見積書".encode("shift_jis")[:-1], "shift_jis")


@given(st.binary(), st.text(max_size=20))
def test_decode_never_raises(raw: bytes, charset: str) -> None:
    assert isinstance(decode(raw, charset), str)


@given(st.text() | st.binary().map(guess))
def test_clean_text_can_be_stored_and_shown(text: str) -> None:
    line = clean_line(text)
    line.encode("utf-8")
    assert "\0" not in clean(text)
    assert line == " ".join(line.split())


def test_marks_that_turn_the_writing_are_removed() -> None:
    assert clean("invoice\u202egpj.exe") == "invoicegpj.exe"
