"""Quoted history in the text of a letter: which part its author wrote. Never raises.

No library knows how Russian mail programs quote (research/imap.md section 5), so the rules are our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from desktop_app.domain.text import tidy

_LINE_MAX = 600
_MAIL = r"[^\s<>@]{1,80}@[^\s<>@]{1,80}"
_WROTE = re.compile(
    r"(?:on|am|le|el|il|w dniu|op|den|em|dne|в|от)\b.{3,300}\b(?:wrote|writes|schrieb|a écrit|escribió"
    r"|ha scritto|napisał\w*"
    r"|schreef|skrev|escreveu|napsal\w*)\b.{0,80}:"
    r"|.{1,200}\b(?:wrote|writes):"
    r"|.{1,300}(?:пишет|написала?|написал\(а\)|писала?|написав|пише):"
    r"|вы писали .{3,200}:|.{1,200}\bписала? \d.{3,60}:"
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
    r"|пересланное сообщение|перенаправленное сообщение|forwarded message"
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


class Piece(NamedTuple):
    """Some whole lines. `kind`: "own", "quote", or "end" for a signature, a phone's line, a list's footer."""

    text: str
    kind: str


def own_text(text: str) -> str:
    """What the author wrote: no quoted history, no signature below "-- ", no "Sent from my phone"."""
    return tidy("\n".join(one.text for one in pieces(text) if one.kind == "own"))


def signed_text(text: str) -> str:
    """What the author wrote and what he signed it with: all but the quoted history."""
    return tidy("\n".join(one.text for one in pieces(text) if one.kind != "quote"))


def pieces(text: str) -> list[Piece]:
    """The text in order, all of it, neighbours of different kinds.

    Text below a quote is the author's when the quote is marked by ">" (an answer point by point); after an
    Outlook header ("От: ... Отправлено: ...") or "-----Original Message-----" all is quote, since nothing
    marks where such a quote ends.
    """
    found: list[tuple[str, list[str]]] = []
    for kind, lines in _classified(text.replace("\r\n", "\n").split("\n")):
        if found and found[-1][0] == kind:
            found[-1][1].extend(lines)
        else:
            found.append((kind, list(lines)))
    return [Piece("\n".join(lines), kind) for kind, lines in found]


def is_divider(line: str) -> bool:
    """Whether all below is another letter: "-----Original Message-----" in some language."""
    return bool(_DIVIDER.fullmatch(line.strip()[:_LINE_MAX]))


def is_label_block(lines: Sequence[str]) -> bool:
    """Whether Outlook's header of a quote begins here: From first, and two more labels close below."""
    first = _LABEL.fullmatch(lines[0].strip()[:_LINE_MAX]) if lines else None
    if not first or first[1].lower() not in ("from", "от", "от кого", "von", "de", "від"):
        return False
    below = (_LABEL.fullmatch(line.strip()[:_LINE_MAX]) for line in lines[1:8])
    return len({label[1].lower() for label in below if label}) >= 2


def _classified(lines: list[str]) -> Iterator[tuple[str, Sequence[str]]]:
    position = 0
    kind = "own"  # of a line that shows nothing special; "end" below a signature
    last = kind
    while position < len(lines):
        line = lines[position]
        if not line.strip():  # belongs to what stands above it
            yield last, (line,)
            position += 1
        elif line.lstrip().startswith(">"):
            yield "quote", (line,)
            last = "quote"
            position += 1
        elif header := _quote_header(lines, position):
            following = next((one for one in lines[position + header :] if one.strip()), "")
            if not following.lstrip().startswith(">"):
                yield "quote", lines[position:]
                return
            yield "quote", lines[position : position + header]
            last = "quote"
            position += header
        elif _SENT_FROM.fullmatch(line.strip()[:_LINE_MAX]):
            yield "end", (line,)
            last = "end"
            position += 1
        else:
            kind = "end" if line.rstrip() == "--" or _is_list_footer(lines, position) else kind
            yield kind, (line,)
            last = kind
            position += 1


def _quote_header(lines: list[str], position: int) -> int:
    """How many lines at `position` introduce a quote, 0 for none."""
    line = lines[position].strip()
    if not line:
        return 0
    if is_divider(line):
        return 1
    ruled = int(len(line) >= 10 and not line.strip("_-"))  # Outlook draws a line above its header
    if is_label_block(lines[position + ruled : position + ruled + 8]):
        return 1 + ruled
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
