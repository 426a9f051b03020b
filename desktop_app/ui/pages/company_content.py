"""A company on one page: four figures, its people, and what happened with all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.company import Pace
from desktop_app.domain.model import LetterId, SignalKind, Verdict
from desktop_app.store.company import CompanyStory
from desktop_app.store.rows import LetterRow, SignalRow, TimelineItem
from desktop_app.ui import reasons
from desktop_app.ui.context import Context
from desktop_app.ui.correcting import ask_verdict, correct
from desktop_app.ui.leads import sources
from desktop_app.ui.leads.parts import Lines
from desktop_app.ui.leads.timeline import Timeline
from desktop_app.ui.pages import company_figures
from desktop_app.ui.pages.company_people import ROW_HEIGHT, PeopleModel, PeopleRows
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton
from desktop_app.ui.widgets.cards import Card, FigureCard
from desktop_app.ui.widgets.narrow import ASIDE, BELOW, UNBOUND, CardGrid, beside
from desktop_app.ui.widgets.page_scroll import PageScroll
from desktop_app.ui.widgets.rows import RowView
from desktop_app.ui.widgets.texts import SectionTitle, Text

NARROW_BELOW = 860
FIRST_ITEMS = 40
PEOPLE_WIDTH = (300, 420)
PEOPLE_HEIGHT_NARROW = 240
STORY_HEIGHT_NARROW = 320  # at least: a low window scrolls as a whole rather than squeezing its parts


class CompanyContent(PageScroll):
    """`show_story` fills it. A person leads to the card, a line to its letters, a signal to its verdict."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._items: Sequence[TimelineItem] = ()
        self._names: Mapping[str, str] = {}
        self._uncounted: list[tuple[SignalKind, str]] = []
        self._shown = FIRST_ITEMS
        self.letters = FigureCard(tr("Letters"))
        self.theirs = FigureCard(tr("They answer, half within"))
        self.ours = FigureCard(tr("You answer, half within"))
        self.weight = FigureCard(tr("Their weight in the warmth"))
        for card in self._figures():
            card.clicked.connect(self._open_all)
        self.model = PeopleModel(context.now)
        self.people = RowView(self.model, PeopleRows(context.theme), ROW_HEIGHT)
        self.people.setAccessibleName(tr("Who writes with you"))
        self.people.opened.connect(self._open_person)
        self.people.clicked.connect(self._open_person)
        self.timeline = Timeline(context.theme, context.now)
        self.timeline.letter_opened.connect(self._open_letter)
        self.timeline.signal_pressed.connect(self._ask_verdict)
        self.timeline.moved.connect(self._show_part)
        self.not_counted = Lines()
        self.not_counted.opened.connect(self._open_uncounted)
        self.earlier = LinkButton("", self._show_earlier)
        self._build()

    def show_story(self, story: CompanyStory, theirs: Pace, ours: Pace, log_odds: float) -> None:
        """`log_odds`: what the company's history lends to somebody new there."""
        self.letters.show_figure(*company_figures.letters(story))
        self.theirs.show_figure(*company_figures.pace(theirs))
        self.ours.show_figure(*company_figures.pace(ours))
        self.weight.show_figure(*company_figures.history(story.rate, story.user, log_odds))
        self._title.setText(tr("%n people write with you", "", len(story.people)))
        self.model.set_people(story.people)
        self._fit_heights(narrow=self.width() < NARROW_BELOW)
        self._names = {one.address: one.name for one in story.people}
        self._items = [
            one for one in story.items if one.signal is None or not reasons.is_inferred(one.signal)
        ]
        signals = [one for one in self._signals() if one.verdict is not Verdict.HUMAN]
        self._uncounted = reasons.not_counted_kinds(signals)
        lines = [text for _kind, text in self._uncounted]
        self.not_counted.show_lines(lines, range(len(lines)))
        self._show_items()

    def start(self) -> None:
        """Another company: from the top."""
        self._shown = FIRST_ITEMS
        self._scroll.verticalScrollBar().setValue(0)
        self.people.scrollToTop()
        self.people.setCurrentIndex(QModelIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW_BELOW
        self._cards.arrange(narrow=narrow)
        self._lower.setDirection(BELOW if narrow else ASIDE)
        least, most = PEOPLE_WIDTH
        if narrow:
            self._people_card.setMinimumWidth(0)
            self._people_card.setMaximumWidth(UNBOUND)
        else:
            self._people_card.setFixedWidth(min(max(self.width() // 3, least), most))
        self._fit_heights(narrow=narrow)

    # ── building ─────────────────────────────────────────────────────────────────────────────────
    def _build(self) -> None:
        self._cards = CardGrid(self._figures())
        self.column.addLayout(self._cards)
        self._people_card, self._story_card = self._people(), self._story()
        self._lower = beside((self._people_card, 0), (self._story_card, 1))
        self.column.addLayout(self._lower, 1)

    def _fit_heights(self, *, narrow: bool) -> None:
        """One below the other: the people as many as they are, as far as that is not too many."""
        around = self._title.sizeHint().height() + Space.L + Space.M + Space.S
        wanted = min(around + self.model.rowCount() * ROW_HEIGHT, PEOPLE_HEIGHT_NARROW)
        self._people_card.setMinimumHeight(wanted if narrow else 0)
        self._people_card.setMaximumHeight(wanted if narrow else UNBOUND)
        self._story_card.setMinimumHeight(STORY_HEIGHT_NARROW if narrow else 0)

    def _people(self) -> Card:
        card = Card()
        card.body.setContentsMargins(0, Space.L, 0, Space.S)
        self._title = SectionTitle()
        self._title.setContentsMargins(Space.L, 0, Space.L, 0)
        card.add(self._title)
        card.add(self.people, 1)
        return card

    def _story(self) -> Card:
        card = Card(tr("What happened with all of them"))
        self.empty = Text(tr("Nothing has happened yet."), "body", "secondary")
        body = QWidget()
        body.setProperty("kind", "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.S)
        for part in (self.not_counted, self.empty, self.timeline):
            column.addWidget(part)
        column.addWidget(self.earlier, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(body)
        card.add(self._scroll, 1)
        return card

    def _figures(self) -> tuple[FigureCard, ...]:
        return self.letters, self.theirs, self.ours, self.weight

    # ── what is shown ────────────────────────────────────────────────────────────────────────────
    def _show_items(self) -> None:
        self.timeline.show_items(self._items[: self._shown], self._names)
        self.timeline.setVisible(bool(self._items))
        self.empty.setVisible(not self._items)
        rest = len(self._items) - self._shown
        self.earlier.setVisible(rest > 0)
        if rest > 0:
            self.earlier.setText(tr("Show %n earlier", "", rest))

    def _show_earlier(self) -> None:
        self._shown = len(self._items)
        self._show_items()

    def _show_part(self, top: int, height: int) -> None:
        place = self.timeline.mapTo(self._scroll.widget(), QPoint(0, top))
        self._scroll.ensureVisible(0, place.y() + height // 2, 0, height)

    # ── acting ───────────────────────────────────────────────────────────────────────────────────
    def _signals(self) -> list[SignalRow]:
        return [item.signal for item in self._items if item.signal is not None]

    def _letters(self) -> list[LetterId]:
        return [item.letter.id for item in self._items if item.letter is not None]

    def _open_person(self, index: QModelIndex) -> None:
        self._context.open_contact(self.model.person(index.row()).contact)

    def _open_letter(self, letter: LetterRow) -> None:
        rest = [one for one in self._letters() if one != letter.id]
        self._context.open_letters([letter.id, *rest], letter.subject)

    def _open_all(self) -> None:
        if letters := self._letters():
            self._context.open_letters(letters, tr("What happened with all of them"))

    def _open_uncounted(self, line: int) -> None:
        kind, text = self._uncounted[line]
        if letters := sources.behind_uncounted(self._signals(), kind):
            self._context.open_letters(letters, text)

    def _ask_verdict(self, signal: SignalRow, point: QPoint) -> None:
        """The page hears of a correction as of any change."""

        def choose(verdict: Verdict | None) -> None:
            correct(self._context, self, signal, verdict, lambda: None)

        ask_verdict(self, signal, point, choose)
