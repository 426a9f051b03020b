"""A letter made ready to be read in a window: safe HTML, its own pictures, its files. Never raises."""

from __future__ import annotations

import re
from binascii import Error, a2b_base64
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import unquote

from desktop_app.domain.bodies import Body, bodies
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.quotes import Piece, pieces
from desktop_app.domain.safe_html import OUT_MAX, SafeHtml, safe_html
from desktop_app.domain.text import unflowed
from desktop_app.domain.text_html import text_html

PICTURES_MAX_BYTES = 8 * 1024 * 1024  # of all pictures of a letter
NAME_MAX = 120
_SHOWN_TYPES = ("image/png", "image/jpeg", "image/jpg", "image/pjpeg", "image/gif", "image/webp", "image/bmp")
_SUFFIXES = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif",
             "text/calendar": ".ics", "message/rfc822": ".eml", "text/html": ".html", "text/plain": ".txt",
             "application/zip": ".zip"}  # fmt: skip
_BAD_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_MARK = re.compile(r"^((?:> ?)*)")


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """`number` is its place among the letter's parts; `name` can be saved on every system, never empty."""

    number: int
    name: str
    content_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a window shows of a letter.

    `html` is what its author wrote, `history` the quoted end; both safe (`domain.safe_html`), pictures in
    them named "picture:KEY" after `pictures`. `remote`: pictures on the Internet, which are not loaded.
    `cut`: there is more text than is shown. `whole`: the letter was there to its end.
    """

    html: str
    history: str = ""
    pictures: dict[str, bytes] | None = None
    files: tuple[AttachedFile, ...] = ()
    remote: int = 0
    cut: bool = False
    whole: bool = True


def read_letter(mime: bytes, whole: bool = True) -> Reading:
    """`whole`: `mime` is not cut."""
    parts = bodies(mime)
    pictures = _Pictures(parts)
    shown = [_shown(one, pictures) for one in _readable(parts)]
    shown = [one for one in shown if one.shown or one.history]
    files = tuple(
        _file(number, one)
        for number, one in enumerate(parts)
        if _is_file(one) and number not in pictures.used_parts
    )
    return Reading(
        html="<hr>".join(one.shown for one in shown),
        history=shown[-1].history if shown else "",
        pictures=pictures.used,
        files=files,
        remote=sum(one.remote for one in shown),
        cut=any(one.cut for one in shown),
        whole=whole,
    )


def of_text(text: str) -> Reading:
    """Of a letter whose text alone is at hand."""
    shown = _of_text(text[:OUT_MAX], len(text) > OUT_MAX)
    return Reading(shown.shown, shown.history, cut=shown.cut)


def file_content(mime: bytes, number: int) -> bytes | None:
    """The decoded content of a file of `Reading.files`; None when the letter has no such part."""
    parts = bodies(mime, len(mime) + 1)
    return parts[number].content if 0 <= number < len(parts) else None


def safe_name(name: str, content_type: str = "") -> str:
    """A file name that leads nowhere, hides nothing and can be saved on Windows, macOS and Linux."""
    name = _BAD_IN_NAMES.sub("_", name.strip()).strip(" .")
    stem, dot, suffix = name.rpartition(".")
    if len(name) > NAME_MAX:
        name = (
            f"{stem[: NAME_MAX - len(suffix) - 1]}.{suffix}" if dot and len(suffix) < 12 else name[:NAME_MAX]
        )
    if not name.strip("_"):
        return f"file{_SUFFIXES.get(content_type, '')}"
    return f"_{name}" if _RESERVED.match(name) else name


class _Pictures:
    """Pictures that come with a letter, by the address under which its HTML names them."""

    def __init__(self, parts: Sequence[Body]) -> None:
        self.used: dict[str, bytes] = {}
        self.used_parts: set[int] = set()
        self._left_bytes = PICTURES_MAX_BYTES
        self._by_id = {
            one.content_id.lower(): (number, one)
            for number, one in enumerate(parts)
            if one.content_id and one.content_type in _SHOWN_TYPES
        }

    def key_of(self, address: str) -> str:
        """See `safe_html.PictureOf`."""
        if address.lower().startswith("cid:"):
            number, part = self._by_id.get(unquote(address[4:]).strip("<>").lower(), (-1, None))
            key = f"part{number}"
            if part is None or not (key in self.used or self._take(key, part.content)):
                return ""
            self.used_parts.add(number)
            return key
        try:
            content = a2b_base64(address.partition(",")[2].encode("ascii", "ignore"))
        except Error:
            return ""
        key = f"data{len(self.used)}"
        return key if self._take(key, content) else ""

    def _take(self, key: str, content: bytes) -> bool:
        if not content or len(content) > self._left_bytes:
            return False
        self._left_bytes -= len(content)
        self.used[key] = content
        return True


def _readable(parts: Sequence[Body]) -> list[Body]:
    """The texts of a letter; of alternatives its HTML, which is what its author saw."""
    shown = [one for one in parts if not one.attached and one.content_type in ("text/plain", "text/html")]
    html_in = {one.alternative for one in shown if one.content_type == "text/html" and one.content.strip()}
    return [
        one
        for one in shown
        if one.content_type == "text/html" or not one.alternative or one.alternative not in html_in
    ]


def _shown(part: Body, pictures: _Pictures) -> SafeHtml:
    if part.content_type == "text/html":
        return safe_html(part.text(), pictures.key_of)
    text = unflowed(part).strip("\n")
    cut = len(text) > OUT_MAX
    return _of_text(text[:OUT_MAX], cut)


def _of_text(text: str, cut: bool) -> SafeHtml:
    """The quoted end is history; quotes with answers between them stay."""
    found = pieces(text.rstrip())
    own = [number for number, one in enumerate(found) if one.kind == "own" and one.text.strip()]
    behind = range(own[-1] + 1 if own else len(found), len(found))
    end = next((number for number in behind if found[number].kind == "quote"), len(found))
    return SafeHtml(_piece_html(found[:end]), _piece_html(found[end:]), 0, cut)


def _piece_html(found: Sequence[Piece]) -> str:
    return "".join(_quote_html(one.text) if one.kind == "quote" else _plain(one.text) for one in found)


def _plain(text: str) -> str:
    paragraphs = [one.strip("\n") for one in re.split(r"\n\s*\n", text) if one.strip()]
    return "".join(f"<p>{text_html(one)}</p>" for one in paragraphs)


def _quote_html(text: str) -> str:
    """Each mark ">" is a level of quotation."""
    out: list[str] = []
    for depth, lines in groupby(text.split("\n"), lambda line: min(_MARK.match(line)[1].count(">"), 5)):  # type: ignore[index]
        inner = _plain("\n".join(_MARK.sub("", line) if depth else line for line in lines))
        out.append("<blockquote>" * depth + inner + "</blockquote>" * depth if inner else "")
    return "".join(out)


def _is_file(part: Body) -> bool:
    return part.attached or part.content_type not in ("text/plain", "text/html", "message/delivery-status")


def _file(number: int, part: Body) -> AttachedFile:
    name = part.name
    if not name and part.content_type == "message/rfc822":
        name = f"{parse_headers(part.content.lstrip()).subject[:60] or 'letter'}.eml"
    return AttachedFile(number, safe_name(name, part.content_type), part.content_type, part.size_bytes)
