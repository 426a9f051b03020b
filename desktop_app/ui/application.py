"""The entrance to the window program, arranged for a quick first paint (research/gui.md 1).

Before the first paint only QtWidgets and one read of the database: charts, notifications, the engine, the
client card and the other pages are loaded afterwards. What has no Qt in it is imported here, before Qt:
PySide6 replaces `__import__` and from then on reads the source of every module that is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.domain import codes, errors
from desktop_app.settings import paths, policy, schema
from desktop_app.store import first_reader

if TYPE_CHECKING:
    from desktop_app.ui.bridge import EngineConnection

BEFORE_QT = (codes, errors, paths, policy, schema, first_reader)


def run(
    data: Path,
    connection: EngineConnection,
    demo: bool,
    reconnect: Callable[[], EngineConnection] | None = None,
) -> int:
    """Show the window until it is closed. `reconnect` starts the engine again after a crash."""
    from desktop_app.ui.program import show

    return show(data, connection, reconnect, demo=demo)
