"""The assistant as a page: the first thing on an empty computer, and the way to a further mailbox."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from desktop_app.domain.model import AccountKind
from desktop_app.ui.assistant import Assistant
from desktop_app.ui.context import Context
from desktop_app.ui.page import Page
from desktop_app.ui.theme import Space
from desktop_app.ui.widgets.cards import Card

WIDTH = 600
HEIGHTS = {1: 432, 2: 660, 3: 336}  # of the steps
MICROSOFT_HEIGHT = 632  # of the second one, where there are no servers to name


class AssistantPage(Page):
    """A card in the middle; the end of the third step leads to the leads, as does Escape, once nobody is
    signing in somewhere else any more.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.assistant: Assistant | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self._card = Card()
        self._card.setMaximumWidth(WIDTH)
        self._card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._card.body.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._card)

    def activate(self) -> None:
        """Begin anew unless somebody is in the middle of it."""
        if self.assistant is None or self.assistant.step == 3:
            self._renew()
        assert self.assistant is not None
        self.assistant.setFocus()

    def replaced(self) -> None:
        if self.assistant is not None:
            self.assistant.leave()

    def remember(self) -> object:
        self.replaced()
        return super().remember()

    def is_unsaved(self) -> bool:
        one = self.assistant
        return one is not None and (one.step > 1 or bool(one.address_step.address()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.assistant is None or not self.assistant.cancel_sign_in():
                self.context.show_page("leads")
        else:
            super().keyPressEvent(event)

    def _renew(self) -> None:
        if self.assistant is not None:
            self.assistant.leave()
            self.assistant.hide()
            self.assistant.deleteLater()
        settings = self.context.settings()
        issuers = [one for one in ("google", "microsoft") if settings.text(f"oauth_{one}_id")]
        self.assistant = Assistant(self.context.theme, self.context.bridge, issuers=issuers)
        self.assistant.closed.connect(lambda: self.context.show_page("leads"))
        self.assistant.stepped.connect(self._fit)
        self._card.add(self.assistant)
        self._fit(self.assistant.step)

    def _fit(self, step: int) -> None:
        assert self.assistant is not None
        servers = self.assistant.servers_step
        at_microsoft = step == 2 and servers.kind.currentData() == AccountKind.GRAPH
        self._card.setMaximumHeight(MICROSOFT_HEIGHT if at_microsoft else HEIGHTS[step])
