"""Commands about privacy: modes, consents, what is held on a person, and its erasure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.domain import commands as ask
from desktop_app.domain.commands import Command
from desktop_app.domain.facts import Changed, Fact
from desktop_app.domain.model import Micros
from desktop_app.domain.privacy import account_subject, mode_of, subject_of
from desktop_app.engine.person import People
from desktop_app.engine.privacy import Privacy
from desktop_app.engine.withdrawal import Withdrawals
from desktop_app.store import privacy
from desktop_app.store.database import Database


@dataclass(frozen=True, slots=True)
class PrivacyDesk:
    """`refresh` makes the leads of contacts anew."""

    db: Database
    withdrawals: Withdrawals
    people: People
    clock: Callable[[], Micros]
    tell: Callable[[Fact], None]
    refresh: Callable[..., None]

    def answer(self, command: Command) -> object:
        """The command's value as its class documents it. Raises InputError, TrackingError."""
        match command:
            case ask.GetPerson(address):
                return self.people.held(address)
            case ask.WithdrawTracking(address, how):
                self.refresh(self.withdrawals.withdraw(address, self.clock(), how))
            case ask.AllowTracking(address, how, wording):
                self.withdrawals.allow(address, self.clock(), how, wording)
            case ask.SetPrivacy(subject, mode, account):
                wanted = mode_of(mode) if mode else None
                stored = account_subject(subject) if account else subject_of(subject)
                privacy.set_rule(self.db, stored, wanted, self.clock())
                self.reduce()
            case ask.ErasePerson(address):
                self.refresh(self.people.erase(address, self.clock()))
        self.tell(Changed(everything=True))
        return None

    def reduce(self) -> None:
        """What was kept under the rule before comes down to what the rule of now allows."""
        changed = Privacy(self.db).reduce()
        if changed:
            self.refresh(changed)
        self.withdrawals.tell_server()
