"""The place of the client card: beside the list where there is room, else over it when it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop_app.ui.leads.columns import CARD_WIDTH_TIGHT, card_width
from desktop_app.ui.motion import Motion

if TYPE_CHECKING:
    from desktop_app.ui.leads.card import ClientCard


SLIDE_BY = 48  # pixels that it comes in from the right


class CardSide(QFrame):
    """At the end of the page's `line`. `is_open`: the user wants the card; only narrow pages ask for that."""

    def __init__(self, line: QHBoxLayout, motion: Motion) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self.is_open = False
        self.card: ClientCard | None = None  # filled after the first paint
        self._line, self._motion = line, motion
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(1, 0, 0, 0)
        line.addWidget(self)

    def hold(self, card: ClientCard, page: QSize) -> None:
        """From now on, on a page of this size."""
        self.card = card
        card.set_closable(not _is_beside(page))
        self._box.addWidget(card)

    def place(self, page: QSize, *, listed: bool) -> None:
        """For a page of this size; an empty card beside an empty list says nothing."""
        beside = _is_beside(page)
        if beside and self._line.indexOf(self) < 0:
            self._line.addWidget(self)
        elif not beside and self._line.indexOf(self) >= 0:
            self._line.removeWidget(self)
        if self.card is not None:
            self.card.set_closable(not beside)
        width = card_width(page.width()) or CARD_WIDTH_TIGHT
        self.setFixedWidth(width)
        was_hidden = self.isHidden()
        self.setVisible(listed and (beside or self.is_open))
        if not beside:
            self._motion.settle(self)
            self.setGeometry(page.width() - width, 0, width, page.height())
            self.raise_()
            if was_hidden and not self.isHidden():
                self._motion.slide(self, QPoint(SLIDE_BY, 0))


def _is_beside(page: QSize) -> bool:
    return card_width(page.width()) > 0
