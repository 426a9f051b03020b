"""Everything the two files hold on one person, and how it goes."""

from __future__ import annotations

import json
from typing import Any

from desktop_app.domain.model import ContactId, Micros
from desktop_app.store import privacy, shown, signals, withdrawn
from desktop_app.store.database import Database

Record = dict[str, Any]  # as JSON

# What names a person: `:address`; letters are those from and to the person.
_LETTERS = """
SELECT l.id FROM letter l JOIN contact c ON c.address = :address
WHERE l.contact = c.id OR l.sender_address = :address
UNION SELECT r.letter FROM recipient r JOIN contact c ON c.id = r.contact WHERE c.address = :address
"""
_QUERIES: dict[str, str] = {
    "contact": "SELECT * FROM contact WHERE address = :address",
    "lead": "SELECT * FROM lead WHERE address = :address",
    "letters": f"SELECT l.* FROM letter l WHERE l.id IN ({_LETTERS}) ORDER BY l.arrived_at",
    "letter_texts": f"SELECT * FROM letter_text WHERE letter IN ({_LETTERS}) ORDER BY letter",
    "recipient": (
        "SELECT r.* FROM recipient r JOIN contact c ON c.id = r.contact WHERE c.address = :address"
        " ORDER BY r.at"
    ),
    "waits": (
        "SELECT w.* FROM wait w JOIN contact c ON c.id = w.contact WHERE c.address = :address"
        " ORDER BY w.arrived_at"
    ),
    "signals": "SELECT * FROM signal WHERE recipient = :address ORDER BY at",
    "hits": (
        "SELECT h.* FROM hit h JOIN keep.token t ON t.token = h.token WHERE t.recipient = :address"
        " ORDER BY h.at"
    ),
    "reports": "SELECT * FROM report WHERE recipient = :address",
    "tokens": "SELECT * FROM keep.token WHERE recipient = :address ORDER BY sent_at",
    "corrections": "SELECT * FROM keep.correction WHERE recipient = :address",
    "note": "SELECT * FROM keep.note WHERE address = :address",
    "snooze": "SELECT * FROM keep.snooze WHERE address = :address",
    "until_reply": "SELECT * FROM keep.until_reply WHERE address = :address",
    "handled": "SELECT * FROM keep.handled WHERE address = :address",
    "reminder": "SELECT * FROM keep.reminder WHERE address = :address",
    "morning": "SELECT * FROM keep.morning WHERE address = :address",
    "phones": (
        "SELECT p.* FROM phone p JOIN contact c ON c.id = p.contact WHERE c.address = :address"
        " ORDER BY p.position"
    ),
    "phone_by_hand": "SELECT * FROM keep.phone_by_hand WHERE address = :address",
    "same_person": "SELECT * FROM keep.same_person WHERE :address IN (address, person)",
    "outbox": (
        "SELECT o.id, o.message_id, o.state, o.subject, o.recipients, o.created_at, c.state AS copy_state,"
        " c.detail FROM keep.outbox_copy c JOIN keep.outbox o ON o.id = c.outbox"
        " WHERE c.recipient = :address ORDER BY o.created_at"
    ),
    "relayed": (
        "SELECT r.id, r.message_id, r.created_at, c.state, c.detail FROM keep.relayed_copy c"
        " JOIN keep.relayed r ON r.id = c.relayed WHERE c.recipient = :address ORDER BY r.created_at"
    ),
    "drafts": "SELECT key, body FROM keep.draft WHERE instr(lower(body), :address)",
    "withdrawn": "SELECT * FROM keep.withdrawn WHERE address = :address",
    "privacy_rule": "SELECT * FROM keep.privacy_rule WHERE subject = :address",
    "consents": "SELECT * FROM keep.consent WHERE address = :address ORDER BY at",
    "last_open": "SELECT * FROM keep.last_open WHERE address = :address",
}
_LEFTOVER = {"drafts": "body"}  # what is JSON already


def held(db: Database, address: str) -> dict[str, list[Record]]:
    """Every row that names the person, by what it is. Instants are microseconds UTC."""
    found: dict[str, list[Record]] = {}
    for name, sql in _QUERIES.items():
        rows = db.records(sql, {"address": address})
        for row in rows:
            if name in _LEFTOVER:
                row |= {_LEFTOVER[name]: json.loads(row[_LEFTOVER[name]])}
        if rows:
            found[name] = rows
    if listed := shown.held(db, address):
        found["warmth_lists"] = listed
    return found


def tokens_of(db: Database, address: str) -> list[str]:
    """All marks made for this person."""
    return [token for (token,) in db.rows("SELECT token FROM keep.token WHERE recipient = ?", (address,))]


def erase(db: Database, address: str, random: bytes, now: Micros) -> tuple[ContactId, ...]:
    """Forget the person; of the withdrawal only a hash stays. Returns the contacts that changed.

    Letters, contact and lead are made of the mailbox and stay as long as their letters are there. `random`:
    32 bytes for the key of the hash, when there is none yet.
    """
    with db.transaction():
        tokens = tokens_of(db, address)
        withdrawn.forget_shared(db, address)
        changed = signals.forget_person(db, address)
        privacy.ask_server(db, tokens, "erase")
        privacy.suppress(db, address, random, now)
        for sql in _ERASE:
            db.execute(sql, (address,))
        letters = [(number,) for (number,) in db.rows(_LETTERS_OF, (address, address, address))]
        db.executemany("DELETE FROM letter_text WHERE letter = ?", letters)
        db.execute(_ERASE_PHONES, (address,))
        _forget_in_outbox(db, address)
        shown.forget(db, address)
    return changed


_LETTERS_OF = _LETTERS.replace(":address", "?")
_ERASE_PHONES = "DELETE FROM phone WHERE contact IN (SELECT id FROM contact WHERE address = ?)"
_ERASE: tuple[str, ...] = tuple(
    f"DELETE FROM keep.{table} WHERE {column} = ?"
    for table, column in (
        ("token", "recipient"),
        ("note", "address"),
        ("snooze", "address"),
        ("withdrawn", "address"),
        ("privacy_rule", "subject"),
        ("consent", "address"),
        ("last_open", "address"),
        ("correction", "recipient"),
        ("until_reply", "address"),
        ("handled", "address"),
        ("reminder", "address"),
        ("morning", "address"),
        ("phone_by_hand", "address"),
    )
)


def _forget_in_outbox(db: Database, address: str) -> None:
    """Letters of ours that were sent only to this person lie in Sent: the outbox need not know them."""
    sql = (
        "SELECT o.id FROM keep.outbox o JOIN keep.outbox_copy c ON c.outbox = o.id AND c.recipient = ?"
        " WHERE o.state IN ('sent', 'undone') AND NOT EXISTS (SELECT 1 FROM keep.outbox_copy d"
        " WHERE d.outbox = o.id AND d.recipient NOT IN (?, ''))"
    )
    numbers = [(number,) for (number,) in db.rows(sql, (address, address))]
    db.executemany("DELETE FROM keep.outbox WHERE id = ?", numbers)
    db.executemany("DELETE FROM keep.outbox_copy WHERE outbox = ?", numbers)
