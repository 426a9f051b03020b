"""The list of leads with its titles: keeps selection and place when the order changes under the user."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.domain.codes import ContactId
from desktop_app.store.rows import LeadRow
from desktop_app.ui.context import Context
from desktop_app.ui.leads.columns import Shares
from desktop_app.ui.leads.delegate import LeadDelegate
from desktop_app.ui.leads.header import SortHeader
from desktop_app.ui.leads.model import LeadModel
from desktop_app.ui.leads.order import risen
from desktop_app.ui.leads.row_painter import COMFORTABLE, COMPACT
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.rows import RowView


class LeadTable(QWidget):
    """`chosen()`: another current row; `opened()`: Enter or a double click; `pressed(lead, what)`: a button.

    `offered(n)`: a new order waits because the pointer is over the rows, n leads rose; 0 when it was taken.
    `selected(n)`: n rows are selected now. `asked(lead, point)`: a menu of the row is wanted there (global).
    """

    chosen = Signal()
    opened = Signal()
    pressed = Signal(object, str)
    offered = Signal(int)
    selected = Signal(int)
    asked = Signal(object, QPoint)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._waiting_order: list[ContactId] | None = None
        self._acted = False  # what comes next was done by the user himself
        self.model = LeadModel(context.reader, context.now)
        self._delegate = LeadDelegate(context.theme, context.now)
        self._delegate.pressed.connect(self._pressed)
        self.list = RowView(self.model, self._delegate, _row_height(context))
        self.list.setAccessibleName(tr("Leads"))
        self.list.allow_many()
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self.list.selectionModel().selectionChanged.connect(self._selection_changed)
        self.list.opened.connect(lambda _index: self.opened.emit())
        self.list.left.connect(self.accept_offer)
        context.theme.changed.connect(self.redraw)
        self.header = SortHeader(context.theme)
        self.list.resized.connect(self.header.set_list_width)
        self.header.arranging.connect(self.show_columns)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)

    # ── order ────────────────────────────────────────────────────────────────────────────────────
    def show_order(self, order: list[ContactId], count: int = 0) -> None:
        """The selected contact stays selected; when it is gone, the row in its place: no card is empty.

        A scrolled list keeps its topmost row where it is. `count` as in `LeadModel.set_ids`.
        """
        self._take_offer()
        self._acted = False
        selected, anchor, before = self.contact(), self.anchor(), self.list.currentIndex().row()
        many = set(self.contacts()) if self.selected_count() > 1 else set()
        self.model.set_ids(order, count)
        row = self.model.row_of(selected) if selected is not None else None
        self.select_row(row if row is not None else min(max(before, 0), len(order) - 1))
        self._select_again(many)
        self.restore(anchor)

    def offer_order(self, order: list[ContactId], changed: Collection[ContactId]) -> bool:
        """Show it now, or when the pointer leaves; whether it is shown now.

        The user's own deed is seen at once, else a key would seem to do nothing.
        """
        if order == self.model.ids:
            self._take_offer()
            return True
        if self._pointer_inside() and not self._acted:
            self._waiting_order = order
            self.offered.emit(risen(self.model.ids, order, changed))
            return False
        self.show_order(order)
        return True

    def accept_offer(self) -> None:
        """Show the order that waits, if there is one."""
        if self._waiting_order is not None:
            self.show_order(self._waiting_order)

    def show_columns(self, shares: Shares) -> None:
        """Which ones wide lists have, in which order and how wide."""
        self._delegate.show_columns(shares)
        self.header.show_columns(shares)
        self.redraw()

    def mark(self, words: str) -> None:
        """The words that were searched for."""
        self._delegate.mark(words)

    def fit_density(self) -> None:
        """The setting may be another one now."""
        height = _row_height(self._context)
        if height != self.list.verticalHeader().defaultSectionSize():
            anchor = self.anchor()
            self.list.set_row_height(height)
            self.restore(anchor)

    def redraw(self) -> None:
        self.list.viewport().update()

    # ── selection ────────────────────────────────────────────────────────────────────────────────
    def contact(self) -> ContactId | None:
        row = self.list.currentIndex().row()
        return self.model.ids[row] if 0 <= row < len(self.model.ids) else None

    def lead(self) -> LeadRow | None:
        row = self.list.currentIndex().row()
        return self.model.lead(row) if 0 <= row < len(self.model.ids) else None

    def contacts(self) -> list[ContactId]:
        """The selected ones, in order of the list; the current one when none is."""
        ids = self.model.ids
        rows = sorted(row for one in self._ranges() for row in range(one.top(), one.bottom() + 1))
        contact = self.contact()
        return [ids[row] for row in rows if row < len(ids)] or ([contact] if contact is not None else [])

    def selected_count(self) -> int:
        return sum(one.height() for one in self._ranges())

    def leave_selection(self) -> None:
        """Only the current row stays selected."""
        self.select_row(self.list.currentIndex().row())

    def select_row(self, row: int) -> None:
        if 0 <= row < len(self.model.ids):
            self.list.setCurrentIndex(self.model.index(row, 0))

    def select(self, contact: ContactId) -> bool:
        """False when the list does not hold the contact."""
        row = self.model.row_of(contact)
        if row is not None:
            self.select_row(row)
        return row is not None

    def set_aside(self, contacts: Collection[ContactId]) -> None:
        """The user has dealt with these, who leave their places: on to the next row, else the one before."""
        ids, current = self.model.ids, self.list.currentIndex().row()
        rows = chain(range(max(current, 0), len(ids)), range(current - 1, -1, -1))
        self.select_row(next((row for row in rows if ids[row] not in contacts), current))
        self._acted = True

    def menu_point(self) -> QPoint:
        """Where a menu of the current row opens, in global coordinates."""
        place = self.list.visualRect(self.list.currentIndex())
        return self.list.viewport().mapToGlobal(place.center())

    def _ranges(self) -> list[QItemSelectionRange]:
        chosen = self.list.selectionModel().selection()
        return [chosen.at(number) for number in range(chosen.count())]

    def _select_again(self, many: set[ContactId]) -> None:
        if not many:
            return
        chosen = QItemSelection()
        for row, contact in enumerate(self.model.ids):
            if contact in many:
                chosen.append(QItemSelectionRange(self.model.index(row, 0)))
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().select(chosen, flags)

    def _selection_changed(self) -> None:
        count = self.selected_count()
        was, self.list.several = self.list.several, count != 1
        if was or self.list.several:
            self.list.viewport().update()
        self.selected.emit(count)

    def _take_offer(self) -> None:
        self._waiting_order = None
        self.offered.emit(0)

    def _pointer_inside(self) -> bool:
        return self.list.isVisible() and self.list.viewport().underMouse()

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click, or the menu key, which asks where the current row is."""
        lead = self.lead()
        if lead is not None and self.selected_count() == 1:
            by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
            self.asked.emit(lead, event.globalPos() if by_mouse else self.menu_point())

    def _pressed(self, row: int, what: str) -> None:
        lead = self.model.lead(row)
        if lead is not None:
            self.pressed.emit(lead, what)

    def anchor(self) -> tuple[ContactId | None, int]:
        """The topmost contact and its y; at the very top there is none to keep."""
        row = self.list.rowAt(0)
        if self.list.verticalScrollBar().value() == 0 or row < 0:
            return None, 0
        return self.model.ids[row], self.list.rowViewportPosition(row)

    def restore(self, anchor: tuple[ContactId | None, int]) -> None:
        """The row that `anchor` named stands there again."""
        contact, y = anchor
        row = self.model.row_of(contact) if contact is not None else None
        height = self.list.verticalHeader().defaultSectionSize()
        self.list.verticalScrollBar().setValue(row * height - y if row is not None else 0)


def _row_height(context: Context) -> int:
    return COMPACT if context.settings().text("density") == "compact" else COMFORTABLE
