"""What the user was told, so that it is told once: kept by keys that outlive a rebuild of otklik.db."""

from __future__ import annotations

from collections.abc import Collection

from desktop_app.domain.model import Micros
from desktop_app.store.database import Database

MARK = "mark "  # keys that are kept for ever: instants of what comes again and again


def keys(db: Database) -> set[str]:
    """All of them."""
    return {key for (key,) in db.rows("SELECT key FROM keep.announced")}


def put(db: Database, some: Collection[str], at: Micros) -> None:
    """Committed before it is told."""
    if some:
        with db.transaction():
            sql = "INSERT OR REPLACE INTO keep.announced VALUES (?, ?)"
            db.executemany(sql, [(key, at) for key in some])


def marked(db: Database, name: str) -> Micros | None:
    """The instant last marked; None: never."""
    found = db.row("SELECT at FROM keep.announced WHERE key = ?", (MARK + name,))
    return Micros(found[0]) if found else None


def mark(db: Database, name: str, at: Micros) -> None:
    """Note that something named was done at `at`."""
    put(db, [MARK + name], at)


def purge(db: Database, before: Micros) -> None:
    """Forget what was told before then; marks stay."""
    with db.transaction():
        sql = "DELETE FROM keep.announced WHERE at < ? AND substr(key, 1, ?) <> ?"
        db.execute(sql, (before, len(MARK), MARK))
