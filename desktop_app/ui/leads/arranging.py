"""Widths and order of the flexible columns of a wide list, as the pointer or the keyboard changes them."""

from __future__ import annotations

from typing import NamedTuple

from desktop_app.store.rows import LeadSort
from desktop_app.ui.leads.columns import Shares, columns
from desktop_app.ui.theme import Space

LEAST = 0.12  # of the room of all: about 80 px in the narrowest wide list
REACH = 5  # pixels on both sides of a border in which it can be taken


class Drag(NamedTuple):
    """Taken by the pointer at `x`: the border behind the column number `border`, else the title `key`."""

    x: int
    shares: Shares
    border: int | None
    key: LeadSort | None = None

    def shares_at(self, x: int, width: int) -> Shares:
        """When the pointer has come to `x`, in a list `width` pixels wide."""
        if self.border is not None:
            return shifted(self.shares, self.border, (x - self.x) / _room(self.shares, width))
        assert self.key is not None
        return placed_at(self.shares, self.key, x, width)


def border_at(shares: Shares, x: int, width: int) -> int | None:
    """The number of the column whose right border can be taken there."""
    known = columns(width, shares)
    if not known.wide:
        return None
    for number, (key, _share) in enumerate(shares[:-1]):
        column = known.by_key[key]
        if abs(column.x + column.width + Space.L // 2 - x) <= REACH:
            return number
    return None


def shifted(shares: Shares, border: int, part: float) -> Shares:
    """`part` of all room (0.1: a tenth) goes from the column behind the border to the one before it."""
    whole = sum(share for _key, share in shares)
    parts = [share / whole for _key, share in shares]
    part = max(min(part, max(0.0, parts[border + 1] - LEAST)), min(0.0, LEAST - parts[border]))
    parts[border] += part
    parts[border + 1] -= part
    return tuple((key, one) for (key, _share), one in zip(shares, parts, strict=True))


def placed_at(shares: Shares, key: LeadSort, x: int, width: int) -> Shares:
    """The column goes behind all others whose middle is left of `x`."""
    by_key = columns(width, shares).by_key
    before = [one for one, _ in shares if one is not key and by_key[one].x + by_key[one].width // 2 < x]
    return _at(shares, key, len(before))


def stepped(shares: Shares, key: LeadSort, step: int) -> Shares:
    """The column goes one place to the left (-1) or right (1); at the end it stays."""
    number = [one for one, _share in shares].index(key) + step
    return _at(shares, key, min(max(number, 0), len(shares) - 1))


def widened(shares: Shares, key: LeadSort, part: float) -> Shares:
    """The column takes `part` of all room from its neighbour on the right, the last one from the left."""
    number = [one for one, _share in shares].index(key)
    if len(shares) == 1:
        return shares
    last = number == len(shares) - 1
    return shifted(shares, number - 1, -part) if last else shifted(shares, number, part)


def _at(shares: Shares, key: LeadSort, number: int) -> Shares:
    moved = [pair for pair in shares if pair[0] is key]
    others = [pair for pair in shares if pair[0] is not key]
    return (*others[:number], *moved, *others[number:])


def _room(shares: Shares, width: int) -> int:
    by_key = columns(width, shares).by_key
    return max(1, sum(by_key[key].width for key, _share in shares))
