"""What is said of people and of who waits: sleep, calls, reminders, notes, who is the same, who answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_app.domain import commands as ask
from desktop_app.domain.addresses import is_address, normalise
from desktop_app.domain.commands import Command
from desktop_app.domain.errors import InputError
from desktop_app.domain.facts import Changed, Fact
from desktop_app.domain.model import ContactId, LetterId, Micros
from desktop_app.domain.phones import Phone, typed
from desktop_app.store import handovers, morning, people, persons, phones, reminders
from desktop_app.store.database import Database

NAME_MAX = 200


@dataclass(frozen=True, slots=True)
class PeopleDesk:
    """Runs in any thread. What was said shows at once: `derive` and `refresh` are those of the engine."""

    db: Database
    clock: Callable[[], Micros]
    tell: Callable[[Fact], None]
    derive: Callable[[], None]
    refresh: Callable[..., None]

    def answer(self, command: Command) -> None:
        match command:
            case ask.SetNote() | ask.SetPhone() | ask.MergePeople() | ask.PartPeople():
                self._people(command)
            case ask.KeepMorning(day, started_at, queue, handled):
                morning.keep(self.db, day, started_at, queue, handled)
            case ask.Together(together):
                self._leads(together)
            case _:
                self._leads([command])

    def _leads(self, together: Sequence[Command]) -> None:
        touched: list[ContactId] = []
        with self.db.transaction():
            for command in together:
                match command:
                    case ask.Snooze(contact, until, until_reply):
                        people.snooze(self.db, contact, until, self.clock() if until_reply else None)
                        touched.append(contact)
                    case ask.Called(contact, undo):
                        people.handled(self.db, contact, None if undo else self.clock())
                        touched.append(contact)
                    case ask.Remind(contact, at, since):
                        reminders.put(self.db, contact, self.clock() if since is None else since, at)
                        touched.append(contact)
                    case ask.MarkNoAnswer(letter, needs_answer):
                        people.mark_no_answer(self.db, letter, needs_answer)
                    case ask.Assign(letter, to, at):
                        self._assign(letter, " ".join(to.split()), at)
                    case ask.Unassign(letter):
                        handovers.unassign(self.db, letter)
        if touched:
            self.refresh(tuple(touched))
        if len(touched) < len(together):
            self.derive()

    def _assign(self, letter: LetterId, to: str, at: Micros | None) -> None:
        who = normalise(to) if "@" in to else to
        if "@" in to and not is_address(who):
            raise InputError(field="address", reason="bad_address", address=to[:NAME_MAX])
        now = self.clock()
        if not handovers.assign(self.db, letter, who[:NAME_MAX], now if at is None else min(at, now)):
            raise InputError(field="letter", reason="nobody_waits")

    def _people(self, command: Command) -> None:
        match command:
            case ask.SetNote(contact, text):
                people.set_note(self.db, contact, text)
                self.tell(Changed((contact,)))
            case ask.SetPhone(contact, text):
                phones.set_by_hand(self.db, contact, _checked_phone(text))
                self.refresh((contact,))
            case ask.MergePeople(addresses, person):
                with self.db.transaction():
                    for address in addresses:
                        persons.merge(self.db, address, person)
                self.derive()
                self.tell(Changed(everything=True))
            case ask.PartPeople(addresses):
                self.refresh(tuple(one for address in addresses for one in persons.part(self.db, address)))
                self.derive()
                self.tell(Changed(everything=True))


def _checked_phone(text: str | None) -> Phone | None:
    if not text:
        return None if text is None else Phone("", "")
    phone = typed(text)
    if phone is None:
        raise InputError(field="phone", reason="not_a_phone")
    return phone
