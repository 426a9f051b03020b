"""The only writer: one connection to both files, shared by the engine's threads under one lock.

Transactions are short; network never happens inside one. Reading through this connection takes the lock too.
A damaged otklik.db is set aside and a fresh one is made (mail and hits come again from their servers). A
damaged keep.db is set aside and replaced by its newest daily backup. Nothing damaged is ever deleted.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw
from peewee import DatabaseError, PeeweeException
from playhouse.apsw_ext import APSWDatabase

from desktop_app.domain.errors import DatabaseBusy, DatabaseCorrupt, DiskFull, FolderUnusable, StoreError
from desktop_app.domain.model import DAY, SECOND, Micros
from desktop_app.store.files import BACKUPS, KEEP, KEEP_VERSION, MAIN, MAIN_VERSION
from desktop_app.store.keep_tables import create_keep
from desktop_app.store.migrations import (
    KEEP_MIGRATIONS,
    MAIN_MIGRATIONS,
    copy_database,
    migrate,
    refuse_newer,
)
from desktop_app.store.table import raw
from desktop_app.store.tables import create_main

Value = None | int | float | str | bytes
Values = Sequence[Value] | Mapping[str, Value]
Row = tuple[Any, ...]  # what each column is, says the query beside it; STRICT tables keep the promise

BUSY_S = 10
BACKUPS_KEPT = 7
# 16 MB of write-ahead log before it is copied into the file: a batch of letters alone fills the 4 MB that
# SQLite has by default, and the pages of indexes would be copied again and again (7 % of a first sync).
CHECKPOINT_PAGES = 4000
# A quota, a limit on file sizes, no room for the index of the log: SQLite calls not everything FULL.
_CANNOT_GROW = (apsw.SQLITE_IOERR_WRITE, apsw.SQLITE_IOERR_SHMSIZE, apsw.SQLITE_IOERR_SHMOPEN)
ALWAYS_CHECKED_BYTES = 64 * 1024 * 1024  # quick_check reads the whole file: about 1 s per GB when warm


class Database:
    """Open with `Database.open`. `recovered`: a damaged otklik.db was set aside, everything comes again."""

    def __init__(self, peewee: APSWDatabase, folder: Path, recovered: bool) -> None:
        self.peewee = peewee
        self.recovered = recovered
        self._folder = folder
        self._connection: apsw.Connection = raw(peewee)
        self._lock = threading.RLock()
        self._depth = 0

    @classmethod
    def open(cls, folder: Path, now: Micros) -> Database:
        """Make, migrate, check and repair as needed. Raises DatabaseTooNew, DiskFull, DatabaseBusy.

        The caller holds the lock of the data folder: nobody else writes.
        """
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _translated():
            recovered = _set_aside_if_damaged(folder / MAIN, MAIN_VERSION, now)
            damaged = _set_aside_if_damaged(folder / KEEP, KEEP_VERSION, now)
            lost = (folder / MAIN).exists() and not (folder / KEEP).exists()  # keep.db is always made first
            if (damaged or lost) and not _restored(folder):
                _set_aside(folder / MAIN, now)  # its letters are of accounts that nobody knows any more
                recovered = True
            peewee = _connect(folder)
            try:
                migrate(peewee, "keep", folder / KEEP, create_keep, KEEP_MIGRATIONS)
                migrate(peewee, "main", folder / MAIN, create_main, MAIN_MIGRATIONS)
            except BaseException:
                peewee.close()
                raise
        database = cls(peewee, folder, recovered)
        database._mark_open()
        return database

    def close(self) -> None:
        """Waits for a transaction of another thread. Safe to call twice."""
        with self._lock:
            if self.peewee.is_closed():
                return
            with suppress(StoreError), self.transaction():  # else the next start reads the whole file
                self.execute("INSERT OR REPLACE INTO state (key, value) VALUES ('open', 0)")
            self.peewee.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; nests by savepoints. Raises DiskFull, DatabaseCorrupt, and what the body raises."""
        with self._lock, _translated():
            name = f"level_{self._depth}"
            self._connection.execute(f"SAVEPOINT {name}" if self._depth else "BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
                self._connection.execute(f"RELEASE {name}" if self._depth > 1 else "COMMIT")
            except BaseException:
                self._undo(name)
                raise
            finally:
                self._depth -= 1

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """All rows of a query."""
        with self._lock, _translated():
            return list(self._connection.execute(sql, values))

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """The first row of a query."""
        with self._lock, _translated():
            return next(iter(self._connection.execute(sql, values)), None)

    def records(self, sql: str, values: Mapping[str, Value]) -> list[dict[str, Any]]:
        """All rows of a query, columns by name."""
        with self._lock, _translated():
            cursor = self._connection.execute(sql, values)
            return [
                dict(zip((name for name, *_ in cursor.get_description()), row, strict=True)) for row in cursor
            ]

    def number(self, sql: str, values: Values = ()) -> int:
        """The first column of the first row; 0 when there is none."""
        found = self.row(sql, values)
        return int(found[0] or 0) if found else 0

    def execute(self, sql: str, values: Values = ()) -> int:
        """Run one statement inside a transaction; how many rows it changed."""
        with self._lock, _translated():
            self._require_transaction()
            before = self._connection.total_changes()
            self._connection.execute(sql, values)
            return self._connection.total_changes() - before

    def executemany(self, sql: str, rows: Iterable[Sequence[Value]]) -> int:
        """Run one statement for many rows inside a transaction; how many rows it changed."""
        with self._lock, _translated():
            self._require_transaction()
            before = self._connection.total_changes()
            self._connection.executemany(sql, rows)
            return self._connection.total_changes() - before

    def insert(self, sql: str, values: Sequence[Value]) -> int:
        """Insert one row inside a transaction; its row id."""
        self.execute(sql, values)
        return self._connection.last_insert_rowid()

    def take_ids(self, name: str, count: int) -> range:
        """`count` fresh ids of the `sequence` called `name`, never given again."""
        first = self.number("SELECT next FROM sequence WHERE name = ?", (name,)) or 1
        if count:
            self.execute("INSERT OR REPLACE INTO sequence (name, next) VALUES (?, ?)", (name, first + count))
        return range(first, first + count)

    def backup(self, now: Micros, again: bool = False) -> Path | None:
        """Copy keep.db once a day, keep the newest seven. Raises DiskFull.

        None: today's is there; `again` replaces it by a newer one.
        """
        folder = self._folder / BACKUPS
        folder.mkdir(exist_ok=True, mode=0o700)
        target = folder / f"keep-{now // DAY:06d}.db"
        if target.exists() and not again:
            return None
        unfinished = target.with_suffix(".part")
        with self._lock, _translated():
            copy_database(self._folder / KEEP, unfinished)
        unfinished.replace(target)
        for old in _backups(self._folder)[:-BACKUPS_KEPT]:
            old.unlink()
        return target

    def _require_transaction(self) -> None:
        if not self._depth:
            raise RuntimeError("a write outside of a transaction")

    def _undo(self, name: str) -> None:
        # On a full disk SQLite has already rolled everything back by itself.
        if self._connection.get_autocommit():
            return
        if self._depth > 1:
            self._connection.execute(f"ROLLBACK TO {name}")
            self._connection.execute(f"RELEASE {name}")
        else:
            self._connection.execute("ROLLBACK")

    def _mark_open(self) -> None:
        with self.transaction():
            self.execute("INSERT OR REPLACE INTO state (key, value) VALUES ('open', 1)")


@contextmanager
def _translated() -> Iterator[None]:
    """SQLite's errors that a user can do something about, as ours."""
    try:
        yield
    except (apsw.Error, PeeweeException) as error:
        known = _known(error)
        if known is None:
            raise
        raise known from error


def _known(error: BaseException) -> StoreError | None:
    cause = error if isinstance(error, apsw.Error) else error.__cause__ or error.__context__
    if isinstance(cause, apsw.FullError):
        return DiskFull()
    if isinstance(cause, apsw.IOError):
        cannot_grow = getattr(cause, "extendedresult", 0) in _CANNOT_GROW
        return DiskFull() if cannot_grow else StoreError(text=str(cause))
    if isinstance(cause, (apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError)):
        return FolderUnusable(path="The database", text=str(cause))
    if isinstance(cause, (apsw.CorruptError, apsw.NotADBError)):
        return DatabaseCorrupt()
    if isinstance(cause, (apsw.BusyError, apsw.LockedError)):
        return DatabaseBusy()
    return DatabaseCorrupt() if type(error) is DatabaseError else None


def _connect(folder: Path) -> APSWDatabase:
    # One connection for all threads (thread_safe=False): the lock of Database orders them.
    peewee = APSWDatabase(str(folder / MAIN), thread_safe=False, timeout=BUSY_S)
    peewee.connect()
    connection: apsw.Connection = raw(peewee)
    try:
        connection.execute("ATTACH ? AS keep", (str(folder / KEEP),))
        for schema, synchronous in (("main", "NORMAL"), ("keep", "FULL")):
            connection.pragma("journal_mode", "WAL", schema=schema)
            # NORMAL may lose the last commits when the power fails: fine for what comes again from a server.
            connection.pragma("synchronous", synchronous, schema=schema)
        connection.pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
        connection.pragma("cache_size", -32 * 1024)
        connection.pragma("temp_store", "MEMORY")
        connection.execute("CREATE TEMP TABLE touched (contact INTEGER PRIMARY KEY)")  # store.active_leads
    except BaseException:
        peewee.close()
        raise
    return peewee


def _set_aside_if_damaged(path: Path, newest: int, now: Micros) -> bool:
    """True when there was a file and it is damaged; then it lies beside under another name."""
    if not path.exists():
        return False
    try:
        refuse_newer(path, newest)
        _check(path)
    except (apsw.CorruptError, apsw.NotADBError):
        _set_aside(path, now)
        return True
    return False


def _set_aside(path: Path, now: Micros) -> None:
    stamp = datetime.fromtimestamp(now / SECOND, UTC).strftime("%Y%m%d-%H%M%S")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(path.with_name(f"{path.name}.corrupt-{stamp}{suffix}"))


def _check(path: Path) -> None:
    """Raises apsw.CorruptError. A big file is read whole only after an unclean end."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        if path.stat().st_size > ALWAYS_CHECKED_BYTES and _closed_cleanly(connection):
            return
        if connection.pragma("quick_check", 1) != "ok":
            raise apsw.CorruptError(f"quick_check of {path.name} failed")
    finally:
        connection.close()


def _closed_cleanly(connection: apsw.Connection) -> bool:
    if connection.table_exists("main", "state"):
        return bool(connection.execute("SELECT value = 0 FROM state WHERE key = 'open'").get)
    return False


def _restored(folder: Path) -> bool:
    """From the newest backup; for a damaged one the next older is tried. False: there is none."""
    for backup in reversed(_backups(folder)):
        try:
            _check(backup)
            copy_database(backup, folder / KEEP)
        except (apsw.CorruptError, apsw.NotADBError):
            continue
        return True
    return False


def _backups(folder: Path) -> list[Path]:
    """Oldest first."""
    return sorted((folder / BACKUPS).glob("keep-*.db"))
