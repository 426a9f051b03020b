"""`otklik account folders ADDRESS`: every folder of an account, and which of them are read."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from desktop_app.cli.door import open_door, open_reader
from desktop_app.cli.records import iso
from desktop_app.cli.words import sentence_of
from desktop_app.domain.commands import ChooseFolder, ChooseSentFolder, Command
from desktop_app.domain.errors import InputError
from desktop_app.domain.model import MINUTE, AccountId, FolderId, Micros
from desktop_app.store.rows import FolderRow


def run(arguments: argparse.Namespace, data: Path, account: AccountId, now: Micros) -> int:
    """Changes one folder when asked to, then prints them all."""
    command = _command(arguments, account, _rows(data, account))
    if command is not None:
        with open_door(data) as door:
            door.call(command)
    for row in _rows(data, account):
        print(json.dumps(_record(row), ensure_ascii=False) if arguments.json else _line(row, now))
    return 0


def state(row: FolderRow, now: Micros) -> str:
    """How far a folder is read, in words."""
    if not row.wanted:
        return "not read"
    if row.error:
        return sentence_of(row.error, row.error_params)
    if row.synced_at is None:
        return f"not yet in sync, {row.done} of {row.total} letters"
    return f"{row.letters} letters, in sync {(now - row.synced_at) // MINUTE} min ago"


def _command(arguments: argparse.Namespace, account: AccountId, rows: Sequence[FolderRow]) -> Command | None:
    if arguments.on is not None:
        return ChooseFolder(_find(rows, arguments.on), True)
    if arguments.off is not None:
        return ChooseFolder(_find(rows, arguments.off), False)
    if arguments.sent is not None:
        return ChooseSentFolder(account, _find(rows, arguments.sent) if arguments.sent else None)
    return None


def _find(rows: Sequence[FolderRow], path: str) -> FolderId:
    for row in rows:
        if row.path == path:
            return row.id
    raise InputError(field="folder", reason="no_such_folder", folder=path)


def _rows(data: Path, account: AccountId) -> list[FolderRow]:
    with open_reader(data) as reader:
        return [row for row in reader.folders() if row.account == account]


def _line(row: FolderRow, now: Micros) -> str:
    return f"{'on ' if row.wanted else 'off'} {row.path} ({row.role}): {state(row, now)}"


def _record(row: FolderRow) -> dict[str, object]:
    return {
        "path": row.path,
        "role": row.role,
        "read": row.wanted,
        "letters": row.letters,
        "done": row.done,
        "total": row.total,
        "synced_at": iso(row.synced_at),
        "error": row.error or None,
    }
