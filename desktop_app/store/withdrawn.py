"""Who does not want to be tracked. In keep.db: it outlives a rebuild, and holds until it is taken back."""

from __future__ import annotations

import json
from collections.abc import Collection

from desktop_app.domain.model import ContactId, Micros
from desktop_app.store import privacy, signals
from desktop_app.store.database import Database

_SHARED = """
SELECT t.token, t.message_id FROM keep.token t WHERE t.recipient = '' AND t.message_id IN (
    SELECT r.message_id FROM contact c JOIN recipient p ON p.contact = c.id
        JOIN reference r ON r.letter = p.letter WHERE c.address = ?
    UNION SELECT o.message_id FROM keep.outbox_copy c JOIN keep.outbox o ON o.id = c.outbox
        WHERE c.recipient = ?
    UNION SELECT r.message_id FROM keep.relayed_copy c JOIN keep.relayed r ON r.id = c.relayed
        WHERE c.recipient = ?
)
"""


def add(
    db: Database, address: str, now: Micros, how: str = "", message_id: str = ""
) -> tuple[ContactId, ...]:
    """Forget what is known of a person's opens and clicks. Returns the contacts that changed.

    The tokens stay until the server has been told (`told`). Marks that several people share go too: who of
    them it was cannot be told apart. `how` and `message_id` are for the register of consents, of which the
    same withdrawal twice is one line.
    """
    with db.transaction():
        db.execute(
            "INSERT OR REPLACE INTO keep.withdrawn (address, at, pending) VALUES (?, ?, 1)", (address, now)
        )
        said = privacy.consents(db.rows, address, 1)
        if not said or said[0].given or (said[0].at, said[0].how) != (now, how):
            privacy.add_consent(db, address, False, now, how, "", message_id)
        db.execute("DELETE FROM keep.last_open WHERE address = ?", (address,))
        forget_shared(db, address)
        return signals.forget_person(db, address)


def forget_shared(db: Database, address: str) -> None:
    """Erase the marks of "someone of N" in letters that this person got too."""
    with db.transaction():
        shared = db.rows(_SHARED, (address, address, address))
        tokens = [(token,) for token, _ in shared]
        db.executemany("DELETE FROM hit WHERE token = ?", tokens)
        db.executemany("DELETE FROM keep.token WHERE token = ?", tokens)
        privacy.ask_server(db, [token for token, _ in shared], "erase")
        sql = (
            "DELETE FROM signal WHERE message_id = ? AND recipient = ''"
            " AND kind IN (SELECT value FROM json_each(?))"
        )
        tracked = json.dumps([kind.value for kind in signals.TRACKED])
        db.executemany(sql, [(letter, tracked) for letter in {letter for _, letter in shared}])


def remove(db: Database, address: str, now: Micros, how: str = "", wording: str = "") -> None:
    """The person agrees: letters may be tracked again, what was forgotten stays forgotten."""
    with db.transaction():
        db.execute("DELETE FROM keep.withdrawn WHERE address = ?", (address,))
        privacy.release(db, address)
        privacy.add_consent(db, address, True, now, how, wording)


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
