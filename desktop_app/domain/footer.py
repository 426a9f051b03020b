"""The line below a letter that says it is tracked and links to the page on which to withdraw."""

from __future__ import annotations

import re
import textwrap
from html import escape

_LINK = re.compile(r"\[([^\[\]]+)\]")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_LINE = 70
_STYLE = "margin-top:16px;font-size:12px;color:#6b7280"


def footer_html(text: str, url: str) -> bytes:
    """ASCII HTML with short lines. What stands in [brackets] is the link; without any all of it is."""
    plain = "".join(character for character in " ".join(text.split()) if character.isprintable())
    before, words, after = plain, "", ""
    if found := _LINK.search(plain):
        before, words, after = plain[: found.start()], found[1], plain[found.end() :]
    else:
        before, words = "", plain
    link = f'<a href="{escape(url)}" style="color:inherit">{_ascii(words)}</a>'
    html = f'<div style="{_STYLE}">{_ascii(before)}{link}{_ascii(after)}</div>'
    lines = textwrap.wrap(html, _LINE, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines).encode("ascii")


def is_russian(text: str) -> bool:
    """Whether a letter is written in Cyrillic, as far as its footer is concerned."""
    return _CYRILLIC.search(text) is not None


def _ascii(text: str) -> str:
    return escape(text).encode("ascii", "xmlcharrefreplace").decode("ascii")
