"""How wide a text is at most, without laying it out: to find that it fits its place costs 2 us, not 30."""

from __future__ import annotations

from math import inf

from PySide6.QtGui import QFont, QFontMetricsF

DOUBT = 4.0  # pixels that the letters of a text may stand farther apart than alone: closer, if anything


class Advances(dict[str, float]):
    """Of one font: the width of each letter in pixels, no limit for those that others may join or change."""

    def __init__(self, font: QFont) -> None:
        super().__init__()
        self._metrics = QFontMetricsF(font)

    def of(self, text: str) -> float:
        return sum(map(self.__getitem__, text))

    def __missing__(self, letter: str) -> float:
        self[letter] = width = self._metrics.horizontalAdvance(letter) if _is_plain(letter) else inf
        return width


def _is_plain(letter: str) -> bool:
    """Printable Latin, Cyrillic and their punctuation, without combining marks."""
    alphabet = letter <= "\u024f" or "\u0400" <= letter <= "\u0481"
    return letter.isprintable() and (alphabet or letter in "–—…№“”‘’„")
