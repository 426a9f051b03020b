"""The entrance to the window program, arranged for a quick first paint (research/gui.md 1).

Before the first paint only QtWidgets and one read of the database: charts, notifications, the client card and
the other pages are loaded afterwards. What has no Qt in it is imported here, before Qt: PySide6 replaces
`__import__` and from then on reads the source of every module that is imported. Qt itself comes inside `run`,
when the garbage collector is already off: a collection in the middle of starting costs more than it frees.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.domain import errors, model
from desktop_app.settings import paths, policy, schema
from desktop_app.store import reader, rows

if TYPE_CHECKING:
    from desktop_app.ui.bridge import EngineConnection

BEFORE_QT = (errors, model, paths, policy, schema, reader, rows)


def run(
    data: Path,
    connection: EngineConnection,
    demo: bool,
    reconnect: Callable[[], EngineConnection] | None = None,
) -> int:
    """Show the window until it is closed. `reconnect` starts the engine again after a crash."""
    gc.disable()  # taken over by `ui.collector` after the first paint
    from desktop_app.ui.program import show

    return show(data, connection, reconnect, demo=demo)
