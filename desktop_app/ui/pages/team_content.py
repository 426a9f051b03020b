"""The sentence on top and one card for each person, all curves on one scale. Imported with the charts."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout

from desktop_app.domain.team_report import TeamReport
from desktop_app.ui import words_team
from desktop_app.ui.context import Context
from desktop_app.ui.pages.team_person import WIDEST, PersonCard
from desktop_app.ui.theme import Space
from desktop_app.ui.widgets.page_scroll import PageScroll
from desktop_app.ui.widgets.texts import Text

CARD_WIDTH = 330
MOST_COLUMNS = 4


class TeamContent(PageScroll):
    """`show_report` fills it anew. `forgotten`: somebody's figures were erased."""

    forgotten = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.cards: list[PersonCard] = []
        self.headline = Text("", "section", wrap=True)
        self.explanation = Text("", "secondary", "secondary", wrap=True)
        self.column.addWidget(self.headline)
        self.column.addWidget(self.explanation)
        self._grid = QGridLayout()
        self._grid.setSpacing(Space.M)
        self.column.addLayout(self._grid)
        self.column.addStretch(1)

    def show_report(self, report: TeamReport) -> None:
        self.headline.setText(words_team.headline(report))
        self.explanation.setText(words_team.explanation(report))
        self.explanation.setVisible(bool(self.explanation.text()))
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [PersonCard(self._context, one, report) for one in report.people]
        for card in self.cards:
            card.forgotten.connect(self.forgotten)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        most = min(max(self.width() // CARD_WIDTH, 1), MOST_COLUMNS)
        rows = max(math.ceil(len(self.cards) / most), 1)
        columns = max(math.ceil(len(self.cards) / rows), 1)  # five in three columns, not four and one
        for at, card in enumerate(self.cards):
            self._grid.addWidget(card, at // columns, at % columns)
        for at in range(MOST_COLUMNS):
            self._grid.setColumnStretch(at, 8 if at < columns else 0)
        few = columns * WIDEST < self.width()
        self._grid.setColumnStretch(MOST_COLUMNS, 1 if few else 0)  # what they do not take
