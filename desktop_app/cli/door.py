"""The way to write from the command line: the running engine, else an engine of our own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from desktop_app.domain.commands import Command
from desktop_app.domain.errors import FolderUnusable, InputError
from desktop_app.engine.connection import Caller, connect
from desktop_app.settings.secrets import open_secrets
from desktop_app.store.files import KEEP, MAIN
from desktop_app.store.reader import Reader


class Door(Protocol):
    def call(self, command: Command) -> object:
        """The command's value; raises its AppError."""


@contextmanager
def open_door(data: Path) -> Iterator[Door]:
    """Raises DatabaseBusy when an engine holds the folder and does not answer."""
    connection = connect(data)
    if connection is not None:
        caller = Caller(connection)
        try:
            yield caller
        finally:
            caller.close()
        return
    from desktop_app.engine.process import Engine

    with Engine(data, open_secrets(os.environ)) as engine:
        yield engine


@contextmanager
def open_reader(data: Path) -> Iterator[Reader]:
    """Raises InputError(field=data) when there is nothing to read yet, FolderUnusable.

    Data of an earlier version are brought up to date first, as they are for every other command.
    """
    if _is_earlier(data):
        with open_door(data):
            pass
    reader = _reader(data)
    if reader is None:
        raise InputError(field="data", reason="no_data_yet", path=str(data))
    try:
        yield reader
    finally:
        reader.close()


def _is_earlier(data: Path) -> bool:
    """Whether both files are there and yet there is nothing that this version can read."""
    if not all((data / name).is_file() for name in (MAIN, KEEP)):
        return False
    reader = _reader(data)
    if reader is not None:
        reader.close()
    return reader is None


def _reader(data: Path) -> Reader | None:
    """None: there is nothing yet, or something older."""
    try:
        return Reader(data)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise FolderUnusable(path=str(data), text=error.strerror or str(error)) from error
