import time

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.tags import attributes, scan


def names(html: str) -> list[str]:
    return [("/" if tag.closing else "") + tag.name for tag in scan(html).tags]


def test_tags_in_comments_conditionals_styles_and_scripts_are_not_seen() -> None:
    html = (
        "<!doctype html><!--[if mso]><a href=x><![endif]--><style>a>b{} <p></style>"
        "<script>'<img src=x>'</script><![if !mso]><B>x</b><![endif]><?xml:namespace?><!-->"
    )
    assert names(html) == ["/style", "/script", "b", "/b"]


def test_a_bracket_inside_quotes_does_not_end_a_tag() -> None:
    html = """<a title="a > b" href='x>y'>t</a>"""
    (first, _) = scan(html).tags
    assert html[first.start : first.end] == """<a title="a > b" href='x>y'>"""
    assert [(one.name, one.value) for one in attributes(html, first)] == [("title", "a > b"), ("href", "x>y")]


def test_attributes_come_with_where_their_values_stand() -> None:
    html = "<IMG SRC = https://x/y?a&amp;b  width='1' hidden alt=>"
    (tag,) = scan(html).tags
    found = {one.name: one for one in attributes(html, tag)}
    assert all(html[one.start : one.end] == one.value for one in found.values())
    assert (found["src"].value, found["src"].quoted) == ("https://x/y?a&amp;b", False)
    assert (found["width"].value, found["width"].quoted) == ("1", True)
    assert found["hidden"].value == found["alt"].value == ""


def test_an_unclosed_comment_tag_or_style_ends_certain_reading() -> None:
    for rest in ("<!-- never closed <p>", "<a href='x", "<style>p{}", "<p"):
        assert scan("<b>x</b>" + rest).complete_to == 8


def test_a_second_byte_that_looks_like_a_no_break_space_is_part_of_its_letter() -> None:
    html = "<p title=Россия>".encode().decode("latin-1")
    (tag,) = scan(html).tags
    assert [one.name for one in attributes(html, tag)] == ["title"]


@given(st.text("<>a/!-\"'= \n", max_size=80))
def test_any_text_is_read_once_and_in_order(html: str) -> None:
    found = scan(html)
    places = [place for tag in found.tags for place in (tag.start, tag.end)]
    assert places == sorted(places)
    assert all(html[tag.start] == "<" and html[tag.end - 1] == ">" for tag in found.tags)
    for tag in found.tags:
        for one in attributes(html, tag):
            assert tag.start < one.start <= one.end < tag.end


def test_hostile_text_is_read_in_linear_time() -> None:
    begin = time.process_time()
    for piece in ("<a ", "<!--", "<a href='", "<style>", '<a b="c', "</"):
        scan(piece * 100_000)
    assert time.process_time() - begin < 5
