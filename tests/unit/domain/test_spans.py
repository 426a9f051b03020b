import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.spans import MalformedError, parse

NESTED = (
    b'Subject: x\r\nContent-Type: multipart/mixed;\r\n boundary="a b"\r\n\r\npreamble\r\n--a b\r\n'
    b'Content-Type: multipart/alternative; boundary="a"\r\n\r\n--a  \r\n\r\nplain\r\n--ab\r\n'
    b"still plain\r\n--a\r\n"
    b"content-type: TEXT/HTML; Charset=utf-8\r\n\r\n<p>\r\n--a--\r\n\r\n--a b\r\n"
    b"Content-Type: message/rfc822\r\n\r\nContent-Type: text/html\r\n\r\n<i>\r\n--a b--\r\nepilogue"
)


def test_bodies_end_before_the_line_end_of_their_delimiter() -> None:
    parts = list(parse(NESTED).walk())
    assert [part.content_type for part in parts] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "message/rfc822",
    ]
    assert NESTED[parts[2].start : parts[2].end] == b"plain\r\n--ab\r\nstill plain"
    assert NESTED[parts[3].start : parts[3].end] == b"<p>"
    assert parts[3].parameters == {"charset": "utf-8"}


def test_bare_line_feeds_and_a_missing_last_delimiter_are_read() -> None:
    mime = b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\none\n--x\nContent-Type: text/html\n\ntwo\n"
    first, second = parse(mime).children
    assert mime[first.start : first.end] == b"one"
    assert mime[second.start : second.end] == b"two\n"


def test_a_letter_without_a_body_or_headers_is_a_letter() -> None:
    assert parse(b"").content_type == "text/plain"
    assert parse(b"Subject: x").field("subject") == "x"
    empty = parse(b"\r\nbody")
    assert (empty.fields, empty.start, empty.end) == ({}, 2, 6)


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Type: multipart/mixed",
        b"Content-Type: multipart/mixed; boundary=",
        b"Content-Type: text/html\r\nContent-Type: text/plain",
    ],
)
def test_a_structure_that_readers_may_disagree_on_is_refused(head: bytes) -> None:
    with pytest.raises(MalformedError):
        parse(head + b"\r\n\r\nbody")


def test_nesting_and_part_counts_without_end_are_refused() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(100))
    wide = b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n\n" * 5000
    for mime in (deep, wide):
        with pytest.raises(MalformedError):
            parse(mime)


@given(
    st.binary(max_size=200)
    | st.text("Content-Type: multipart/mixed;boundary=x\n-\r", max_size=200).map(str.encode)
)
def test_spans_lie_inside_one_another_in_order(mime: bytes) -> None:
    try:
        root = parse(mime)
    except MalformedError:
        return
    for part in root.walk():
        edges = [
            part.start,
            *(edge for child in part.children for edge in (child.start, child.end)),
            part.end,
        ]
        assert edges == sorted(edges)
