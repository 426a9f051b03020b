"""The quoted history at the end of somebody's letter, found while the letter is read.

It begins where a tag or words of a mail program say so. Where answers stand within it or below, nothing is
parted: they would be hidden with it. A mailing list's few words at the very end are no answer.
"""

from __future__ import annotations

import re

from desktop_app.domain.markup import begins_history
from desktop_app.domain.quotes import is_divider, is_label_block
from desktop_app.domain.tags import Tag
from desktop_app.domain.text import html_to_text

_LABELS_LOOKED_AT = 20
_LABELS = ("от", "от:", "fro", "von")  # how "From:" begins, three letters of it
_FOOTER = re.compile(r"mailing list|unsubscribe|отпис", re.IGNORECASE)
_FOOTER_MAX = 400


class History:
    """`is_found`: it has begun. Tell it in the order of the letter; only the first beginning counts."""

    __slots__ = ("_below", "_closing", "_html", "_labels", "_opening", "_place", "_quoted", "is_found")

    def __init__(self, html: str) -> None:
        self._html = html
        self.is_found = False
        self._place = 0  # of its beginning among the parts of the result
        self._opening = self._closing = ""
        self._labels = 0
        self._quoted = False  # a quote has ended within it
        self._below = ""  # text after that, outside quotes

    def begins_at(self, tag: Tag) -> bool:
        return not self.is_found and begins_history(self._html, tag)

    def begins_with(self, text: str, place: int) -> bool:
        """By the words of `text`, which stands at `place`, where no tag says so."""
        if self.is_found:
            return False
        first = text.strip()
        if is_divider(first):
            return True
        if first[:3].lower() not in _LABELS or self._labels >= _LABELS_LOOKED_AT:
            return False
        self._labels += 1
        lines = [one for one in html_to_text(self._html[place : place + 4000]).split("\n") if one.strip()]
        return is_label_block(lines)

    def begin(self, place: int, opening: str, closing: str) -> None:
        """At part `place` of the result; `opening` and `closing` are of the tags that are open there."""
        self.is_found = True
        self._place, self._opening, self._closing = place, opening, closing

    def quote_ended(self) -> None:
        """The outermost one."""
        self._quoted = self._quoted or self.is_found

    def text_came(self, text: str) -> None:
        """Outside quotes."""
        if self._quoted and len(self._below) <= _FOOTER_MAX:
            self._below += text

    def parted(self, parts: list[str]) -> tuple[str, str]:
        """The result before the history, and the history, "" where there is none; each closed by itself."""
        if not self.is_found or self._is_answered():
            return "".join(parts), ""
        end = self._place
        while end and parts[end - 1].strip() in ("", "<br>", "&nbsp;"):
            end -= 1
        return "".join(parts[:end]) + self._closing, self._opening + "".join(parts[self._place :])

    def _is_answered(self) -> bool:
        below = self._below.strip()
        return bool(below) and not (len(below) < _FOOTER_MAX and _FOOTER.search(below))
