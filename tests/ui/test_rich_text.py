import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor, QTextDocument, QTextListFormat

from desktop_app.ui.rich_text import Block, Run, clean, paragraphs, quote, render, to_html

pytestmark = pytest.mark.usefixtures("qapp")

VOID = {"br"}
ALLOWED = {"p", "br", "b", "i", "u", "s", "a", "ul", "ol", "li", "blockquote"}


class Balance(HTMLParser):
    """Fails on a tag that is not ours, or closed out of order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert [name for name, _ in attrs] == (["href"] if tag == "a" else [])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def checked(html: str) -> str:
    parser = Balance()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser.text


def test_nothing_written_gives_no_html():
    assert to_html(QTextDocument()) == ""


def test_paragraphs_and_looks_become_plain_tags():
    document = QTextDocument()
    cursor = QTextCursor(document)
    bold, italic = QTextCharFormat(), QTextCharFormat()
    bold.setFontWeight(QFont.Weight.Bold)
    italic.setFontItalic(True)
    cursor.insertText("Hello ", QTextCharFormat())
    cursor.insertText("Anna", bold)
    cursor.insertBlock()
    cursor.insertBlock()
    cursor.insertText("prices & <terms>", italic)
    assert to_html(document) == "<p>Hello <b>Anna</b></p><p><br></p><p><i>prices &amp; &lt;terms&gt;</i></p>"


def test_a_link_keeps_its_address_and_loses_qts_underline():
    assert clean('<a href="https://example.org/?a=1&amp;b=2">Prices</a>') == (
        '<p><a href="https://example.org/?a=1&amp;b=2">Prices</a></p>'
    )


def test_a_list_and_a_list_within_it():
    html = "<ul><li>one<ol><li>first</li><li>second</li></ol></li><li>two</li></ul>"
    assert checked(clean(html)) == "onefirstsecondtwo"
    assert clean("<ul><li>a</li><li>b</li></ul><p>after</p>") == "<ul><li>a</li><li>b</li></ul><p>after</p>"


def test_a_list_made_by_the_editor():
    document = QTextDocument()
    cursor = QTextCursor(document)
    cursor.createList(QTextListFormat.Style.ListDecimal)
    cursor.insertText("one")
    cursor.insertBlock()
    cursor.insertText("two")
    assert to_html(document) == "<ol><li>one</li><li>two</li></ol>"


def test_quotes_nest():
    html = "<blockquote><p>old</p><p>and</p><blockquote><p>older</p></blockquote></blockquote><p>mine</p>"
    assert clean(html) == html


def test_script_pictures_and_styles_of_pasted_text_are_dropped():
    html = (
        '<style>p{color:red}</style><script>alert(1)</script><p style="color:#f00" onclick="x()">Red'
        '<img src="http://tracker.example/p.gif"></p><a href="javascript:alert(1)">go</a>'
    )
    result = clean(html)
    assert "script" not in result
    assert "img" not in result
    assert "javascript" not in result
    assert "onclick" not in result
    assert checked(result).startswith("Red")


def test_spaces_and_line_breaks_are_kept():
    document = QTextDocument()
    QTextCursor(document).insertText(" a  b   c\u2028 d")
    assert to_html(document) == "<p>&nbsp;a &nbsp;b &nbsp;&nbsp;c<br>&nbsp;d</p>"


def test_plain_text_becomes_paragraphs():
    assert paragraphs("one\ntwo\r\n\r\n\nthree <b>") == "<p>one<br>two</p><p>three &lt;b&gt;</p>"


def test_a_reply_quotes_the_text_below_an_empty_paragraph():
    assert quote("Anna <a@b.ru> wrote:", "<p>hi</p><p>you</p>") == (
        "<p><br></p><p>Anna &lt;a@b.ru&gt; wrote:</p><blockquote><p>hi</p><p>you</p></blockquote>"
    )


def test_a_nul_is_dropped_and_the_rest_is_kept():
    assert clean("<p>a\x00b</p>") == "<p>ab</p>"


PLAIN = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufffc\ufffe\uffff\xa0"),
    min_size=1,
    max_size=12,
)
RUNS = st.builds(
    Run,
    PLAIN,
    st.frozensets(st.sampled_from("bius")),
    st.sampled_from(["", "https://a.example/x?y=1&z='2'\""]),
)
CONTAINERS = st.lists(st.sampled_from(["blockquote", "ul", "ol"]), max_size=4).map(tuple)
BLOCKS = st.lists(st.builds(Block, st.lists(RUNS, max_size=3).map(tuple), CONTAINERS), max_size=6)


@given(BLOCKS)
def test_every_tag_is_closed_in_order_and_no_letter_is_lost(blocks):
    text = checked(render(blocks)).replace("\u00a0", " ")
    assert text == "".join(run.text for block in blocks for run in block.runs)


@given(BLOCKS)
def test_reading_our_html_back_keeps_the_words(blocks):
    html = render(blocks)
    words = re.sub(r"\s+", "", checked(html))
    assert re.sub(r"\s+", "", checked(clean(html))) == words


@given(st.text(max_size=80))
def test_any_input_gives_balanced_html(text):
    checked(clean(text))
    checked(paragraphs(text))
