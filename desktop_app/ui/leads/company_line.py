"""The line below a person's name: the company, which leads to its page, and the address."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.store.rows import LeadRow
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton
from desktop_app.ui.widgets.texts import ElidedText, elided

LONGEST = 200  # pixels; a longer domain is cut, the tooltip has it whole


class CompanyLine(QWidget):
    """`pressed()`: the company is wanted. Addresses at public mail services have none."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.company = LinkButton("", self.pressed.emit)
        self.company.setProperty("small", True)
        self.address = ElidedText("", "secondary", "secondary")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.S)
        line.addWidget(self.company)
        line.addWidget(self.address, 1)

    def show_lead(self, lead: LeadRow) -> None:
        self.company.setText(elided(self.company, lead.company, LONGEST))
        self.company.setVisible(bool(lead.company))
        what = tr("Everybody there, and what happened with them")
        self.company.setToolTip(f"{lead.company}\n{what}  O")
        self.company.setAccessibleName(tr("Company {name}").format(name=lead.company))
        self.address.setText(lead.address)
