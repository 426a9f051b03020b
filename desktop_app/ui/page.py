"""What the window expects of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop_app.ui.context import Context

if TYPE_CHECKING:
    from PySide6.QtWidgets import QScrollArea

    from desktop_app.domain.facts import Changed


class Page(QWidget):
    """Made when first shown, kept afterwards. Its name and icon stand in `ui.registry`."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    def activate(self) -> None:
        """It has come to the front: read what may have changed meanwhile, take the focus."""

    def enter(self) -> None:
        """Take the keyboard: one of the page's keys was pressed while the rail had it."""
        self.setFocus()

    def changed(self, fact: Changed) -> None:
        """Rows changed while the page is in front (merged, at most every 100 ms)."""

    def missed(self, fact: Changed) -> None:
        """Rows changed while another page is in front: what is kept of them holds no longer."""

    def replaced(self) -> None:
        """Another database comes, and other pages: the numbers of this one mean others there."""

    def remember(self) -> object:
        """Where the user is, for a page made anew in another language; here how far it is scrolled."""
        return [area.verticalScrollBar().value() for area in self._areas()]

    def restore(self, memory: object) -> None:
        """What `remember` of the page before has given; after `activate`."""
        assert isinstance(memory, list)

        def scroll() -> None:
            for area, value in zip(self._areas(), memory, strict=False):
                area.verticalScrollBar().setValue(value)

        QTimer.singleShot(0, self, scroll)

    def is_unsaved(self) -> bool:
        """Something is being written here that nobody else holds: the page cannot be made anew now."""
        return False

    def dropped(self) -> None:
        """It will be deleted when the event loop comes round: until then it must not read any more."""
        for timer in self.findChildren(QTimer):
            timer.stop()

    def foot(self) -> int:
        """How many pixels above its lower edge a message must leave free: there are buttons."""
        return 0

    def search(self) -> None:
        """Ctrl+K or "/": put the cursor into the page's search field, if it has one."""

    def _areas(self) -> list[QScrollArea]:
        from PySide6.QtWidgets import QScrollArea  # its class is made with its bases: not for the first paint

        return self.findChildren(QScrollArea)
