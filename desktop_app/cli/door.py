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
    """Raises InputError(field=data) when there is nothing to read yet, FolderUnusable."""
    try:
        reader = Reader(data)
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(field="data", reason="no_data_yet", path=str(data)) from None
    except OSError as error:
        raise FolderUnusable(path=str(data), text=error.strerror or str(error)) from error
    try:
        yield reader
    finally:
        reader.close()
