"""One lead of the morning queue: who, why, the letter in question, a place to answer, what happened."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.codes import Direction, Kind, LetterId
from desktop_app.domain.errors import AppError
from desktop_app.domain.model import Draft
from desktop_app.domain.quotes import signed_text
from desktop_app.store.rows import LeadRow, LetterRow, TimelineItem
from desktop_app.ui import address_text, reasons, times, words
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.leads.acting import waiting_letter, waiting_letters
from desktop_app.ui.leads.parts import TERMS, Terms, WarmthLine
from desktop_app.ui.leads.quick_reply import QuickReply
from desktop_app.ui.leads.timeline import Timeline
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.texts import ElidedText, SectionTitle, Text

MAIN_WIDTH = 640
ASIDE_WIDTH = 400
ASIDE_FROM = MAIN_WIDTH + ASIDE_WIDTH + 3 * Space.XL
SHOWN_CHARACTERS = 1_500
SHOWN_ITEMS = 12


class MorningLead(QWidget):
    """`show_lead` puts up another one; `answer` opens the field below the letter."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._letter: LetterRow | None = None
        self._waiting: list[LetterId] = []
        self.reply = QuickReply(context)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        body = QWidget()
        body.setProperty("kind", "surface")
        row = QHBoxLayout(body)
        row.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        row.setSpacing(Space.XL)
        self._aside = self._story()
        row.addStretch(1)
        self._main_part = self._main()
        row.addWidget(self._main_part, 0)
        row.addWidget(self._aside, 0)
        row.addStretch(1)
        self._scroll.setWidget(body)

    def show_lead(self, lead: LeadRow, *, again: bool = False) -> None:
        """`again`: the same one with news; what is being written stays."""
        if not again:
            self.reply.leave()
            self._scroll.verticalScrollBar().setValue(0)
        items = self._context.reader.timeline(lead.contact)
        self._name.setText(lead.name)
        self._company.setText(" · ".join(part for part in (lead.company, lead.address) if part))
        phones = self._context.reader.phones(lead.contact)
        self._phone.setText(phones[0].shown if phones else "")
        self._phone.setVisible(bool(phones))
        self._bar.show_warmth(lead.warmth, lead.lift)
        self._bar.setVisible(lead.warmth is not None)
        self._action.setText(words.action(lead.action))
        self._reason.setText(times.unbroken(reasons.action_reason(lead, self._context.now())))
        terms = reasons.shown_terms(lead.contributions)[:TERMS]
        self._terms.show_terms(terms, lambda _term: False)
        self._why.setVisible(bool(terms))
        self._timeline.show_items([one for one in items if not _is_silent(one)][:SHOWN_ITEMS])
        self._waiting = waiting_letters(self._context, lead)
        self._show_letter(waiting_letter(self._context, lead) or _last_of(lead, items))
        self._others.setText(tr("%n letters wait for an answer", "", len(self._waiting)))
        self._others.setVisible(len(self._waiting) > 1)

    def answer(self, draft: Draft, text: str = "") -> None:
        """Write here; `text` is what was written before."""
        self.reply.begin(draft, text)
        self._scroll.widget().adjustSize()
        self._scroll.ensureWidgetVisible(self.reply, 0, Space.L)

    def fit(self, width: int) -> None:
        """What happened stands beside in a wide window, and not at all in a narrow one."""
        self._aside.setVisible(width >= ASIDE_FROM)
        self._main_part.setFixedWidth(min(MAIN_WIDTH, width - 3 * Space.XL))

    # ── building ─────────────────────────────────────────────────────────────────────────────────
    def _main(self) -> QWidget:
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        self._name = ElidedText("", "title")
        self._company = ElidedText("", "secondary", "secondary")
        self._phone = Text("", "strong")
        self._phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = WarmthLine(self._context.theme)
        names = QVBoxLayout()
        names.setSpacing(Space.XS)
        for part in (self._name, self._company, self._phone):
            names.addWidget(part)
        column.addLayout(names)
        column.addWidget(self._bar)
        column.addWidget(self._next())
        column.addWidget(self._letter_card())
        column.addWidget(self.reply)
        column.addWidget(self._why_part())
        column.addStretch(1)
        return main

    def _next(self) -> QWidget:
        card = Card(kind="soft")
        card.body.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        card.body.setSpacing(Space.XS)
        self._action = Text("", "section")
        self._reason = Text("", "body", wrap=True)
        card.add(self._action)
        card.add(self._reason)
        return card

    def _letter_card(self) -> QWidget:
        self._card = Card()
        self._subject = ElidedText("", "strong")
        self._from = ElidedText("", "secondary", "secondary")
        self._text = Text("", "body", wrap=True)
        self._others = LinkButton("", self._open_waiting)
        for part in (self._subject, self._from, self._text, self._others):
            self._card.add(part)
        return self._card

    def _why_part(self) -> QWidget:
        self._why = QWidget()
        column = QVBoxLayout(self._why)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.S)
        self._terms = Terms()
        column.addWidget(SectionTitle(tr("Why")))
        column.addWidget(self._terms)
        return self._why

    def _story(self) -> QWidget:
        aside = QWidget()
        aside.setFixedWidth(ASIDE_WIDTH)
        column = QVBoxLayout(aside)
        column.setContentsMargins(0, Space.XS, 0, 0)
        column.setSpacing(Space.S)
        self._timeline = Timeline(self._context.theme, self._context.now)
        self._timeline.letter_opened.connect(
            lambda letter: self._context.open_letters([letter.id], letter.subject)
        )
        column.addWidget(SectionTitle(tr("What happened")))
        column.addWidget(self._timeline)
        column.addStretch(1)
        return aside

    # ── the letter ───────────────────────────────────────────────────────────────────────────────
    def _show_letter(self, letter: LetterRow | None) -> None:
        same = self._letter is not None and letter is not None and self._letter.id == letter.id
        self._letter = letter
        self._card.setVisible(letter is not None)
        if letter is None or same:
            return
        self._subject.setText(letter.subject or tr("No subject"))
        who = address_text.shown(letter.sender)
        if letter.direction is Direction.OUT:
            who = tr("Your letter")
        self._from.setText(f"{who} · {times.moment(letter.arrived_at, self._context.now())}")
        held = self._context.reader.text(letter.id)
        self._show_text("" if held is None else held)
        if held is None:
            self._fetch(letter.id)

    def _open_waiting(self) -> None:
        self._context.open_letters(self._waiting[::-1], self._name.text())

    def _fetch(self, letter: LetterId) -> None:
        def got(text: object) -> None:
            if self._letter is not None and self._letter.id == letter:
                self._show_text(str(text))

        def failed(_error: AppError) -> None:
            """Who, why and when are here all the same."""

        command = commands.FetchText(letter)
        self._context.bridge.call(command, while_alive(self, got), while_alive(self, failed))

    def _show_text(self, text: str) -> None:
        text = signed_text(text) or text.strip()
        if len(text) > SHOWN_CHARACTERS:
            text = text[:SHOWN_CHARACTERS].rstrip() + "…"
        self._text.setText(text)
        self._text.setVisible(bool(text))


def _last_of(lead: LeadRow, items: list[TimelineItem]) -> LetterRow | None:
    """The client's last letter while he waits for a colleague, else the last one of either side."""
    letters = [item.letter for item in items if item.letter is not None and item.letter.kind is Kind.HUMAN]
    incoming = [one for one in letters if one.direction is Direction.IN]
    if lead.waiting_since is not None and incoming:
        return incoming[0]
    return letters[0] if letters else None


def _is_silent(item: TimelineItem) -> bool:
    return item.signal is not None and reasons.is_inferred(item.signal)
