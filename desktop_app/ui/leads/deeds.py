"""What can be said of one lead: the commands that do it, the words for it, and what takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from desktop_app.domain import commands
from desktop_app.domain.codes import DAY, UNTIL_REPLY, LetterId, Micros
from desktop_app.store.rows import LeadRow, ReminderRow
from desktop_app.ui import times, words
from desktop_app.ui.translation import tr

DONE_FOR = 14 * DAY  # as long as a letter counts as open

Said = commands.Snooze | commands.Called | commands.MarkNoAnswer | commands.Remind


class Deed(NamedTuple):
    """`kind`: called | snoozed | woken | let_go | done | reminded."""

    kind: str
    text: str
    does: tuple[Said, ...]
    undoes: tuple[Said, ...]


def command_of(said: Sequence[Said]) -> commands.Command:
    """One command for all of it."""
    return said[0] if len(said) == 1 else commands.Together(tuple(said))


def called(lead: LeadRow) -> Deed:
    """The call is made: nobody nudges about this contact again today."""
    text = tr("Called {name}. No other reminder about them today.").format(name=words.short(lead.name))
    undo = commands.Called(lead.contact, undo=True)
    return Deed("called", text, (commands.Called(lead.contact),), (undo,))


def snoozed(lead: LeadRow, until: Micros | None, now: Micros) -> Deed:
    """Hidden until an instant or until they write; None: back in the list."""
    kind, text = "woken", tr("{name} is back in the list.").format(name=words.short(lead.name))
    if until is not None and until >= UNTIL_REPLY:
        kind, text = "let_go", tr("{name} is hidden until they write.").format(name=words.short(lead.name))
    elif until is not None:
        when = times.until(until, now)
        text = tr("{name} is hidden until {when}.").format(name=words.short(lead.name), when=when)
        kind = "snoozed"
    return Deed(kind, text, (_snooze(lead, until),), (_snooze(lead, lead.snoozed_until),))


def done(
    lead: LeadRow, waiting: Sequence[LetterId], reminder: ReminderRow | None, now: Micros
) -> Deed:
    """Who waits needs no answer after all; a reminder is over; anybody else leaves the list for two weeks.

    `waiting`: the letters that wait for an answer, one of each conversation.
    """
    if lead.waiting_since is not None and waiting:
        text = tr("{name} needs no answer.").format(name=words.short(lead.name))
        marks = [tuple(commands.MarkNoAnswer(one, needed) for one in waiting) for needed in (False, True)]
        return Deed("done", text, marks[0], marks[1])
    if lead.reason == "reminder" and reminder is not None:
        text = tr("The reminder about {name} is done.").format(name=words.short(lead.name))
        does = (commands.Remind(lead.contact, None), commands.Called(lead.contact))
        again = commands.Remind(lead.contact, reminder.due, reminder.since)
        return Deed("done", text, does, (again, commands.Called(lead.contact, undo=True)))
    return snoozed(lead, now + DONE_FOR, now)._replace(kind="done")


def reminded(lead: LeadRow, at: Micros | None, before: ReminderRow | None, now: Micros) -> Deed:
    """Remind at an instant unless they answer; None: do not."""
    text = tr("No reminder about {name}.").format(name=words.short(lead.name))
    if at is not None:
        when = times.until(at, now)
        text = tr("Reminder {when}, unless {name} answers.").format(when=when, name=words.short(lead.name))
    undo = commands.Remind(lead.contact, None)
    if before is not None:
        undo = commands.Remind(lead.contact, before.due, before.since)
    return Deed("reminded", text, (commands.Remind(lead.contact, at),), (undo,))


def _snooze(lead: LeadRow, until: Micros | None) -> commands.Snooze:
    return commands.Snooze(lead.contact, until, until_reply=(until or 0) >= UNTIL_REPLY)
