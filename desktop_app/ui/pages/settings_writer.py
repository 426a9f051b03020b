"""Setting a value: asked of the engine, said when refused, shown as locked where IT has decided."""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.settings.schema import Settings, Value
from desktop_app.ui import problems
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.translation import tr


class SettingsWriter:
    """`put` sends a value; when the engine refuses, it is said and `again` shows what is in force."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def put(self, owner: QWidget, key: str, value: Value, again: Callable[[], None]) -> None:
        if self._context.settings().value(key) == value:
            return

        def failed(error: AppError) -> None:
            self._context.toast(problems.sentence(error), None)
            again()

        command = commands.SetSetting(key, json.dumps(value))
        self._context.bridge.call(command, None, while_alive(owner, failed))

    def lock(self, key: str, *widgets: QWidget) -> bool:
        """Switch off what the organisation has set; True when it has."""
        settings = self._context.settings()
        locked = settings.is_locked(key)
        for widget in widgets:
            widget.setEnabled(not locked)
            widget.setToolTip(locked_words(settings) if locked else "")
        return locked


def locked_words(settings: Settings) -> str:
    """Who has decided."""
    if settings.locked_by:
        return tr("Managed by {who}").format(who=settings.locked_by)
    return tr("Managed by your organisation")
