"""Plain text as HTML of the same kind as `safe_html` lets through."""

from __future__ import annotations

import re
from html import escape

_ADDRESS = re.compile(
    r"https?://[^\s<>\"'`{}|\\^]{1,2000}|(?<![\w.+-])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}",
    re.IGNORECASE,
)


def text_html(text: str) -> str:
    """Plain text as the same kind of HTML, its addresses as links."""
    lines = (_linked(line) for line in text.split("\n"))
    return "<br>".join(re.sub(r"^ +| (?= )", lambda run: "&nbsp;" * len(run[0]), line) for line in lines)


def _linked(line: str) -> str:
    out: list[str] = []
    place = 0
    for found in _ADDRESS.finditer(line):
        address = found[0].rstrip(".,;:!?)]»")
        if not address:
            continue
        target = address if "://" in address else f"mailto:{address}"
        out.append(escape(line[place : found.start()], quote=False))
        out.append(f'<a href="{escape(target)}">{escape(address, quote=False)}</a>')
        place = found.start() + len(address)
    out.append(escape(line[place:], quote=False))
    return "".join(out)
