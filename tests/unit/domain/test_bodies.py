"""Parts of a letter, decoded."""

from desktop_app.domain.bodies import bodies

LETTER = b"""\
Content-Type: multipart/mixed; boundary=outer

--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=koi8-r
Content-Transfer-Encoding: base64

48XOwQ==
--inner
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable

<meta charset=3D"windows-1251"><p>=D6=E5=ED=E0</p>
--inner--
--outer
Content-Type: application/pdf
Content-Disposition: attachment; filename=a.pdf
Content-Transfer-Encoding: base64

JVBERg==
--outer--
"""


def test_parts_in_order() -> None:
    plain, html, pdf = bodies(LETTER)
    assert (plain.content_type, plain.text(), plain.attached) == ("text/plain", "Цена", False)
    assert html.text().endswith("<p>Цена</p>")
    assert plain.alternative == html.alternative != 0
    assert (pdf.content, pdf.attached, pdf.alternative) == (b"%PDF", True, 0)


def test_a_multipart_without_boundary_is_read_as_it_stands() -> None:
    (whole,) = bodies(b"Content-Type: multipart/mixed\n\nhello")
    assert (whole.content_type, whole.text()) == ("text/plain", "hello")


def test_ten_thousand_nested_parts_are_read_as_they_stand() -> None:
    (whole,) = bodies(b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 10_000)
    assert whole.content_type == "text/plain"


def test_broken_base64_gives_what_there_is() -> None:
    (body,) = bodies(b"Content-Transfer-Encoding: base64\n\n0KbQtdC9!0LA\n--\n")
    assert body.text() == "Цена"


def test_line_ends_of_the_macintosh() -> None:
    (body,) = bodies(b"Subject: x\r\rone\rtwo")
    assert body.text() == "one\ntwo"
