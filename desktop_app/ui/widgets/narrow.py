"""How the parts of a page stand in a wide window, and how in a narrow one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from desktop_app.ui.theme import Space

ASIDE, BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
UNBOUND = 16_777_215  # pixels: Qt's QWIDGETSIZE_MAX, which PySide6 leaves out


class CardGrid(QGridLayout):
    """Cards of one width: four in a row, two in a narrow window."""

    def __init__(self, cards: Sequence[QWidget]) -> None:
        super().__init__()
        self.setSpacing(Space.M)
        self._cards = cards
        self.arrange(narrow=False)

    def arrange(self, *, narrow: bool) -> None:
        in_a_row = 2 if narrow else 4
        for at, card in enumerate(self._cards):
            self.addWidget(card, at // in_a_row, at % in_a_row)
        for at in range(4):
            self.setColumnStretch(at, 1 if at < in_a_row else 0)


def beside(*parts: tuple[QWidget, int]) -> QBoxLayout:
    """Parts, each with its stretch, one beside the other; `setDirection(BELOW)` for a narrow window."""
    row = QBoxLayout(ASIDE)
    row.setSpacing(Space.M)
    for part, stretch in parts:
        row.addWidget(part, stretch)
    return row
