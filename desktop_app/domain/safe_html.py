"""The HTML of somebody's letter reduced to what can do no harm. Never raises; linear in the length.

Nothing is let through but what is named here: about thirty tags, and of their attributes only those that
lead, span and lay out. No script, style, form, frame or object; nothing that is loaded from anywhere:
pictures are shown only when the letter brings them along, and pixels, ours among them, are gone. Colours and
type sizes go as well: the window has its own, also in the dark. Tables that only lay out become lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape
from typing import NamedTuple

from desktop_app.domain.charsets import clean
from desktop_app.domain.html_history import History
from desktop_app.domain.tag_values import HIDDEN, behind, cell_marks, pixels, values_of
from desktop_app.domain.tags import Tag, tag_at

OUT_MAX = 100_000  # characters of the result
QUOTES_MAX = 9  # within each other: what is deeper stands no further in
BREAK = "\u200b"  # where a line may end, not seen: Qt takes half a second for a word of 100,000 letters
OPEN_MAX = 200  # tags open at once; what is nested deeper counts as text of the one around it
DEPTH_MAX = 40
CELLS_MAX = 1000
_HREF_MAX = 4000
SAFE_LINK = re.compile(r"(?:https?://[^\s/]|mailto:[^\s]|tel:[+\d])", re.IGNORECASE)
_LONG_WORD = re.compile(r"\S{500}(?=\S)")
_START = re.compile(r"<(?=[A-Za-z/!?])")
_LETTER_START = re.compile(r"</?[A-Za-z]")
_RENAMED = {
    "strong": "b", "em": "i", "ins": "u", "strike": "s", "del": "s", "h1": "h3", "h2": "h3", "h3": "h4",
    "h4": "h4", "h5": "h4", "h6": "h4", "tt": "code", "kbd": "code", "samp": "code", "xmp": "pre",
    "section": "div", "article": "div", "header": "div", "footer": "div", "center": "div", "address": "div",
    "figure": "div", "figcaption": "div", "main": "div", "form": "div", "fieldset": "div", "dl": "div",
    "dt": "div", "dd": "div", "caption": "div", "legend": "div",
}  # fmt: skip
_INLINE = frozenset({"b", "i", "u", "s", "sub", "sup", "code"})
_BLOCKS = frozenset({"p", "div", "h3", "h4", "ul", "ol", "li", "blockquote", "pre"})
_CELLS = frozenset({"td", "th"})
_OF_TABLES = frozenset({"table", "tr", *_CELLS})
_WITHIN = frozenset({"table"})
# Ends that may be left out: what begins, what it ends, and what it would have to be inside of not to.
_IMPLIED = {
    "li": (("li", frozenset({"ul", "ol", "table"})),),
    "tr": (("tr", _WITHIN),),
    "td": (("td", _WITHIN), ("th", _WITHIN)),
    "th": (("td", _WITHIN), ("th", _WITHIN)),
}
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "wbr", "area", "base", "source",
                   "track", "embed", "param", "bgsound", "frame", "keygen"})  # fmt: skip
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg", "math",
                     "iframe", "textarea", "select", "applet", "audio", "video", "canvas", "noembed",
                     "noframes", "frameset", "button", "plaintext", "xml", "marquee"})  # fmt: skip
_STYLES = (
    ("b", re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)),
    ("i", re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)),
    ("u", re.compile(r"text-decoration[a-z-]*\s*:[^;]{0,40}underline", re.IGNORECASE)),
    ("s", re.compile(r"text-decoration[a-z-]*\s*:[^;]{0,40}line-through", re.IGNORECASE)),
)
_DATA_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp);base64,", re.IGNORECASE)

PictureOf = Callable[[str], str]
"""Of an address ("cid:...", "data:...") the key under which the picture is shown, "" for none."""


class SafeHtml(NamedTuple):
    """`shown` and `history` are closed by themselves. `remote`: pictures not loaded, pixels aside."""

    shown: str
    history: str
    remote: int
    cut: bool


def safe_html(html: str, picture: PictureOf) -> SafeHtml:
    """`history` is the quoted end of the letter, "" where it has none, or answers stand within it."""
    return _Builder(clean(html), picture).build()


@dataclass(slots=True)
class _Open:
    """A tag that is open. `shown`: what stands in the result and what closes it; "" for nothing."""

    name: str
    opening: str = ""
    closing: str = ""
    hidden: bool = False
    quote: bool = False
    table: _Table | None = None


@dataclass(slots=True)
class _Table:
    """`places`: where its own tags stand in the result."""

    places: list[int] = field(default_factory=list)
    rows: int = 0
    cells_in_row: int = 0
    widest: int = 0
    inner: bool = False


class _Builder:
    def __init__(self, html: str, picture: PictureOf) -> None:
        self._html = html
        self._picture = picture
        self._out: list[str] = []
        self._length = 0
        self._stack: list[_Open] = []
        self._open_names: dict[str, int] = {}
        self._depth = 0  # of what stands in the result
        self._hidden = 0
        self._quotes = 0
        self._tables: list[_Table] = []
        self._cells = 0
        self._remote = 0
        self._cut = False
        self._seen = False  # something a person can see has come
        self._after_list = False
        self._history = History(html)

    def build(self) -> SafeHtml:
        place = 0
        while not self._cut and (begin := _START.search(self._html, place)):
            self._text(self._html[place : begin.start()], place)
            after = self._markup(begin.start())
            if after is None:  # a tag that never ends: what follows is text
                place = begin.start()
                break
            place = after
        if not self._cut:
            self._text(self._html[place:], place)
        while self._stack:
            self._pop()
        shown, history = self._history.parted(self._out)
        return SafeHtml(shown, history, self._remote, self._cut)

    # ── reading ──────────────────────────────────────────────────────────────────────────────
    def _markup(self, start: int) -> int | None:
        html = self._html
        if html.startswith("<!--", start):
            end = html.find("-->", start + 4)
            return len(html) if end < 0 else end + 3
        tag = tag_at(html, start)
        if tag is None:
            if _LETTER_START.match(html, start):
                return None
            end = html.find(">", start)
            return None if end < 0 else end + 1
        if tag.name in _UNSEEN:
            return tag.end if tag.closing else behind(html, tag)
        self._tag(tag)
        return tag.end

    def _tag(self, tag: Tag) -> None:
        name = _RENAMED.get(tag.name, tag.name)
        if tag.closing:
            self._close(name)
            return
        values = values_of(self._html, tag) if tag.end - tag.start > len(tag.name) + 2 else {}
        if self._seen and not self._hidden and self._history.begins_at(tag):
            self._begin_history()
        if name in _VOID:
            if not self._hidden:
                self._void(name, values)
            return
        if name not in ("body", "html") and len(self._stack) < OPEN_MAX:
            self._open(name, values)

    def _void(self, name: str, values: dict[str, str]) -> None:
        if name in ("br", "hr"):
            self._put(f"<{name}>")
        elif name == "img":
            self._image(values)

    def _image(self, values: dict[str, str]) -> None:
        source = values.get("src", "").strip()
        width, height = pixels(values.get("width", "")), pixels(values.get("height", ""))
        if HIDDEN.search(values.get("style", "")) or width in (0, 1, 2) or height in (0, 1, 2):
            return
        local = source.lower().startswith("cid:") or _DATA_PICTURE.match(source)
        key = self._picture(source) if local else ""
        if key:
            self._leave_list()
            size = "".join(f' {side}="{n}"' for side, n in (("width", width), ("height", height)) if n)
            self._put(f'<img src="picture:{escape(key)}"{size}>')
            self._seen = True
            return
        if source and not local:
            self._remote += 1
        if alt := " ".join(values.get("alt", "").split())[:200]:
            self._put(f"[{escape(alt, quote=False)}]")

    def _text(self, raw: str, place: int) -> None:
        if not raw or self._hidden:
            return
        text = clean(unescape(raw))
        if not text.strip() and not self._in_pre():
            self._put(" " if text else "")
            return
        if self._seen and self._history.begins_with(text, place):
            self._begin_history()
        elif self._history.is_found and not self._quotes:
            self._history.text_came(text)
        self._seen = True
        self._leave_list()
        if self._tables and self._stack and not self._in_cell():
            return  # text between rows: browsers move it out, here it would tear the table
        whole = text[: OUT_MAX - self._length + 1]
        self._put(escape(_LONG_WORD.sub(lambda word: word[0] + BREAK, whole), quote=False))

    def _begin_history(self) -> None:
        if not self._tables:  # within a table it could not be parted
            opening = "".join(one.opening for one in self._stack)
            closing = "".join(one.closing for one in reversed(self._stack))
            self._history.begin(len(self._out), opening, closing)

    def _leave_list(self) -> None:
        """Qt would put what follows a list into its last item, unless a block begins."""
        if self._after_list:
            self._after_list = False
            self._open("div", {})

    # ── writing ──────────────────────────────────────────────────────────────────────────────
    def _put(self, text: str) -> int:
        """Where it stands."""
        self._out.append(text)
        self._length += len(text)
        self._cut = self._cut or self._length > OUT_MAX
        return len(self._out) - 1

    def _open(self, name: str, values: dict[str, str]) -> None:
        style = values.get("style", "")
        hidden = self._hidden > 0 or "hidden" in values or bool(HIDDEN.search(style))
        if not hidden and name in _BLOCKS | _OF_TABLES:
            self._end_paragraph()
            self._after_list = False
        elif not hidden:
            self._leave_list()
        for ended, inside in _IMPLIED.get(name, ()):
            self._end_implied(ended, inside)
        entry = _Open(name, hidden=hidden)
        if not hidden and self._depth < DEPTH_MAX:
            self._show(entry, values, style)
        self._stack.append(entry)
        self._open_names[name] = self._open_names.get(name, 0) + 1
        self._hidden += hidden
        self._depth += bool(entry.closing)
        self._quotes += entry.quote

    def _show(self, entry: _Open, values: dict[str, str], style: str) -> None:
        name = entry.name
        if name == "a":
            href = "".join(values.get("href", "").split())[:_HREF_MAX]
            if SAFE_LINK.match(href) and not self._open_names.get("a"):
                entry.opening, entry.closing = f'<a href="{escape(href)}">', "</a>"
        elif name in _OF_TABLES:
            self._show_table(entry, values)
            return
        elif name in _BLOCKS:
            direction = values.get("dir", "").lower()
            mark = f' dir="{direction}"' if direction in ("rtl", "ltr") else ""
            entry.quote = name == "blockquote"
            shown = "div" if entry.quote and self._quotes >= QUOTES_MAX else name
            entry.opening, entry.closing = f"<{shown}{mark}>", f"</{shown}>"
        elif name in _INLINE:
            entry.opening, entry.closing = f"<{name}>", f"</{name}>"
        elif name in ("span", "font", "label", "big", "small", "abbr", "mark", "q", "cite", "bdi", "bdo"):
            marks = [mark for mark, words in _STYLES if words.search(style)]
            entry.opening = "".join(f"<{mark}>" for mark in marks)
            entry.closing = "".join(f"</{mark}>" for mark in reversed(marks))
        self._put(entry.opening)

    def _show_table(self, entry: _Open, values: dict[str, str]) -> None:
        name = entry.name
        if name == "table":
            if self._tables:
                self._tables[-1].inner = True
            table = _Table()
            self._tables.append(table)
            entry.table = table
        elif not self._tables or not self._is_right_place(name):
            return
        table = self._tables[-1]
        mark = ""
        if name == "tr":
            table.rows += 1
            table.cells_in_row = 0
        elif name in _CELLS:
            self._cells += 1
            table.cells_in_row += 1
            table.widest = max(table.widest, table.cells_in_row)
            mark = cell_marks(values)
        entry.opening, entry.closing = f"<{name}{mark}>", f"</{name}>"
        table.places.append(self._put(entry.opening))

    def _is_right_place(self, name: str) -> bool:
        """Rows directly in a table, cells in a row; tbody and its like are looked through."""
        around = next((one for one in reversed(self._stack) if one.name in _OF_TABLES and one.closing), None)
        return around is not None and (around.name == "table" if name == "tr" else around.name == "tr")

    def _in_cell(self) -> bool:
        around = next((one.name for one in reversed(self._stack) if one.name in _OF_TABLES), "td")
        return around in _CELLS

    def _in_pre(self) -> bool:
        return bool(self._open_names.get("pre"))

    def _end_paragraph(self) -> None:
        """A block ends the paragraph before it, as in browsers, when only marks of text stand between."""
        for entry in reversed(self._stack[-8:]):
            if entry.name == "p":
                self._close("p")
                return
            if entry.name not in _INLINE and entry.name not in ("span", "font", "a"):
                return

    def _end_implied(self, name: str, inside: frozenset[str]) -> None:
        """Close `name` unless one of `inside`, in which another may begin, was opened after it."""
        for entry in reversed(self._stack):
            if entry.name == name:
                self._close(name)
                return
            if entry.name in inside:
                return

    def _close(self, name: str) -> None:
        if not self._open_names.get(name):
            if name == "p":
                self._put("<br>" if not self._hidden else "")
            return
        if name in _OF_TABLES and self._tables and name != "table" and self._inner_table_open(name):
            return  # it would close a table that is still open
        while self._stack and self._stack[-1].name != name:
            self._pop()
        self._pop()

    def _inner_table_open(self, name: str) -> bool:
        for entry in reversed(self._stack):
            if entry.name == name:
                return False
            if entry.name == "table":
                return True
        return True

    def _pop(self) -> None:
        entry = self._stack.pop()
        self._open_names[entry.name] -= 1
        self._hidden -= entry.hidden
        self._depth -= bool(entry.closing)
        self._quotes -= entry.quote
        if entry.quote and not self._quotes:
            self._history.quote_ended()
        if not entry.closing:
            return
        place = self._put(entry.closing)
        self._after_list = entry.name in ("ul", "ol")
        if entry.name in _OF_TABLES and self._tables:
            self._tables[-1].places.append(place)
        if entry.table is not None:
            self._tables.pop()
            self._finish_table(entry.table)

    def _finish_table(self, table: _Table) -> None:
        """One that only lays out becomes lines below each other."""
        data = not table.inner and table.rows > 1 and table.widest > 1 and self._cells <= CELLS_MAX
        for place in table.places:
            if not data:
                self._out[place] = "</div>" if self._out[place].startswith("</") else "<div>"
