"""The feed of signals with what each was judged to be; one click says that it was something else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QWidget

from desktop_app.domain.facts import Changed
from desktop_app.domain.model import Micros, SignalKind, Verdict
from desktop_app.store.rows import SignalRow
from desktop_app.ui import reasons, times, words
from desktop_app.ui.context import Context
from desktop_app.ui.correcting import correct
from desktop_app.ui.page import Page
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import Chip, QuietButton
from desktop_app.ui.widgets.page_head import edge_to_edge
from desktop_app.ui.widgets.row_list import ROW_HEIGHT, RowDelegate, RowLook, RowModel
from desktop_app.ui.widgets.rows import RowView
from desktop_app.ui.widgets.states import EmptyState, no_mailbox
from desktop_app.ui.widgets.texts import Line

LIMIT = 500
TAG_WIDTH = 132
JUDGED = frozenset({SignalKind.OPEN, SignalKind.REOPEN, SignalKind.CLICK, SignalKind.FORWARD})


class ActivityPage(Page):
    """Newest first. The row under the pointer, or the current one, shows the buttons of correction."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._signals: list[SignalRow] = []
        self._shown: list[SignalRow] = []
        self._filter: Verdict | None = None
        self.model = RowModel()
        self._delegate = RowDelegate(context.theme, TAG_WIDTH)
        self.list = RowView(self.model, self._delegate, ROW_HEIGHT)
        self.list.setAccessibleName(tr("Activity"))
        self.corrections = Corrections(self.list.viewport(), self._correct)
        self._action_row = -1
        self._build()
        self.list.viewport().installEventFilter(self)
        self.list.entered.connect(lambda index: self._offer(index.row()))
        self.list.selectionModel().currentChanged.connect(lambda index, _old: self._offer(index.row()))
        self.list.verticalScrollBar().valueChanged.connect(lambda _value: self._place())
        self.list.clicked.connect(self._open)
        self.list.opened.connect(self._open)
        context.theme.changed.connect(self.list.viewport().update)

    def activate(self) -> None:
        """Read what may have come meanwhile."""
        self._read()
        self.list.setFocus()

    def changed(self, fact: Changed) -> None:
        """New signals, or a verdict that has changed."""
        if fact.signals or fact.everything:
            self._read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._choose(None)
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
        self._chips: dict[Verdict | None, Chip] = {}
        group = QButtonGroup(self)
        choices: tuple[tuple[Verdict | None, str], ...] = (
            (None, tr("All")),
            (Verdict.HUMAN, tr("People")),
            (Verdict.UNKNOWN, tr("Not certain")),
            (Verdict.MACHINE, tr("Programs")),
            (Verdict.SELF, tr("You")),
        )
        for verdict, text in choices:
            chip = Chip(text, partial(self._choose, verdict))
            group.addButton(chip)
            self._chips[verdict] = chip
            head.row.addWidget(chip)
        self._chips[None].setChecked(True)
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
            tr("No signal of the last time was judged to be this."),
            tr("Show all signals"),
            lambda: self._choose(None),
        )
        self._unread = no_mailbox(
            tr("Opens, clicks and answers of your clients appear here."),
            lambda: self.context.show_page("assistant"),
        )
        for page in (self.list, self._empty, self._none, self._unread):
            self._stack.addWidget(page)
        column.addWidget(self._stack, 1)

    # reading

    def _read(self) -> None:
        self._signals = self.context.reader.signals(limit=LIMIT)
        for verdict, chip in self._chips.items():
            chip.set_count(sum(verdict in (None, row.verdict) for row in self._signals))
            chip.setVisible(bool(self._signals))
        self._show()

    def _choose(self, verdict: Verdict | None) -> None:
        self._filter = verdict
        self._chips[verdict].setChecked(True)
        self._show()

    def _show(self) -> None:
        self._shown = [row for row in self._signals if self._filter in (None, row.verdict)]
        now = self.context.now()
        self.model.set_rows([look(row, now) for row in self._shown])
        if self._shown:
            self._stack.setCurrentIndex(0)
        else:
            self._stack.setCurrentWidget(self._instead())
        self._offer(self.list.currentIndex().row())

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
        correct(self.context, self, signal, verdict, self._read)


class Corrections(QWidget):
    """Buttons for what it is not judged to be, laid over one row."""

    def __init__(self, parent: QWidget, correct: Callable[[SignalRow, Verdict | None], None]) -> None:
        super().__init__(parent)
        self._correct = correct
        self._signal: SignalRow | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        self.buttons = {
            Verdict.HUMAN: self._button(tr("It was the client"), Verdict.HUMAN),
            Verdict.MACHINE: self._button(tr("It was a program"), Verdict.MACHINE),
            Verdict.SELF: self._button(tr("It was me"), Verdict.SELF),
        }
        self.back = self._button(tr("Take my correction back"), None)
        for button in (*self.buttons.values(), self.back):
            row.addWidget(button)
        self.hide()

    def show_for(self, signal: SignalRow) -> None:
        self._signal = signal
        corrected = signal.verdict is not signal.judged
        for verdict, button in self.buttons.items():
            button.setVisible(verdict is not signal.verdict and not (corrected and verdict is signal.judged))
        self.back.setVisible(corrected)

    def _button(self, text: str, verdict: Verdict | None) -> QuietButton:
        def press() -> None:
            if self._signal is not None:
                self._correct(self._signal, verdict)

        button = QuietButton(text, press)
        button.setProperty("small", True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def look(row: SignalRow, now: Micros) -> RowLook:
    """A signal as a row: who did what, in which letter, what it was judged to be and why."""
    human = row.verdict is Verdict.HUMAN
    tones = {Verdict.HUMAN: "good", Verdict.UNKNOWN: "warn"}
    times_text = tr("%n times", "", row.count) if row.count > 1 else ""
    judged = row.kind in JUDGED
    second = (row.subject or tr("No subject"), reasons.verdict_sentence(row) if judged else "")
    return RowLook(
        icon=words.signal_icon(row.kind),
        title=row.name or tr("Somebody"),
        title_rest=f"{words.signal(row.kind, row.link)} {times_text}".strip(),
        text="  ·  ".join(part for part in second if part),
        tag=words.verdict(row.verdict) if judged else "",
        time=times.moment(row.at, now),
        tag_tone=tones.get(row.verdict, "secondary"),
        icon_tone="accent" if human else "disabled",
        faint=not human,
    )
