from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.sent_copy import bears_marks

CLEAN = b"Message-ID: <1@x.example>\r\nContent-Type: text/html\r\n\r\n<p>Good day</p>\r\n"
PIXEL = b'<img src="https://t.example/o/AAcBAgMEBQYHCAkKCwwNDg8Q">'


def test_a_pixel_a_link_and_a_way_out_are_marks() -> None:
    for kind in (b"o", b"c", b"w"):
        marked = CLEAN.replace(b"</p>", b"</p>" + PIXEL.replace(b"/o/", b"/" + kind + b"/"))
        assert bears_marks(marked, CLEAN)


def test_the_letter_itself_bears_none_and_its_quotes_do_not_count() -> None:
    quoting = CLEAN + b"<blockquote>" + PIXEL + b"</blockquote>"
    assert not bears_marks(CLEAN, CLEAN)
    assert not bears_marks(quoting, quoting)
    assert bears_marks(quoting.replace(b"</p>", PIXEL.replace(b"AAcB", b"BBcB")), quoting)


def test_what_only_looks_like_a_mark_is_none() -> None:
    assert not bears_marks(CLEAN + PIXEL.replace(b'Q">', b'QQ">'), CLEAN)
    assert not bears_marks(CLEAN.replace(b"text/html", b"text/plain") + PIXEL, CLEAN)


@given(st.binary(max_size=300))
def test_it_never_raises(junk: bytes) -> None:
    assert not bears_marks(junk, junk)
