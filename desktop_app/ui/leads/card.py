"""The client card: who it is, how warm and why, what to do next, and everything that happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.model import ContactId, Draft, LetterId, OutboxId, Verdict
from desktop_app.store.rows import LeadRow, LetterRow, SignalRow, TimelineItem
from desktop_app.ui import reasons
from desktop_app.ui.context import Context
from desktop_app.ui.correcting import ask_verdict, correct
from desktop_app.ui.leads.colleagues import Colleagues
from desktop_app.ui.leads.company_line import CompanyLine
from desktop_app.ui.leads.handed_part import HandedPart
from desktop_app.ui.leads.next_step import NextStep
from desktop_app.ui.leads.parts import Note, WarmthLine
from desktop_app.ui.leads.privacy_part import PrivacyPart
from desktop_app.ui.leads.reach import Reach
from desktop_app.ui.leads.timeline import Timeline
from desktop_app.ui.leads.why import Why
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton, IconLabelButton, LinkButton
from desktop_app.ui.widgets.texts import ElidedText, Line, SectionTitle, Text, elided

if TYPE_CHECKING:
    from desktop_app.ui.leads.quick_reply import QuickReply

FIRST_ITEMS = 30
CHANNEL_WIDTH = 240  # pixels


class ClientCard(QWidget):
    """Shows one contact at a time; what its buttons do is the page's.

    Each line that says something opens the letters it rests on.
    """

    act = Signal(object)
    reply = Signal(object)
    snooze = Signal(object, QPoint)
    done = Signal(object)
    called = Signal(object)
    remind = Signal(object, QPoint)
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._quick: QuickReply | None = None
        self._lead: LeadRow | None = None
        self._items: list[TimelineItem] = []
        self._build()
        self.clear()

    @property
    def quick(self) -> QuickReply:
        """Made for the first short answer: it brings all that quotes a letter."""
        if self._quick is None:
            from desktop_app.ui.leads.quick_reply import QuickReply

            self._quick = QuickReply(self._context)
            self._quick.sent.connect(self._sent)
            self._column.insertWidget(self._column.indexOf(self._head_of_why), self._quick)
        return self._quick

    @property
    def contact(self) -> ContactId | None:
        return self._lead.contact if self._lead else None

    def show_lead(self, lead: LeadRow) -> None:
        """Also reads the timeline and the note."""
        same = self._lead is not None and self._lead.contact == lead.contact
        self._note.keep()
        if not same and self._quick is not None:
            self._quick.leave()
        self._lead = lead
        found = self._context.reader.timeline(lead.contact)
        self._items = [one for one in found if one.signal is None or not reasons.is_inferred(one.signal)]
        self._fill()
        if not same:
            self._note.show_note(lead.contact, self._context.reader.note(lead.contact))
            self._scroll.verticalScrollBar().setValue(0)
        self._empty.hide()
        self._scroll.show()

    def clear(self) -> None:
        self._note.keep()
        if self._quick is not None:
            self._quick.leave()
        self._lead = None
        self._scroll.hide()
        self._empty.show()

    def replaced(self) -> None:
        """The database is another one: a note would be kept about somebody else."""
        self._note.forget()

    def answer(self, draft: Draft) -> None:
        """Write a short answer here."""
        self.quick.begin(draft)
        self._scroll.ensureWidgetVisible(self.quick, 0, Space.L)

    def letters(self) -> list[LetterRow]:
        """Newest first."""
        return [item.letter for item in self._items if item.letter is not None]

    def set_closable(self, closable: bool) -> None:
        self._close.setVisible(closable)

    def show_why(self) -> None:
        """H: bring the reasons into sight."""
        self._scroll.ensureWidgetVisible(self.why.title, 0, Space.XL)

    # ── building ─────────────────────────────────────────────────────────────────────────────────
    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._empty = Text(tr("Choose a contact to see what happened and why."), tone="secondary", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setContentsMargins(Space.XL, 0, Space.XL, 0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(self._empty, 1)
        outer.addWidget(self._scroll, 1)
        body = QWidget()
        body.setProperty("kind", "surface")
        body.setMinimumWidth(1)  # a long word of a client does not widen the card
        column = QVBoxLayout(body)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.XL)
        column.setSpacing(Space.M)
        self._reach = Reach(self._context)
        self._reach.called.connect(lambda: self.called.emit(self._lead))
        self._bar = WarmthLine(self._context.theme)
        self.next_step = NextStep(self._context)
        self.next_step.pressed.connect(lambda: self.act.emit(self._lead))
        self.next_step.opened.connect(self._open)
        self.handed = HandedPart(self._context)
        self.why = Why()
        self.why.opened.connect(self._open)
        self.why.doubted.connect(lambda: self._context.show_page("honesty"))
        self._head_of_why = Line()
        who = (self._head(), self._reach, self._bar)
        what = (self.next_step, self.handed, self._buttons())
        for part in (*who, *what, self._head_of_why, self.why, *self._others(), *self._story()):
            column.addWidget(part)
        self._column = column
        column.addStretch(1)
        self._scroll.setWidget(body)

    def _head(self) -> QWidget:
        head = QWidget()
        grid = QGridLayout(head)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        self._name = ElidedText("", "title")
        self._company = CompanyLine()
        self._company.pressed.connect(lambda: self._open_company(self._lead.company if self._lead else ""))
        self._channel = Text("", "caption")
        self._channel.setProperty("kind", "tag")
        self._close = IconButton(self._context.theme, "x", tr("Close"), self.closed.emit)
        self._more = IconButton(self._context.theme, "more", tr("More about this person"), self._ask_more)
        grid.addWidget(self._name, 0, 0)
        grid.addWidget(self._more, 0, 1)
        grid.addWidget(self._close, 0, 2)
        grid.addWidget(self._company, 1, 0, 1, 3)
        grid.addWidget(self._channel, 2, 0, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(0, 1)
        self._close.hide()
        return head

    def _buttons(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.S)
        theme = self._context.theme
        reply = IconLabelButton(theme, "reply", tr("Reply"), lambda: self.reply.emit(self._lead))
        self._snooze_button = IconLabelButton(theme, "snooze", tr("Snooze"), self._ask_snooze)
        done = IconLabelButton(theme, "check", tr("Done"), lambda: self.done.emit(self._lead))
        for button in (reply, self._snooze_button, done):
            button.setProperty("kind", "tight")  # three of them beside each other, in Russian too
            line.addWidget(button)
        line.addStretch(1)
        return row

    def _others(self) -> tuple[QWidget, ...]:
        self._company_line, self._company_title = Line(), SectionTitle(tr("Company"))
        self._colleagues = Colleagues(self._context)
        self._colleagues.together.connect(self._open_company)
        return self._company_line, self._company_title, self._colleagues

    def _story(self) -> tuple[QWidget, ...]:
        self._timeline = Timeline(self._context.theme, self._context.now)
        self._timeline.letter_opened.connect(self._open_letter)
        self._timeline.signal_pressed.connect(self._ask_verdict)
        self._timeline.moved.connect(self._show_part)
        self._all = LinkButton("", self._show_all)
        self._note = Note(self._save_note)
        self._privacy = PrivacyPart(self._context)
        return (
            Line(),
            SectionTitle(tr("Note")),
            self._note,
            Line(),
            SectionTitle(tr("Privacy")),
            self._privacy,
            Line(),
            SectionTitle(tr("What happened")),
            self._timeline,
            self._all,
        )

    # ── filling ──────────────────────────────────────────────────────────────────────────────────
    def _fill(self) -> None:
        lead = self._lead
        assert lead is not None
        self._name.setText(lead.name)
        self._company.show_lead(lead)
        self._channel.setText(elided(self._channel, lead.channel, CHANNEL_WIDTH))
        self._channel.setToolTip(lead.channel)
        self._channel.setVisible(bool(lead.channel))
        self._bar.show_warmth(lead.warmth, lead.lift)
        self.next_step.show_lead(lead, self._items)
        self.handed.show_person(lead.contact)
        self._snooze_button.setText(tr("Wake up") if lead.snoozed_until else tr("Snooze"))
        self.why.show_lead(lead, self._items)
        self._privacy.show_person(lead.address)
        self._reach.show_lead(lead)
        is_company = self._colleagues.show_lead(lead) > 1
        self._company_line.setVisible(is_company)
        self._company_title.setVisible(is_company)
        self._show_items(FIRST_ITEMS)

    def _show_part(self, top: int, height: int) -> None:
        place = self._timeline.mapTo(self._scroll.widget(), QPoint(0, top))
        self._scroll.ensureVisible(0, place.y() + height // 2, 0, height)

    def _show_items(self, limit: int) -> None:
        self._timeline.show_items(self._items[:limit])
        rest = len(self._items) - limit
        self._all.setVisible(rest > 0)
        if rest > 0:
            self._all.setText(tr("Show %n earlier", "", rest))

    def _show_all(self) -> None:
        self._show_items(len(self._items))

    # ── acting ───────────────────────────────────────────────────────────────────────────────────
    def _sent(self, outbox: OutboxId, text: str) -> None:
        """An answer taken back opens in a window: the card may show somebody else by then."""
        from desktop_app.ui.leads.quick_reply import HOLD_S

        context = self._context

        def opened(draft: object) -> None:
            if isinstance(draft, Draft):
                context.compose(draft)

        def too_late(_error: AppError) -> None:
            context.toast(tr("Too late: the letter has been sent."), None)

        context.toast(
            tr("The letter will be sent in {n} s").format(n=HOLD_S),
            lambda: context.bridge.call(commands.UndoSend(outbox), opened, too_late),
        )

    def _ask_snooze(self) -> None:
        below = self._snooze_button.mapToGlobal(QPoint(0, self._snooze_button.height() + Space.XS))
        self.snooze.emit(self._lead, below)

    def ask_remind(self) -> None:
        """W: a menu of instants to be reminded at."""
        if self._lead is not None:
            below = self._more.mapToGlobal(QPoint(0, self._more.height() + Space.XS))
            self.remind.emit(self._lead, below)

    def _ask_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Another address of this person…"), self._reach.ask_same_person)
        menu.addAction(tr("Phone number…"), self._reach.edit_number)
        menu.addAction(tr("Remind me if nobody answers") + "…\tW", self.ask_remind)
        menu.addAction(tr("Hand over to a colleague") + "…\tA", self._ask_hand_over)
        menu.addAction(tr("Called just now") + "\tT", lambda: self.called.emit(self._lead))
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + Space.XS)))

    def _ask_hand_over(self) -> None:
        if self._lead is not None:
            below = self._more.mapToGlobal(QPoint(0, self._more.height() + Space.XS))
            self.handed.handing.ask_people([self._lead.contact], self, below)

    def _open_company(self, company: str) -> None:
        if company:
            self._context.open_company(company, self.contact)

    def _open(self, letters: list[LetterId], title: str) -> None:
        if letters:
            self._context.open_letters(letters, title)

    def _open_letter(self, letter: LetterRow) -> None:
        letters = [one.id for one in self.letters()]
        self._context.open_letters([letter.id, *(one for one in letters if one != letter.id)], letter.subject)

    def _ask_verdict(self, signal: SignalRow, point: QPoint) -> None:
        ask_verdict(self, signal, point, lambda verdict: self._correct(signal, verdict))

    def _correct(self, signal: SignalRow, verdict: Verdict | None) -> None:
        correct(self._context, self, signal, verdict, lambda: None)  # the page hears of it as of any change

    def _save_note(self, contact: ContactId, text: str) -> None:
        self._context.bridge.call(commands.SetNote(contact, text))
