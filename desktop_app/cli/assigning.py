"""`otklik assign`: waits go over to a colleague, or come back."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop_app.cli.door import open_door
from desktop_app.domain.commands import Assign, Together, Unassign
from desktop_app.domain.errors import InputError
from desktop_app.domain.model import LetterId


def run(arguments: argparse.Namespace, data: Path) -> int:
    """All of them or none."""
    letters = [LetterId(number) for number in arguments.letters]
    to = "" if arguments.mine else (arguments.to or "").strip()
    if not (to or arguments.mine or arguments.undo):
        raise InputError(field="address or name", reason="empty")
    said = (Unassign(letter) if arguments.undo else Assign(letter, to) for letter in letters)
    with open_door(data) as door:
        door.call(Together(tuple(said)))
    return 0
