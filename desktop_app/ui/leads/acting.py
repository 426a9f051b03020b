"""What can be done with a lead: answer, write, snooze, be done with it. Everything can be undone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.model import (
    DAY,
    UNTIL_REPLY,
    Action,
    Address,
    ContactId,
    Direction,
    Draft,
    Kind,
    LetterId,
    Micros,
)
from desktop_app.store.rows import LeadRow, LetterRow
from desktop_app.ui import problems
from desktop_app.ui.context import Context
from desktop_app.ui.handing import Handing
from desktop_app.ui.instants import Instants, ask_another, ask_instant
from desktop_app.ui.leads import deeds
from desktop_app.ui.translation import tr

LEAVING = frozenset({"snoozed", "let_go", "done"})  # kinds of deeds


class LeadActions(QObject):
    """Turns a button or a key into a command to the engine, with a toast that undoes it.

    `put_off(contact)`: done with, or hidden: the lead leaves its place in the list.
    """

    put_off = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.handing = Handing(context)

    def pressed(self, lead: LeadRow, what: str, owner: QWidget, point: QPoint) -> None:
        """A button of the lead's row: "action", "reply", "snooze" (whose menu opens at `point`), "done"."""
        if what == "snooze":
            self.ask_snooze(lead, owner, point)
        else:
            {"action": self.act, "reply": self.reply, "done": self.done}[what](lead)

    def act(self, lead: LeadRow) -> None:
        """The next step of the lead. Calling is the manager's: the card with what to say is enough."""
        if lead.action in (Action.ANSWER, Action.WRITE_NOW, Action.WRITE_AGAIN, Action.FIX_ADDRESS):
            self.reply(lead)
        elif lead.action is Action.LET_GO:
            self.snooze(lead, UNTIL_REPLY)
        elif lead.action is Action.RETURN_ON:
            self.snooze(lead, int(lead.reason_params.get("until", self._context.now() + DAY)))
        else:
            self._context.open_contact(lead.contact)

    def reply(self, lead: LeadRow) -> None:
        """Answer the client's last letter; without one write again to the same person."""
        draft = reply_draft(self._context, lead)
        if draft is not None:
            self._context.compose(draft)

    def done(self, lead: LeadRow) -> None:
        """A client who waits needs no answer after all; anybody else leaves the list for two weeks."""
        self._do(lead.contact, done_deed(self._context, lead))

    def snooze(self, lead: LeadRow, until: Micros | None) -> None:
        self._do(lead.contact, deeds.snoozed(lead, until, self._context.now()))

    def called(self, lead: LeadRow) -> None:
        """The call is made: nobody nudges about this contact again today."""
        self._do(lead.contact, deeds.called(lead))

    def remind(self, lead: LeadRow, at: Micros | None) -> None:
        """At an instant, unless they answer; None: not any more."""
        before = self._context.reader.reminder(lead.contact)
        self._do(lead.contact, deeds.reminded(lead, at, before, self._context.now()))

    def ask_remind(self, lead: LeadRow, owner: QWidget, point: QPoint) -> None:
        """A menu of instants at `point`; with a reminder set it also takes that away."""
        now, settings = self._context.now(), self._context.settings()
        choices = Instants(settings, now).to_remind()

        def take(at: Micros) -> None:
            self.remind(lead, at)

        def other(start: Micros) -> None:
            ask_another(owner.window(), settings, now, start, tr("Remind me then"), take)

        is_set = self._context.reader.reminder(lead.contact) is not None
        never = (tr("No reminder"), lambda: self.remind(lead, None)) if is_set else None
        self._menu = ask_instant(owner, point, choices, now, take, other, never)

    def ask_snooze(self, lead: LeadRow, owner: QWidget, point: QPoint) -> None:
        """A menu of instants at `point`, or waking up at once when the lead sleeps."""
        if lead.snoozed_until is not None and lead.snoozed_until > self._context.now():
            self.snooze(lead, None)
            return
        self.choose_instant(owner, point, lambda until: self.snooze(lead, until))

    def choose_instant(self, owner: QWidget, point: QPoint, take: Callable[[Micros], None]) -> None:
        """The menu of instants to snooze until, any other, and "until they write"."""
        now, settings = self._context.now(), self._context.settings()
        choices = Instants(settings, now).to_send()

        def other(start: Micros) -> None:
            ask_another(owner.window(), settings, now, start, tr("Snooze until then"), take)

        last = (tr("Until they write"), lambda: take(UNTIL_REPLY))
        self._menu = ask_instant(owner, point, choices, now, take, other, last)

    def _do(self, contact: ContactId, deed: deeds.Deed) -> None:
        self._send(deeds.command_of(deed.does))
        self._context.toast(deed.text, lambda: self._send(deeds.command_of(deed.undoes)))
        if deed.kind in LEAVING:
            self.put_off.emit(contact)

    def _send(self, command: commands.Command) -> None:
        self._context.bridge.call(command, failed=self._say)

    def _say(self, error: AppError) -> None:
        self._context.toast(problems.sentence(error), None)


def waiting_letter(context: Context, lead: LeadRow) -> LetterRow | None:
    """The newest of theirs that waits for our answer; None when none does, or a colleague has them."""
    waiting = waiting_letters(context, lead)
    return context.reader.letter(waiting[-1]) if waiting else None


def waiting_letters(context: Context, lead: LeadRow) -> list[LetterId]:
    """One of each conversation in which they wait for our answer, the longest wait first."""
    return context.reader.waiting_letters([lead.contact]).get(lead.contact, [])


def reply_draft(context: Context, lead: LeadRow) -> Draft | None:
    """What answers the letter that waits, else their last one, or writes again; None: there is no account.

    They may have written about something else since, and that was answered.
    """
    letters = _letters(context, lead)
    human = (one for one in letters if one.direction is Direction.IN and one.kind is Kind.HUMAN)
    incoming = waiting_letter(context, lead) or next(human, None)
    to = (Address(lead.name if lead.name != lead.address else "", lead.address),)
    if incoming is not None:
        return Draft(incoming.account, answers=incoming.id)
    if letters:
        return Draft(letters[0].account, to=to, subject=letters[0].subject)
    accounts = context.reader.accounts()
    return Draft(accounts[0].id, to=to) if accounts else None


def done_deed(context: Context, lead: LeadRow) -> deeds.Deed:
    """What "done" means for this lead."""
    waiting = waiting_letters(context, lead)
    if not waiting:  # a colleague has it, or nobody waits
        incoming = (one.id for one in _letters(context, lead) if one.direction is Direction.IN)
        waiting = list(islice(incoming, 1))
    reminder = context.reader.reminder(lead.contact)
    return deeds.done(lead, waiting, reminder, context.now())


def _letters(context: Context, lead: LeadRow) -> list[LetterRow]:
    items = context.reader.timeline(lead.contact)
    return [item.letter for item in items if item.letter is not None]

