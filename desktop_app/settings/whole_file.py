"""A file of the user's, written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from desktop_app.domain.errors import InputError


def write_whole(path: Path, pieces: Iterable[bytes], field: str = "path", mode: int = 0o666) -> None:
    """Written beside its place first: a full disk leaves the file that was there as it was.

    `mode` as of `os.open`. Raises InputError(field, not_written) with `path` and `text`, the system's words.
    """
    # A name of its own and short: "x.part" may be somebody's, and 126 Cyrillic letters fill the 255 bytes
    # that a name may have.
    partial = path.with_name(f".otklik-{secrets.token_hex(6)}")
    try:
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.writelines(pieces)
        partial.replace(path)
    except OSError as error:
        text = error.strerror or str(error)
        raise InputError(field=field, reason="not_written", path=str(path), text=text) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
