"""Leads, the home page: whom to answer or call now, and why. Keyboard first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QCursor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.errors import AppError
from desktop_app.domain.facts import Changed
from desktop_app.domain.model import MINUTE, ContactId, Micros
from desktop_app.store.rows import LeadCounts, LeadFilter, LeadRow, LeadSort
from desktop_app.ui import keys, problems, words
from desktop_app.ui.context import Context
from desktop_app.ui.leads.acting import LeadActions
from desktop_app.ui.leads.card import ClientCard
from desktop_app.ui.leads.delegate import COMFORTABLE, COMPACT, LeadDelegate
from desktop_app.ui.leads.header import SortHeader
from desktop_app.ui.leads.model import LeadModel
from desktop_app.ui.leads.order import risen
from desktop_app.ui.page import Page
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import Chip
from desktop_app.ui.widgets.rows import RowView
from desktop_app.ui.widgets.states import EmptyState, Notice
from desktop_app.ui.widgets.texts import PageTitle

CARD_WIDTH = 400
CARD_BESIDE_FROM = 1100 - 176  # the window's 1100 px without the rail
SEARCH_AFTER_MS = 150
CARD_AFTER_MS = 60  # holding J does not build a card for every row
CLOCK_MS = 30_000
SEARCH_WIDTH = 280
FILTERS = (
    LeadFilter.ANSWER,
    LeadFilter.HOT,
    LeadFilter.WAITING,
    LeadFilter.COLD,
    LeadFilter.SNOOZED,
    LeadFilter.ALL,
)


class LeadsPage(Page):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._which, self._sort, self._descending = LeadFilter.ALL, LeadSort.WARMTH, True
        self._pending: list[ContactId] | None = None
        self._pending_changed: set[ContactId] = set()
        self._actions = LeadActions(context)
        self._build()
        self._timers()
        self.reload()
        self._select_row(0)

    # ── the page's contract ──────────────────────────────────────────────────────────────────────
    def activate(self) -> None:
        self.reload()
        self.list.setFocus()

    def changed(self, fact: Changed) -> None:
        """Rows are redrawn at once; a new order waits until the pointer leaves the list."""
        self.model.forget(None if fact.everything else fact.contacts)
        self.list.viewport().update()
        self._pending_changed.update(fact.contacts)
        if fact.everything or fact.contacts:
            self._order_timer.start()
        if self.card.contact in fact.contacts or fact.everything:
            self._card_timer.start()

    def search(self) -> None:
        self.search_field.setFocus()
        self.search_field.selectAll()

    def show_contact(self, contact: ContactId) -> None:
        """Select a contact, whatever the filter and the search are now."""
        if self.model.row_of(contact) is None:
            self._search_timer.stop()
            self.search_field.clear()
            self._search_timer.stop()
            self._choose_filter(LeadFilter.ALL)
        row = self.model.row_of(contact)
        if row is not None:
            self._select_row(row)
            self._show_card()
            self._set_card_open(True)

    def reload(self) -> None:
        """Read order and counts anew and show them at once."""
        self._pending = None
        try:
            self._show_order(self._read_order())
        except AppError as error:
            self._show_problem(error)

    # ── building ─────────────────────────────────────────────────────────────────────────────────
    def _build(self) -> None:
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addLayout(self._filters())
        column.addWidget(self._body(), 1)
        line.addLayout(column, 1)
        self.card = ClientCard(self.context)
        self.card.setFixedWidth(CARD_WIDTH)
        self.card.act.connect(self._actions.act)
        self.card.reply.connect(self._actions.reply)
        self.card.done.connect(self._actions.done)
        self.card.snooze.connect(self._actions.ask_snooze)
        self.card.closed.connect(lambda: self._set_card_open(False))
        line.addWidget(self.card)
        self._card_line = line
        self._card_open = False

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.L, Space.L, Space.S)
        self.search_field = QLineEdit()
        self.search_field.setPlaceholderText(tr("Search people and letters   Ctrl+K"))
        self.search_field.setAccessibleName(tr("Search"))
        self.search_field.setClearButtonEnabled(True)
        self.search_field.setMaximumWidth(SEARCH_WIDTH)
        self.search_field.setMinimumWidth(SEARCH_WIDTH * 2 // 3)
        self.search_field.addAction(
            self.context.theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search_field.installEventFilter(self)
        head.addWidget(PageTitle(tr("Leads")))
        head.addStretch(1)
        head.addWidget(self.search_field, 2)
        return head

    def _filters(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(Space.L, 0, Space.L, Space.M)
        line.setSpacing(Space.XS)
        self._group = QButtonGroup(self)
        self.chips: dict[LeadFilter, Chip] = {}
        for which in FILTERS:
            chip = Chip(words.lead_filter(which), self._filter_action(which))
            self._group.addButton(chip)
            self.chips[which] = chip
            line.addWidget(chip)
        self.chips[self._which].setChecked(True)
        line.addStretch(1)
        self.new_chip = Chip("", self._apply_pending)
        self.new_chip.setCheckable(False)
        self.new_chip.hide()
        line.addWidget(self.new_chip)
        return line

    def _filter_action(self, which: LeadFilter) -> Callable[[], None]:
        return lambda: self._choose_filter(which)

    def _body(self) -> QWidget:
        context = self.context
        self.model = LeadModel(context.reader, context.now)
        self._delegate = LeadDelegate(context.theme, context.now, self._target)
        self._delegate.pressed.connect(self._pressed)
        compact = context.settings().text("density") == "compact"
        self.list = RowView(self.model, self._delegate, COMPACT if compact else COMFORTABLE)
        self.list.setAccessibleName(tr("Leads"))
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self.list.opened.connect(lambda _index: self._open_current())
        self.list.viewport().installEventFilter(self)
        self.header = SortHeader(context.theme)
        self.header.chosen.connect(self._choose_sort)
        table = QWidget()
        column = QVBoxLayout(table)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.list, 1)
        self.foot = QLabel()
        self._stack = QStackedWidget()
        self._table = table
        self._stack.addWidget(table)
        return self._stack

    def _timers(self) -> None:
        def timer(milliseconds: int, act: Callable[[], None], *, repeat: bool = False) -> QTimer:
            made = QTimer(self, singleShot=not repeat, interval=milliseconds)
            made.timeout.connect(act)
            return made

        self._search_timer = timer(SEARCH_AFTER_MS, self.reload)
        self.search_field.textChanged.connect(lambda _text: self._search_timer.start())
        self._card_timer = timer(CARD_AFTER_MS, self._show_card)
        self._order_timer = timer(0, self._order_changed)
        self._clock = timer(CLOCK_MS, self.list.viewport().update, repeat=True)
        self._clock.start()
        self.context.theme.changed.connect(self.list.viewport().update)

    # ── order ────────────────────────────────────────────────────────────────────────────────────
    def _read_order(self) -> list[ContactId]:
        reader, now = self.context.reader, self.context.now()
        self._show_counts(reader.lead_counts(now))
        return reader.lead_ids(
            self._which, self._sort, self._descending, self.search_field.text().strip(), now
        )

    def _show_counts(self, counts: LeadCounts) -> None:
        self._counts = counts
        for which, chip in self.chips.items():
            chip.set_count(int(getattr(counts, which.value)))
        self.chips[LeadFilter.SNOOZED].setVisible(counts.snoozed > 0 or self._which is LeadFilter.SNOOZED)

    def _order_changed(self) -> None:
        try:
            order = self._read_order()
        except AppError as error:
            self._show_problem(error)
            return
        if order == self.model.ids:
            self._pending_changed.clear()
        elif self._pointer_inside():
            self._pending = order
            number = risen(self.model.ids, order, self._pending_changed)
            self.new_chip.setText(tr("%n new", "", number))
            self.new_chip.setVisible(number > 0)
        else:
            self._show_order(order)

    def _apply_pending(self) -> None:
        order, self._pending = self._pending, None
        if order is not None:
            self._show_order(order)

    def _show_order(self, order: list[ContactId]) -> None:
        """Put the rows in a new order; the selected contact stays selected, the view stays where it is."""
        self._pending_changed.clear()
        self.new_chip.hide()
        selected, anchor = self._current_contact(), self._anchor()
        self.model.set_ids(order)
        self._show_body(order)
        row = self.model.row_of(selected) if selected is not None else None
        if row is not None:
            self._set_current(row)
        self._restore(anchor)

    def _anchor(self) -> tuple[ContactId | None, int]:
        """The topmost contact and how far it is scrolled; at the very top there is none to keep."""
        offset = self.list.verticalScrollBar().value()
        row = self.list.rowAt(0)
        if offset == 0 or row < 0:
            return None, 0
        return self.model.ids[row], self.list.rowViewportPosition(row)

    def _restore(self, anchor: tuple[ContactId | None, int]) -> None:
        contact, offset = anchor
        row = self.model.row_of(contact) if contact is not None else None
        height = self.list.verticalHeader().defaultSectionSize()
        self.list.verticalScrollBar().setValue(row * height - offset if row is not None else 0)

    def _choose_filter(self, which: LeadFilter) -> None:
        self._which = which
        self.chips[which].setChecked(True)
        self.reload()
        self._select_row(0)

    def _choose_sort(self, sort: LeadSort, descending: bool) -> None:
        self._sort, self._descending = sort, descending
        self.header.show_sort(sort, descending)
        self.reload()

    # ── what stands in the body ──────────────────────────────────────────────────────────────────
    def _show_body(self, order: list[ContactId]) -> None:
        self._show_instead(None if order else self._emptiness())
        if not order:
            self.card.clear()

    def _emptiness(self) -> QWidget:
        if self.search_field.text().strip():
            return EmptyState(
                tr("Nothing found"),
                tr("No person and no letter contains these words."),
                tr("Clear the search"),
                self.search_field.clear,
            )
        if self._counts.all:
            return EmptyState(
                words.lead_filter(self._which),
                _nothing_in(self._which),
                tr("Show all leads"),
                lambda: self._choose_filter(LeadFilter.ALL),
            )
        if self.context.reader.accounts():
            return EmptyState(
                tr("No leads yet"),
                tr("Everybody you write with appears here as soon as the first letters are read."),
            )
        return EmptyState(
            tr("Your clients will be here"),
            tr("Connect your mailbox. Otklik reads it and shows whom to answer first and who is interested."),
            tr("Connect a mailbox"),
            lambda: self.context.show_page("assistant"),
        )

    def _show_problem(self, error: AppError) -> None:
        notice = QWidget()
        column = QVBoxLayout(notice)
        column.addWidget(Notice(problems.sentence(error), tr("Try again"), self.reload))
        column.addStretch(1)
        self._show_instead(notice)

    def _show_instead(self, widget: QWidget | None) -> None:
        while self._stack.count() > 1:
            old = self._stack.widget(1)
            self._stack.removeWidget(old)
            old.deleteLater()
        if widget is not None:
            self._stack.addWidget(widget)
            self._stack.setCurrentWidget(widget)

    # ── selection and card ───────────────────────────────────────────────────────────────────────
    def _current_contact(self) -> ContactId | None:
        row = self.list.currentIndex().row()
        return self.model.ids[row] if 0 <= row < len(self.model.ids) else None

    def _current_lead(self) -> LeadRow | None:
        row = self.list.currentIndex().row()
        return self.model.lead(row) if 0 <= row < len(self.model.ids) else None

    def _select_row(self, row: int) -> None:
        if row < len(self.model.ids):
            self.list.setCurrentIndex(self.model.index(row, 0))

    def _set_current(self, row: int) -> None:
        """As `_select_row`, without scrolling to it."""
        scroll = self.list.verticalScrollBar().value()
        self._select_row(row)
        self.list.verticalScrollBar().setValue(scroll)

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._card_timer.start()

    def _show_card(self) -> None:
        lead = self._current_lead()
        if lead is not None:
            self.card.show_lead(lead)

    def _open_current(self) -> None:
        self._show_card()
        self._set_card_open(True)

    def _set_card_open(self, is_open: bool) -> None:
        """In a narrow window the card lies over the list; in a wide one it always stands beside it."""
        self._card_open = is_open
        self._place_card()
        if not is_open:
            self.list.setFocus()

    def _place_card(self) -> None:
        beside = self.width() >= CARD_BESIDE_FROM
        if beside and self._card_line.indexOf(self.card) < 0:
            self._card_line.addWidget(self.card)
        elif not beside and self._card_line.indexOf(self.card) >= 0:
            self._card_line.removeWidget(self.card)
        self.card.set_closable(not beside)
        self.card.setVisible(beside or self._card_open)
        if not beside:
            self.card.setGeometry(self.width() - CARD_WIDTH, 0, CARD_WIDTH, self.height())
            self.card.raise_()

    # ── keys and pointer ─────────────────────────────────────────────────────────────────────────
    def keyPressEvent(self, event: QKeyEvent) -> None:
        lead = self._current_lead()
        acts: dict[str, Callable[[LeadRow], None]] = {
            "r": self._actions.reply,
            "e": self._actions.done,
            "s": lambda one: self._actions.ask_snooze(one, self._menu_point()),
            "h": lambda _one: self._show_why(),
        }
        act = acts.get(keys.letter(event))
        if act is not None and lead is not None:
            act(lead)
        elif event.key() == Qt.Key.Key_Escape and self._card_open:
            self._set_card_open(False)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search_field and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            return self._search_key(event)
        if watched is self.list.viewport() and event.type() == QEvent.Type.Leave:
            self._apply_pending()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_card()

    def _search_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.search_field.clear()
            self.list.setFocus()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._search_timer.isActive():
                self._search_timer.stop()
                self.reload()
            self._select_row(0)
            self.list.setFocus()
        else:
            return False
        return True

    def _pressed(self, row: int, what: str) -> None:
        lead = self.model.lead(row)
        if lead is None:
            return
        if what == "snooze":
            self._actions.ask_snooze(lead, QCursor.pos())
            return
        acts = {"action": self._actions.act, "reply": self._actions.reply, "done": self._actions.done}
        acts[what](lead)

    def _show_why(self) -> None:
        self._open_current()
        self.card.show_why()

    def _menu_point(self) -> QPoint:
        place = self.list.visualRect(self.list.currentIndex())
        return self.list.viewport().mapToGlobal(place.center())

    def _pointer_inside(self) -> bool:
        return self.list.isVisible() and self.list.viewport().underMouse()

    def _target(self) -> Micros:
        return self.context.settings().number("target_minutes") * MINUTE


def _nothing_in(which: LeadFilter) -> str:
    return {
        LeadFilter.ALL: "",
        LeadFilter.ANSWER: tr("Nobody waits for your answer."),
        LeadFilter.HOT: tr("Nobody is much warmer than usual right now."),
        LeadFilter.WAITING: tr("No letter of yours of the last two weeks is without an answer."),
        LeadFilter.COLD: tr("No open letter has gone cold."),
        LeadFilter.SNOOZED: tr("Nobody is snoozed."),
    }[which]
