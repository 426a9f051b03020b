"""What single tags of a letter say: their attributes, sizes and spans, what is hidden, where they end."""

from __future__ import annotations

import re
from html import unescape

from desktop_app.domain.tags import Tag, attributes

HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$|!)|max-height\s*:\s*0(?:px)?\s*(?:;|$|!)|opacity\s*:\s*0\s*(?:;|$|!)",
    re.IGNORECASE,
)


def behind(html: str, tag: Tag) -> int:
    """Where reading goes on after what is not shown; at the end when that never ends, or at the body."""
    if html[tag.end - 2] == "/":
        return tag.end
    close = re.compile(rf"</{re.escape(tag.name)}\b[^<>]*>|<body\b", re.IGNORECASE).search(html, tag.end)
    if close is None:
        return len(html)
    return close.start() if close[0].lower().startswith("<body") else close.end()


def values_of(html: str, tag: Tag) -> dict[str, str]:
    """Its attributes by name, the first of each, with characters in place of entities."""
    values: dict[str, str] = {}
    for one in attributes(html, tag):
        values.setdefault(one.name, unescape(one.value))
    return values


def cell_marks(values: dict[str, str]) -> str:
    """What is kept of the attributes of a cell: spans and alignment."""
    spans = ((side, pixels(values.get(side, ""))) for side in ("colspan", "rowspan"))
    marks = "".join(f' {side}="{n}"' for side, n in spans if n and 1 < n <= 30)
    align = values.get("align", "").lower()
    return marks + (f' align="{align}"' if align in ("right", "center") else "")


def pixels(value: str) -> int | None:
    """None when it is not a number of pixels."""
    found = re.match(r"\s*(\d{1,4})(?:px)?\s*$", value)
    return int(found[1]) if found else None
