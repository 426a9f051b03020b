"""Fields of a template, as {first_name}: filled from the contact, or left in sight when it is not known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import NamedTuple

FIELDS = ("first_name", "name", "company", "my_name")
_FIELD = re.compile(r"\{([a-z_]+)(?:\|([^{}]*))?\}")


class Filled(NamedTuple):
    """`missing`: fields that were left as they stand, each once."""

    text: str
    missing: tuple[str, ...]


def filled(text: str, values: Mapping[str, str], *, html: bool) -> Filled:
    """`{name|words}` takes the words when there is no value; without words the field itself stays visible."""
    missing: list[str] = []
    safe: Callable[[str], str] = escape if html else str

    def one(found: re.Match[str]) -> str:
        name, instead = found[1], found[2]
        if name not in FIELDS:
            return found[0]
        value = values.get(name, "").strip()
        if value:
            return safe(value)
        if instead is not None:
            return instead
        missing.append(name)
        return f"[{name}]"

    return Filled(_FIELD.sub(one, text), tuple(dict.fromkeys(missing)))


def first_name(name: str) -> str:
    """Give "Anna" of "Anna Petrova" and of "Petrova, Anna"; "" when the name is none ("anna@firm.ru")."""
    if "@" in name or not name.strip():
        return ""
    last, comma, first = name.partition(",")
    words = (first if comma and first.strip() else last).split()
    return words[0].strip("\"'") if words else ""
