"""Backup of the server's file while it runs, and restoring it so that no desktop misses a hit."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from desktop_app.domain.errors import InputError
from desktop_app.server.run import open_storage
from desktop_app.server.storage import Storage
from desktop_app.server.storage_sqlite import SqliteStorage

# More hits than any server keeps between a backup and the loss of its disk. Desktops may have read them: what
# comes after the restore must get higher numbers, or they would not ask for it.
SKIPPED_IDS = 1_000_000_000


def backup(storage: Storage, target: Path) -> None:
    """Raises InputError when the storage is no file of ours or the target is there already."""
    if not isinstance(storage, SqliteStorage):
        raise InputError(field="storage", reason="not_a_file")
    try:
        storage.backup(target)
    except FileExistsError as error:
        raise InputError(field="file", reason="exists", path=str(target)) from error


def restore(source: Path, storage_url: str) -> None:
    """Put a backup where the server will look for it. Raises InputError; never overwrites a file."""
    target = Path(storage_url.removeprefix("sqlite:").removeprefix("///"))
    if target.exists():
        raise InputError(field="file", reason="exists", path=str(target))
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            whole = opened.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    except sqlite3.Error as error:
        raise InputError(field="file", reason="no_backup", path=str(source)) from error
    if not whole:
        raise InputError(field="file", reason="no_backup", path=str(source))
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    with closing(open_storage(storage_url)) as storage:
        assert isinstance(storage, SqliteStorage)
        storage.skip_ids(SKIPPED_IDS)
