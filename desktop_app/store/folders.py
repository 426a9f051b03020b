"""Folders of an account: what they are for and how far they are synchronised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from desktop_app.domain.model import AccountId, FolderId, LetterId, Micros, Role
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


class Seat(NamedTuple):
    """Where a copy of a letter lies on the server."""

    folder: Folder
    remote_id: str


def put_all(db: Database, account: AccountId, found: Sequence[tuple[str, str, Role]]) -> list[Folder]:
    """The server's folders are exactly these (path, remote id, role); returns them in the same order.

    A folder that is gone is forgotten with its places; its letters stay (they may lie elsewhere).
    """
    with db.transaction():
        db.executemany(
            "INSERT INTO folder (account, path, remote_id, role, state, done, total, error)"
            " VALUES (?, ?, ?, ?, x'', 0, 0, '')"
            " ON CONFLICT (account, remote_id) DO UPDATE SET path = excluded.path, role = excluded.role"
            " WHERE path <> excluded.path OR role <> excluded.role",
            [(account, path, remote_id, role) for path, remote_id, role in found],
        )
        known = {folder.remote_id: folder for folder in of_account(db, account)}
        for remote_id in known.keys() - {remote_id for _, remote_id, _ in found}:
            db.execute("DELETE FROM place WHERE folder = ?", (known[remote_id].id,))
            db.execute("DELETE FROM folder WHERE id = ?", (known[remote_id].id,))
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


def mark_synced(db: Database, folder: FolderId, at: Micros) -> None:
    """A round ended: everything of the server as of `at` (when the round began) is here. Clears the error."""
    with db.transaction():
        db.execute("UPDATE folder SET synced_at = ?, error = '' WHERE id = ?", (at, folder))


def set_error(db: Database, folder: FolderId, code: str) -> None:
    """Code of the AppError that stopped it."""
    with db.transaction():
        db.execute("UPDATE folder SET error = ? WHERE id = ?", (code, folder))


def forget_state(db: Database, folder: FolderId) -> None:
    """Start over (StateInvalid): letters and places stay and are met again."""
    sql = "UPDATE folder SET state = x'', done = 0, total = 0, synced_at = NULL WHERE id = ?"
    with db.transaction():
        db.execute(sql, (folder,))


def seats_of(db: Database, letter: LetterId) -> list[Seat]:
    """Every place of a letter; [] when it left the server."""
    return [Seat(_folder(row[:-1]), row[-1]) for row in db.rows(_SEATS, (letter,))]


_SELECT = "SELECT id, account, path, remote_id, role, state, done, total, synced_at, error FROM folder "
_SEATS = """
SELECT f.id, f.account, f.path, f.remote_id, f.role, f.state, f.done, f.total, f.synced_at, f.error,
    p.remote_id
FROM place p JOIN folder f ON f.id = p.folder WHERE p.letter = ? ORDER BY f.id
"""


def _folder(row: Row) -> Folder:
    number, account, path, remote_id, role, *progress = row
    return Folder(number, account, path, remote_id, Role(role), *progress)
