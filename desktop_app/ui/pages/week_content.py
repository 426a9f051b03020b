"""The figures of the last week as cards, and below them who still waits."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent

from desktop_app.domain.reply_digest import Open
from desktop_app.store.rows import WaitRow
from desktop_app.ui import words_definitions, words_speed, words_targets, words_week
from desktop_app.ui.context import Context
from desktop_app.ui.last_week import LastWeek
from desktop_app.ui.pages.speed_side import SpeedSide
from desktop_app.ui.pages.speed_waiting import WaitItem
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.cards import Card, FigureCard
from desktop_app.ui.widgets.narrow import ASIDE, BELOW, UNBOUND, CardGrid, beside
from desktop_app.ui.widgets.page_scroll import PageScroll
from desktop_app.ui.widgets.texts import Text

NARROW_BELOW = 900
COUNTED_WIDTH = 336
WAITING_HEIGHT = 320  # at least, above how it is counted


class WeekContent(PageScroll):
    """`changed`: a wait was done away with."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._week: LastWeek | None = None
        self.reply, self.within, self.action, self.waiting = (FigureCard("") for _ in range(4))
        self.cards = (self.reply, self.within, self.action, self.waiting)
        self.summary = Text("", "body", wrap=True)
        self.side = SpeedSide(context, ordered=False)
        self.side.set_aside(False)
        self.counted = Counted()
        self.side.changed.connect(self.changed)
        self.side.opened.connect(context.open_letters)
        self.column.addWidget(self.summary)
        self._grid = CardGrid(self.cards)
        self.column.addLayout(self._grid)
        self._lower = beside((self.side, 1), (self.counted, 0))
        self.column.addLayout(self._lower, 1)
        self._arrange(narrow=False)
        for card in (self.reply, self.within):
            card.clicked.connect(self._open_answers)
        self.action.clicked.connect(self._open_clicked)
        self.waiting.clicked.connect(lambda: context.show_page("speed"))

    def show_week(self, week: LastWeek) -> None:
        self._week = week
        found = week.digest
        self.summary.setText(words_week.sentence(found))
        for card, one in zip(self.cards, words_week.cards(found), strict=True):
            card.set_label(one.label)
            card.show_figure(one.figure, one.detail, one.change, one.tone)
        self.side.show_waiting([_item(row, one) for row, one in week.worst], found.open)
        self.counted.show_texts(_counted(words_targets.sentence(week.targets, working=True)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(narrow=self.width() < NARROW_BELOW)

    def _arrange(self, *, narrow: bool) -> None:
        self._grid.arrange(narrow=narrow)
        self._lower.setDirection(BELOW if narrow else ASIDE)
        self.side.setMinimumHeight(WAITING_HEIGHT if narrow else 0)
        self.counted.setMaximumWidth(UNBOUND if narrow else COUNTED_WIDTH)

    def _open_answers(self) -> None:
        if self._week is not None:
            self._context.open_letters(self._week.letters, tr("Last week's letters"))

    def _open_clicked(self) -> None:
        if self._week is not None:
            self._context.open_letters(self._week.clicked, tr("Clicked, and when we wrote next"))


class Counted(Card):
    """How the figures are counted: plain sentences."""

    def __init__(self) -> None:
        super().__init__(tr("How this is counted"))
        self._texts: list[str] = []

    def show_texts(self, texts: list[str]) -> None:
        if texts == self._texts:
            return
        self._texts = texts
        while self.body.count() > 1:
            item = self.body.takeAt(1)
            if item is not None and item.widget() is not None:
                item.widget().deleteLater()
        for text in texts:
            self.add(Text(text, "secondary", "secondary", wrap=True))
        self.body.addStretch(1)


def _counted(target: str) -> list[str]:
    return [
        tr("Letters that came from Monday to Sunday on your clock, beside those of the week before."),
        words_definitions.clock(True),
        words_definitions.unanswered(),
        target,
        tr("Who waits now is listed whenever the letter came: first who is farthest beyond the target."),
    ]


def _item(row: WaitRow, one: Open) -> WaitItem:
    """The time by the clock of the target, and the target itself."""

    def words(seconds: float) -> str:
        waited = words_speed.length(seconds, working=one.target.working)
        target = words_targets.time(one.target, working=True)
        return tr("{waited}, target {target}").format(waited=waited, target=target)

    return WaitItem(row, one.seconds, words, one.late)
