"""Where the words that were searched for stand in a text, to be marked in the list."""

from __future__ import annotations

import re

STEM_MIN = 3  # as `store.words.PREFIX_MIN`: a word found by its stem may end otherwise
ENDING = 2
TEXT_MAX = 300  # of a subject: more is not seen in a row
_WORD = re.compile(r"[^\W_]+")
_OPERATOR = re.compile(r"(?<!\w)\w+:")


def marks(text: str, words: str) -> list[tuple[int, int]]:
    """(start, end) of each word of `text` that begins as one that was searched for, ё as е."""
    wanted = tuple(_beginning(one) for one in _WORD.findall(_plain(_OPERATOR.sub(" ", words))))
    if not wanted:
        return []
    return [one.span() for one in _WORD.finditer(_plain(text[:TEXT_MAX])) if one[0].startswith(wanted)]


def _beginning(word: str) -> str:
    """Without what a Russian or English ending may be."""
    return word[: max(STEM_MIN, len(word) - ENDING)]


def _plain(text: str) -> str:
    """Lower case in as many characters."""
    return "".join(low if len(low := one.lower()) == 1 else one for one in text).replace("ё", "е")
