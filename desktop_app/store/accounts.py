"""Accounts: how each mailbox is reached (in keep.db), and the end of all that came from it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop_app.domain.model import AccountId, AccountSettings, Endpoint, Security
from desktop_app.store.rows import AccountRow

if TYPE_CHECKING:  # peewee is not for the window's process, which decodes settings
    from desktop_app.store.database import Database

# After letters were removed: whom no letter speaks of any more goes, the others are computed again.
ORPHANS = (
    (
        "DELETE FROM people_search WHERE rowid NOT IN (SELECT contact FROM letter WHERE contact IS NOT NULL"
        " UNION SELECT contact FROM recipient)"
    ),
    (
        "DELETE FROM lead WHERE contact NOT IN (SELECT contact FROM letter WHERE contact IS NOT NULL"
        " UNION SELECT contact FROM recipient)"
    ),
    (
        "DELETE FROM contact WHERE id NOT IN (SELECT contact FROM letter WHERE contact IS NOT NULL"
        " UNION SELECT contact FROM recipient UNION SELECT was FROM moved)"
    ),
    # What the other accounts say of the contacts that stay is computed again.
    "INSERT OR IGNORE INTO due (conversation) SELECT DISTINCT conversation FROM letter",
    "INSERT OR IGNORE INTO touched VALUES (0)",  # store.active_leads: everybody
)


def add(db: Database, settings: AccountSettings) -> AccountId:
    """A new account; its id is never given again."""
    with db.transaction():
        return AccountId(db.insert("INSERT INTO keep.account (settings) VALUES (?)", (encode(settings),)))


def all_accounts(db: Database) -> list[AccountRow]:
    """In the order they were added."""
    rows = db.rows("SELECT id, settings FROM keep.account ORDER BY id")
    return [AccountRow(AccountId(number), decode(text)) for number, text in rows]


def settings_of(db: Database, account: AccountId) -> AccountSettings | None:
    """None when there is no such account (any more)."""
    found = db.row("SELECT settings FROM keep.account WHERE id = ?", (account,))
    return decode(found[0]) if found else None


def update(db: Database, account: AccountId, settings: AccountSettings) -> None:
    """Replace the settings; nothing happens when the account is gone."""
    with db.transaction():
        db.execute("UPDATE keep.account SET settings = ? WHERE id = ?", (encode(settings), account))


def trust(db: Database, account: AccountId, fingerprint: str) -> None:
    """Remember a certificate (SHA-256, hex) that the user trusts; "" forgets it."""
    with db.transaction():
        if settings := settings_of(db, account):
            update(db, account, dataclasses.replace(settings, tls_fingerprint=fingerprint))


def remove(db: Database, account: AccountId) -> None:
    """Remove it with all its rows, its letters to send too. Leads that nothing speaks for any more go."""
    with db.transaction():
        for statement in _REMOVAL:
            db.execute(statement, (account,))
        for statement in ORPHANS:
            db.execute(statement)


def encode(settings: AccountSettings) -> str:
    """As JSON."""
    return json.dumps(dataclasses.asdict(settings), ensure_ascii=False)


def decode(text: str) -> AccountSettings:
    """Inverse of `encode`; unknown keys of a later version are ignored."""
    values = json.loads(text)
    known = {field.name for field in dataclasses.fields(AccountSettings)}
    kept = {key: value for key, value in values.items() if key in known}
    kept["imap"] = _endpoint(kept["imap"]) if kept.get("imap") else None
    kept["smtp"] = _endpoint(kept["smtp"]) if kept.get("smtp") else None
    kept["own"] = tuple(kept.get("own", ()))
    return AccountSettings(**kept)


def _endpoint(values: Mapping[str, str]) -> Endpoint:
    return Endpoint(values["host"], int(values["port"]), Security(values["security"]))


_REMOVAL = (
    # waits that went over to this mailbox have left this computer with it
    """INSERT OR IGNORE INTO due (conversation) SELECT l.conversation FROM letter l
    JOIN keep.assigned a ON a.message_id = l.message_id WHERE a.account = ?""",
    "UPDATE keep.assigned SET account = 0 WHERE account = ?",
    "DELETE FROM due WHERE conversation IN (SELECT conversation FROM letter WHERE account = ?)",
    "DELETE FROM wait WHERE conversation IN (SELECT conversation FROM letter WHERE account = ?)",
    "DELETE FROM signal WHERE letter IN (SELECT id FROM letter WHERE account = ?)",
    "DELETE FROM recipient WHERE letter IN (SELECT id FROM letter WHERE account = ?)",
    "DELETE FROM letter_text WHERE letter IN (SELECT id FROM letter WHERE account = ?)",
    "DELETE FROM letter_search WHERE rowid IN (SELECT id FROM letter WHERE account = ?)",
    "DELETE FROM bad_header WHERE letter IN (SELECT id FROM letter WHERE account = ?)",
    "DELETE FROM report WHERE letter IN (SELECT id FROM letter WHERE account = ?)",
    "DELETE FROM answered_mark WHERE letter IN (SELECT id FROM letter WHERE account = ?)",
    "DELETE FROM moved WHERE letter IN (SELECT id FROM letter WHERE account = ?)",
    "DELETE FROM phone WHERE letter IN (SELECT id FROM letter WHERE account = ?)",
    "DELETE FROM phone_read WHERE letter IN (SELECT id FROM letter WHERE account = ?)",
    "DELETE FROM contact_account WHERE account = ?",
    "DELETE FROM place WHERE folder IN (SELECT id FROM folder WHERE account = ?)",
    "DELETE FROM folder WHERE account = ?",
    "DELETE FROM conversation WHERE account = ?",
    "DELETE FROM reference WHERE account = ?",
    "DELETE FROM letter WHERE account = ?",
    "DELETE FROM keep.seen WHERE account = ?",
    "DELETE FROM keep.outbox_copy WHERE outbox IN (SELECT id FROM keep.outbox WHERE account = ?)",
    "DELETE FROM keep.outbox WHERE account = ?",
    "DELETE FROM keep.relayed_copy WHERE relayed IN (SELECT id FROM keep.relayed WHERE account = ?)",
    "DELETE FROM keep.relayed WHERE account = ?",
    "DELETE FROM keep.folder_choice WHERE account = ?",
    "DELETE FROM keep.account WHERE id = ?",
)
