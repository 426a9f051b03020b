"""For how long the user wants quiet: what the tray's menu and the settings offer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu

from desktop_app.domain.codes import HOUR, MINUTE, Micros
from desktop_app.settings.schema import Settings
from desktop_app.ui import times
from desktop_app.ui.instants import Instants
from desktop_app.ui.translation import tr


def choices(settings: Settings, now: Micros) -> list[tuple[str, Micros]]:
    """What can be wished now, each with the instant until which it is quiet; 0 ends it."""
    until = settings.number("notifications_quiet_until")
    again = [(tr("Announce again (quiet until {when})").format(when=times.until(until, now)), 0)]
    return [
        *(again if until > now else []),
        (tr("For 30 minutes"), now + 30 * MINUTE),
        (tr("For an hour"), now + HOUR),
        (tr("For two hours"), now + 2 * HOUR),
        (tr("Until tomorrow"), Instants(settings, now).morning(1)),
    ]


def fill(menu: QMenu, settings: Settings, now: Micros, take: Callable[[Micros], None]) -> None:
    """In place of what the menu had before."""
    menu.clear()
    for text, until in choices(settings, now):
        entry = menu.addAction(text)
        entry.triggered.connect(lambda _checked, chosen=until: take(chosen))
