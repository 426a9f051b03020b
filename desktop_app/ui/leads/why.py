"""Why the contact of the card is warm: what counts, what was seen and does not count."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.domain.model import Contribution, SignalKind, Verdict
from desktop_app.store.rows import LeadRow, SignalRow, TimelineItem
from desktop_app.ui import reasons
from desktop_app.ui.leads import sources
from desktop_app.ui.leads.parts import TERMS, Lines, Terms
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton
from desktop_app.ui.widgets.texts import SectionTitle


class Why(QWidget):
    """`opened(letters, title)`: what a line rests on. `doubted()`: the user asks how honest the score is."""

    opened = Signal(list, str)
    doubted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._items: Sequence[TimelineItem] = ()
        self._uncounted: list[tuple[SignalKind, str]] = []
        self._first_uncounted = 0
        self.title = SectionTitle(tr("Why"))
        self._terms = Terms()
        self._terms.opened.connect(self._open_term)
        self._not_counted = Lines()
        self._not_counted.opened.connect(self._open_uncounted)
        self.honesty = LinkButton(tr("How honest is this score"), self.doubted.emit)
        self.honesty.setProperty("small", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        for part in (self.title, self._terms, self._not_counted, self.honesty):
            column.addWidget(part)

    def show_lead(self, lead: LeadRow, items: Sequence[TimelineItem]) -> None:
        """`items`: the contact's letters and signals, newest first."""
        self._items = items
        terms = reasons.shown_terms(lead.contributions)
        self._terms.show_terms(terms[:TERMS], lambda term: bool(sources.behind_term(term, items)))
        self._terms.setVisible(bool(terms))
        others = [one for one in self._signals() if one.verdict is not Verdict.HUMAN]
        self._uncounted = reasons.not_counted_kinds(others)
        lines = [text for _kind, text in self._uncounted]
        if blind := reasons.blindness(lead.contributions):
            lines.insert(0, blind)
        if not lead.contributions:
            lines.insert(0, tr("No letter of yours is open, so there is nothing to weigh."))
        self._first_uncounted = len(lines) - len(self._uncounted)
        self._not_counted.show_lines(lines, range(self._first_uncounted, len(lines)))

    def _signals(self) -> list[SignalRow]:
        return [item.signal for item in self._items if item.signal is not None]

    def _open_term(self, term: Contribution) -> None:
        self.opened.emit(sources.behind_term(term, self._items), reasons.contribution(term))

    def _open_uncounted(self, line: int) -> None:
        kind, text = self._uncounted[line - self._first_uncounted]
        self.opened.emit(sources.behind_uncounted(self._signals(), kind), text)
