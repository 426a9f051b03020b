"""What the user has set: key and JSON text. Keys, types and defaults are in `settings.schema`."""

from __future__ import annotations

from desktop_app.store.database import Database
from desktop_app.store.keep_tables import Setting


def put(db: Database, key: str, value: str) -> None:
    """Set `key` to a JSON text."""
    with db.transaction():
        Setting.insert(key=key, value=value).on_conflict_replace().execute(db.peewee)


def all_settings(db: Database) -> dict[str, str]:
    """Key to JSON text, only what was set."""
    return dict(db.rows("SELECT key, value FROM keep.setting"))
