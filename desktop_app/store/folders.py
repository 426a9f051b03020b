"""Folders of an account: what they are for and how far they are synchronised."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from desktop_app.domain.folder_plan import plan
from desktop_app.domain.model import AccountId, FolderId, LetterId, Micros, Role
from desktop_app.store import folder_choices
from desktop_app.store.database import Database, Row


class Folder(NamedTuple):
    """`state` is the provider's, b"" = never synced. `synced_at`: last known to be in sync; None = never."""

    id: FolderId
    account: AccountId
    path: str
    remote_id: str
    role: Role
    state: bytes
    done: int
    total: int
    synced_at: Micros | None
    error: str
    wanted: bool = True


class Seat(NamedTuple):
    """Where a copy of a letter lies on the server."""

    folder: Folder
    remote_id: str


def put_all(db: Database, account: AccountId, found: Sequence[tuple[str, str, Role]]) -> list[Folder]:
    """The server's folders are exactly these (path, remote id, role); returns them in the same order.

    Roles and what is read are as the user has chosen. A folder that is gone is forgotten with its places; its
    letters stay (they may lie elsewhere). What another role makes of its letters is found by reading again.
    """
    roles = {remote_id: role for _, remote_id, role in found}
    planned = plan(roles, folder_choices.of_account(db, account))
    with db.transaction():
        before = {folder.remote_id: folder for folder in of_account(db, account)}
        rows = [(account, path, name, *planned[name]) for path, name, _ in found]
        db.executemany(_PUT, rows)
        for name, folder in before.items():
            if name not in planned:
                db.execute("DELETE FROM place WHERE folder = ?", (folder.id,))
                db.execute("DELETE FROM folder WHERE id = ?", (folder.id,))
            elif folder.state and not planned[name].wanted:
                folder_choices.forget(db, folder.id)
            elif folder.role is not planned[name].role and planned[name].role is Role.SENT:
                db.execute("DELETE FROM place WHERE folder = ?", (folder.id,))
                forget_state(db, folder.id)
        known = {folder.remote_id: folder for folder in of_account(db, account)}
    return [known[remote_id] for _, remote_id, _ in found]


def of_account(db: Database, account: AccountId) -> list[Folder]:
    """As last seen, in the order they were found."""
    return [_folder(row) for row in db.rows(_SELECT + "WHERE account = ? ORDER BY id", (account,))]


def get(db: Database, folder: FolderId) -> Folder | None:
    """None when it is gone."""
    found = db.row(_SELECT + "WHERE id = ?", (folder,))
    return _folder(found) if found else None


def save_progress(db: Database, folder: FolderId, state: bytes, done: int, total: int) -> None:
    """Part of the transaction that applies a batch."""
    sql = "UPDATE folder SET state = ?, done = ?, total = ? WHERE id = ?"
    with db.transaction():
        db.execute(sql, (state, done, total, folder))


def all_synced(db: Database) -> bool:
    """Every folder that is read has been in sync, and everything was derived from its letters."""
    sql = "SELECT count(*) > 0 AND sum(wanted AND synced_at IS NULL) = 0 AND NOT EXISTS (SELECT 1 FROM due)"
    return bool(db.number(f"{sql} FROM folder"))


def mark_synced(db: Database, folder: FolderId, at: Micros) -> None:
    """A round ended: everything of the server as of `at` (when the round began) is here. Clears the error."""
    with db.transaction():
        sql = "UPDATE folder SET synced_at = ?, error = '', error_params = '{}' WHERE id = ?"
        db.execute(sql, (at, folder))


def set_error(db: Database, folder: FolderId, code: str, params: Mapping[str, str | float]) -> None:
    """Code and parameters of the AppError that stopped it."""
    with db.transaction():
        sql = "UPDATE folder SET error = ?, error_params = ? WHERE id = ?"
        db.execute(sql, (code, json.dumps(params), folder))


def forget_state(db: Database, folder: FolderId) -> None:
    """Start over (StateInvalid): letters and places stay and are met again."""
    sql = "UPDATE folder SET state = x'', done = 0, total = 0, synced_at = NULL WHERE id = ?"
    with db.transaction():
        db.execute(sql, (folder,))


def seats_of(db: Database, letter: LetterId) -> list[Seat]:
    """Every place of a letter; [] when it left the server."""
    return [Seat(_folder(row[:-1]), row[-1]) for row in db.rows(_SEATS, (letter,))]


_PUT = """
INSERT INTO folder (account, path, remote_id, role, state, done, total, error, wanted, error_params)
VALUES (?, ?, ?, ?, x'', 0, 0, '', ?, '{}')
ON CONFLICT (account, remote_id) DO UPDATE
SET path = excluded.path, role = excluded.role, wanted = excluded.wanted
WHERE path <> excluded.path OR role <> excluded.role OR wanted <> excluded.wanted
"""
_SELECT = """
SELECT id, account, path, remote_id, role, state, done, total, synced_at, error, wanted FROM folder
"""
_SEATS = """
SELECT f.id, f.account, f.path, f.remote_id, f.role, f.state, f.done, f.total, f.synced_at, f.error, f.wanted,
    p.remote_id
FROM place p JOIN folder f ON f.id = p.folder WHERE p.letter = ? ORDER BY f.id
"""


def _folder(row: Row) -> Folder:
    number, account, path, remote_id, role, state, done, total, synced_at, error, wanted = row
    return Folder(
        number, account, path, remote_id, Role(role), state, done, total, synced_at, error, bool(wanted)
    )
