"""The keys of the Leads page: what each does to the lead at hand, or opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from desktop_app.store.rows import LeadRow
from desktop_app.ui import keys

if TYPE_CHECKING:
    from desktop_app.ui.pages.leads import LeadsPage


def take(page: LeadsPage, event: QKeyEvent) -> bool:
    """Whether the key meant anything here."""
    if page.table.selected_count() > 1 and page.many.takes(event):
        return True
    if keys.physical(event) == "e" and _control_and_shift(event):
        page.many.export()
        return True
    if (digit := _alt_digit(event)) and page.choosing.show_number(digit):
        return True
    return _menu(page, event) or _for_one(page, event)


def _menu(page: LeadsPage, event: QKeyEvent) -> bool:
    menus = {"f": page.finding.ask_narrow, "v": page.finding.ask_view, "q": page.begin_queue}
    menu = menus.get(keys.letter(event))
    if menu is not None:
        menu()
    return menu is not None


def _for_one(page: LeadsPage, event: QKeyEvent) -> bool:
    lead, acting, table = page.table.lead(), page.acting, page.table
    acts: dict[str, Callable[[LeadRow], object]] = {
        "r": acting.reply,
        "e": acting.done,
        "s": lambda one: acting.ask_snooze(one, page, table.menu_point()),
        "h": lambda _one: page.show_why(),
        "t": acting.called,
        "o": page.show_company,
        "a": lambda one: acting.handing.ask_people([one.contact], page, table.menu_point()),
        "w": lambda one: acting.ask_remind(one, page, table.menu_point()),
    }
    act = acts.get(keys.letter(event))
    if act is not None and lead is not None:
        act(lead)
        return True
    return event.key() == Qt.Key.Key_Escape and page.desk.close()


def _control_and_shift(event: QKeyEvent) -> bool:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    return event.modifiers() & both == both


def _alt_digit(event: QKeyEvent) -> int:
    """Alt and 1 to 9; 0 for anything else."""
    is_alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
    return event.key() - Qt.Key.Key_0 if is_alt and Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9 else 0
