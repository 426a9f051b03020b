"""The morning queue over the Leads page: made when it is gone through for the first time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.ui.page import Page

if TYPE_CHECKING:
    from desktop_app.domain.facts import Changed
    from desktop_app.ui.leads.acting import LeadActions
    from desktop_app.ui.leads.morning import MorningQueue


class QueueDesk:
    """`acting()`: what its keys do. `left` is called when the user has left it."""

    def __init__(self, page: Page, acting: Callable[[], LeadActions], left: Callable[[], None]) -> None:
        self._page, self._acting, self._left = page, acting, left
        self._queue: MorningQueue | None = None

    @property
    def queue(self) -> MorningQueue:
        """Made now, if it was not."""
        if self._queue is None:
            from desktop_app.ui.leads.morning import MorningQueue

            self._queue = MorningQueue(self._page.context, self._acting())
            self._queue.setParent(self._page)
            self._queue.left.connect(self._left)
        return self._queue

    @property
    def is_open(self) -> bool:
        return self._queue is not None and self._queue.isVisible()

    def begin(self) -> None:
        """One lead after the other, over the whole page."""
        self.queue.setGeometry(self._page.rect())
        self.queue.begin()

    def leave(self) -> bool:
        """Its place is kept; whether it was open."""
        was_open = self.is_open
        if was_open:
            self.queue.leave()
        return was_open

    def changed(self, fact: Changed) -> None:
        if self._queue is not None:
            self._queue.changed(fact.contacts, everything=fact.everything)

    def place(self) -> None:
        """On the page as large as it is now."""
        if self._queue is not None:
            self._queue.setGeometry(self._page.rect())
