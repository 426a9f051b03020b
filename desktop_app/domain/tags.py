"""Find the tags of an HTML text, as offsets; the text itself is never rebuilt.

Any parser that writes HTML again damages letters: of 225 real templates lxml, selectolax, BeautifulSoup and
html5lib returned none byte for byte, and Outlook's conditional comments break. The text is looked at as
latin-1, one character per byte, which is right for every charset whose ASCII bytes mean ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_ATTRIBUTE = r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
# ASCII: in the latin-1 view the second byte of a UTF-8 letter may look like a no-break space.
_TAG = re.compile(rf"<(/?)([A-Za-z][^\s/>]*+)(?:[\s/]++|{_ATTRIBUTE})*+>", re.ASCII)
_NAMED = re.compile(
    r"""([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+))?+)?+""", re.ASCII
)
_TAG_START = re.compile(r"</?[A-Za-z]")
_START = re.compile(r"<(?=[A-Za-z/!?])")
_RAW_TEXT = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})


class Tag(NamedTuple):
    """`start:end` is the tag with its angle brackets; `name` is lower case."""

    start: int
    end: int
    name: str
    closing: bool


class Attribute(NamedTuple):
    """`value` is `start:end` as written, entities and all, quotes left out; `quoted`: it had quotes."""

    name: str
    value: str
    start: int
    end: int
    quoted: bool


class Tags(NamedTuple):
    """`complete_to` is where certain reading ends: an unclosed comment, tag or style swallows the rest."""

    tags: list[Tag]
    complete_to: int


def scan(html: str) -> Tags:
    """Find all tags outside comments, conditional comments and raw text. Linear in the length."""
    tags: list[Tag] = []
    place = 0
    while begin := _START.search(html, place):
        start = begin.start()
        end = _end(html, start, tags)
        if end is None:
            return Tags(tags, start)
        place = end
    return Tags(tags, len(html))


def tag_at(html: str, place: int) -> Tag | None:
    """The whole tag that begins at `place`, None when none does, or it does not end."""
    found = _TAG.match(html, place)
    return Tag(place, found.end(), found[2].lower(), bool(found[1])) if found else None


def attributes(html: str, tag: Tag) -> Iterator[Attribute]:
    """Read the attributes of a tag; names in lower case."""
    for found in _NAMED.finditer(html, tag.start + 1 + tag.closing + len(tag.name), tag.end - 1):
        group = next((number for number in (2, 3, 4) if found[number] is not None), 0)
        start, end = found.span(group) if group else (found.end(), found.end())
        yield Attribute(found[1].lower(), html[start:end], start, end, group in (2, 3))


def _end(html: str, start: int, tags: list[Tag]) -> int | None:
    """Where what begins at `start` ends, None when it does not; a tag is added to `tags`."""
    if html.startswith("<!--", start):
        return _after(html, "-->", start + 2)
    found = _TAG.match(html, start)
    if found is None:
        # "<!doctype", "<![if mso]>", "<?xml" and "</ " are comments up to the next ">". A real tag that did
        # not match runs to the end of the text.
        return None if _TAG_START.match(html, start) else _after(html, ">", start)
    tag = Tag(start, found.end(), found[2].lower(), bool(found[1]))
    if tag.closing or tag.name not in _RAW_TEXT:
        tags.append(tag)
        return tag.end
    close = re.compile(rf"</{tag.name}(?=[\s/>])", re.IGNORECASE).search(html, tag.end)
    return close.start() if close else None


def _after(html: str, text: str, place: int) -> int | None:
    found = html.find(text, place)
    return None if found < 0 else found + len(text)
