"""The menu of one row of the list: what can be done with the lead, each with its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from desktop_app.store.rows import LeadRow
from desktop_app.ui.translation import tr

if TYPE_CHECKING:
    from desktop_app.ui.pages.leads import LeadsPage


def ask(page: LeadsPage, lead: LeadRow, point: QPoint) -> None:
    """Opens at `point`, in global coordinates."""
    acting = page.acting
    menu = QMenu(page)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(tr("Reply") + "\tR", lambda: acting.reply(lead))
    menu.addAction(tr("Done") + "\tE", lambda: acting.done(lead))
    menu.addAction(tr("Snooze") + "…\tS", lambda: acting.ask_snooze(lead, page, point))
    menu.addSeparator()
    menu.addAction(tr("Called just now") + "\tT", lambda: acting.called(lead))
    menu.addAction(
        tr("Remind me if nobody answers") + "…\tW", lambda: acting.ask_remind(lead, page, point)
    )
    handing = acting.handing
    menu.addAction(
        tr("Hand over to a colleague") + "…\tA", lambda: handing.ask_people([lead.contact], page, point)
    )
    menu.addSeparator()
    menu.addAction(tr("Why") + "\tH", page.show_why)
    company = menu.addAction(tr("Everybody at this company") + "\tO", lambda: page.show_company(lead))
    company.setEnabled(bool(lead.company))
    menu.popup(point)
