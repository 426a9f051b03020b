"""Full-text search: letters by stems of subject, names and text; people by any three letters in a row.

Headers are indexed behind the writer (a cursor over letter ids), so that they cost the first sync nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from desktop_app.store.vocabulary import Vocabulary
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


def find_contacts(connection: apsw.Connection, text: str, stems: Stems) -> set[int] | None:
    """Contacts whose name, address or company has all words of `text`, or who share a letter that has.

    "from:", "company:", "channel:" (in Russian too) before a word or words in quotes narrow it to people,
    companies and channels; all of them must hold. None: nothing is asked for yet ("from:").
    """
    plain, asked = operators(text)
    found = _find_plain(connection, plain, stems) if plain else None
    for name, value in asked:
        some = _FINDERS[name](connection, value)
        found = some if found is None else found & some
    return found


def operators(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text without its operators, and those as (from | company | channel, normalised value)."""
    asked = [
        (_NAMES[one[1].lower()], normal(one[2] or one[3] or "")) for one in _OPERATOR.finditer(text)
    ]
    return _OPERATOR.sub(" ", text).strip(), [(name, value) for name, value in asked if value]


def _find_plain(connection: apsw.Connection, text: str, stems: Stems) -> set[int]:
    query = stems.query(text, Vocabulary(connection).beginning)
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


def _of_person(connection: apsw.Connection, value: str) -> set[int]:
    found = json.dumps(list(find_people(connection, value)))
    return set(json.loads(connection.execute(_BY_PERSON, (found, value)).get))


def _of_company(connection: apsw.Connection, value: str) -> set[int]:
    sql = "SELECT json_group_array(contact) FROM lead WHERE company <> '' AND instr(company, ?)"
    return set(json.loads(connection.execute(sql, (value,)).get))


def _of_channel(connection: apsw.Connection, value: str) -> set[int]:
    names = [name for (name,) in connection.execute("SELECT DISTINCT channel FROM keep.channel_address")]
    wanted = json.dumps([name for name in names if value in normal(name)])
    sql = "SELECT contact FROM json_each(?) wanted CROSS JOIN lead ON lead.channel = wanted.value"
    return {contact for (contact,) in connection.execute(sql, (wanted,))}


_NAMES = {
    "from": "from", "от": "from", "company": "company", "компания": "company",
    "channel": "channel", "канал": "channel",
}  # fmt: skip
_OPERATOR = re.compile(rf'(?<!\w)({"|".join(_NAMES)}):(?:"([^"]*)"|(\S*))', re.IGNORECASE)
_FINDERS: dict[str, Callable[[apsw.Connection, str], set[int]]] = {
    "from": _of_person,
    "company": _of_company,
    "channel": _of_channel,
}
_TEXTS = """
SELECT l.id, l.subject, l.sender_name, l.sender_address, l."to", l.cc, t.text
FROM letter l LEFT JOIN letter_text t ON t.letter = l.id
"""
_INSERT = "INSERT INTO letter_search (rowid, words) VALUES (?, ?)"
_REPLACE = "INSERT OR REPLACE INTO letter_search (rowid, words) VALUES (?, ?)"
# Left to itself SQLite walks all recipients: 35 ms for a single letter found.
_BY_LETTER = """
WITH hit AS MATERIALIZED (
    SELECT rowid AS letter FROM letter_search WHERE letter_search MATCH ? ORDER BY rowid DESC LIMIT ?
)
SELECT json_group_array(contact) FROM (
    SELECT l.contact FROM hit
        CROSS JOIN letter l INDEXED BY letter_who ON l.id = hit.letter AND l.contact IS NOT NULL
    UNION ALL
    SELECT r.contact FROM hit CROSS JOIN recipient r ON r.letter = hit.letter
)
"""
_BY_PERSON = """
SELECT json_group_array(contact) FROM json_each(?) wanted CROSS JOIN lead ON lead.contact = wanted.value
WHERE instr(name_key, ?2) OR instr(address, ?2)
"""
_BY_BEGINNING = "SELECT contact FROM lead WHERE name_key >= ? AND name_key < ?"
