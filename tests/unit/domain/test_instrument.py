import base64
import email
import quopri
import re
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import spans
from desktop_app.domain.instrument import Instrumented, instrument
from desktop_app.domain.markup import pixel_tag
from tests.paths import shared

OURS = "https://track.firm.example"
PIXEL = f"{OURS}/o/AAECAwQFBgcICQoLDA0ODxAR"
CLICK = f"{OURS}/c/BAECAwQFBgcICQoLDA0ODxAR"


def letter(
    html: str, encoding: str = "8bit", charset: str = "utf-8", eol: bytes = b"\r\n", head: str = ""
) -> bytes:
    body = html.encode(charset)
    if encoding == "base64":
        body = base64.encodebytes(body)
    if encoding == "quoted-printable":
        body = quopri.encodestring(body)
    head += f"Content-Type: text/html; charset={charset}\nContent-Transfer-Encoding: {encoding}\n"
    fields = f"Subject: x\n{head}\n"
    return fields.encode().replace(b"\n", eol) + body.replace(b"\r\n", b"\n").replace(b"\n", eol)


def edit(html: str) -> tuple[str, Instrumented]:
    done = instrument(letter(html), PIXEL, lambda _url, _text: CLICK, OURS)
    return done.mime.partition(b"\r\n\r\n")[2].decode(), done


def tag() -> str:
    return pixel_tag(PIXEL).decode()


def test_the_pixel_stands_at_the_end_of_the_body() -> None:
    html, done = edit("<html><body><p>Привет</p></body></html>")
    assert html == f"<html><body><p>Привет</p>{tag()}</body></html>"
    assert done.reason == ""


@pytest.mark.parametrize(
    "quote_begin",
    [
        '<div class="gmail_quote gmail_quote_container">',
        "<blockquote type=cite>",
        '<div class="moz-cite-prefix">Anna wrote:',
        '<div id="divRplyFwdMsg" dir="ltr">',
        '<div id="appendonsend"></div>',
        '<div class="OutlookMessageHeader">',
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">',
        '<blockquote style="border-left:1px solid #0857A6">',
    ],
)
def test_the_pixel_stands_before_quoted_history_and_links_inside_it_stay(quote_begin: str) -> None:
    own = '<body><a href="https://firm.example/a">Mine</a><div>25.03.2026, 12:00, "Anna" wrote:</div>'
    history = quote_begin + '<a href="https://firm.example/b">Theirs</a></body>'
    html, done = edit(own + history)
    assert html == own.replace("https://firm.example/a", CLICK) + tag() + history
    assert [(link.url, link.text) for link in done.links] == [("https://firm.example/a", "Mine")]


def test_a_blockquote_of_the_persons_own_is_no_history() -> None:
    html, _ = edit(
        '<p>As the poet says</p><blockquote>words</blockquote><a href="https://a.example">Book</a>'
    )
    assert html.endswith(f'<a href="{CLICK}">Book</a>{tag()}')


def test_a_link_is_told_with_its_address_and_its_text_as_people_see_them() -> None:
    html, done = edit("<a\nHREF='https://a.example/?q=1&amp;p=2' class=b>Наши&nbsp;<b>це</b>ны<br>2026</a>")
    assert f"HREF='{CLICK}' class=b" in html
    assert done.links[0][:2] == ("https://a.example/?q=1&p=2", "Наши цены 2026")


def test_a_link_around_a_picture_is_called_like_the_picture() -> None:
    _, done = edit('<a href=https://a.example/x><img src="cid:1" alt="Прайс лист"></a>')
    assert done.links[0].text == "Прайс лист"


def test_an_address_without_quotes_gets_them() -> None:
    html, _ = edit("<a href=https://a.example/x>Go</a>")
    assert f'<a href="{CLICK}">Go</a>' in html


@pytest.mark.parametrize(
    "link",
    [
        '<a href="mailto:a@firm.example">Write</a>',
        '<a href="tel:+7495">Call</a>',
        '<a href="cid:1">Picture</a>',
        '<a href="#part">Below</a>',
        '<a href="javascript:alert(1)">Run</a>',
        '<a href="https://a.example/unsubscribe?u=1">here</a>',
        '<a href="https://a.example/u">Отписаться от рассылки</a>',
        '<a href="https://www.bank.example/login">https://bank.example/login</a>',
        '<a href="https://bank.example">www.bank.example</a>',
        f'<a href="{OURS}/c/old">Offer</a>',
        '<a href="http://[broken">x</a>',
        '<a name="top">x</a>',
        "<!--[if mso]><a href='https://a.example'>Button</a><![endif]-->",
        '<div class="gmail_signature"><a href="https://firm.example">Our site</a></div>',
    ],
)
def test_links_that_must_stay_stay(link: str) -> None:
    html, done = edit(f"<p>x</p>{link}")
    assert html == f"<p>x</p>{link}{tag()}"
    assert done.links == ()


def test_a_link_whose_text_is_a_url_of_our_own_domain_is_rewritten() -> None:
    _, done = edit('<a href="https://www.firm.example/prices">www.firm.example/prices</a>')
    assert len(done.links) == 1


def test_a_file_name_is_no_url() -> None:
    _, done = edit('<a href="https://disk.example/1">Offer.pdf</a>')
    assert len(done.links) == 1


def test_a_link_that_the_caller_declines_stays() -> None:
    mime = letter('<a href="https://a.example">Go</a>')
    assert instrument(mime, "", lambda _url, _text: None, OURS) == Instrumented(mime)


def test_old_pixels_of_ours_go_wherever_they_are_and_however_wrapped() -> None:
    old = f"{OURS}/o/oldoldoldoldoldoldoldold"
    bare = base64.b64encode(old.removeprefix("https://").encode()).decode().replace("=", "~")
    wrapped = [
        old,
        f"https://ci3.googleusercontent.com/meips/x=s0#{old}",
        f"https://resize.yandex.net/mailservice?url={quote(old, safe='')}&amp;proxy=yes&amp;key=1",
        f"https://ecp.yusercontent.com/mail?url={quote(old, safe='')}&amp;t=1",
        f"https://proxy.imgsmail.ru/?email=a%40mail.ru&amp;url171={bare}&amp;is_https=1",
    ]
    quoted = "".join(f'<img alt="" src="{url}" width=1>' for url in wrapped)
    kept = '<img src="https://other.example/o/1"><img src="cid:1">'
    html, _ = edit(f"<p>x</p><blockquote type=cite>{quoted}{kept}</blockquote>")
    assert html == f"<p>x</p>{tag()}<blockquote type=cite>{kept}</blockquote>"


def test_old_pixels_go_even_when_tracking_is_off() -> None:
    mime = letter(f'<p>x</p><img src="{OURS}/o/oldoldoldoldoldoldoldold">')
    assert instrument(mime, "", None, OURS).mime == letter("<p>x</p>")


def test_a_pixel_at_the_end_does_not_split_a_letter_whose_last_byte_looks_like_a_space() -> None:
    html, _ = edit("Это РОССИЯ, РР")  # the second byte of the last letter is 0xA0
    assert html == f"Это РОССИЯ, РР{tag()}"


def test_an_unclosed_comment_does_not_swallow_the_pixel() -> None:
    html, _ = edit("<p>x</p><!-- oops")
    assert html == f"<p>x</p>{tag()}<!-- oops"


HTML_PART = b"Content-Type: text/html\r\n\r\n<p>x</p>\r\n"


def mixed(kind: bytes, *parts: bytes, head: bytes = b"") -> bytes:
    return (
        head
        + b"Content-Type: "
        + kind
        + b"; boundary=q\r\n\r\n--q\r\n"
        + b"--q\r\n".join(parts)
        + b"--q--\r\n"
    )


@pytest.mark.parametrize(
    ("mime", "reason"),
    [
        (
            mixed(b"multipart/signed", HTML_PART, b"Content-Type: application/pgp-signature\r\n\r\nx\r\n"),
            "signed",
        ),
        (mixed(b"multipart/mixed", mixed(b"multipart/signed", HTML_PART).replace(b"q", b"w")), "signed"),
        (b"Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n\r\nMIAG", "signed"),
        (mixed(b"multipart/encrypted", b"Content-Type: application/pgp-encrypted\r\n\r\nx\r\n"), "encrypted"),
        (letter("<pre>-----BEGIN PGP SIGNED MESSAGE-----</pre>"), "pgp"),
        (letter("<pre>-----BEGIN PGP MESSAGE-----</pre>", "base64"), "pgp"),
        (mixed(b"multipart/report", HTML_PART), "report"),
        (letter("<p>x", head="Auto-Submitted: auto-replied\n"), "auto"),
        (letter("<p>x", head="List-Id: <a.example>\n"), "list"),
        (letter("<p>x", head="Precedence: bulk\n"), "list"),
        (mixed(b"multipart/mixed", b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n"), "calendar"),
        (b"Subject: x\r\n\r\nplain", "no_html"),
        (b"Content-Type: text/plain; format=flowed\r\n\r\n<p>x</p>", "no_html"),
        (
            mixed(
                b"multipart/mixed", HTML_PART.replace(b"\r\n", b"\r\nContent-Disposition: attachment\r\n", 1)
            ),
            "no_html",
        ),
        (mixed(b"multipart/mixed", HTML_PART.replace(b"html", b"html; name=a.html", 1)), "no_html"),
        (mixed(b"multipart/mixed", b"Content-Type: text/html\r\n"), "no_html"),
        (b"Content-Type: message/rfc822\r\n\r\n" + HTML_PART, "report"),
        (letter("<p>x", charset="utf-16"), "charset"),
        (letter("<p>x", charset="iso-2022-jp"), "charset"),
        (letter("<p>x", charset="utf-7"), "charset"),
        (letter("<p>x", charset="hz"), "charset"),
        (letter("<p>x", charset="cp037"), "charset"),
        (b"Content-Type: text/html; charset=x-unheard-of\r\n\r\n<p>x", "charset"),
        (b"Content-Type: text/html\r\n\r\n<\0p\0>\0", "charset"),
        (b"Content-Type: text/html\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\n<p>x", "encoding"),
        (b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n<p>x", "encoding"),
        (b"Content-Type: multipart/mixed\r\n\r\n<p>x", "malformed"),
    ],
)
def test_a_letter_that_must_not_be_edited_comes_back_as_it_was(mime: bytes, reason: str) -> None:
    assert instrument(mime, PIXEL, lambda _url, _text: CLICK, OURS) == Instrumented(mime, reason=reason)


def test_only_the_first_shown_html_is_edited() -> None:
    attached = (
        b"Content-Type: text/html\r\nContent-Disposition: attachment; filename=a.html\r\n\r\n<p>a</p>\r\n"
    )
    mime = mixed(b"multipart/mixed", attached, HTML_PART, HTML_PART)
    expected = mixed(
        b"multipart/mixed", attached, HTML_PART.replace(b"</p>", b"</p>" + tag().encode()), HTML_PART
    )
    assert instrument(mime, PIXEL, None, OURS).mime == expected


words = st.sampled_from(
    [
        "<p>",
        "</p>",
        "Привет",
        " ",
        "\n",
        "=",
        "\xa0",
        "<br>",
        "<!--x-->",
        '<a href="https://a.example/?a=1&amp;b">Цены</a>',
        "<a href='mailto:a@b.example'>w</a>",
        "<style>a>b{}</style>",
        "a" * 90,
        "<blockquote type=cite>",
        "</body>",
        "<td title='a>b'>",
    ]
)
htmls = st.lists(words, max_size=25).map(lambda pieces: "".join(["<p>", *pieces]))


@given(
    htmls,
    st.sampled_from(
        [
            ("8bit", "utf-8"),
            ("quoted-printable", "utf-8"),
            ("base64", "utf-8"),
            ("base64", "cp1251"),
            ("quoted-printable", "koi8-r"),
            ("binary", "utf-8"),
        ]
    ),
    st.sampled_from([b"\r\n", b"\n"]),
    st.binary(max_size=60),
)
def test_outside_the_part_no_byte_changes_and_inside_only_our_edits(
    html: str, coding: tuple[str, str], eol: bytes, noise: bytes
) -> None:
    encoding, charset = coding
    html = html.encode(charset, "ignore").decode(charset)
    part = letter(html, encoding, charset, eol)
    head = b"X-Noise: " + noise.replace(b"\n", b"").replace(b"\r", b"") + eol
    head += b"Content-Type: multipart/alternative; boundary=qqq" + eol + eol
    tail = eol + b"--qqq--" + eol + noise
    mime = head + b"--qqq" + eol + eol + b"plain" + eol + b"--qqq" + eol + part + tail

    done = instrument(mime, PIXEL, lambda _url, _text: CLICK, OURS)

    assert done.reason == ""
    before, after = html_span(mime), html_span(done.mime)
    assert done.mime[: after.start] == mime[: before.start]
    assert done.mime[after.end :] == mime[before.end :]
    plain = decoded(done.mime)
    assert plain.count(tag().encode()) == 1
    restored = plain.replace(tag().encode(), b"", 1)
    for link in done.links:
        restored = restored.replace(link.replaced.encode(), link.url.replace("&", "&amp;").encode(), 1)
    assert without_line_ends(restored) == without_line_ends(decoded(mime))


@given(
    st.binary(max_size=300)
    | st.lists(
        st.sampled_from(
            [
                "Content-Type: ",
                "text/html",
                "multipart/mixed",
                ";boundary=x",
                "\n--x\n",
                "\n\n",
                "\r\n",
                "--x--",
                "\0",
                "<a href=",
                "<img src='",
                ">",
                "Content-Transfer-Encoding: base64\n",
                "charset=utf-8",
                "QUJD",
                "=3D",
                "=",
            ]
        )
    )
    .map("".join)
    .map(str.encode),
)
def test_no_bytes_break_it_and_nothing_is_lost(mime: bytes) -> None:
    done = instrument(mime, PIXEL, lambda _url, _text: CLICK, OURS)
    assert len(done.mime) >= len(mime) or done.reason == ""
    if done.reason:
        assert done.mime == mime


def test_real_hard_mail_is_edited_exactly_or_left_alone_and_fast() -> None:
    reasons: Counter[str] = Counter()
    size, spent = 0, 0.0
    for mime in hard_mail():
        begin = time.process_time()
        done = instrument(mime, PIXEL, lambda _url, _text: CLICK, OURS)
        spent += time.process_time() - begin
        size += len(mime)
        reasons[done.reason] += 1
        if done.reason:
            assert done.mime == mime
            continue
        before, after = html_span(mime), html_span(done.mime)
        assert done.mime[: after.start] == mime[: before.start]
        assert done.mime[after.end :] == mime[before.end :]
        assert tag().encode() in decoded(done.mime)
    assert sum(reasons.values()) >= 350
    assert reasons[""] >= 40
    assert reasons["signed"] + reasons["encrypted"] >= 30
    assert reasons["unsafe"] == 0
    assert size / spent > 10_000_000  # bytes a second


def test_no_signed_or_encrypted_real_letter_is_touched() -> None:
    protected = re.compile(r"multipart/(signed|encrypted)|pkcs7-mime", re.IGNORECASE)
    checked = 0
    for mime in hard_mail():
        top = email.message_from_bytes(mime)
        if protected.search(str(top.get("Content-Type", ""))):
            checked += 1
            assert instrument(mime, PIXEL, lambda _url, _text: CLICK, OURS).mime == mime
    assert checked >= 20


def hard_mail() -> Iterator[bytes]:
    with tarfile.open(shared("mail/hard-mail.tar.xz")) as archive:
        for member in archive:
            if member.isfile() and not member.name.endswith(
                (".json", ".txt", ".png", ".wav", "LICENSE", "COPYING")
            ):
                content = archive.extractfile(member)
                assert content is not None
                yield content.read()


def html_span(mime: bytes) -> spans.Part:
    shown = [part for part in spans.parse(mime).walk() if part.content_type == "text/html"]
    return next(
        part
        for part in shown
        if part.start < part.end
        and not part.field("content-disposition").startswith("attachment")
        and "name" not in part.parameters
    )


def decoded(mime: bytes) -> bytes:
    """Decode with the standard library, which shares no code with ours."""
    part = html_span(mime)
    body = mime[part.start : part.end]
    encoding = part.field("content-transfer-encoding").strip().lower()
    if encoding == "base64":
        return base64.b64decode(body)
    return quopri.decodestring(body) if encoding == "quoted-printable" else body


def without_line_ends(text: bytes) -> bytes:
    return re.sub(rb"[ \t]*[\r\n]+", b"", text)
