"""Words of a text as the search index holds them: Snowball stems of Russian and English, ё as е.

PyStemmer is loaded with the first `Stems`, not with this module (the window imports it before it paints).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

PREFIX_MIN = 3  # a shorter prefix matches half the index: 227 ms at a million letters (research/gui.md 2)
WORD_MAX = 40  # longer ones are Base64 and tracking ids
STEMS_KEPT = 50_000
Beginning = Callable[[str], Sequence[str] | None]
_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[а-я]")


class Stems:
    """Belongs to one thread (Snowball's state is not shared)."""

    def __init__(self) -> None:
        self._stemmed = _Stemmed()

    def of_text(self, text: str) -> str:
        """Stems in the order of the text, separated by spaces."""
        return " ".join(map(self._stemmed.__getitem__, split(text)))

    def of_word(self, word: str) -> str:
        """The stem of one normalised word."""
        return self._stemmed[word]

    def query(self, text: str, beginning: Beginning = lambda _letters: None) -> str:
        """An FTS5 query for letters that have all words of `text` or, from 3 letters on, words that begin so.

        "" when there is no word in it. Words are quoted, so FTS5's own operators mean nothing. `beginning`:
        the words of the index that begin so, None: not to be named.
        """
        return " AND ".join(self._term(word, beginning) for word in split(text))

    def _term(self, word: str, beginning: Beginning) -> str:
        stem = self.of_word(word)
        if len(word) < PREFIX_MIN:
            return f'"{stem}"'
        known = beginning(word) if len(word) > PREFIX_MIN else None
        if known is None:
            return f'"{word}" *' if stem.startswith(word) else f'("{stem}" OR "{word}" *)'
        return "({})".format(" OR ".join(f'"{one}"' for one in dict.fromkeys([stem, *known])))


class _Stemmed(dict[str, str]):
    """Words met before, as nine of ten are: stemming them anew was half of indexing a letter."""

    def __init__(self) -> None:
        from Stemmer import Stemmer

        super().__init__()
        self._russian = Stemmer("russian")
        self._english = Stemmer("english")

    def __missing__(self, word: str) -> str:
        if len(self) >= STEMS_KEPT:
            self.clear()
        stemmer = self._russian if _CYRILLIC.search(word) else self._english
        self[word] = stem = str(stemmer.stemWord(word))
        return stem


def split(text: str) -> list[str]:
    """Lower-case words of letters and digits, ё as е."""
    normal = text.lower().replace("ё", "е")
    return [word for word in _WORD.findall(normal) if len(word) <= WORD_MAX]


def normal(text: str) -> str:
    """For comparing and sorting names."""
    return " ".join(text.lower().replace("ё", "е").split())
