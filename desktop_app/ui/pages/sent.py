"""What I sent and what came of it: letters with their signals, and templates with their results."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.facts import Changed
from desktop_app.domain.model import Address, Micros, SignalKind, Verdict
from desktop_app.store.rows import LetterRow, SignalRow
from desktop_app.ui import address_text, times, words
from desktop_app.ui.context import Context
from desktop_app.ui.page import Page
from desktop_app.ui.pages.sent_detail import SentDetail
from desktop_app.ui.pages.sent_open import UnsentCard
from desktop_app.ui.pages.templates import TemplatesView
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.page_head import PAGE_MARGIN, edge_to_edge
from desktop_app.ui.widgets.row_list import ROW_HEIGHT, RowDelegate, RowLook, RowModel
from desktop_app.ui.widgets.rows import RowView
from desktop_app.ui.widgets.segments import Segments
from desktop_app.ui.widgets.states import EmptyState, no_mailbox
from desktop_app.ui.widgets.texts import Line, Text

LIMIT = 500
TAG_WIDTH = 220
ROOMY_FROM = 1500  # pixels of the page: what came of a letter stands beside the list from the start
# what counts most is said first
RANK = (
    SignalKind.REPLY,
    SignalKind.BOUNCE,
    SignalKind.CLICK,
    SignalKind.FORWARD,
    SignalKind.REOPEN,
    SignalKind.OPEN,
    SignalKind.RECEIPT,
    SignalKind.AWAY,
    SignalKind.DELETED,
)
TONES = {SignalKind.REPLY: "good", SignalKind.BOUNCE: "bad", SignalKind.DELETED: "warn"}


class SentPage(Page):
    """Letters, newest first: a click tells what came of one, Enter shows it. Or templates."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._rows: list[tuple[LetterRow, tuple[SignalRow, ...]]] = []
        self.model = RowModel()
        self.list = RowView(self.model, RowDelegate(context.theme, TAG_WIDTH), ROW_HEIGHT)
        self.list.setAccessibleName(tr("Sent"))
        self.unsent = UnsentCard(context)
        self.detail = SentDetail(context)
        self.templates = TemplatesView(context)
        self.tabs = Segments(
            tr("Shown"), [("letters", tr("Letters")), ("templates", tr("Templates"))], "letters"
        )
        self.count = Text("", "secondary", "secondary")
        self._stack = QStackedWidget()
        self._build()
        self.list.clicked.connect(self._tell)
        self.detail.show_letter.connect(self._open_row)
        self.detail.closed.connect(self._shut)
        self._tells_by_itself = True  # of the newest letter, until the user closes it
        self.tabs.changed.connect(self._turn)
        self.list.opened.connect(self._open)
        context.theme.changed.connect(self.list.viewport().update)
        context.bridge.outbox_changed.connect(self._outbox_changed)

    def activate(self) -> None:
        """Read what may have changed meanwhile."""
        self._read()
        self._tell_newest()
        self.enter()

    def enter(self) -> None:
        self.list.setFocus()

    def is_unsaved(self) -> bool:
        return not self.templates.editor.isHidden()

    def changed(self, fact: Changed) -> None:
        """Letters have come or gone, or a signal belongs to one of them."""
        self._read()

    def _build(self) -> None:
        column, head = edge_to_edge(self, tr("Sent"))
        head.row.insertWidget(1, self.count)
        head.row.addWidget(self.tabs)
        self._above = QWidget()
        inner = QVBoxLayout(self._above)
        inner.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, Space.M)
        inner.addWidget(self.unsent)
        column.addWidget(self._above)
        column.addWidget(Line())
        empty = EmptyState(
            tr("Nothing sent yet"),
            tr("Letters you send appear here with what came of them: opened, clicked, answered, returned."),
            tr("Write a letter"),
            lambda: self.context.compose(None),
        )
        self._stack.addWidget(self.list)
        self._stack.addWidget(empty)
        unread = no_mailbox(
            tr("Letters you send appear here with what came of them."),
            lambda: self.context.show_page("assistant"),
        )
        self._stack.addWidget(unread)
        letters = QHBoxLayout()
        letters.setSpacing(0)
        letters.addWidget(self._stack, 1)
        letters.addWidget(self.detail)
        self.detail.hide()
        self._pages = QStackedWidget()
        both = QWidget()
        both.setLayout(letters)
        letters.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(both)
        self._pages.addWidget(self.templates)
        column.addWidget(self._pages, 1)

    def _turn(self, key: str) -> None:
        self._pages.setCurrentIndex(0 if key == "letters" else 1)
        self._above.setVisible(key == "letters" and not self.unsent.isHidden())
        self.count.setVisible(key == "letters")
        if key == "templates":
            self.templates.read()

    def _read(self) -> None:
        if self.tabs.value() == "templates":
            self.templates.read()
        self._rows = self.context.reader.sent(LIMIT)
        now = self.context.now()
        silent = [letter for letter, signals in self._rows if not outcome(signals)[0]]
        blind = self.context.reader.blind(sorted({who for letter in silent for who in written_to(letter)}))
        self.model.set_rows([look(letter, signals, now, blind) for letter, signals in self._rows])
        self._stack.setCurrentIndex(0 if self._rows else 1 if self.context.reader.accounts() else 2)
        more = len(self._rows) >= LIMIT
        self.count.setText(tr("the last {number}").format(number=words.count(LIMIT)) if more else "")
        self._read_unsent()
        shown = next((row for row in self._rows if row[0].id == self.detail.letter), None)
        if shown is None:
            self.detail.hide()
        else:
            self.detail.tell(*shown)

    def _outbox_changed(self, _fact: object) -> None:
        self._read_unsent()

    def _read_unsent(self) -> None:
        self.unsent.read()
        self._above.setVisible(not self.unsent.isHidden() and self.tabs.value() == "letters")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_newest()

    def _tell_newest(self) -> None:
        """A wide window has the room to say what came of a letter before one is asked for."""
        if self._tells_by_itself and self._rows and self.detail.isHidden() and self.width() >= ROOMY_FROM:
            shown = self.model.index(max(self.list.currentIndex().row(), 0), 0)
            self.list.setCurrentIndex(shown)
            self._tell(shown)

    def _shut(self) -> None:
        self._tells_by_itself = False

    def _tell(self, index: QModelIndex) -> None:
        self.detail.tell(*self._rows[index.row()])
        self.detail.show()

    def _open(self, index: QModelIndex) -> None:
        self._open_row(*self._rows[index.row()])

    def _open_row(self, letter: LetterRow, signals: Sequence[SignalRow]) -> None:
        answers = [one.letter for one in signals if one.kind is SignalKind.REPLY and one.letter is not None]
        self.context.open_letters(
            list(dict.fromkeys((letter.id, *answers))), letter.subject or tr("No subject")
        )


def look(
    letter: LetterRow, signals: Sequence[SignalRow], now: Micros, blind: Collection[str] = ()
) -> RowLook:
    """A letter as a row: to whom, what about, what came of it, or why nothing can have been seen."""
    tag, tone = outcome(signals)
    came = bool(tag)
    if not came and written_to(letter) and written_to(letter) <= set(blind):
        tag = tr("pictures never load there")
    return RowLook(
        icon="send",
        title=people((*letter.to, *letter.cc)),
        title_rest="",
        text=letter.subject or tr("No subject"),
        tag=tag,
        tag_tone=tone,
        time=times.moment(letter.sent_at or letter.arrived_at, now),
        icon_tone="accent" if came else "disabled",
    )


def written_to(letter: LetterRow) -> set[str]:
    """The addresses of its recipients, lower case."""
    return {one.address.lower() for one in (*letter.to, *letter.cc)}


def people(addresses: Sequence[Address]) -> str:
    """As "Anna Petrova, Boris and 3 more"."""
    names = [address_text.shown(address) for address in addresses]
    if len(names) > 3:
        return tr("{names} and {number} more").format(names=", ".join(names[:2]), number=len(names) - 2)
    return ", ".join(names) or tr("Nobody")


def outcome(signals: Sequence[SignalRow]) -> tuple[str, str]:
    """The two most telling things that people did, and a tone; machines and our own opens say nothing."""
    counts: dict[SignalKind, int] = {}
    links: dict[SignalKind, str] = {}
    for one in signals:
        if one.verdict is Verdict.HUMAN or one.kind in (SignalKind.BOUNCE, SignalKind.REPLY):
            counts[one.kind] = counts.get(one.kind, 0) + max(one.count, 1)
            links.setdefault(one.kind, one.link)
    if SignalKind.REOPEN in counts:
        counts.pop(SignalKind.OPEN, None)
    told = [kind for kind in RANK if kind in counts][:2]
    if not told:
        return "", "secondary"
    text = ", ".join(words.signal(kind, links.get(kind, "")) for kind in told)
    return text, TONES.get(told[0], "secondary")
