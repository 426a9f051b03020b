"""What a person reads in a letter, and the part of it that its author wrote. Never raises."""

from __future__ import annotations

import re
from html import unescape

from desktop_app.domain.bodies import Body, bodies
from desktop_app.domain.charsets import clean

TEXT_MAX = 400_000

# html

_MARKUP = re.compile(r"<!--|<(/?)([A-Za-z][A-Za-z0-9:]*)[^<>]*>|<[!?/][^<>]*>")
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg"})
_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "ul", "ol", "dl", "dt", "dd", "table", "blockquote", "pre",
                     "h1", "h2", "h3", "h4", "h5", "h6", "hr", "section", "article", "header",
                     "footer", "center", "address", "form", "body", "html", "caption", "figure", "tbody",
                     "thead"})  # fmt: skip
_SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table"})

# quoted history

_LINE_MAX = 600
_MAIL = r"[^\s<>@]{1,80}@[^\s<>@]{1,80}"
_WROTE = re.compile(
    r"(?:on|am|le|el|il|w dniu|op|den|em|dne|в|от)\b.{3,300}\b(?:wrote|writes|schrieb|a écrit|escribió"
    r"|ha scritto|napisał\w*"
    r"|schreef|skrev|escreveu|napsal\w*)\b.{0,80}:"
    r"|.{1,200}\b(?:wrote|writes):"
    r"|.{1,300}(?:пишет|написала?|написал\(а\)|писала?|написав|пише):"
    rf"|.{{6,200}}(?:<{_MAIL}>|\[mailto:{_MAIL}\]):",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4},? .{0,200}:"  # 03.11.2025, 10:15, "Anna" <a@x>:
    r"|(?:пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота"
    r"|воскресенье),? \d{1,2} .{5,200}:"
    rf"|.{{0,60}}\d{{4}}.{{0,40}} от .{{1,100}}(?:<{_MAIL}>)?:",
    re.IGNORECASE,
)
_BROKEN = re.compile(  # how a line begins that goes on below
    r"(?:on|am|le|el|il|w dniu|op|den|dne|в|от)\b.*\d|\d{1,2}[./ ]|.*<$|.*\d{1,2}:\d\d|вы писали"
    r"|(?:пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)\b",
    re.IGNORECASE,
)
_DIVIDER = re.compile(
    r"[-_*=\s]{3,}\s*(?:original message|исходное сообщение|пересылаемое сообщение"
    r"|пересланное сообщение|forwarded message"
    r"|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale"
    r"|конец пересылаемого сообщения"
    r"|переадресованное сообщение|оригинальное сообщение|исходное письмо)\s*[-_*=]*"
    r"|begin forwarded message:|начало переадресованного сообщения:",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"[*\s]*(from|sent|date|to|cc|subject|от|от кого|отправлено|дата|кому|копия|тема|von|gesendet|an"
    r"|betreff|de|envoyé|à|objet"
    r"|від|надіслано|кому|тема)\s*\*?\s*:\*?\s*(.*)",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"(?:sent from (?:my|mail|yahoo|outlook)|get outlook for|отправлено (?:с|из|от) |отправлено с моего"
    r"|надіслано з"
    r"|--\s*отправлено из)\b.{0,120}",
    re.IGNORECASE,
)


def readable(mime: bytes) -> str:
    """The text of a letter, or of as much of it as came: plain text where there is some, else its HTML."""
    shown = [
        one for one in bodies(mime) if not one.attached and one.content_type in ("text/plain", "text/html")
    ]
    plain_in = {one.alternative for one in shown if one.content_type == "text/plain" and one.content.strip()}
    texts = []
    for one in shown:
        if one.content_type == "text/plain":
            texts.append(_unflowed(one))
        elif not one.alternative or one.alternative not in plain_in:
            texts.append(html_to_text(one.text()))
    return _tidy("\n\n".join(text for text in texts if text.strip()))[:TEXT_MAX]


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
    return _tidy(lines.text())


def own_text(text: str) -> str:
    """Without the quoted history, the signature below "-- " and "Sent from my phone": what the author wrote.

    Text below a quote is kept when the quote is marked by ">" (an answer point by point); an Outlook
    header ("От: ... Отправлено: ...") or a "-----Original Message-----" ends it, since nothing marks
    where such a quote ends.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    kept: list[str] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        if line.rstrip() == "--" or _is_list_footer(lines, position):
            break
        if line.lstrip().startswith(">") or _SENT_FROM.fullmatch(line.strip()[:_LINE_MAX]):
            position += 1
            continue
        header = _quote_header(lines, position)
        if header:
            following = next((one for one in lines[position + header :] if one.strip()), "")
            if not following.lstrip().startswith(">"):
                break
            position += header
            continue
        kept.append(line)
        position += 1
    return _tidy("\n".join(kept))


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


def _unflowed(body: Body) -> str:
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


def _quote_header(lines: list[str], position: int) -> int:
    """How many lines at `position` introduce a quote, 0 for none."""
    line = lines[position].strip()
    if not line:
        return 0
    if _DIVIDER.fullmatch(line[:_LINE_MAX]):
        return 1
    if _is_label_block(lines, position):
        return 1
    for count in (1, 2, 3):  # clients break the line "On ... wrote:" where they like
        joined = " ".join(one.strip() for one in lines[position : position + count])
        if len(joined) > _LINE_MAX or not "".join(lines[position + count - 1 : position + count]).strip():
            break
        if count > 1 and not _BROKEN.match(line):
            break
        if joined.endswith(":") and _introduces(joined, count):
            return count
    return 0


def _introduces(joined: str, count: int) -> bool:
    """Whether it is like "03.11.2025 Anna <a@x> пишет:"; broken over lines it needs a date or an address."""
    if not _WROTE.fullmatch(joined) and not _DATED.fullmatch(joined):
        return False
    return bool(re.search(r"\d{4}|\d[:.]\d\d|@", joined)) if count > 1 or len(joined) > 60 else True


def _is_list_footer(lines: list[str], position: int) -> bool:
    """The rule that Mailman draws above "... mailing list" and how to leave it."""
    rule = lines[position].strip()
    return (
        len(rule) >= 30
        and not rule.strip("_")
        and "mailing list" in " ".join(lines[position + 1 : position + 3])
    )


def _is_label_block(lines: list[str], position: int) -> bool:
    """Outlook's header of a quote: From first, and two more labels close below."""
    first = _LABEL.fullmatch(lines[position].strip()[:_LINE_MAX])
    if not first or first[1].lower() not in ("from", "от", "от кого", "von", "de", "від"):
        return False
    below = (_LABEL.fullmatch(line.strip()[:_LINE_MAX]) for line in lines[position + 1 : position + 8])
    return len({label[1].lower() for label in below if label}) >= 2


def _tidy(text: str) -> str:
    """No spaces at ends of lines, no more than one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in clean(text).replace("\xa0", " ").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")
