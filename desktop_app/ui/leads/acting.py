"""What can be done with a lead: answer, write, snooze, be done with it. Everything can be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QDateTime, QObject, QPoint, QTime
from PySide6.QtWidgets import QMenu

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.model import (
    DAY,
    HOUR,
    UNTIL_REPLY,
    Action,
    Address,
    Direction,
    Draft,
    Kind,
    LetterId,
    Micros,
)
from desktop_app.store.rows import LeadRow, LetterRow
from desktop_app.ui import problems, times
from desktop_app.ui.context import Context
from desktop_app.ui.translation import tr

MORNING = QTime(9, 0)
DONE_FOR = 14 * DAY  # as long as a letter counts as open


class LeadActions(QObject):
    """Turns a button or a key into a command to the engine, with a toast that undoes it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

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
        letters = self._letters(lead)
        human = (one for one in letters if one.direction is Direction.IN and one.kind is Kind.HUMAN)
        incoming = next(human, None)
        to = (Address(lead.name if lead.name != lead.address else "", lead.address),)
        if incoming is not None:
            self._context.compose(Draft(incoming.account, answers=incoming.id))
        elif letters:
            self._context.compose(Draft(letters[0].account, to=to, subject=letters[0].subject))
        elif accounts := self._context.reader.accounts():
            self._context.compose(Draft(accounts[0].id, to=to))

    def done(self, lead: LeadRow) -> None:
        """A client who waits needs no answer after all; anybody else leaves the list for two weeks."""
        waiting = next((one for one in self._letters(lead) if one.direction is Direction.IN), None)
        if lead.waiting_since is not None and waiting is not None:
            self._mark(waiting.id, needs_answer=False)
            self._context.toast(
                tr("{name} needs no answer.").format(name=lead.name),
                lambda: self._mark(waiting.id, needs_answer=True),
            )
            return
        self.snooze(lead, self._context.now() + DONE_FOR)

    def snooze(self, lead: LeadRow, until: Micros | None) -> None:
        before = lead.snoozed_until
        self._send(_snooze(lead, until))
        text = tr("{name} is back in the list.").format(name=lead.name)
        if until is not None and until >= UNTIL_REPLY:
            text = tr("{name} is hidden until they write.").format(name=lead.name)
        elif until is not None:
            when = times.until(until, self._context.now())
            text = tr("{name} is hidden until {when}.").format(name=lead.name, when=when)
        self._context.toast(text, lambda: self._send(_snooze(lead, before)))

    def called(self, lead: LeadRow) -> None:
        """The call is made: nobody nudges about this contact again today."""
        self._send(commands.Called(lead.contact))
        text = tr("Called {name}. No other reminder about them today.").format(name=lead.name)
        self._context.toast(text, lambda: self._send(commands.Called(lead.contact, undo=True)))

    def ask_snooze(self, lead: LeadRow, point: QPoint) -> None:
        """A menu of instants at `point`, or waking up at once when the lead sleeps."""
        if lead.snoozed_until is not None and lead.snoozed_until > self._context.now():
            self.snooze(lead, None)
            return
        self.choose_instant(point, lambda until: self.snooze(lead, until))

    def choose_instant(self, point: QPoint, take: Callable[[Micros], None]) -> None:
        """The menu of instants to snooze until, and "until they write"."""
        menu = QMenu()
        menu.aboutToHide.connect(menu.deleteLater)
        for text, until in snooze_choices(self._context.now()):
            shown = "" if until >= UNTIL_REPLY else times.until(until, self._context.now())
            entry = menu.addAction(f"{text}\t{shown}")
            entry.triggered.connect(lambda _checked, chosen=until: take(chosen))
        self._menu = menu
        menu.popup(point)

    def _letters(self, lead: LeadRow) -> list[LetterRow]:
        items = self._context.reader.timeline(lead.contact)
        return [item.letter for item in items if item.letter is not None]

    def _mark(self, letter: LetterId, *, needs_answer: bool) -> None:
        self._send(commands.MarkNoAnswer(letter, needs_answer))

    def _send(self, command: commands.Command) -> None:
        self._context.bridge.call(command, failed=self._say)

    def _say(self, error: AppError) -> None:
        self._context.toast(problems.sentence(error), None)


def snooze_choices(now: Micros) -> list[tuple[str, Micros]]:
    """In two hours, tomorrow morning, Monday morning, in a week, until they write; local time, each once."""
    local = times.local_time(now)
    days_to_monday = 8 - local.date().dayOfWeek()
    return [
        (tr("In two hours"), now + 2 * HOUR),
        (tr("Tomorrow"), _morning(local, 1)),
        *([(tr("Monday"), _morning(local, days_to_monday))] if days_to_monday > 1 else []),
        (tr("In a week"), _morning(local, 7)),
        (tr("Until they write"), UNTIL_REPLY),
    ]


def _snooze(lead: LeadRow, until: Micros | None) -> commands.Snooze:
    return commands.Snooze(lead.contact, until, until_reply=(until or 0) >= UNTIL_REPLY)


def _morning(local: QDateTime, days: int) -> Micros:
    return QDateTime(local.date().addDays(days), MORNING).toMSecsSinceEpoch() * 1000
