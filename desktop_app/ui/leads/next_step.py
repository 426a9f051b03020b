"""What to do next with the contact of the card, why, and why nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop_app.domain.model import Direction, Kind
from desktop_app.store.lead_queries import declined_of
from desktop_app.store.rows import LeadRow, LetterRow, TimelineItem
from desktop_app.ui import reasons, times, words
from desktop_app.ui.context import Context
from desktop_app.ui.leads import sources
from desktop_app.ui.leads.parts import Lines, Sentence
from desktop_app.ui.leads.row_painter import PASSIVE
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton, PrimaryButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.texts import Text


class NextStep(Card):
    """`pressed()`: the button; `opened(letters, title)`: what the reason rests on. Hidden: nothing to say."""

    pressed = Signal()
    opened = Signal(list, str)

    def __init__(self, context: Context) -> None:
        super().__init__(kind="soft")
        self._context = context
        self._lead: LeadRow | None = None
        self._items: Sequence[TimelineItem] = ()
        self.body.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        self._reason = Sentence()
        self._reason.pressed.connect(self._open_reason)
        self._why_not = LinkButton(tr("Why not another"), self.turn_declined)
        self._why_not.setProperty("small", True)
        self.declined = Lines()
        self._reminder = Text("", "secondary", "secondary", wrap=True)
        self._action = PrimaryButton("", self.pressed.emit)
        self.add(self._reason)
        line = QHBoxLayout()
        line.setSpacing(Space.M)
        line.addWidget(self._action)
        line.addWidget(self._why_not)
        line.addStretch(1)
        self.body.addLayout(line)
        self.add(self._reminder)
        self.add(self.declined)

    def show_lead(self, lead: LeadRow, items: Sequence[TimelineItem]) -> None:
        """`items`: the contact's letters and signals, newest first. Reads the reminder."""
        self._lead, self._items = lead, items
        self._reason.setText(times.unbroken(reasons.action_reason(lead, self._context.now())))
        self._action.setText(words.action(lead.action))
        self._action.setVisible(lead.action not in PASSIVE)
        self._reason.set_leads(bool(sources.behind_reason(lead, items)))
        self._show_reminder(lead)
        self.setVisible(bool(self._reason.text() or self._reminder.text()))
        self._why_not.setVisible(bool(lead.declined))
        self.declined.show_lines([])

    def turn_declined(self) -> None:
        """Why not another: shown by the first press, hidden by the next."""
        if self._lead is not None and self.declined.isHidden():
            now = self._context.now()
            self.declined.show_lines([reasons.why_not(one, now) for one in declined_of(self._lead.declined)])
        else:
            self.declined.show_lines([])

    def _show_reminder(self, lead: LeadRow) -> None:
        """What was asked for; nothing once an answer has come."""
        found, now = self._context.reader.reminder(lead.contact), self._context.now()
        letters = (one.letter for one in self._items if one.letter is not None)
        wrote = max((one.arrived_at for one in letters if _is_answer(one)), default=0)
        text = ""
        if found is not None and found.due > now and wrote <= found.since:
            text = tr("Reminder {when} if nobody answers.").format(when=times.until(found.due, now))
        self._reminder.setText(text)
        self._reminder.setVisible(bool(text))

    def _open_reason(self) -> None:
        if self._lead is not None:
            self.opened.emit(sources.behind_reason(self._lead, self._items), self._reason.text())


def _is_answer(letter: LetterRow) -> bool:
    return letter.direction is Direction.IN and letter.kind is Kind.HUMAN
