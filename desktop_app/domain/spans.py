"""Where the parts of a letter lie in its bytes (RFC 2045, 2046); nothing is decoded or written again.

Python's email package cannot put a letter back byte for byte: of 647 real messages its policies returned
401 to 498 unchanged. Whoever edits a letter that was written elsewhere needs spans instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_DEPTH = 30
MAX_PARTS = 2000

_BLANK_LINE = re.compile(rb"^\r?\n", re.MULTILINE)
_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_FIELD = re.compile(rb"^([!-9;-~]++)[ \t]*+:(.*)$", re.MULTILINE)
_AFTER_BOUNDARY = re.compile(rb"(--)?[ \t]*(?:\r?\n|\Z)")
_PARAMETER = re.compile(r";\s*([^\s=;\"]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s;]*))")


class MalformedError(ValueError):
    """The structure cannot be told with certainty."""


@dataclass(frozen=True, slots=True)
class Part:
    """One MIME part: header fields (lower-case names, unfolded, latin-1) and `start:end` of its body."""

    fields: dict[str, tuple[str, ...]]
    content_type: str
    parameters: dict[str, str]
    start: int
    end: int
    children: tuple[Part, ...] = ()

    def field(self, name: str) -> str:
        """Give the field's first value, "" when absent."""
        return self.fields.get(name, ("",))[0]

    def walk(self) -> Iterator[Part]:
        """This part and all below, in order. Attached letters (message/rfc822) are not entered."""
        yield self
        for child in self.children:
            yield from child.walk()


def parse(mime: bytes) -> Part:
    """Find all parts. Raises MalformedError for a multipart without boundary, or nested beyond reason."""
    return _part(mime, 0, len(mime), _Budget())


class _Budget:
    """How many parts may still come."""

    def __init__(self) -> None:
        self.left = MAX_PARTS

    def spend(self, depth: int) -> None:
        self.left -= 1
        if self.left < 0 or depth > MAX_DEPTH:
            raise MalformedError("too many parts")


def _part(mime: bytes, start: int, end: int, budget: _Budget, depth: int = 0) -> Part:
    budget.spend(depth)
    blank = _BLANK_LINE.search(mime, start, end)
    body = blank.end() if blank else end
    fields = _fields(mime[start : blank.start() if blank else end])
    content_type, parameters = _content_type(fields)
    children: tuple[Part, ...] = ()
    if content_type.startswith("multipart/"):
        spans = _child_spans(mime, body, end, parameters.get("boundary", ""))
        children = tuple(_part(mime, first, last, budget, depth + 1) for first, last in spans)
    return Part(fields, content_type, parameters, body, end, children)


def _fields(block: bytes) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in _FIELD.findall(_FOLD.sub(b"", block)):
        key = name.decode("latin-1").lower()
        found[key] = (*found.get(key, ()), value.strip().decode("latin-1"))
    return found


def _content_type(fields: dict[str, tuple[str, ...]]) -> tuple[str, dict[str, str]]:
    values = fields.get("content-type", ())
    if len(set(values)) > 1:
        raise MalformedError("two content types")  # readers differ in which one they believe
    value = values[0] if values else "text/plain"
    kind = value.partition(";")[0].strip().lower()
    parameters: dict[str, str] = {}
    for name, quoted, plain in _PARAMETER.findall(value):
        parameters.setdefault(name.lower(), re.sub(r"\\(.)", r"\1", quoted) or plain)
    return kind, parameters


def _child_spans(mime: bytes, start: int, end: int, boundary: str) -> list[tuple[int, int]]:
    if not boundary:
        raise MalformedError("no boundary")
    spans: list[tuple[int, int]] = []
    first = None
    for place, rest in _delimiters(mime, start, end, b"--" + boundary.rstrip().encode("latin-1")):
        if first is not None:
            spans.append((first, max(first, _before_line_end(mime, place))))
        first = rest.end()
        if rest[1]:
            return spans
    if first is not None:
        spans.append((first, end))  # cut off before its last delimiter
    return spans


def _delimiters(mime: bytes, start: int, end: int, line: bytes) -> Iterator[tuple[int, re.Match[bytes]]]:
    """Where lines of delimiters begin, and what follows the boundary there.

    By hand: to compile an expression for each boundary took a fifth of the time of a letter.
    """
    place = mime.find(line, start, end)
    while place >= 0:
        rest = None
        if place == 0 or mime[place - 1 : place] == b"\n":
            rest = _AFTER_BOUNDARY.match(mime, place + len(line), end)
        if rest is not None:
            yield place, rest
        place = mime.find(line, place + 1 if rest is None else rest.end(), end)


def _before_line_end(mime: bytes, place: int) -> int:
    """Step over the line end before a delimiter, which belongs to the delimiter (RFC 2046 5.1.1)."""
    if mime[place - 1 : place] == b"\n":
        place -= 1
        if mime[place - 1 : place] == b"\r":
            place -= 1
    return place
