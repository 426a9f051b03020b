"""The figures, charts and lists of one report. Imported once the charts are loaded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from desktop_app.domain.reply_figures import FEW, Grade
from desktop_app.domain.reply_times import Clock
from desktop_app.domain.worktime import Instants
from desktop_app.ui import words, words_definitions, words_speed, words_targets
from desktop_app.ui.charts.board import Board
from desktop_app.ui.context import Context
from desktop_app.ui.pages.speed_emptiness import SpeedEmptiness
from desktop_app.ui.pages.speed_figures import FigureText, beside_figures, main_figures
from desktop_app.ui.pages.speed_filters import ByBox
from desktop_app.ui.pages.speed_side import SpeedSide
from desktop_app.ui.pages.speed_waiting import ROW_HEIGHT, WaitItem, WaitModel, WaitRows
from desktop_app.ui.speed_records import Beside, Report, Timed
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.cards import Card, FactCard, FigureCard
from desktop_app.ui.widgets.narrow import ASIDE, BELOW, CardGrid, beside
from desktop_app.ui.widgets.page_scroll import PageScroll
from desktop_app.ui.widgets.rows import RowView
from desktop_app.ui.widgets.texts import Text

NARROW_BELOW = 900


class SpeedContent(PageScroll):
    """`show_report` fills it; clicks go to `context.open_letters`.

    `arrival_wanted`, `all_wanted`, `everybody_wanted`: the buttons of what stands in place of charts that
    cannot be drawn.
    """

    arrival_wanted = Signal()
    all_wanted = Signal()
    everybody_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._report: Report | None = None
        self._beside: Beside | None = None
        self.median, self.p90, self.within, self.waiting = (FigureCard("") for _ in range(4))
        self.coverage, self.notice, self.after_open, self.action = (FactCard() for _ in range(4))
        self.main_cards = (self.median, self.p90, self.within, self.waiting)
        self.beside_cards = (self.coverage, self.notice, self.after_open, self.action)
        self.by = ByBox()
        self.board = Board(context.theme, self.by)
        self.side = SpeedSide(context)
        self.few = FewLetters(context)
        self.middle = QStackedWidget()
        self.empty = SpeedEmptiness(
            context, self.all_wanted.emit, self.everybody_wanted.emit, self.arrival_wanted.emit
        )
        for part in (self.board, self.few, *self.empty.states):
            self.middle.addWidget(part)
        self._build()
        self.median.clicked.connect(self._open_answered)
        self.p90.clicked.connect(self._open_slowest)
        self.within.clicked.connect(self._open_within)
        self.waiting.clicked.connect(self._open_waiting)
        self.coverage.clicked.connect(self._open_uncovered)
        self.notice.clicked.connect(lambda: self._open_timed("notice"))
        self.after_open.clicked.connect(lambda: self._open_timed("after_open"))
        self.action.clicked.connect(lambda: self._open_timed("action"))
        for card in self.beside_cards:
            card.setToolTip("\n".join(words_definitions.beside()[1]))
        self.board.picked.connect(self._open_indices)
        self.side.opened.connect(context.open_letters)

    def show_report(self, report: Report) -> None:
        self._report = report
        _show(self.main_cards, main_figures(report))
        self.within.setToolTip(words_targets.sentence(report.query.aimed_at, working=self._working()))
        self.side.show_waiting(self._items(report), report.waiting.number)
        self.side.show_excluded(report.excluded, report.columns.first_letter[report.times.left_out])
        anything = bool(report.arrived or report.waiting.number)
        for widget in (self.side, *self.main_cards, *self.beside_cards):
            widget.setVisible(anything)
        middle = self._middle_of(report, anything=anything)
        if middle is self.few:
            self.few.show_report(report)
        elif middle is self.board:
            self.board.show_report(report)
        policy = QSizePolicy.Policy.Preferred if middle is self.board else QSizePolicy.Policy.Ignored
        self.board.setSizePolicy(policy, policy)  # hidden charts make no room and no scroll bar
        self.middle.setCurrentWidget(middle)

    def show_beside(self, beside: Beside) -> None:
        """The figures that came a moment after the report."""
        self._beside = beside
        figures = beside_figures(beside, working=self._working())
        for card, one in zip(self.beside_cards, figures, strict=True):
            card.show_fact(one.label, one.figure, one.detail)
        self.side.show_answerers(beside.answerers, self._open_answered_by)

    def _open_answered_by(self, who: str) -> None:
        if (report := self._report) is None:
            return
        columns, inside = report.columns, np.zeros(report.columns.arrived.shape, np.bool_)
        inside[report.inside] = True
        answered = inside & columns.counts & columns.of_responder(who) & ~columns.is_open()
        title = tr("Answered by {name}").format(name=words.responder(who))
        self._context.open_letters(columns.letters(np.flatnonzero(answered)), title)

    def _middle_of(self, report: Report, *, anything: bool) -> QWidget:
        """The charts, or what stands in their place."""
        if (empty := self.empty.of(report, anything=anything)) is not None:
            return empty
        return self.few if report.figures.grade is Grade.LIST else self.board

    def _build(self) -> None:
        self._cards = CardGrid((*self.main_cards, *self.beside_cards))
        self.column.addLayout(self._cards)
        self._lower = beside((self.middle, 1), (self.side, 0))
        self.column.addLayout(self._lower, 1)
        self._arrange(narrow=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(narrow=self.width() < NARROW_BELOW)

    def _arrange(self, *, narrow: bool) -> None:
        """Four cards in a row and the list aside; in a narrow window two by two and the list below."""
        self._cards.arrange(narrow=narrow)
        self._lower.setDirection(BELOW if narrow else ASIDE)
        self.side.set_aside(not narrow)
        self.board.set_columns(1 if narrow else 2)

    def _length(self, seconds: float) -> str:
        return words_speed.length(seconds, working=self._working())

    def _working(self) -> bool:
        return self._report is not None and self._report.query.clock is Clock.WORKING

    def _items(self, report: Report) -> list[WaitItem]:
        return [WaitItem(one.row, one.seconds, self._length, one.late) for one in report.waiting.listed]

    # letters behind

    def _open_indices(self, indices: Instants, title: str) -> None:
        if self._report is not None:
            self._context.open_letters(self._report.letters(indices), title)

    def _open_answered(self) -> None:
        if self._report is not None:
            times_ = self._report.times
            self._open_indices(times_.indices[times_.observed], tr("Answered"))

    def _open_slowest(self) -> None:
        if self._report is not None:
            limit = self._report.figures.p90.value or self._report.query.target_s
            title = tr("Longer than {time}").format(time=self._length(limit))
            self._open_indices(self._report.slower_than(limit), title)

    def _open_within(self) -> None:
        if self._report is not None:
            title = words_targets.within(self._report.aim.only, working=self._working())
            self._open_indices(self._report.aim.within(), title)

    def _open_waiting(self) -> None:
        if self._report is not None:
            self._context.open_letters(self._report.waiting.letters, tr("Waiting now"))

    def _open_uncovered(self) -> None:
        if self._beside is not None:
            self._open_indices(self._beside.coverage.behind, tr("Not answered yet"))

    def _open_timed(self, which: str) -> None:
        """The slower half, which the figure is about."""
        timed: Timed | None = getattr(self._beside, which, None)
        if timed is None:
            return
        titles = {
            "notice": tr("Opened after a long time"),
            "after_open": tr("Answered more than 10 minutes after opening"),
            "action": tr("Clicked, and when we wrote next"),
        }
        times, figures = timed.times, timed.figures
        limit = figures.target_s if which == "after_open" else figures.median.value or 0.0
        chosen = times.indices if which == "action" else times.indices[times.seconds > limit]
        self._context.open_letters(timed.letters(chosen), titles[which])


def _show(cards: Sequence[FigureCard], figures: Sequence[FigureText]) -> None:
    for card, one in zip(cards, figures, strict=True):
        card.set_label(one.label)
        card.show_figure(one.figure, one.detail, one.change, one.tone)


class FewLetters(Card):
    """Under ten answers there is no figure to be told: the letters themselves."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.body.setContentsMargins(0, Space.L, 0, Space.S)
        self.sentence = Text("", tone="secondary", wrap=True)
        self.sentence.setContentsMargins(Space.L, 0, Space.L, 0)
        self.model = WaitModel()
        self.list = RowView(self.model, WaitRows(context.theme), ROW_HEIGHT)
        self.list.clicked.connect(self._open)
        self.list.opened.connect(self._open)
        self.add(self.sentence)
        self.add(self.list, 1)

    def show_report(self, report: Report) -> None:
        working = report.query.clock is Clock.WORKING
        text = tr(
            "Fewer than {n} answers in this time: too few for figures and charts. These are the letters."
        )
        self.sentence.setText(text.format(n=FEW))
        items = []
        times = report.times
        letters = report.columns.first_letter[times.indices].tolist()
        took = zip(times.seconds.tolist(), times.observed.tolist(), strict=True)
        told = dict(zip(letters, took, strict=True))
        answered = partial(words_speed.answered_after, working=working)
        waiting = partial(_waiting_for, working=working)
        for row in sorted(report.few, key=lambda one: -one.arrived_at):
            seconds, done = told[row.first_letter]
            items.append(WaitItem(row, seconds, answered if done else waiting, not done))
        self.model.set_items(items)

    def _open(self, index: QModelIndex) -> None:
        row = self.model.item(index.row()).row
        letters = [row.first_letter, *([row.answer] if row.answer is not None else [])]
        self._context.open_letters(letters, row.name or tr("Unknown sender"))


def _waiting_for(seconds: float, *, working: bool) -> str:
    return tr("waiting for {time}").format(time=words_speed.length(seconds, working=working))
