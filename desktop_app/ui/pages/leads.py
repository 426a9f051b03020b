"""Leads, the home page: whom to answer or call now, and why. Keyboard first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QCursor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop_app.domain.codes import ContactId
from desktop_app.domain.errors import AppError
from desktop_app.store.rows import LeadCounts, LeadRow, LeadSort, Narrow
from desktop_app.ui.context import Context
from desktop_app.ui.leads.body import ListBody
from desktop_app.ui.leads.card_desk import CardDesk
from desktop_app.ui.leads.finding import Finding
from desktop_app.ui.leads.ordering import LONG_FROM, Order, Ordering, Wanted
from desktop_app.ui.leads.queue_desk import QueueDesk
from desktop_app.ui.leads.table import LeadTable
from desktop_app.ui.page import Page
from desktop_app.ui.translation import tr

if TYPE_CHECKING:
    from desktop_app.domain.facts import Changed
    from desktop_app.ui.leads.acting import LeadActions
    from desktop_app.ui.leads.card import ClientCard
    from desktop_app.ui.leads.choosing import Choosing
    from desktop_app.ui.leads.columns import Shares
    from desktop_app.ui.leads.many import Many
    from desktop_app.ui.leads.old_waits import OldWaits
    from desktop_app.ui.leads.views import View

CLOCK_MS = 30_000


class LeadsPage(Page):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._sort, self._descending = LeadSort.WARMTH, True
        self._changed: set[ContactId] = set()
        self._counts = LeadCounts(0, 0, 0, 0, 0, 0)
        self._acting: LeadActions | None = None
        self._many: Many | None = None
        self._choosing: Choosing | None = None
        self._old: OldWaits | None = None
        self._narrow = Narrow()
        self._shown: Wanted | None = None
        self._ordering = Ordering(context, self._wanted)
        background = self._ordering.background
        self.destroyed.connect(lambda _page=None: background.close())
        self._build()
        self._clock = QTimer(self, interval=CLOCK_MS)
        self._clock.timeout.connect(self.table.redraw)
        self._clock.start()
        self._connect()
        self._begun = False

    # ── the page's contract ──────────────────────────────────────────────────────────────────────
    def activate(self) -> None:
        self.table.model.forget(None)  # nobody told it what changed meanwhile
        if self._begun:
            self.table.fit_density()
            self._read_again()
        else:
            self._begin()
        if self.desk.is_made:
            self.desk.soon()
        self.enter()

    def enter(self) -> None:
        (self.morning.queue if self.morning.is_open else self._stack).setFocus()

    def foot(self) -> int:
        if self.morning.is_open:
            return self.morning.queue.foot()
        return 0 if self._many is None else self._many.foot()

    def changed(self, fact: Changed) -> None:
        """Rows are redrawn at once; a new order waits until the pointer leaves the list."""
        if fact.everything:
            self._show_columns()
            self.table.fit_density()
        self.table.model.forget(None if fact.everything else fact.contacts)
        self.table.redraw()
        self._changed.update(fact.contacts)
        if fact.everything or fact.contacts:
            self._ordering.soon()
        if fact.everything or self.table.contact() in fact.contacts:
            self.desk.soon()
        self.morning.changed(fact)

    def replaced(self) -> None:
        self.desk.replaced()

    def dropped(self) -> None:
        super().dropped()
        self._ordering.close()

    def search(self) -> None:
        self.finding.focus()

    def show_contact(self, contact: ContactId) -> None:
        """Select a contact, whatever the filter and the search are now."""
        self.morning.leave()
        if not self.table.select(contact):
            self.finding.clear()
            self._narrow = Narrow()
            self._show_narrow()
            self.reload()
            self.table.select(contact)
        if self.table.contact() == contact:
            self.desk.open()

    def remember(self) -> object:
        from desktop_app.ui.leads import memory

        return memory.remember(self)

    def restore(self, memory: object) -> None:
        from desktop_app.ui.leads.memory import Memory, restore

        assert isinstance(memory, Memory)
        restore(self, memory)

    def reload(self) -> None:
        """Read order and counts anew and show them at once."""
        self._show_order(self._ordering.whole)

    # ── building ─────────────────────────────────────────────────────────────────────────────────
    def _build(self) -> None:
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.finding = Finding(self.context.theme)
        self.table = LeadTable(self.context)
        self._stack = ListBody(self.table)
        self._above = QVBoxLayout()
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.finding)
        column.addLayout(self._above)
        column.addWidget(self._stack, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addLayout(column, 1)
        self.desk = CardDesk(self, line, self.table, lambda: self.acting)
        self.morning = QueueDesk(self, lambda: self.acting, self._leave_queue)

    def _connect(self) -> None:
        self._show_columns()
        self._ordering.came.connect(self._order_came)
        self._ordering.failed.connect(self._show_unreadable)
        self.finding.changed.connect(self._find)
        self.finding.left.connect(self._enter_list)
        self.finding.new_pressed.connect(self.table.accept_offer)
        self.table.header.chosen.connect(self._choose_sort)
        self.table.header.arranged.connect(self._keep_columns)
        self.table.chosen.connect(self.desk.soon)
        self.table.opened.connect(self.desk.open)
        self.table.pressed.connect(self._pressed)
        self.table.offered.connect(self.finding.show_new)
        self.table.selected.connect(self._selected)
        self.table.asked.connect(self._ask_row)
        self.finding.narrowing.connect(self._ask_narrow)
        self.finding.viewing.connect(lambda point: self.choosing.views_menu(point, self))
        self.finding.queue_pressed.connect(self.begin_queue)
        self.finding.widened.connect(lambda: self._narrow_to(Narrow()))

    @property
    def card(self) -> ClientCard:
        """Made when first needed, which is after the first paint."""
        return self.desk.card

    @property
    def acting(self) -> LeadActions:
        if self._acting is None:
            from desktop_app.ui.leads.acting import LeadActions

            self._acting = LeadActions(self.context)
            self._acting.put_off.connect(lambda contact: self.table.set_aside({contact}))
        return self._acting

    def begin_queue(self) -> None:
        """Q: one lead after the other, over the whole page."""
        self.desk.close()
        self.morning.begin()

    def _leave_queue(self) -> None:
        self.reload()
        self.desk.soon()
        self.table.setFocus()

    @property
    def old_waits(self) -> OldWaits:
        if self._old is None:
            from desktop_app.ui.leads.old_waits import OldWaits

            self._old = OldWaits(self.context, self._enter_list)
            self._above.addWidget(self._old)
        return self._old

    @property
    def choosing(self) -> Choosing:
        if self._choosing is None:
            from desktop_app.ui.leads.choosing import Choosing

            self._choosing = Choosing(
                self.context, self.view, self.show_view, self._narrow_to, self._export_all
            )
        return self._choosing

    @property
    def many(self) -> Many:
        """Made when several leads are selected for the first time, or the list is exported."""
        if self._many is None:
            from desktop_app.ui.leads.many import Many

            self._many = many = Many(self, self.table, self.context, self.acting)
            self.destroyed.connect(lambda _page=None: many.close())
        return self._many

    # ── what is shown ────────────────────────────────────────────────────────────────────────────
    def _begin(self) -> None:
        """With what the first frame shows: to read the order of 100,000 leads takes a quarter of its time."""
        self._begun = True
        if self._show_order(self._ordering.beginning) is not None:
            self.table.list.painted.connect(self._ordering.at_once)

    def _read_again(self) -> None:
        """Of a long list what was shown stays meanwhile, with its place and selection."""
        if len(self.table.model.ids) < LONG_FROM:
            self.reload()
        else:
            self._ordering.at_once()

    def _wanted(self) -> Wanted:
        finding = self.finding
        return Wanted(finding.which, self._sort, self._descending, finding.words, self._narrow)

    def _show_order(self, read: Callable[[], Order]) -> Order | None:
        """What the user asked for, at once; None when reading failed, which is said in place of the list."""
        try:
            order = read()
        except AppError as error:
            self._show_unreadable(error)
            return None
        self._changed.clear()
        self._note(order)
        self.table.show_order(order.contacts, order.total)
        self._show_body(order)
        return order

    def _order_came(self, order: Order) -> None:
        """Read beside the window. What other words have found begins at its first row, else nothing moves."""
        if order.wanted != self._shown:
            self.finding.settle()
            self.table.show_order(order.contacts)
            self.table.list.scrollToTop()
            self.table.select_row(0)
        elif not self.table.model.is_whole:
            self.table.show_order(order.contacts)
        elif not self.table.offer_order(order.contacts, self._changed):
            self._note(order)
            return
        self._changed.clear()
        self._note(order)
        self._show_body(order)

    def _note(self, order: Order) -> None:
        """What is known of the list, whether its new order is shown yet or not."""
        self._counts, self._shown = order.counts, order.wanted
        self.finding.show_counts(order.counts)
        self.table.mark(order.wanted.words)
        self.desk.place(listed=bool(order.contacts))
        if order.old is not None and (order.old or self._old is not None):
            self.old_waits.show_number(order.old)

    def _show_body(self, order: Order) -> None:
        from desktop_app.ui.leads import emptiness

        if order.contacts:
            self._stack.show_table()
            return
        anybody = self._counts.all + self._counts.snoozed > 0  # whatever is filtered and searched
        self._stack.show_instead(emptiness.why_empty(self.context, self.finding, anybody=anybody))
        self.desk.clear()

    def _show_unreadable(self, error: AppError) -> None:
        from desktop_app.ui.leads import emptiness

        self._stack.show_instead(emptiness.unreadable(error, self.reload))

    def _switch(self) -> None:
        """Another filter or order. Of a long list the beginning now, all of it when it is read.

        What words find among many people is read beside the window: it may take a tenth of a second.
        """
        count = int(getattr(self._counts, self.finding.which.value))
        if self.finding.words and self._counts.all >= LONG_FROM:
            self._ordering.at_once()
        elif self.finding.words or self._narrow != Narrow() or count < LONG_FROM:
            self.reload()
        elif self._show_order(self._ordering.beginning) is not None:
            self._ordering.at_once()

    def _find(self) -> None:
        self._switch()
        self.table.list.scrollToTop()
        self.table.select_row(0)

    def _enter_list(self) -> None:
        self.table.setFocus()
        if self.table.contact() is None:
            self.table.select_row(0)

    def _choose_sort(self, sort: LeadSort, descending: bool) -> None:
        self._sort, self._descending = sort, descending
        self.table.header.show_sort(sort, descending)
        self._switch()
        self.table.list.scrollToTop()

    # ── views ────────────────────────────────────────────────────────────────────────────────────
    def view(self) -> View:
        """What is shown, without a name."""
        from desktop_app.ui.leads.views import View

        finding = self.finding
        return View("", finding.which, self._narrow, self._sort, self._descending, finding.words)

    def show_view(self, view: View) -> None:
        self.finding.show_view(view.which, view.words)
        self._narrow = view.narrow
        self._show_narrow()
        self._choose_sort(view.sort, view.descending)
        self.table.select_row(0)

    def _show_columns(self) -> None:
        from desktop_app.ui.leads.views import shown_columns

        self.table.show_columns(shown_columns(self.context.settings()))

    def _keep_columns(self, shown: Shares) -> None:
        self.choosing.keep_columns(shown)

    def _ask_narrow(self, point: QPoint) -> None:
        self.choosing.narrow_menu(point)

    def _narrow_to(self, narrow: Narrow) -> None:
        self._narrow = narrow
        self._show_narrow()
        self._find()

    def _show_narrow(self) -> None:
        mailboxes = self.context.reader.mailboxes() if self._narrow.account is not None else {}
        account = mailboxes.get(self._narrow.account, "") if self._narrow.account is not None else ""
        self.finding.show_narrow(" · ".join(part for part in (self._narrow.channel, account) if part))

    def _export_all(self) -> None:
        self.many.export()

    # ── acting ───────────────────────────────────────────────────────────────────────────────────
    def keyPressEvent(self, event: QKeyEvent) -> None:
        from desktop_app.ui.leads import page_keys

        if not page_keys.take(self, event):
            super().keyPressEvent(event)

    def _selected(self, number: int) -> None:
        if self._many is not None or number > 1:
            self.many.show_count(number)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.desk.place()
        self.morning.place()
        if self._many is not None:
            self._many.place()

    def _pressed(self, lead: LeadRow, what: str) -> None:
        self.acting.pressed(lead, what, self, QCursor.pos())

    def show_why(self) -> None:
        self.desk.open()
        self.card.show_why()

    def _ask_row(self, lead: LeadRow, point: QPoint) -> None:
        from desktop_app.ui.leads import row_menu

        row_menu.ask(self, lead, point)

    def show_company(self, lead: LeadRow) -> None:
        """O: everybody at the lead's company; those at public mail services have none."""
        if lead.company:
            self.context.open_company(lead.company, lead.contact)
        else:
            self.context.toast(tr("An address at a public mail service belongs to no company."), None)
