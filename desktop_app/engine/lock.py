"""One engine per data folder: an operating-system lock that a crash releases by itself."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop_app.domain.errors import DatabaseBusy, DiskFull, FolderUnusable, StoreError


class DataLock:
    """Held from construction to `close`. Raises DatabaseBusy when another engine holds it, FolderUnusable."""

    def __init__(self, data: Path) -> None:
        try:
            data.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file = os.open(data / "engine.lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise unusable(data, error) from error
        try:
            _lock(self._file)
        except OSError:
            os.close(self._file)
            raise DatabaseBusy(path=str(data)) from None

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def is_free(data: Path) -> bool:
    """Whether no engine holds the folder. Raises FolderUnusable and DiskFull as the lock does."""
    try:
        DataLock(data).close()
    except DatabaseBusy:
        return False
    return True


def unusable(data: Path, error: OSError) -> StoreError:
    """The error for what the system refuses in the data folder."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull()
    return FolderUnusable(path=str(data), text=error.strerror or type(error).__name__)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
