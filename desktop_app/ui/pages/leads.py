"""Leads, the home page: whom to answer or call now, and why. Keyboard first."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QCursor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.codes import ContactId
from desktop_app.domain.errors import AppError
from desktop_app.store.rows import LeadCounts, LeadFilter, LeadRow, LeadSort, Narrow
from desktop_app.ui.context import Context
from desktop_app.ui.leads.finding import Finding
from desktop_app.ui.leads.side import CardSide
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
    from desktop_app.ui.leads.morning import MorningQueue
    from desktop_app.ui.leads.views import View

CARD_AFTER_MS = 60  # holding J does not build a card for every row
CLOCK_MS = 30_000
FIRST_ROWS = 200
LONG_FROM = 2_000  # from here on a switch shows the first rows, and reads the others after they are painted
AFTER_PAINT_MS = 40
REST = 10  # between two readings of the order there is ten times as long as one takes


class LeadsPage(Page):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._sort, self._descending = LeadSort.WARMTH, True
        self._changed: set[ContactId] = set()
        self._counts = LeadCounts(0, 0, 0, 0, 0, 0)
        self._acting: LeadActions | None = None
        self._many: Many | None = None
        self._choosing: Choosing | None = None
        self._queue: MorningQueue | None = None
        self._narrow = Narrow()
        self._listed = False
        self._build()
        self._card_timer = self._timer(CARD_AFTER_MS, self._show_card)
        self._order_timer = self._timer(0, self._order_changed)
        self._rest_timer = self._timer(0, self.reload)
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
            self.reload()
        else:
            self._begin()
        if self._side.card is not None:
            self._card_timer.start()
        if self._queue is not None and self._queue.isVisible():
            self._queue.setFocus()
        else:
            self.table.setFocus()

    def changed(self, fact: Changed) -> None:
        """Rows are redrawn at once; a new order waits until the pointer leaves the list."""
        if fact.everything:
            self._show_columns()
            self.table.fit_density()
        self.table.model.forget(None if fact.everything else fact.contacts)
        self.table.redraw()
        self._changed.update(fact.contacts)
        if (fact.everything or fact.contacts) and not self._order_timer.isActive():
            self._order_timer.start()
        if fact.everything or self.table.contact() in fact.contacts:
            self._card_timer.start()
        if self._queue is not None:
            self._queue.changed(fact.contacts, everything=fact.everything)

    def replaced(self) -> None:
        if self._side.card is not None:
            self._side.card.replaced()

    def search(self) -> None:
        self.finding.focus()

    def show_contact(self, contact: ContactId) -> None:
        """Select a contact, whatever the filter and the search are now."""
        if self._queue is not None and self._queue.isVisible():
            self._queue.leave()
        if not self.table.select(contact):
            self.finding.clear()
            self._narrow = Narrow()
            self._show_narrow()
            self.reload()
            self.table.select(contact)
        if self.table.contact() == contact:
            self._open_current()

    def reload(self) -> None:
        """Read order and counts anew and show them at once."""
        self._changed.clear()
        order = self._read_order()
        if order is not None:
            self.table.show_order(order)
            self._show_body(order)

    # ── building ─────────────────────────────────────────────────────────────────────────────────
    def _build(self) -> None:
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.finding = Finding(self.context.theme)
        self.table = LeadTable(self.context)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.finding)
        column.addWidget(self._stack, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addLayout(column, 1)
        self._side = CardSide(line)

    def _connect(self) -> None:
        self._show_columns()
        self.finding.changed.connect(self._find)
        self.finding.left.connect(self._enter_list)
        self.finding.new_pressed.connect(self.table.accept_offer)
        self.table.header.chosen.connect(self._choose_sort)
        self.table.header.arranged.connect(self._keep_columns)
        self.table.chosen.connect(self._card_timer.start)
        self.table.opened.connect(self._open_current)
        self.table.pressed.connect(self._pressed)
        self.table.offered.connect(self.finding.show_new)
        self.table.selected.connect(self._selected)
        self.table.asked.connect(self._ask_row)
        self.finding.narrowing.connect(self._ask_narrow)
        self.finding.viewing.connect(self._ask_view)
        self.finding.queue_pressed.connect(self.begin_queue)
        self.finding.widened.connect(lambda: self._narrow_to(Narrow()))

    @property
    def card(self) -> ClientCard:
        """Made when first needed, which is after the first paint."""
        if self._side.card is not None:
            return self._side.card
        from desktop_app.ui.leads.card import ClientCard

        card = ClientCard(self.context)
        card.act.connect(self.acting.act)
        card.reply.connect(self._reply_in_card)
        card.done.connect(self.acting.done)
        card.called.connect(self.acting.called)
        card.snooze.connect(self.acting.ask_snooze)
        card.remind.connect(lambda lead, at: self.acting.ask_remind(lead, self, at))
        card.closed.connect(lambda: self._set_card_open(False))
        self._side.hold(card, self.size())
        return card

    @property
    def acting(self) -> LeadActions:
        if self._acting is None:
            from desktop_app.ui.leads.acting import LeadActions

            self._acting = LeadActions(self.context)
        return self._acting

    @property
    def queue(self) -> MorningQueue:
        """Made when it is gone through for the first time."""
        if self._queue is None:
            from desktop_app.ui.leads.morning import MorningQueue

            self._queue = MorningQueue(self.context, self.acting)
            self._queue.setParent(self)
            self._queue.left.connect(self._leave_queue)
        return self._queue

    def _reply_in_card(self, lead: LeadRow) -> None:
        """The card's button: a short answer in place; R opens a window."""
        from desktop_app.ui.leads.acting import reply_draft

        draft = reply_draft(self.context, lead)
        if draft is not None:
            self.card.answer(draft)

    def begin_queue(self) -> None:
        """Q: one lead after the other, over the whole page."""
        self.queue.setGeometry(self.rect())
        self.queue.begin()

    def _leave_queue(self) -> None:
        self.reload()
        self._card_timer.start()
        self.table.setFocus()

    @property
    def choosing(self) -> Choosing:
        if self._choosing is None:
            from desktop_app.ui.leads.choosing import Choosing

            self._choosing = Choosing(
                self.context, self._view, self._show_view, self._narrow_to, self._export_all
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

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(act)
        return timer

    # ── what is shown ────────────────────────────────────────────────────────────────────────────
    def _begin(self) -> None:
        """With what the first frame shows: to read the order of 100,000 leads takes a quarter of its time."""
        self._begun = True
        order = self._read_order(first=FIRST_ROWS)
        if order is not None:
            self.table.show_order(order, self._counts.all)
            self._show_body(order)
            if len(order) < self._counts.all:
                self.table.list.painted.connect(self._rest_timer.start)

    def _read_order(self, first: int | None = None) -> list[ContactId] | None:
        """The whole order, or its beginning; None when reading failed, which is said in place of the list."""
        reader, now, start = self.context.reader, self.context.now(), perf_counter()
        which, sort, words = self.finding.which, self._sort, self.finding.words
        try:
            self._counts = reader.lead_counts(now, self._narrow)
            if first is not None:
                order = reader.first_leads(first, now, which, sort, self._descending)
            else:
                order = reader.lead_ids(which, sort, self._descending, words, now, self._narrow)
        except AppError as error:
            from desktop_app.ui.leads import emptiness

            self._show_instead(emptiness.unreadable(error, self.reload))
            return None
        self._order_timer.setInterval(int((perf_counter() - start) * 1000 * REST))
        self.finding.show_counts(self._counts)
        self.table.mark(words)
        self._listed = bool(order)
        self._place_card()
        return order

    def _order_changed(self) -> None:
        order = self._read_order()
        if order is not None and self.table.offer_order(order, self._changed):
            self._changed.clear()
            self._show_body(order)

    def _show_body(self, order: list[ContactId]) -> None:
        self._show_instead(None if order else self._emptiness())
        if not order and self._side.card is not None:
            self._side.card.clear()

    def _emptiness(self) -> QWidget:
        from desktop_app.ui.leads import emptiness

        if self.finding.words:
            return emptiness.nothing_found(self.finding.field.clear)
        if self._anybody():
            return emptiness.nobody_in(self.finding.which, lambda: self.finding.choose(LeadFilter.ALL))
        if self.context.reader.accounts():
            return emptiness.still_reading(lambda: self.context.show_page("settings"))
        return emptiness.no_mailbox(lambda: self.context.show_page("assistant"))

    def _show_instead(self, widget: QWidget | None) -> None:
        while self._stack.count() > 1:
            old = self._stack.widget(1)
            self._stack.removeWidget(old)
            old.deleteLater()
        if widget is not None:
            self._stack.setCurrentIndex(self._stack.addWidget(widget))

    def _switch(self) -> None:
        """Another filter or order. Of a long list the beginning now, all of it after the next paint."""
        count = int(getattr(self._counts, self.finding.which.value))
        if self.finding.words or self._narrow != Narrow() or count < LONG_FROM:
            self.reload()
            return
        order = self._read_order(first=FIRST_ROWS)
        if order is not None:
            self.table.show_order(order, count)
            self._show_body(order)
            self._rest_timer.start(AFTER_PAINT_MS)

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
    def _view(self) -> View:
        """What is shown, without a name."""
        from desktop_app.ui.leads.views import View

        finding = self.finding
        return View("", finding.which, self._narrow, self._sort, self._descending, finding.words)

    def _show_view(self, view: View) -> None:
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

    def _ask_view(self, point: QPoint) -> None:
        self.choosing.views_menu(point, self)

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

    # ── card ─────────────────────────────────────────────────────────────────────────────────────
    def _show_card(self) -> None:
        lead = self.table.lead()
        if lead is not None:
            self.card.show_lead(lead)

    def _open_current(self) -> None:
        self._card_timer.stop()
        self._show_card()
        self._set_card_open(True)

    def _set_card_open(self, is_open: bool) -> None:
        """In a narrow window the card lies over the list; in a wide one it always stands beside it."""
        self._side.is_open = is_open
        self._place_card()
        if not is_open:
            self.table.setFocus()

    def close_card(self) -> bool:
        """Where it lies over the list; whether it did."""
        was_open = self._side.is_open
        if was_open:
            self._set_card_open(False)
        return was_open

    def _place_card(self) -> None:
        self._side.place(self.size(), listed=self._listed)

    def _anybody(self) -> bool:
        """Whether there is anybody at all, whatever is filtered and searched."""
        return self._counts.all + self._counts.snoozed > 0

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
        self._place_card()
        if self._queue is not None:
            self._queue.setGeometry(self.rect())
        if self._many is not None:
            self._many.place()

    def _pressed(self, lead: LeadRow, what: str) -> None:
        if what == "snooze":
            self.acting.ask_snooze(lead, QCursor.pos())
        else:
            acts = {"action": self.acting.act, "reply": self.acting.reply, "done": self.acting.done}
            acts[what](lead)

    def show_why(self) -> None:
        self._open_current()
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
