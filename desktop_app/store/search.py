"""Full-text search: letters by stems of subject, names and text; people by any three letters in a row.

Headers are indexed behind the writer (a cursor over letter ids), so that they cost the first sync nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop_app.store.words import Stems, normal

if TYPE_CHECKING:  # neither peewee nor a second apsw import before the window's first paint
    import apsw

    from desktop_app.store.database import Database

MATCHES_MAX = 20_000  # newest matching letters looked at: 27 ms at most over a million (research/gui.md 2)
TRIGRAM = 3


def index_new(db: Database, limit: int = 2000) -> int:
    """Index up to `limit` letters that are not yet; 0 when nothing is left. One transaction."""
    stems = Stems()
    with db.transaction():
        done = db.number("SELECT value FROM state WHERE key = 'indexed'")
        rows = db.rows(_TEXTS + "WHERE l.id > ? ORDER BY l.id LIMIT ?", (done, limit))
        # Letters share their subjects, names and addresses: each is taken apart once, 14 to 4 us a letter.
        words = {text: stems.of_text(text) for text in {text for row in rows for text in row[1:] if text}}
        db.executemany(
            _INSERT, [(row[0], " ".join([words[text] for text in row[1:] if text])) for row in rows]
        )
        if rows:
            db.execute("INSERT OR REPLACE INTO state (key, value) VALUES ('indexed', ?)", (rows[-1][0],))
    return len(rows)


def index_again(db: Database, letter: int) -> None:
    """A text was fetched: the letter is indexed anew (unless `index_new` is still to come by)."""
    stems = Stems()
    with db.transaction():
        done = db.number("SELECT value FROM state WHERE key = 'indexed'")
        for row in db.rows(_TEXTS + "WHERE l.id = ? AND l.id <= ?", (letter, done)):
            db.execute(_REPLACE, (row[0], stems.of_text(" ".join(text for text in row[1:] if text))))


def index_people(db: Database, people: Iterable[tuple[int, str]]) -> None:
    """(contact, name and address and company)."""
    sql = "INSERT OR REPLACE INTO people_search (rowid, words) VALUES (?, ?)"
    with db.transaction():
        db.executemany(sql, [(contact, normal(words)) for contact, words in people])


def find_contacts(connection: apsw.Connection, text: str, stems: Stems) -> set[int]:
    """Contacts whose name, address or company has all words of `text`, or who share a letter that has."""
    query = stems.query(text)
    if not query:
        return find_people(connection, text)
    by_letter = json.loads(connection.execute(_BY_LETTER, (query, MATCHES_MAX)).get)
    return find_people(connection, text) | set(by_letter)


def find_people(connection: apsw.Connection, text: str) -> set[int]:
    """By parts of name, address and company; parts of less than three letters must begin a name."""
    parts = normal(text).split()
    if not parts:
        return set()
    long = [part for part in parts if len(part) >= TRIGRAM]
    if not long:
        rows = connection.execute(_BY_BEGINNING, (normal(text), normal(text) + "\U0010ffff"))
        return {contact for (contact,) in rows}
    query = " AND ".join('"{}"'.format(part.replace('"', '""')) for part in long)
    sql = "SELECT json_group_array(rowid) FROM people_search WHERE people_search MATCH ?"
    return set(json.loads(connection.execute(sql, (query,)).get))


_TEXTS = """
SELECT l.id, l.subject, l.sender_name, l.sender_address, l."to", l.cc, t.text
FROM letter l LEFT JOIN letter_text t ON t.letter = l.id
"""
_INSERT = "INSERT INTO letter_search (rowid, words) VALUES (?, ?)"
_REPLACE = "INSERT OR REPLACE INTO letter_search (rowid, words) VALUES (?, ?)"
_BY_LETTER = """
WITH hit AS MATERIALIZED (
    SELECT rowid AS letter FROM letter_search WHERE letter_search MATCH ? ORDER BY rowid DESC LIMIT ?
)
SELECT json_group_array(contact) FROM (
    SELECT l.contact FROM hit JOIN letter l ON l.id = hit.letter WHERE l.contact IS NOT NULL
    UNION
    SELECT r.contact FROM hit JOIN recipient r ON r.letter = hit.letter
)
"""
_BY_BEGINNING = "SELECT contact FROM lead WHERE name_key >= ? AND name_key < ?"
