"""The client card beside the list: made when it is first needed, it follows the lead at hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout

from desktop_app.store.rows import LeadRow
from desktop_app.ui.leads.side import CardSide
from desktop_app.ui.leads.table import LeadTable
from desktop_app.ui.loading import ModuleLoader
from desktop_app.ui.page import Page

if TYPE_CHECKING:
    from desktop_app.ui.leads.acting import LeadActions
    from desktop_app.ui.leads.card import ClientCard

AFTER_MS = 60  # holding J does not build a card for every row
MODULES = ("desktop_app.ui.leads.card", "desktop_app.ui.leads.quick_reply")


class CardDesk:
    """`line`: the layout in whose end the card has its place. `acting()`: what its buttons do."""

    def __init__(
        self, page: Page, line: QHBoxLayout, table: LeadTable, acting: Callable[[], LeadActions]
    ) -> None:
        self._page, self._table, self._acting = page, table, acting
        self._listed = False
        self.side = CardSide(line, page.context.theme.motion)
        loader = self._loader = ModuleLoader(page, MODULES)
        loader.loaded.connect(self._loaded)
        page.destroyed.connect(lambda _page=None: loader.close())
        self._timer = QTimer(page, singleShot=True, interval=AFTER_MS)
        self._timer.timeout.connect(self._due)

    @property
    def is_made(self) -> bool:
        return self.side.card is not None

    @property
    def card(self) -> ClientCard:
        """Made now, if it was not."""
        if self.side.card is not None:
            return self.side.card
        from desktop_app.ui.leads.card import ClientCard

        card, acting = ClientCard(self._page.context), self._acting()
        card.act.connect(acting.act)
        card.reply.connect(self._reply)
        card.done.connect(acting.done)
        card.called.connect(acting.called)
        card.snooze.connect(lambda lead, at: acting.ask_snooze(lead, self._page, at))
        card.remind.connect(lambda lead, at: acting.ask_remind(lead, self._page, at))
        card.closed.connect(lambda: self._set_open(False))
        self.side.hold(card, self._page.size())
        return card

    def soon(self) -> None:
        """The lead at hand is another one, or has changed."""
        self._timer.start()

    def show(self) -> None:
        """The lead at hand, now."""
        lead = self._table.lead()
        if lead is not None:
            self.card.show_lead(lead)

    def open(self) -> None:
        """In a narrow window the card lies over the list; in a wide one it always stands beside it."""
        self._timer.stop()
        self.show()
        self._set_open(True)

    def close(self) -> bool:
        """Where it lies over the list; whether it did."""
        was_open = self.side.is_open
        if was_open:
            self._set_open(False)
        return was_open

    def clear(self) -> None:
        """Nobody is listed."""
        if self.side.card is not None:
            self.side.card.clear()

    def replaced(self) -> None:
        """The database is another one."""
        if self.side.card is not None:
            self.side.card.replaced()

    def place(self, *, listed: bool | None = None) -> None:
        """On the page as large as it is now. `listed`: there is somebody in the list; None: as before."""
        self._listed = self._listed if listed is None else listed
        self.side.place(self._page.size(), listed=self._listed)

    def _due(self) -> None:
        """The first time in three goes of the event loop: its modules, the empty card, what is on it."""
        if self.side.card is None:
            self._loader.start()
        else:
            self.show()

    def _loaded(self) -> None:
        if self.card.contact is None:
            self._timer.start()

    def _set_open(self, is_open: bool) -> None:
        self.side.is_open = is_open
        self.place()
        if not is_open:
            self._table.setFocus()

    def _reply(self, lead: LeadRow) -> None:
        """The card's button: a short answer in place; R opens a window."""
        from desktop_app.ui.leads.acting import reply_draft

        draft = reply_draft(self._page.context, lead)
        if draft is not None:
            self.card.answer(draft)
