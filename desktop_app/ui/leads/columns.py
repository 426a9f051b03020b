"""Where the columns of the lead list stand; the header and the row delegate share it.

A narrow list folds two columns into one: the letter stands under the signal, and the cell has both titles.
The channel is a column of wide lists only; in a narrow one it is on the card.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect

from desktop_app.store.lead_rows import LeadSort
from desktop_app.ui.theme import Space

WARMTH = 56
WAITING = 96  # "18 h 20 min" in semibold
WAITING_NARROW = 56  # "22 h", and its title
ACTION = 132
WIDE_FROM = 680  # for the flexible columns together

Shares = tuple[tuple[LeadSort, float], ...]

FOLDED = {LeadSort.SIGNAL: (LeadSort.SIGNAL, LeadSort.LETTER)}
SHARES_NARROW: Shares = ((LeadSort.NAME, 0.43), (LeadSort.SIGNAL, 0.57))
SHARES_WIDE: Shares = (
    (LeadSort.NAME, 0.26),
    (LeadSort.SIGNAL, 0.25),
    (LeadSort.LETTER, 0.30),
    (LeadSort.CHANNEL, 0.19),
)
CARD_WIDTH = 400
CARD_WIDTH_TIGHT = 380  # below 1400 px the list needs the room more
ROOMY_FROM = 1400 - 176
CARD_BESIDE_FROM = 1100 - 176  # the window's 1100 px without the rail


class Column(NamedTuple):
    """`titles`: what the header offers here, the first is the column's own."""

    key: LeadSort
    x: int
    width: int
    titles: tuple[LeadSort, ...]

    def rect(self, row: QRect) -> QRect:
        return QRect(row.x() + self.x, row.y(), self.width, row.height())


class Columns(NamedTuple):
    wide: bool
    by_key: dict[LeadSort, Column]  # from left to right


def columns(width: int, wide_shares: Shares = SHARES_WIDE) -> Columns:
    """For a list `width` pixels wide; `wide_shares` of the room, from left to right, where it is wide.

    A narrow list tells the waiting time in one unit, so that the letter has the room of the other.
    """
    gaps = Space.L * 2 + Space.L * 4
    free = max(160, width - WARMTH - WAITING - ACTION - gaps)
    wide = free >= WIDE_FROM
    waiting = WAITING if wide else WAITING_NARROW
    free += WAITING - waiting
    whole = sum(share for _, share in wide_shares)
    shares = tuple((key, share / whole) for key, share in wide_shares) if wide else SHARES_NARROW
    free -= Space.L * (len(shares) - 2)
    placed = [Column(LeadSort.WARMTH, Space.L, WARMTH, (LeadSort.WARMTH,))]
    flexible = [(key, int(free * share)) for key, share in shares]
    for key, pixels in (*flexible, (LeadSort.WAITING, waiting), (LeadSort.ACTION, ACTION)):
        x = placed[-1].x + placed[-1].width + Space.L
        titles = (key,) if wide else FOLDED.get(key, (key,))
        placed.append(Column(key, x, pixels, titles))
    return Columns(wide, {column.key: column for column in placed})


def card_width(page: int) -> int:
    """Of the client card beside the list of a page so wide; 0: it lies over the list when it is wanted."""
    if page < CARD_BESIDE_FROM:
        return 0
    return CARD_WIDTH if page >= ROOMY_FROM else CARD_WIDTH_TIGHT
