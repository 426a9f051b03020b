"""The morning queue without its window: who is in it, where one is, what was done and can be taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from desktop_app.domain.codes import SECOND, Action, ContactId, Micros
from desktop_app.store.rows import LeadRow

LONGEST = 30  # more is no five minutes
USUAL_S = 25.0  # for one lead, until this run has shown another pace
DUE = frozenset(
    {
        Action.ANSWER,
        Action.FIX_ADDRESS,
        Action.CALL_NOW,
        Action.CALL_TODAY,
        Action.WRITE_NOW,
        Action.WRITE_AGAIN,
        Action.LET_GO,
    }
)
CALLS = frozenset({Action.CALL_NOW, Action.CALL_TODAY})


class Due(NamedTuple):
    """`calls`: how many calls wait for the working hours; `more`: how many are beyond the longest queue."""

    contacts: tuple[ContactId, ...]
    calls: int
    more: int


def due(leads: Iterable[LeadRow], now: Micros, *, working: bool, handled: Collection[ContactId]) -> Due:
    """Those with something to do now, in the order given; nobody is called outside working hours.

    `handled`: with these the user has dealt today.
    """
    found: list[ContactId] = []
    calls = 0
    for lead in leads:
        if lead.action not in DUE or (lead.snoozed_until or 0) > now or lead.contact in handled:
            continue
        if lead.action in CALLS and not working:
            calls += 1
        else:
            found.append(lead.contact)
    return Due(tuple(found[:LONGEST]), calls, max(0, len(found) - LONGEST))


class Step(NamedTuple):
    """What was done with the lead at `place`; `token` is what the window needs to take it back."""

    place: int
    kind: str
    token: object


class Run:
    """One pass through the queue. `contact` None: it is over."""

    def __init__(self, contacts: tuple[ContactId, ...], now: Micros) -> None:
        self._contacts = list(contacts)
        self._place = 0
        self._steps: list[Step] = []
        self.started = now

    @classmethod
    def of(cls, queue: Sequence[tuple[ContactId, str]], started: Micros) -> Run:
        """One that was kept, as `kept` gave it; what was done then cannot be taken back any more."""
        run = cls(tuple(contact for contact, _ in queue), started)
        for _, kind in queue:
            if not kind:
                break
            run.step(kind)
        return run

    def kept(self) -> tuple[tuple[ContactId, str], ...]:
        """Everybody in order, with what was done; "" for those still to come."""
        kinds = {step.place: step.kind for step in self._steps}
        return tuple((contact, kinds.get(place, "")) for place, contact in enumerate(self._contacts))

    @property
    def contact(self) -> ContactId | None:
        return self._contacts[self._place] if self._place < len(self._contacts) else None

    @property
    def place(self) -> int:
        """From 1."""
        return self._place + 1

    @property
    def total(self) -> int:
        return len(self._contacts)

    @property
    def last(self) -> Step | None:
        """What `back` would take back; None: nothing, or only what was done before a restart."""
        step = self._steps[-1] if self._steps else None
        return step if step is not None and (step.token is not None or step.kind == "skipped") else None

    def step(self, kind: str, token: object = None) -> None:
        """Done with this one, on to the next."""
        self._steps.append(Step(self._place, kind, token))
        self._place += 1

    def back(self) -> None:
        """To the lead of the last step, as if it had not been."""
        self._place = self._steps.pop().place

    def drop(self) -> None:
        """There is nothing to do about this one any more."""
        del self._contacts[self._place]

    def counts(self) -> Counter[str]:
        """How often each kind of step was made."""
        return Counter(step.kind for step in self._steps)

    def handled(self) -> set[ContactId]:
        """All but those skipped."""
        return {self._contacts[step.place] for step in self._steps if step.kind != "skipped"}

    def skipped(self) -> tuple[ContactId, ...]:
        return tuple(self._contacts[step.place] for step in self._steps if step.kind == "skipped")

    def taken(self, now: Micros) -> Micros:
        """Since it began."""
        return max(0, now - self.started)

    def left_s(self, now: Micros) -> float:
        """How long the rest takes at the pace so far; the usual pace counts as three leads of it."""
        done = len(self._steps)
        pace = (3 * USUAL_S + min(self.taken(now) / SECOND, done * 4 * USUAL_S)) / (3 + done)
        return pace * (len(self._contacts) - self._place)
