"""What is done with a person or a wait: sleep, calls, reminders, notes, who is the same."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.domain.model import ContactId, LetterId, Micros


@dataclass(frozen=True, slots=True)
class Snooze:
    """Hide a lead from "answer now" and the top until an instant; None wakes it.

    `until_reply`: their next letter wakes it too, whatever the instant.
    """

    contact: ContactId
    until: Micros | None
    until_reply: bool = False


@dataclass(frozen=True, slots=True)
class Called:
    """The user has called, or is done with a nudge: no other one today. `undo` takes it back."""

    contact: ContactId
    undo: bool = False


@dataclass(frozen=True, slots=True)
class Remind:
    """Remind of this person at an instant unless a human answer has come by then; None: do not.

    `since` None: answers count from now on; otherwise from then (to take a `Remind(contact, None)` back).
    """

    contact: ContactId
    at: Micros | None
    since: Micros | None = None


@dataclass(frozen=True, slots=True)
class KeepMorning:
    """Where the user stands in the morning queue of `day` (a Julian day number of his clock).

    `queue`: everybody of the pass in order, with what was done, "" = still to come. `handled`: with whom he
    has dealt in earlier passes of the day.
    """

    day: int
    started_at: Micros
    queue: tuple[tuple[ContactId, str], ...]
    handled: tuple[ContactId, ...] = ()


@dataclass(frozen=True, slots=True)
class SetPhone:
    """The number the user gives a person; "" = none of those found is theirs; None = those found again.

    InputError("not_a_phone").
    """

    contact: ContactId
    text: str | None


@dataclass(frozen=True, slots=True)
class MergePeople:
    """`addresses` belong to the person known by `person`: one card, one lead, one warmth.

    InputError("same_address", "no_such_contact").
    """

    addresses: tuple[str, ...]
    person: str


@dataclass(frozen=True, slots=True)
class PartPeople:
    """These addresses are other people after all."""

    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetNote:
    contact: ContactId
    text: str


@dataclass(frozen=True, slots=True)
class Assign:
    """The open wait that holds this letter goes to a colleague (address or name); "" = it is mine after all.

    `at` None = now. InputError("nobody_waits") where nobody does, ("bad_address") for an "@" that makes none.
    """

    letter: LetterId
    to: str
    at: Micros | None = None


@dataclass(frozen=True, slots=True)
class Unassign:
    """Nothing was said of that wait; a letter that forwards it hands it over all the same."""

    letter: LetterId


@dataclass(frozen=True, slots=True)
class MarkNoAnswer:
    """The wait that holds this letter needs no answer (or needs one after all)."""

    letter: LetterId
    needs_answer: bool
