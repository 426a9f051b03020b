"""What a person reads in a letter. Never raises."""

from __future__ import annotations

import re
from html import unescape

from desktop_app.domain.bodies import Body, bodies
from desktop_app.domain.charsets import clean

TEXT_MAX = 400_000

_MARKUP = re.compile(r"<!--|<(/?)([A-Za-z][A-Za-z0-9:]*)[^<>]*>|<[!?/][^<>]*>")
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg"})
_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "ul", "ol", "dl", "dt", "dd", "table", "blockquote", "pre",
                     "h1", "h2", "h3", "h4", "h5", "h6", "hr", "section", "article", "header",
                     "footer", "center", "address", "form", "body", "html", "caption", "figure", "tbody",
                     "thead"})  # fmt: skip
_SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table"})

def readable(mime: bytes) -> str:
    """The text of a letter, or of as much of it as came: plain text where there is some, else its HTML."""
    shown = [
        one for one in bodies(mime) if not one.attached and one.content_type in ("text/plain", "text/html")
    ]
    plain_in = {one.alternative for one in shown if one.content_type == "text/plain" and one.content.strip()}
    texts = []
    for one in shown:
        if one.content_type == "text/plain":
            texts.append(unflowed(one))
        elif not one.alternative or one.alternative not in plain_in:
            texts.append(html_to_text(one.text()))
    return tidy("\n\n".join(text for text in texts if text.strip()))[:TEXT_MAX]


def html_to_text(html: str) -> str:
    """Text of HTML: blocks as lines, quotes behind "> ", no scripts or styles. Linear in the length."""
    lines = _Lines()
    position = 0
    while (markup := _MARKUP.search(html, position)) is not None:
        lines.add(html[position : markup.start()])
        position = _after(html, markup)
        if name := (markup[2] or "").lower():
            lines.tag(name, closing=bool(markup[1]))
    lines.add(html[position:])
    return tidy(lines.text())


class _Lines:
    """Text of HTML as it comes in."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._line: list[str] = []
        self._quotes = 0
        self._preformatted = 0

    def add(self, text: str) -> None:
        if not text:
            return
        text = unescape(text)
        self._line.append(text if self._preformatted else re.sub(r"[ \t\r\n\f]+", " ", text))

    def tag(self, name: str, closing: bool) -> None:
        if name in ("td", "th") and not closing:
            self._line.append(" ")
        if name not in _BLOCKS:
            return
        self._end_line()
        if name in _SPACED:
            self._pieces.append("")
        if name == "li" and not closing:
            self._line.append("- ")
        if name == "blockquote":
            self._quotes = max(0, self._quotes + (-1 if closing else 1))
        if name == "pre":
            self._preformatted = 0 if closing else 1

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._pieces)

    def _end_line(self) -> None:
        line = "".join(self._line)
        self._line.clear()
        if line.strip():
            mark = "> " * min(self._quotes, 8)
            self._pieces.extend(
                mark + one.rstrip() for one in (line if self._preformatted else line.strip()).split("\n")
            )


def _after(html: str, markup: re.Match[str]) -> int:
    """Where reading goes on after a tag: behind what is not shown, at the end when that never ends."""
    if markup[0] == "<!--":
        end = html.find("-->", markup.end())
        return len(html) if end < 0 else end + 3
    name = (markup[2] or "").lower()
    if name not in _UNSEEN or markup[1] or markup[0].endswith("/>"):
        return markup.end()
    close = re.compile(rf"</{name}\b[^<>]*>|<body\b", re.IGNORECASE).search(html, markup.end())
    if close is None:
        return len(html)
    return close.start() if close[0].lower().startswith("<body") else close.end()


def unflowed(body: Body) -> str:
    """format=flowed: a space at the end of a line means that the paragraph goes on (RFC 3676)."""
    text = body.text()
    if not body.flowed:
        return text
    lines: list[str] = []
    open_line = False
    for raw in text.split("\n"):
        depth = len(raw) - len(raw.lstrip(">"))
        line = raw[depth:].removeprefix(" ")
        if open_line and depth == 0 and line != "-- ":
            lines[-1] = (lines[-1][:-1] if body.delsp else lines[-1]) + line
        else:
            lines.append(">" * depth + (" " if depth else "") + line)
        open_line = line.endswith(" ") and line != "-- " and depth == 0
    return "\n".join(lines)


def tidy(text: str) -> str:
    """No spaces at ends of lines, no more than one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in clean(text).replace("\xa0", " ").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")
