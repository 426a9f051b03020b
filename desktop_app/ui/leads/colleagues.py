"""The people of one company: who they are, how warm, and what happened with all of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.store.rows import LeadRow
from desktop_app.ui.context import Context
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton
from desktop_app.ui.widgets.texts import Text, elided

SHOWN = 6
NAME_WIDTH = 240  # pixels


class Colleagues(QWidget):
    """`together(company)`: show the letters and signals of all of them."""

    together = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_lead(self, lead: LeadRow) -> int:
        """How many people the company has; hidden for one, and for public mail domains."""
        while (item := self._column.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        company = self._context.reader.company(lead.company) if lead.company else None
        number = len(company.people) if company is not None else 0
        self.setVisible(number > 1)
        if company is None or number < 2:
            return number
        others = [one for one in company.people if one != lead.contact][:SHOWN]
        found = self._context.reader.leads(others)
        warmest = tr("no open letter") if company.warmth is None else str(company.warmth)
        text = tr("%n people at {company}; the warmest: {warmth}", "", number)
        self._column.addWidget(
            Text(text.format(company=company.company, warmth=warmest), "secondary", "secondary", wrap=True)
        )
        for contact in others:
            if contact in found:
                self._column.addWidget(self._person(found[contact]))
        all_of = LinkButton(tr("What happened with all of them"), self._asker(company.company))
        all_of.setProperty("small", True)
        self._column.addWidget(_left(all_of))
        return number

    def _asker(self, company: str) -> Callable[[], None]:
        return lambda: self.together.emit(company)

    def _person(self, lead: LeadRow) -> QWidget:
        name = LinkButton("", lambda: self._context.open_contact(lead.contact))
        name.setText(elided(name, lead.name, NAME_WIDTH))
        name.setAccessibleName(lead.name)
        row = _left(name)
        warmth = Text("–" if lead.warmth is None else str(lead.warmth), "secondary", "secondary")
        layout = row.layout()
        assert layout is not None
        layout.addWidget(warmth)
        return row


def _left(widget: QWidget) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(Space.S)
    line.addWidget(widget)
    line.addStretch(1)
    return row
