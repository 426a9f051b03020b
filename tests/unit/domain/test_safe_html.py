"""What is left of somebody's HTML."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.safe_html import DEPTH_MAX, OUT_MAX, SAFE_LINK, SafeHtml, safe_html
from desktop_app.domain.text_html import text_html

ALLOWED = {
    "p": {"dir"}, "div": {"dir"}, "h3": {"dir"}, "h4": {"dir"}, "ul": {"dir"}, "ol": {"dir"}, "li": {"dir"},
    "blockquote": {"dir"}, "pre": {"dir"}, "b": set(), "i": set(), "u": set(), "s": set(), "sub": set(),
    "sup": set(), "code": set(), "br": set(), "hr": set(), "a": {"href"}, "img": {"src", "width", "height"},
    "table": set(), "tr": set(), "td": {"colspan", "rowspan", "align"}, "th": {"colspan", "rowspan", "align"},
}  # fmt: skip
VOID = {"br", "hr", "img"}


class Checker(HTMLParser):
    """Fails on anything that is not allowed, and on what is not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert set(dict(attrs)) <= ALLOWED[tag], (tag, attrs)
        for name, value in attrs:
            assert value is not None
            if name == "href":
                assert SAFE_LINK.match(value)
            if name == "src":
                assert value.startswith("picture:")
        if tag not in VOID:
            self.stack.append(tag)
            self.deepest = max(self.deepest, len(self.stack))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)


def safe(html: str, known: str = "cid:known") -> SafeHtml:
    found = safe_html(html, lambda address: "k" if address == known else "")
    for part in (found.shown, found.history):
        checker = Checker()
        checker.feed(part)
        checker.close()
        assert checker.stack == []
        assert checker.deepest <= 2 * DEPTH_MAX  # a span may be bold, italic and underlined at once
    return found


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>One</p><p>Two &amp; &lt;three&gt;</p>", "<p>One</p><p>Two &amp; &lt;three&gt;</p>"),
        ("<b>x<p>y</b>z", "<b>x<p>y</p></b>z"),
        ("<STRONG>x</STRONG><em>y</em>", "<b>x</b><i>y</i>"),
        ('<span style="font-weight:700;font-style:italic;color:#fff">x</span>', "<b><i>x</i></b>"),
        ("<h1>A</h1><h4>b</h4>", "<h3>A</h3><h4>b</h4>"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a</ul>b <b>c</b><p>d</p>", "<ul><li>a</li></ul><div>b <b>c</b><p>d</p></div>"),
        ("<ul><li>a</ul> <p>d</p>", "<ul><li>a</li></ul> <p>d</p>"),
        ('<p dir="rtl">שלום</p>', '<p dir="rtl">שלום</p>'),
        ("<pre>a\n  b</pre>", "<pre>a\n  b</pre>"),
        ("a < b and c > d", "a &lt; b and c &gt; d"),
        ("1 <2 <three", "1 &lt;2 &lt;three"),
        ('<a href="https://x.ru/?a=1&amp;b=2">x</a>', '<a href="https://x.ru/?a=1&amp;b=2">x</a>'),
        ('<a href="mailto:a@x.ru">x</a>', '<a href="mailto:a@x.ru">x</a>'),
        (
            "<table border=1><tr><th>A<th>B<tr><td>1<td align=right>2</table>",
            '<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td align="right">2</td></tr></table>',
        ),
        ("<table><tr><td>Logo</td></tr><tr><td>Text</td></tr></table>",
         "<div><div><div>Logo</div></div><div><div>Text</div></div></div>"),
        ('<img src="cid:known" width="20" height=10px>', '<img src="picture:k" width="20" height="10">'),
        ('<img src="cid:gone" alt="Logo">', "[Logo]"),
    ],
)  # fmt: skip
def test_what_is_kept(html: str, shown: str) -> None:
    assert safe(html) == SafeHtml(shown, "", 0, False)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<ScRiPt src=//evil.example/x.js></sCrIpT >",
        "<style>@import url(http://evil.example/x.css); body{background:url(http://evil.example/)}</style>",
        "<svg><script>alert(1)</script><image href='http://evil.example/x'/></svg>",
        "<svg onload=alert(1)>",
        '<meta http-equiv="refresh" content="0;url=http://evil.example/">',
        '<link rel=stylesheet href="http://evil.example/x.css">',
        '<base href="http://evil.example/">',
        '<object data="http://evil.example/x"><embed src="http://evil.example/x"></object>',
        '<iframe src="http://evil.example/" srcdoc="<script>1</script>"></iframe>',
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        '<input type=image src="http://evil.example/x">',
        '<video poster="http://evil.example/x"><source src="http://evil.example/x"></video>',
        '<img src="http://evil.example/pixel.gif" width=1 height=1>',
        '<img src="file:///etc/passwd">',
        '<img src="picture:k">',
        '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
        '<img src="\\\\evil.example\\share\\x.png">',
        '<img srcset="http://evil.example/x 2x">',
        "<!--[if mso]><img src='http://evil.example/x'><![endif]-->",
        "<![if !mso]><![endif]>",
        "<?xml version='1.0'?>",
        '<div style="display:none">hidden <img src="http://evil.example/x"></div>',
        '<span style="font-size:0px">preheader</span>',
        "<template><p>x</p></template>",
        "<noscript>x</noscript>",
        "<textarea></p><script>1</script></textarea>",
        "<frameset><frame src='http://evil.example/'></frameset>",
    ],
)
def test_what_could_do_harm_leaves_nothing(html: str) -> None:
    found = safe(html)
    assert re.sub(r"</?(?:div|p|br)>|\s", "", found.shown + found.history) == ""
    assert safe(f"<p>before</p>{html}<p>after</p>").shown.replace(" ", "").startswith("<p>before</p>")


@pytest.mark.parametrize(
    "html",
    [
        '<a href="javascript:alert(1)">x</a>',
        '<a href="java\nscript:alert(1)">x</a>',
        '<a href="&#106;avascript:alert(1)">x</a>',
        '<a href=" data:text/html,<script>1</script>">x</a>',
        '<a href="vbscript:x">x</a>',
        '<a href="file:///etc/passwd">x</a>',
        '<a href="//evil.example">x</a>',
        '<p onclick="alert(1)" style="position:fixed;top:0;background:url(http://evil.example/)">x</p>',
        '<table background="http://evil.example/x"><tr><td background="http://evil.example/y">x</td></tr></table>',
        '<form action="http://evil.example/"><input name=password>x</form>',
        '<div style="position:absolute;left:-9999px;width:expression(alert(1))" class=a id=b>x</div>',
        '<font face="x" size="7" color="white">x</font>',
        '<p style="behavior:url(x)">x</p>',
        '<img/src="http://evil.example/x"/onerror=alert(1)>x',
        "<blink><marquee>y</marquee>x</blink>",
    ],
)
def test_what_could_do_harm_leaves_its_words(html: str) -> None:
    assert re.sub(r"</?(?:div|p)>", "", safe(html).shown) == "x"


def test_pictures_on_the_internet_are_counted_and_pixels_are_not() -> None:
    found = safe(
        '<img src="https://x.ru/logo.png" alt="Logo"><img src="//x.ru/a.gif"><img src="https://t.ru/o/1"'
        ' width="1" height="1"><img src="https://t.ru/o/2" style="display:none">'
    )
    assert (found.shown, found.remote) == ("[Logo]", 2)


GMAIL = (
    '<div dir="ltr">Да<br></div><br><div class="gmail_quote"><div class="gmail_attr">пн, Анна:<br></div>'
    "<blockquote>Начнём?</blockquote></div>"
)
HISTORIES = [
    GMAIL,
    ("<p>Да</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3pt'><p><b>От:</b> Анна<br>"
    "<b>Отправлено:</b> сегодня<br><b>Кому:</b> Иван<br><b>Тема:</b> RE</p></div><p>Начнём?</p>"),
    "<p>Да</p><p><b>From:</b> Анна<br><b>Sent:</b> today<br><b>To:</b> Ivan</p><p>Начнём?</p>",
    "<div>Да</div><div>03.11.2025, 10:15, Анна:</div><blockquote>Начнём?</blockquote>",
    '<p>Да</p><div class="moz-cite-prefix">Анна пишет:</div><blockquote type="cite">Начнём?</blockquote>',
    '<p>Да</p><hr id="x"><div id="divRplyFwdMsg">От: Анна</div><div>Начнём?</div>',
    "<p>Да</p>-----Исходное сообщение-----<br>Начнём?",
    GMAIL + "<hr>USRP-users mailing list, to unsubscribe write there",
]


@pytest.mark.parametrize("html", HISTORIES)
def test_the_quoted_end_is_parted(html: str) -> None:
    found = safe(html)
    assert "Да" in found.shown
    assert "Начнём" not in found.shown
    assert "Начнём?" in found.history


@pytest.mark.parametrize(
    "html",
    [
        '<div class="gmail_quote"><blockquote>Начнём?</blockquote></div><p>Да</p>',
        "<p>Ниже.</p><blockquote type=cite>Начнём?</blockquote><p>Да</p><blockquote>Где?</blockquote>Там",
        "<p>Анна сказала: от нас</p><p>Да. Начнём?</p>",
        "<blockquote>Начнём?</blockquote>Да",
    ],
)
def test_answers_within_a_quote_are_not_hidden(html: str) -> None:
    found = safe(html)
    assert found.history == ""
    assert "Начнём?" in found.shown
    assert "Да" in found.shown or "Там" in found.shown


TAGS = (
    *("p", "div", "b", "a", "table", "tr", "td", "th", "li", "ul", "blockquote", "span", "style", "script"),
    *("svg", "img", "br", "pre", "head", "title", "hr", "h1"),
)
MARKUP = st.lists(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS])
    | st.sampled_from(
        ["<", ">", "<!--", "-->", "x", "&#0;", "&", '"', "<a href='http://x'>", "От:<br>", "</"]
    )
    | st.sampled_from(
        ["<div style='display:none'>", '<div class="gmail_quote">', "<td colspan=5>", "\n", " "]
    )
)


@given(MARKUP.map("".join) | st.text())
def test_any_html_is_safe(html: str) -> None:
    safe(html)


@pytest.mark.parametrize(
    "piece",
    ["<div>a", "<", "<a ", "<!--x-->", "<p>", "<table><tr><td>", "</p>", "<b>x", "&amp;", "x" * 100,
     "<img src=http://x/y>", "<blockquote>От: x<br>", "<svg>", "<style></style>", "<a href='", "<br>", "<li>",
     "<div style='display:none'>", "<br> x", "-----Original Message-----<br>"],
)  # fmt: skip
def test_a_megabyte_of_anything_takes_time_in_proportion(piece: str) -> None:
    begin = time.process_time()
    found = safe_html(piece * (1_000_000 // len(piece)), lambda _: "")
    assert time.process_time() - begin < 4
    assert len(found.shown) + len(found.history) <= 5 * OUT_MAX + 10_000  # an escaped "&" is five


def test_ten_thousand_levels_keep_their_words() -> None:
    assert "deep" in safe("<div><b>" * 10_000 + "deep" + "</b></div>" * 10_000).shown


def test_plain_text_has_links() -> None:
    assert text_html("see https://x.ru/a?b=1&c=2, or a@x.ru.\n  <b>") == (
        'see <a href="https://x.ru/a?b=1&amp;c=2">https://x.ru/a?b=1&amp;c=2</a>, or'
        ' <a href="mailto:a@x.ru">a@x.ru</a>.<br>&nbsp;&nbsp;&lt;b&gt;'
    )


@given(st.text())
def test_any_text_is_safe(text: str) -> None:
    checker = Checker()
    checker.feed(text_html(text))
