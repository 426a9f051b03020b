"""Letters made ready to be read."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.reading import NAME_MAX, AttachedFile, file_content, read_letter, safe_name
from tests import samples

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
LETTER = f"""\
Content-Type: multipart/mixed; boundary=m

--m
Content-Type: multipart/related; boundary=r

--r
Content-Type: multipart/alternative; boundary=a

--a
Content-Type: text/plain; charset=utf-8

Из текста
--a
Content-Type: text/html; charset=utf-8

<p>Из <b>HTML</b> <img src="cid:logo%40x"> <img src="https://x.ru/a.png"></p>
--a--
--r
Content-Type: image/png; name=logo.png
Content-ID: <logo@x>
Content-Transfer-Encoding: base64

{base64.b64encode(PNG).decode()}
--r
Content-Type: image/png
Content-ID: <unused@x>
Content-Transfer-Encoding: base64

{base64.b64encode(PNG).decode()}
--r--
--m
Content-Type: application/pdf
Content-Disposition: attachment; filename*=utf-8''%D0%A1%D1%87%D1%91%D1%82%20%E2%84%96%201.pdf
Content-Transfer-Encoding: base64

{base64.b64encode(b"%PDF" * 100).decode()}
--m
Content-Type: message/rfc822

Subject: Inner

x
--m--
"""


def test_a_letter_with_pictures_and_files() -> None:
    found = read_letter(LETTER.encode())
    assert found.html == '<p>Из <b>HTML</b> <img src="picture:part2"> </p>'
    assert found.pictures == {"part2": PNG}
    assert found.remote == 1
    assert found.files == (
        AttachedFile(3, "file.png", "image/png", len(PNG)),
        AttachedFile(4, "Счёт № 1.pdf", "application/pdf", 400),
        AttachedFile(5, "Inner.eml", "message/rfc822", 17),
    )
    assert file_content(LETTER.encode(), 4) == b"%PDF" * 100
    assert file_content(LETTER.encode(), 99) is None


def test_plain_text_with_answers_between_quotes() -> None:
    text = "Anna wrote:\n> How much?\n>> ten\n\n100\n\n> When?\nTomorrow\n\nAnna wrote:\n> the rest\n"
    found = read_letter(b"Subject: x\n\n" + text.encode())
    assert found.html == (
        "<p>Anna wrote:</p><blockquote><p>How much?</p></blockquote>"
        "<blockquote><blockquote><p>ten</p></blockquote></blockquote><p>100</p>"
        "<blockquote><p>When?</p></blockquote><p>Tomorrow</p>"
    )
    assert found.history == "<p>Anna wrote:</p><blockquote><p>the rest</p></blockquote>"


def test_what_stands_below_the_quoted_end_is_folded_with_it() -> None:
    found = read_letter(
        b"Subject: x\n\nYes\n-- \nIvan\n\nAnna wrote:\n> One?\n\n" + b"_" * 40 + b"\nx mailing list"
    )
    assert found.html == "<p>Yes</p><p>-- <br>Ivan</p>"
    assert "One?" in found.history
    assert "mailing list" in found.history


def test_a_letter_that_only_quotes_is_shown() -> None:
    found = read_letter(b"Subject: x\n\n> one\n> two")
    assert (found.html, found.history) == ("<blockquote><p>one<br>two</p></blockquote>", "")


def test_a_picture_in_the_html_itself_is_shown_and_a_drawing_is_not() -> None:
    data = base64.b64encode(PNG).decode()
    html = f'<img src="data:image/png;base64,{data}"><img src="data:image/svg+xml;base64,{data}">'
    found = read_letter(f"Content-Type: text/html\n\n{html}".encode())
    assert found.html == '<img src="picture:data0">'
    assert found.pictures == {"data0": PNG}


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-8", "x-unknown", "", "utf-16"])
def test_broken_charsets_are_read_all_the_same(charset: str) -> None:
    name = charset if charset in ("windows-1251", "koi8-r", "utf-8") else "windows-1251"
    head = f"Content-Type: text/html; charset={charset}\n\n".encode()
    mime = head + "<p>Здравствуйте, Анна</p>".encode(name)
    if charset != "utf-16":  # that one is a lie that cannot be seen through
        assert "Здравствуйте, Анна" in read_letter(mime).html
    read_letter(mime)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("price.pdf", "price.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Windows\\x.exe", "C__Windows_x.exe"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        ("a\0b\nc.txt", "a_b_c.txt"),
        ("con.txt", "_con.txt"),
        ("...", "file"),
        ("", "file"),
        (" . ", "file"),
        ("x" * 300 + ".pdf", "x" * (NAME_MAX - 4) + ".pdf"),
    ],
)
def test_names_of_files_lead_nowhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text())
def test_any_name_can_be_saved(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert len(safe) <= NAME_MAX + 1
    assert not set(safe) & set('/\\:*?"<>|\0\n')


@given(st.binary() | st.binary().map(lambda body: b"Content-Type: text/html\n\n<p>" + body))
def test_never_raises(mime: bytes) -> None:
    found = read_letter(mime)
    for one in found.files:
        file_content(mime, one.number)


def test_every_letter_that_breaks_parsers_can_be_read() -> None:
    for _, mime in [*samples.hard_letters(), *samples.bounces()]:
        found = read_letter(mime)
        (found.html + found.history).encode()
