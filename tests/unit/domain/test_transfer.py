import base64
import quopri

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop_app.domain.transfer import Edit, apply, decode, splice

ADDRESS = b'<img src="https://track.example/o/AAECAwQFBgcICQoLDA0ODxAR?x=1&amp;y=2" alt="">'


@st.composite
def edited_texts(draw) -> tuple[bytes, list[Edit]]:
    text = draw(st.binary(max_size=400) | st.text("абвгд <>=\r\n.ab", max_size=200).map(str.encode))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [Edit(start, end, draw(st.sampled_from([b"", b"=", ADDRESS]))) for start, end in pairs]


@given(edited_texts(), st.sampled_from([b"\r\n", b"\n"]))
def test_an_edited_base64_body_reads_as_the_edited_text(case: tuple[bytes, list[Edit]], eol: bytes) -> None:
    text, edits = case
    body = base64.encodebytes(text).replace(b"\n", eol)
    assert base64.b64decode(splice(body, "base64", edits, eol)) == apply(text, edits)


@given(edited_texts(), st.sampled_from([b"\r\n", b"\n"]))
def test_an_edited_quoted_body_reads_as_the_edited_text(case: tuple[bytes, list[Edit]], eol: bytes) -> None:
    text, edits = case
    body = quopri.encodestring(text).replace(b"\r\n", b"\n").replace(b"\n", eol)
    plain = decode(body, "quoted-printable")
    assert plain is not None
    assume(all(edit.end <= len(plain) for edit in edits))  # other line ends may have made it shorter
    assert decode(splice(body, "quoted-printable", edits, eol), "quoted-printable") == apply(plain, edits)


@given(st.binary(max_size=300))
def test_any_bytes_taken_for_quoted_printable_can_be_edited(body: bytes) -> None:
    plain = decode(body, "quoted-printable")
    assert plain is not None
    edits = [Edit(len(plain) // 2, len(plain) // 2, ADDRESS)]
    assert decode(splice(body, "quoted-printable", edits, b"\r\n"), "quoted-printable") == apply(plain, edits)


def test_the_quoted_reader_agrees_with_the_standard_library() -> None:
    body = "Привет, мир = 1; " * 40
    assert decode(quopri.encodestring(body.encode()), "quoted-printable") == body.encode()


def test_lines_of_a_quoted_body_stay_within_76_characters() -> None:
    body = b"a" * 75 + b"=\r\n" + b"b" * 60 + b"\r\n"
    edited = splice(body, "quoted-printable", [Edit(40, 40, ADDRESS), Edit(100, 100, ADDRESS)], b"\r\n")
    assert max(map(len, edited.split(b"\r\n"))) <= 76


def test_bytes_around_an_edit_of_a_quoted_body_stay_as_they_were() -> None:
    body = (
        b"=d0=BF one =\r\ntwo =3d three"  # lower-case digits and an early break, as no encoder of ours writes
    )
    edited = splice(body, "quoted-printable", [Edit(7, 10, b"2")], b"\r\n")
    assert edited == b"=d0=BF one =\r\n2=\r\n =3d three"


def test_a_tag_that_makes_a_line_too_long_for_smtp_gets_its_own_line() -> None:
    body = b"x" * 990
    assert splice(body, "8bit", [Edit(500, 500, ADDRESS)], b"\r\n").split(b"\r\n") == [
        b"x" * 500,
        ADDRESS,
        b"x" * 490,
    ]


def test_base64_keeps_its_line_length_and_last_line_end() -> None:
    body = b"QUJD\r\nREVG\r\nR0hJ\r\n"
    assert splice(body, "base64", [Edit(0, 3, b"abc")], b"\r\n") == b"YWJj\r\nREVG\r\nR0hJ\r\n"


@pytest.mark.parametrize("body", [b"QUJ", b"QU?JD", b"=QUJ", b"\xff\xfe"])
def test_broken_base64_is_told(body: bytes) -> None:
    assert decode(body, "base64") is None


def test_an_unknown_encoding_is_told() -> None:
    assert decode(b"begin 644 x", "x-uuencode") is None
