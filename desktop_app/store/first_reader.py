"""What the first frame of the window reads: the leads list and the settings. `Reader` can do the rest.

One reader belongs to one thread. It sees committed data only and never blocks the writer (WAL).
Opening costs one file read; nothing is imported that the first paint can do without.
"""

from __future__ import annotations

from pathlib import Path

import apsw

from desktop_app.domain.errors import DatabaseBusy, DatabaseCorrupt, DatabaseTooNew, DiskFull, FolderUnusable
from desktop_app.store.files import KEEP, KEEP_VERSION, MAIN, MAIN_VERSION
from desktop_app.store.lead_reader import LeadReader

BUSY_MS = 5000
Interrupted = apsw.InterruptError  # for those who may not know apsw


class FirstReader(LeadReader):
    """`data` is the folder of the two files."""

    def __init__(self, data: Path) -> None:
        """Raises FileNotFoundError (none yet), DatabaseTooNew, DatabaseCorrupt, DatabaseBusy, DiskFull.

        A file of an older version counts as none: the engine migrates it and then says Ready.
        """
        for name in (MAIN, KEEP):
            if not (data / name).is_file():
                raise FileNotFoundError(data / name)
        LeadReader.__init__(self)
        try:
            self._connection = _open(data)
        except (apsw.NotADBError, apsw.CorruptError) as error:
            raise DatabaseCorrupt(path=str(data)) from error
        except apsw.BusyError as error:
            raise DatabaseBusy(path=str(data)) from error
        except apsw.IOError as error:  # even reading needs a little room beside the write-ahead log
            raise DiskFull from error
        except apsw.CantOpenError as error:
            raise FolderUnusable(path=str(data), text=str(error)) from error

    def close(self) -> None:
        """Safe to call twice."""
        self._connection.close()

    def interrupt(self) -> None:
        """From any thread, of a reader that is open: what is being read ends with `Interrupted`.

        So does what is read of the leads list from now on, until `resume`.
        """
        self._stopped = True
        self._connection.interrupt()

    def resume(self) -> None:
        """Nothing is being read: it may be again."""
        self._stopped = False

    def settings(self) -> dict[str, str]:
        """Key -> JSON text, as set by the user; defaults are in `settings.schema`."""
        return dict(self._connection.execute("SELECT key, value FROM keep.setting"))


def _open(data: Path) -> apsw.Connection:
    connection = apsw.Connection(str(data / MAIN), flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    try:
        connection.set_busy_timeout(BUSY_MS)
        connection.execute("ATTACH ? AS keep", (f"{(data / KEEP).absolute().as_uri()}?mode=ro",))
        connection.pragma("query_only", True)
        _require_versions(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _require_versions(connection: apsw.Connection) -> None:
    """Too new comes before still to be migrated: beside a file that is too new no engine would migrate it."""
    known = {"main": (MAIN, MAIN_VERSION), "keep": (KEEP, KEEP_VERSION)}
    found = {schema: int(connection.pragma("user_version", schema=schema)) for schema in known}
    for schema, (name, version) in known.items():
        if found[schema] > version:
            raise DatabaseTooNew(file=name, found=found[schema], known=version)
    for schema, (name, version) in known.items():
        if found[schema] < version:
            raise FileNotFoundError(f"{name} is not of version {version} yet")
