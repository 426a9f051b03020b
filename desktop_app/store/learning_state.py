"""How far learning has come: kept beside what can be rebuilt, so that a rebuild begins again."""

from __future__ import annotations

from desktop_app.store.database import Database

_REPLAYED, _LEARNT = "warmth_replayed", "warmth_learnt"


def is_replayed(db: Database) -> bool:
    """The lists of the past were reconstructed."""
    return bool(_get(db, _REPLAYED))


def set_replayed(db: Database) -> None:
    _put(db, _REPLAYED, 1)


def learnt_on(db: Database) -> int:
    """The number of the local day on which own weights were last learnt; 0 = never."""
    return _get(db, _LEARNT)


def set_learnt_on(db: Database, day: int) -> None:
    _put(db, _LEARNT, day)


def _get(db: Database, key: str) -> int:
    return db.number("SELECT value FROM state WHERE key = ?", (key,))


def _put(db: Database, key: str, value: int) -> None:
    with db.transaction():
        db.execute("INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)", (key, value))
