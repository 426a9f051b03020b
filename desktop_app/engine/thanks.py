"""A letter that was opened, by a person or for its signature, may only thank: then nobody waits for us."""

from __future__ import annotations

from desktop_app.domain.model import LetterId
from desktop_app.domain.thanks import is_thanks
from desktop_app.engine.opened import told
from desktop_app.store import letters, people
from desktop_app.store.database import Database

WHOLE_BYTES = 128 * 1024  # of a longer letter the rest may not have come; so few words need no more


def note_thanks(db: Database, letter: LetterId, mime: bytes) -> bool:
    """Keep that a client's letter only thanks or confirms. Call derive when True."""
    if not mime or len(mime) >= WHOLE_BYTES:
        return False
    names = letters.names_of(db, letter)
    if names is None:
        return False
    thanks = told(letter, mime, lambda whole: is_thanks(whole, names), nothing=False)
    return thanks and people.note_thanks(db, letter)
