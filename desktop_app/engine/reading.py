"""A letter is fetched to be read, and its files to be kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path

from desktop_app.domain.errors import InputError
from desktop_app.domain.model import LetterId
from desktop_app.domain.reading import Reading, file_content, read_letter
from desktop_app.domain.text import readable
from desktop_app.settings.whole_file import write_whole
from desktop_app.store import letters, signals
from desktop_app.store.database import Database

TEXT_BYTES = 2 * 1024 * 1024  # as much of a letter as is fetched to read its text
WHOLE_BYTES = 64 * 1024 * 1024
_TOKEN = re.compile(r'href="(https?://[^"]{1,500}/c/([A-Za-z0-9_-]{16,40}))"')

Fetch = Callable[[LetterId, int], bytes]
"""The beginning of a letter's MIME. Raises InputError, MailError."""


def text(db: Database, fetch: Fetch, letter: LetterId) -> str:
    """The readable text, from the database when it was fetched before."""
    kept = letters.text_of(db, letter)
    if kept is not None:
        return kept
    found = readable(fetch(letter, TEXT_BYTES))
    letters.save_text(db, letter, found)
    return found


def reading(db: Database, fetch: Fetch, letter: LetterId, whole: bool) -> Reading:
    """As a window shows it. Links of ours lead where they were meant to: our own click is nobody's signal."""
    limit = WHOLE_BYTES if whole else TEXT_BYTES
    mime = fetch(letter, limit)
    if letters.text_of(db, letter) is None:
        letters.save_text(db, letter, readable(mime[:TEXT_BYTES]))
    found = read_letter(mime, whole=len(mime) < limit)
    return replace(found, html=_unmarked(db, found.html), history=_unmarked(db, found.history))


def save_file(fetch: Fetch, letter: LetterId, number: int, path: str) -> None:
    """Write an attached file. Raises InputError(path, not_written | no_such_file), MailError."""
    content = file_content(fetch(letter, WHOLE_BYTES), number)
    if content is None:
        raise InputError(field="path", reason="no_such_file")
    write_whole(Path(path), [content])


def _unmarked(db: Database, html: str) -> str:
    tokens = {found[2] for found in _TOKEN.finditer(html)}
    if not tokens:
        return html
    known = signals.meanings(db, tokens)

    def target(found: re.Match[str]) -> str:
        meaning = known.get(found[2])
        return f'href="{escape(meaning.url)}"' if meaning and meaning.url else found[0]

    return _TOKEN.sub(target, html)
