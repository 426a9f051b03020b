"""A letter that was opened, by a person or for its signature, may only thank: then nobody waits for us."""

from __future__ import annotations

import logging

from desktop_app.domain.model import LetterId
from desktop_app.domain.thanks import is_thanks
from desktop_app.store import letters, people
from desktop_app.store.database import Database

log = logging.getLogger(__name__)

WHOLE_BYTES = 128 * 1024  # of a longer letter the rest may not have come; so few words need no more


def note_thanks(db: Database, letter: LetterId, mime: bytes) -> bool:
    """Keep that a client's letter only thanks or confirms. Call derive when True."""
    if not mime or len(mime) >= WHOLE_BYTES:
        return False
    names = letters.names_of(db, letter)
    if names is None:
        return False
    try:
        thanks = is_thanks(mime, names)
    except Exception:  # one letter must not stop the mailbox
        log.warning("letter %d of %d bytes could not be read", letter, len(mime), exc_info=True)
        return False
    return thanks and people.note_thanks(db, letter)
