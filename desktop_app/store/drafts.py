"""Letters being written."""

from __future__ import annotations

import secrets

from desktop_app.domain.model import Draft
from desktop_app.store.database import Database
from desktop_app.store.draft_json import decode, encode
from desktop_app.store.tables import DraftRow


def save(db: Database, key: str, draft: Draft | None) -> str:
    """Store the draft and return its key. `key` "" makes a new one; `draft` None deletes it."""
    key = key or secrets.token_hex(8)
    with db.transaction():
        if draft is None:
            DraftRow.delete().where(DraftRow.key == key).execute(db.peewee)
        else:
            DraftRow.insert(key=key, body=encode(draft)).on_conflict_replace().execute(db.peewee)
    return key


def all_drafts(db: Database) -> dict[str, Draft]:
    """Every draft by its key."""
    return {key: decode(body) for key, body in db.rows("SELECT key, body FROM keep.draft ORDER BY key")}
