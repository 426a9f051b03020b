"""numpy and the charts, which are loaded when a page with charts is first shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from desktop_app.ui.loading import ModuleLoader

MODULES = (
    "numpy",
    "desktop_app.ui.charts.board",
    "desktop_app.ui.speed_report",
)


class ChartLoader(ModuleLoader):
    """As `ModuleLoader`."""

    def __init__(self, parent: QObject | None = None, modules: Sequence[str] = MODULES) -> None:
        super().__init__(parent, modules)
