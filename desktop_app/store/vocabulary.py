"""The words of the search index that begin with some letters.

FTS5 answers a beginning by gathering all letters that have a word with it: 40-80 ms where a third of a
million match, however few of them are wanted. The words themselves, named one by one, are followed from the
newest letter on: 2-12 ms for the newest 20,000. Beginnings that have an index of their own are left to that.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import apsw

MOST = 128  # words of one question: to find and to open one costs 0.15 ms


class Vocabulary:
    """For one question over `connection` of a reader, in which it makes a table that is only in memory."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection, self._left = connection, MOST

    def beginning(self, letters: str) -> list[str] | None:
        """All words that begin so; None when they are too many to be named."""
        if not self._left:
            return None
        self._open()
        bounds = (letters, letters + "\U0010ffff", self._left + 1)
        found: list[str | None] = json.loads(self._connection.execute(_BEGINNING, bounds).get)
        words = [word for word in found if word is not None]
        if len(words) == len(found):
            self._left = 0  # what is asked next hardly has fewer
            return None
        self._left -= len(words)
        return words

    def _open(self) -> None:
        if not self._connection.execute(_IS_OPEN).get:
            self._connection.pragma("query_only", False)
            try:
                self._connection.execute(_OPEN)
            finally:
                self._connection.pragma("query_only", True)


_IS_OPEN = "SELECT count(*) FROM temp.sqlite_schema WHERE name = 'vocabulary'"
# A row for each letter that has the word: those of the table by words are counted, all letters of each.
_OPEN = "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'letter_search', 'instance')"
# From each word on straight to the next one; the last is NULL.
_BEGINNING = """
WITH RECURSIVE found (word) AS (
    SELECT (SELECT term FROM vocabulary WHERE term >= ?1 AND term < ?2 LIMIT 1)
    UNION ALL
    SELECT (SELECT term FROM vocabulary WHERE term >= word || char(0) AND term < ?2 LIMIT 1)
    FROM found WHERE word IS NOT NULL
    LIMIT ?3
)
SELECT json_group_array(word) FROM found
"""
