"""Who does not want to be tracked. In keep.db: it outlives a rebuild, and holds until it is taken back."""

from __future__ import annotations

import json
from collections.abc import Collection

from desktop_app.domain.model import ContactId, Micros, SignalKind
from desktop_app.store import privacy
from desktop_app.store.database import Database

TRACKED = (SignalKind.OPEN, SignalKind.REOPEN, SignalKind.CLICK, SignalKind.FORWARD)


def add(db: Database, address: str, now: Micros) -> tuple[ContactId, ...]:
    """Forget what is known of a person's opens and clicks. Returns the contacts that changed.

    The tokens stay until the server has been told (`told`).
    """
    tracked = json.dumps([kind.value for kind in TRACKED])
    with db.transaction():
        db.execute(
            "INSERT OR REPLACE INTO keep.withdrawn (address, at, pending) VALUES (?, ?, 1)", (address, now)
        )
        db.execute(
            "DELETE FROM hit WHERE token IN (SELECT token FROM keep.token WHERE recipient = ?)", (address,)
        )
        touched = db.rows(
            "SELECT DISTINCT contact FROM signal WHERE recipient = ? AND contact IS NOT NULL"
            " AND kind IN (SELECT value FROM json_each(?))",
            (address, tracked),
        )
        for table in ("signal", "keep.correction"):
            db.execute(
                f"DELETE FROM {table} WHERE recipient = ? AND kind IN (SELECT value FROM json_each(?))",
                (address, tracked),
            )
    return tuple(ContactId(contact) for (contact,) in touched)


def remove(db: Database, address: str) -> None:
    """Letters to this person may be tracked again; what was forgotten stays forgotten."""
    with db.transaction():
        db.execute("DELETE FROM keep.withdrawn WHERE address = ?", (address,))


def among(db: Database, addresses: Collection[str]) -> set[str]:
    """Those of these addresses (lower case) whose owners withdrew."""
    return privacy.withdrawn(db.rows, addresses)


def pending(db: Database) -> dict[str, list[str]]:
    """Address to tokens that the server is still to erase."""
    waiting: dict[str, list[str]] = {}
    sql = (
        "SELECT w.address, t.token FROM keep.withdrawn w LEFT JOIN keep.token t ON t.recipient = w.address"
        " WHERE w.pending = 1"
    )
    for address, token in db.rows(sql):
        waiting.setdefault(address, []).extend([token] if token else [])
    return waiting


def told(db: Database, address: str, tokens: Collection[str]) -> None:
    """The server keeps nothing for these tokens any more: what they stood for is forgotten here too."""
    with db.transaction():
        db.executemany("DELETE FROM keep.token WHERE token = ?", [(token,) for token in tokens])
        db.execute("UPDATE keep.withdrawn SET pending = 0 WHERE address = ?", (address,))
