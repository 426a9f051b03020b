"""The feed of signals with what each was judged to be; one click or key says that it was something else."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.codes import SignalId, Verdict
from desktop_app.domain.facts import Changed
from desktop_app.store.rows import SignalRow
from desktop_app.ui import keys, reasons
from desktop_app.ui.context import Context
from desktop_app.ui.correcting import correct
from desktop_app.ui.page import Page
from desktop_app.ui.pages.activity_filter import ActivityFilter
from desktop_app.ui.pages.activity_offer import OfferBar
from desktop_app.ui.pages.activity_rows import JUDGED, KEYS, TAKE_BACK, Corrections, look, possible
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton
from desktop_app.ui.widgets.page_head import PAGE_MARGIN, edge_to_edge
from desktop_app.ui.widgets.row_list import ROW_HEIGHT, RowDelegate, RowModel
from desktop_app.ui.widgets.rows import RowView
from desktop_app.ui.widgets.states import EmptyState, no_mailbox
from desktop_app.ui.widgets.texts import Line

LIMIT = 1000
TAG_WIDTH = 132


class ActivityPage(Page):
    """Newest first. The row under the pointer, or the current one, shows the buttons of correction.

    While the pointer is over the rows they stay where they are: what is new waits behind "3 new".
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._signals: list[SignalRow] = []
        self._shown: list[SignalRow] = []
        self.model = RowModel()
        self._delegate = RowDelegate(context.theme, TAG_WIDTH)
        self.list = RowView(self.model, self._delegate, ROW_HEIGHT)
        self.list.setAccessibleName(tr("Activity"))
        self.corrections = Corrections(self.list.viewport(), self._correct)
        self.filter = ActivityFilter(self._show)
        self.offer = OfferBar(context, self._read)
        self.news = LinkButton("", self._read)
        self._action_row = -1
        self._build()
        self.list.viewport().installEventFilter(self)
        self.list.entered.connect(lambda index: self._offer(index.row()))
        self.list.selectionModel().currentChanged.connect(lambda index, _old: self._offer(index.row()))
        self.list.verticalScrollBar().valueChanged.connect(lambda _value: self._place())
        self.list.clicked.connect(self._open)
        self.list.opened.connect(self._open)
        self.list.left.connect(self._read_news)
        context.theme.changed.connect(self.list.viewport().update)

    def activate(self) -> None:
        """Read what may have come meanwhile."""
        self._read()
        self.enter()

    def enter(self) -> None:
        self.list.setFocus()

    def changed(self, fact: Changed) -> None:
        """New signals, or a verdict that has changed."""
        if not (fact.signals or fact.everything):
            return
        known = {one.id for one in self._signals}
        fresh = [one for one in self._found() if one.id not in known]
        if fresh and self._signals and self.list.hovered_row >= 0:
            self.news.setText(tr("%n new", "", len(fresh)))
            self.news.show()
        else:
            self._read()

    def search(self) -> None:
        """Look for a person or a letter."""
        if not self.filter.bar.isHidden():
            self.filter.text.setFocus()
            self.filter.text.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = keys.letter(event)
        current = self.list.currentIndex().row()
        signal = self._shown[current] if 0 <= current < len(self._shown) else None
        if event.key() == Qt.Key.Key_Escape:
            self.offer.dismiss()
            self.filter.clear()
            self.list.setFocus()
        elif letter == "a" and not self.offer.isHidden():
            self.offer.accept()
        elif signal is not None and (letter in KEYS or letter == TAKE_BACK):
            verdict = KEYS.get(letter)
            if verdict in possible(signal):
                self._correct(signal, verdict)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._offer(self.list.currentIndex().row())
        elif event.type() == QEvent.Type.Resize:
            self._place()
        return False

    # building

    def _build(self) -> None:
        column, head = edge_to_edge(self, tr("Activity"))
        head.row.setSpacing(Space.XS)
        head.row.addWidget(self.filter.chips)
        self.news.hide()
        head.row.addWidget(self.news)
        above = QVBoxLayout()
        above.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, Space.M)
        above.addWidget(self.filter.bar)
        column.addLayout(above)
        column.addWidget(self.offer)
        column.addWidget(Line())
        self._stack = QStackedWidget()
        self._empty = EmptyState(
            tr("Nothing has happened yet"),
            tr(
                "When a client opens a letter of yours, clicks a link or answers, it appears here, "
                "with what it was judged to be and why."
            ),
            tr("Write a letter"),
            lambda: self.context.compose(None),
        )
        self._none = EmptyState(
            tr("Nothing of this sort"),
            tr("No signal of the last time is like this."),
            tr("Show all signals"),
            self.filter.clear,
        )
        self._unread = no_mailbox(
            tr("Opens, clicks and answers of your clients appear here."),
            lambda: self.context.show_page("assistant"),
        )
        for page in (self.list, self._empty, self._none, self._unread):
            self._stack.addWidget(page)
        column.addWidget(self._stack, 1)

    # reading

    def _found(self) -> list[SignalRow]:
        """What only repeats a click or an answer is not shown a second time."""
        return [one for one in self.context.reader.signals(limit=LIMIT) if not reasons.is_inferred(one)]

    def _read(self) -> None:
        self._signals = self._found()
        self.news.hide()
        self._show()

    def _read_news(self) -> None:
        if not self.news.isHidden():
            self._read()

    def _show(self) -> None:
        current = self._current()
        self._shown = self.filter.chosen(self._signals)
        now = self.context.now()
        self.model.set_rows([look(row, now) for row in self._shown])
        if self._shown:
            self._stack.setCurrentIndex(0)
            self._return_to(current)
        else:
            self._stack.setCurrentWidget(self._instead())
        self._offer(self.list.currentIndex().row())

    def _current(self) -> SignalId | None:
        row = self.list.currentIndex().row()
        return self._shown[row].id if 0 <= row < len(self._shown) else None

    def _return_to(self, signal: SignalId | None) -> None:
        """The same signal stays the current one, wherever it is now."""
        row = next((at for at, one in enumerate(self._shown) if one.id == signal), -1)
        if row >= 0 and row != self.list.currentIndex().row():
            self.list.setCurrentIndex(self.model.index(row, 0))

    def _instead(self) -> QWidget:
        if self._signals:
            return self._none
        return self._empty if self.context.reader.accounts() else self._unread

    # what the user does

    def _open(self, index: QModelIndex) -> None:
        row = self._shown[index.row()]
        if row.contact is not None:
            self.context.open_contact(row.contact)
        elif row.letter is not None:
            self.context.open_letters([row.letter], row.subject or tr("No subject"))

    def _offer(self, row: int) -> None:
        """Buttons for a row; none for what needs no judging (answers, bounces)."""
        there = 0 <= row < len(self._shown) and self._shown[row].kind in JUDGED
        self._action_row = row if there else -1
        self._delegate.busy_row = self._action_row
        self.corrections.setVisible(there)
        if there:
            self.corrections.show_for(self._shown[row])
            self._delegate.busy_width = self.corrections.sizeHint().width()
            self._place()
        self.list.viewport().update()

    def _place(self) -> None:
        if self._action_row >= 0:
            rect = self.list.visualRect(self.model.index(self._action_row, 0))
            self.corrections.adjustSize()
            top = rect.top() + (rect.height() - self.corrections.height()) // 2
            right = self.list.viewport().width() - Space.L  # a scroll bar may just have come
            self.corrections.move(right - self.corrections.width(), top)

    def _correct(self, signal: SignalRow, verdict: Verdict | None) -> None:
        self.offer.dismiss()
        correct(self.context, self, signal, verdict, self._read, self.offer.show_offer)
