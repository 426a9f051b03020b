"""Addresses typed or pasted by a person: "Anna Petrova <anna@zavod.ru>; b@c.ru". No Qt."""

from __future__ import annotations

import re
from email.utils import parseaddr

from desktop_app.domain.model import Address

SEPARATORS = re.compile(r"""[,;\n\t]+(?=(?:[^"]*"[^"]*")*[^"]*$)""")
WHOLE = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\.]+(?:\.[^\s@<>,;:\"()\[\]\\.]+)*")


def parse(text: str) -> tuple[Address, ...]:
    """One Address per part; a part that is none keeps its text as `address`, nothing is lost."""
    parts = (part.strip() for part in SEPARATORS.split(text))
    return tuple(_one(part) for part in parts if part)


def is_valid(address: Address) -> bool:
    return WHOLE.fullmatch(address.address) is not None


def shown(address: Address) -> str:
    """The name, else the address."""
    return address.name or address.address


def typed(address: Address) -> str:
    """As a person would type it; `parse` reads it back."""
    if not address.name:
        return address.address
    name = address.name.replace('"', "'")
    return f'"{name}" <{address.address}>' if SEPARATORS.search(name) else f"{name} <{address.address}>"


def _one(part: str) -> Address:
    if part.endswith(">") and "<" in part:
        name, _, address = part[:-1].rpartition("<")
        found = Address(name.strip().strip('"').strip(), address.strip().lower())
    else:
        found = Address(*parseaddr(part))
        found = Address(found.name, found.address.lower())
    return found if is_valid(found) else Address("", part)
