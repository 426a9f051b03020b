"""What a person reads."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.text import html_to_text, readable

ALTERNATIVE = """\
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8

{plain}
--b
Content-Type: text/html; charset=utf-8

<p>Из HTML</p>
--b--
"""


def test_plain_text_is_preferred() -> None:
    assert readable(ALTERNATIVE.format(plain="Из текста").encode()) == "Из текста"


def test_an_empty_plain_text_is_not() -> None:
    assert readable(ALTERNATIVE.format(plain=" \n").encode()) == "Из HTML"


def test_html_alone() -> None:
    assert readable(b"Content-Type: text/html; charset=koi8-r\n\n<b>" + "Цена".encode("koi8-r")) == "Цена"


def test_attachments_are_not_read() -> None:
    mime = (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\nContent-Type: text/plain\n"
        b"Content-Disposition: attachment\n\nsecret\n--b--"
    )
    assert readable(mime) == "hello"


def test_flowed_lines_are_joined() -> None:
    mime = b"Content-Type: text/plain; format=flowed\n\nOne line \nand more.\n> quoted \n> on\n-- \nIvan"
    assert readable(mime) == "One line and more.\n> quoted\n> on\n--\nIvan"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two &amp; three</p>", "One\n\nTwo & three"),
        ("a<br>b<BR/>c", "a\nb\nc"),
        ("<style>p{}</style>x<script>alert('<p>')</script>y", "xy"),
        ("<head><title>t</title></head><body>x", "x"),
        ("<style>never closed <body>x", "x"),
        ("x<!-- <p>hidden</p> -->y", "xy"),
        ("x<!-- never closed", "x"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</table>", "a b\nc"),
        ("<blockquote>old<blockquote>older</blockquote></blockquote>new", "> old\n\n> > older\n\nnew"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("2 < 3 and 3 > 2", "2 < 3 and 3 > 2"),
        ("a\n   b\xa0c", "a b c"),
        ("&#0;&#xD800;&bogus;x\u202e", "&bogus;x"),
        ("<![if !supportLists]>x<![endif]><o:p>y</o:p>", "xy"),
        ("", ""),
    ],
)
def test_html_to_text(html: str, text: str) -> None:
    assert html_to_text(html).replace("\ufffd", "") == text


@given(
    st.binary() | st.text().map(lambda text: b"Content-Type: text/html; charset=utf-8\n\n" + text.encode())
)
def test_readable_never_raises_and_can_be_stored(mime: bytes) -> None:
    text = readable(mime)
    text.encode()
    assert "\0" not in text


MARKUP = st.lists(
    st.sampled_from(["<p>", "</p>", "<", ">", "<!--", "-->", "<style>", "</style", "a", "&#0;", "\n", '"'])
)


@given(MARKUP.map("".join) | st.text())
def test_html_never_raises(html: str) -> None:
    html_to_text(html)


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<!--",
        "<a ",
        "<style>",
        "<p",
        "</",
        "&",
        "<blockquote>",
        "<![",
        'x"<',
        "<title>",
        "\n",
        "> ",
        "a: ",
    ],
)
def test_hostile_text_takes_time_in_proportion(piece: str) -> None:
    begin = time.process_time()
    html_to_text(piece * 100_000)
    assert time.process_time() - begin < 10
