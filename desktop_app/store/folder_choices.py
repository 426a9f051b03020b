"""Which folders the user wants read (in keep.db), and what goes when one is switched off.

What is switched off and on again is met again as it was: letters are named by Message-ID, and what a rebuild
could not bring back (seen intervals, corrections, notes) stays in keep.db.
"""

from __future__ import annotations

from desktop_app.domain.folder_plan import Choice
from desktop_app.domain.model import AccountId, FolderId
from desktop_app.store import intake
from desktop_app.store.accounts import ORPHANS
from desktop_app.store.database import Database


def of_account(db: Database, account: AccountId) -> dict[str, Choice]:
    """By the server's name of the folder, which may be gone."""
    sql = "SELECT remote_id, wanted, is_sent FROM keep.folder_choice WHERE account = ?"
    return {
        name: Choice(None if wanted is None else bool(wanted), bool(is_sent))
        for name, wanted, is_sent in db.rows(sql, (account,))
    }


def sent_of(db: Database, account: AccountId) -> str | None:
    """The server's name of the folder that the user has named for sent letters."""
    sql = "SELECT remote_id FROM keep.folder_choice WHERE account = ? AND is_sent = 1"
    found = db.row(sql, (account,))
    return found[0] if found else None


def want(db: Database, folder: FolderId, wanted: bool) -> None:
    """Switch a folder on or off; what is off is forgotten at once. Nothing happens when it is gone."""
    with db.transaction():
        db.execute(_WANT, (wanted, folder))
        db.execute("UPDATE folder SET wanted = ? WHERE id = ?", (wanted, folder))
        if not wanted:
            forget(db, folder)


def name_sent(db: Database, account: AccountId, folder: FolderId | None) -> None:
    """From the next look at the account's folders on, its sent letters lie here; None: as the server says."""
    with db.transaction():
        db.execute("UPDATE keep.folder_choice SET is_sent = 0 WHERE account = ?", (account,))
        if folder is not None:
            db.execute(_NAME_SENT, (folder, account))


def forget(db: Database, folder: FolderId) -> None:
    """The folder as if it had never been read: its places, and the letters to us that lie nowhere else.

    Our own letters stay, with what became of them. Part of a transaction.
    """
    db.execute(_LEAVING, (folder,))
    found = db.row("SELECT synced_at FROM folder WHERE id = ?", (folder,))
    intake.void_places(db, folder, found[0] if found else None)
    db.execute(_BEGIN_AGAIN, (folder,))
    if db.number("SELECT count(*) FROM temp.leaving"):
        for statement in (*_LETTERS, *ORPHANS):
            db.execute(statement)
    db.execute("DROP TABLE temp.leaving")


_WANT = """
INSERT INTO keep.folder_choice (account, remote_id, wanted, is_sent)
SELECT account, remote_id, ?, 0 FROM folder WHERE id = ?
ON CONFLICT (account, remote_id) DO UPDATE SET wanted = excluded.wanted
"""
_NAME_SENT = """
INSERT INTO keep.folder_choice (account, remote_id, wanted, is_sent)
SELECT account, remote_id, NULL, 1 FROM folder WHERE id = ? AND account = ?
ON CONFLICT (account, remote_id) DO UPDATE SET is_sent = 1
"""
_LEAVING = """
CREATE TEMP TABLE leaving AS SELECT l.id, l.conversation FROM letter l WHERE l.direction = 'in'
    AND l.id IN (SELECT letter FROM place WHERE folder = ?1)
    AND NOT EXISTS (SELECT 1 FROM place p WHERE p.letter = l.id AND p.folder <> ?1)
"""
_BEGIN_AGAIN = """
UPDATE folder SET state = x'', done = 0, total = 0, synced_at = NULL, error = '', error_params = '{}'
WHERE id = ?
"""
_LETTERS = (
    "DELETE FROM signal WHERE letter IN (SELECT id FROM temp.leaving)",
    "DELETE FROM letter_text WHERE letter IN (SELECT id FROM temp.leaving)",
    "DELETE FROM letter_search WHERE rowid IN (SELECT id FROM temp.leaving)",
    "DELETE FROM bad_header WHERE letter IN (SELECT id FROM temp.leaving)",
    "DELETE FROM report WHERE letter IN (SELECT id FROM temp.leaving)",
    "DELETE FROM answered_mark WHERE letter IN (SELECT id FROM temp.leaving)",
    "DELETE FROM wait WHERE conversation IN (SELECT conversation FROM temp.leaving)",
    "UPDATE reference SET letter = NULL WHERE letter IN (SELECT id FROM temp.leaving)",
    "DELETE FROM letter WHERE id IN (SELECT id FROM temp.leaving)",
    (
        "DELETE FROM conversation WHERE id IN (SELECT conversation FROM temp.leaving)"
        " AND id NOT IN (SELECT conversation FROM letter)"
    ),
    (
        "DELETE FROM due WHERE conversation IN (SELECT conversation FROM temp.leaving)"
        " AND conversation NOT IN (SELECT conversation FROM letter)"
    ),
)
