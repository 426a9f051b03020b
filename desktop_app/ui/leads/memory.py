"""Where the user is in the Leads page, so that one made anew shows the same: view, person, place, queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer

from desktop_app.domain.codes import ContactId
from desktop_app.ui.leads.views import View

if TYPE_CHECKING:
    from desktop_app.ui.pages.leads import LeadsPage


class Memory(NamedTuple):
    """`card` and `queue`: whether they were open."""

    view: View
    contact: ContactId | None
    anchor: tuple[ContactId | None, int]
    card: bool
    queue: bool


def remember(page: LeadsPage) -> Memory:
    """Also keeps what is being written on the card and in the queue: notes, and answers as drafts."""
    queue = page.morning.leave()
    memory = Memory(
        page.view(), page.table.contact(), page.table.anchor(), card=page.desk.side.is_open, queue=queue
    )
    page.desk.clear()
    return memory


def restore(page: LeadsPage, memory: Memory) -> None:
    """After the page has come to the front."""
    page.show_view(memory.view)
    page.reload()  # a person far down is not among the first rows
    if memory.contact is not None:
        page.table.select(memory.contact)
    # Not before the list has its size.
    QTimer.singleShot(0, page, lambda: page.table.restore(memory.anchor))
    if memory.card and memory.contact is not None:
        page.desk.open()
    if memory.queue:
        page.begin_queue()
