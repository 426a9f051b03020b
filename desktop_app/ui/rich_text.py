"""Simple HTML out of a text editor's document, instead of Qt's own dump with its styles and doctype.

Kept are paragraphs, bold, italic, underline, strikethrough, links, lists, quotes and line breaks: what every
mail client draws the same. Fonts, colours, sizes, pictures and tables of pasted text become plain paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple, cast

from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat, QTextDocument, QTextFormat, QTextListFormat

SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:)\S", re.IGNORECASE)
ORDERED = frozenset(
    {
        QTextListFormat.Style.ListDecimal,
        QTextListFormat.Style.ListLowerAlpha,
        QTextListFormat.Style.ListUpperAlpha,
        QTextListFormat.Style.ListLowerRoman,
        QTextListFormat.Style.ListUpperRoman,
    }
)
MARKS = ("b", "i", "u", "s")  # outermost first
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffc\ufffe\uffff\ud800-\udfff]")
QUOTE_MARGIN = 40  # pixels, Qt's own
LINE_BREAK = "\u2028"  # what Qt makes of <br>
EMPTY_PARAGRAPH = '<p style="-qt-paragraph-type:empty;"><br></p>'
NO_BREAK_SPACE = "\u00a0"


class Run(NamedTuple):
    """Text of one look."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; `inside` names its containers from outside in: "blockquote", "ul", "ol"."""

    runs: tuple[Run, ...]
    inside: tuple[str, ...] = ()


def to_html(document: QTextDocument) -> str:
    """The document as simple HTML; "" when there is no text in it."""
    blocks = list(_blocks(document))
    while blocks and not blocks[-1].runs and not blocks[-1].inside:
        blocks.pop()
    return render(blocks)


def clean(html: str) -> str:
    """Any HTML reduced to ours; for pasted text. Loads nothing."""
    document = QTextDocument()
    document.setHtml(html.replace("\x00", ""))
    return to_html(document)


def for_editor(html: str) -> str:
    """Any HTML reduced to ours, for `setHtml`; empty paragraphs get a mark of Qt to be one line high."""
    return clean(html).replace("<p><br></p>", EMPTY_PARAGRAPH) or EMPTY_PARAGRAPH


def paragraphs(text: str) -> str:
    """Plain text as HTML paragraphs: an empty line parts them, a line end is a line break."""
    parts = re.split(r"\n{2,}", text.replace("\r\n", "\n").strip("\n"))
    blocks = [Block((Run(part.replace("\n", LINE_BREAK)),)) for part in parts if part.strip()]
    return render(blocks)


def quote(introduction: str, html: str) -> str:
    """What a reply starts with: an empty paragraph for the answer, who wrote when, the letter quoted.

    `html` is the letter's, with what it quotes itself inside further quotes; it is safe already.
    """
    return f"<p><br></p><p>{escape(introduction, quote=False)}</p><blockquote>{html}</blockquote>"


def render(blocks: Sequence[Block]) -> str:
    """The HTML of paragraphs in their containers; every tag that is opened is closed."""
    out: list[str] = []
    stack: list[str] = []
    for block in blocks:
        kept = _common(stack, block.inside)
        while len(stack) > kept:
            out.append(_closing(stack.pop()))
        if kept and kept == len(block.inside) and _is_list(stack[-1]):
            out.append("</li><li>")
        for container in block.inside[kept:]:
            stack.append(container)
            out.append(f"<{container}><li>" if _is_list(container) else f"<{container}>")
        out.append(_text(block, bool(stack) and _is_list(stack[-1])))
    out.extend(_closing(container) for container in reversed(stack))
    return "".join(out)


def _blocks(document: QTextDocument) -> Iterator[Block]:
    block = document.begin()
    while block.isValid():
        yield Block(tuple(_runs(block)), _containers(block))
        block = block.next()


def _containers(block: QTextBlock) -> tuple[str, ...]:
    quotes = ("blockquote",) * _quote_depth(block)
    items = block.textList()
    if items is None:
        return quotes
    tag = "ol" if items.format().style() in ORDERED else "ul"
    return quotes + (tag,) * max(1, min(items.format().indent() + block.blockFormat().indent(), 9))


def _quote_depth(block: QTextBlock) -> int:
    """Qt marks only the first paragraph of a quote that it reads, with level 1; all have its margin."""
    form = block.blockFormat()
    level = int(form.property(QTextFormat.Property.BlockQuoteLevel) or 0)
    return min(max(level, round(form.leftMargin() / QUOTE_MARGIN)), 9)


def _runs(block: QTextBlock) -> Iterator[Run]:
    last: Run | None = None
    for piece in cast("Iterator[QTextBlock.iterator]", block):  # PySide's stubs have no __next__
        fragment = piece.fragment()
        text = UNPRINTABLE.sub("", fragment.text())
        if not text:
            continue
        run = Run(text, *_look(fragment.charFormat()))
        if last is None:
            last = run
        elif (last.marks, last.href) == (run.marks, run.href):
            last = Run(last.text + text, run.marks, run.href)
        else:
            yield last
            last = run
    if last is not None and (last.text != LINE_BREAK or last.marks):
        yield last


def _look(form: QTextCharFormat) -> tuple[frozenset[str], str]:
    href = form.anchorHref() if form.isAnchor() and SAFE_LINK.match(form.anchorHref()) else ""
    marks = {
        "b": form.fontWeight() >= QFont.Weight.DemiBold,
        "i": form.fontItalic(),
        "u": form.fontUnderline() and not form.isAnchor(),
        "s": form.fontStrikeOut(),
    }
    return frozenset(mark for mark, there in marks.items() if there), href


def _common(stack: Sequence[str], inside: Sequence[str]) -> int:
    count = 0
    while count < min(len(stack), len(inside)) and stack[count] == inside[count]:
        count += 1
    return count


def _is_list(container: str) -> bool:
    return container in {"ul", "ol"}


def _closing(container: str) -> str:
    return f"</li></{container}>" if _is_list(container) else f"</{container}>"


def _text(block: Block, in_list: bool) -> str:
    inner = "".join(_run(run) for run in block.runs)
    if inner.startswith(" "):
        inner = f"&nbsp;{inner[1:]}"
    return inner if in_list else f"<p>{inner or '<br>'}</p>"


def _run(run: Run) -> str:
    text = _keep_spaces(escape(run.text, quote=False)).replace(LINE_BREAK, "<br>")
    for mark in reversed(MARKS):
        if mark in run.marks:
            text = f"<{mark}>{text}</{mark}>"
    return f'<a href="{escape(run.href)}">{text}</a>' if run.href else text


def _keep_spaces(text: str) -> str:
    """HTML folds spaces that follow one another, and Qt keeps what was typed."""
    kept = re.sub(r"(?<=[ \u2028]) ", NO_BREAK_SPACE, text)
    return kept.replace(NO_BREAK_SPACE, "&nbsp;").replace("\t", "&nbsp;&nbsp;&nbsp; ")
