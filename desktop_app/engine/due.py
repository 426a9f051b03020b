"""How long contacts have waited of how long they may: of each the wait that is nearest to its target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop_app.domain.model import DAY, SECOND, ContactId, Micros
from desktop_app.domain.targets import Place, Target, Targets
from desktop_app.domain.timetable import Timetable
from desktop_app.store import waiting
from desktop_app.store.database import Database
from desktop_app.store.leads import Person

COUNTED_BACK: Micros = 92 * DAY  # working time of older waits is cut here: far beyond any target


@dataclass(frozen=True, slots=True)
class Due:
    """`waits`: since when each of them waits, and the target of that; `hours` are the user's."""

    usual_s: float
    hours: Timetable
    waits: Mapping[ContactId, Sequence[tuple[Micros, Target]]]

    @classmethod
    def of(
        cls, db: Database, targets: Targets, hours: Timetable, people: Mapping[ContactId, Person]
    ) -> Due:
        """Of those who wait."""
        waiting_since = {
            contact: one.waiting_since for contact, one in people.items() if one.waiting_since is not None
        }
        if targets.is_one:
            found = {contact: [(at, targets.everybody)] for contact, at in waiting_since.items()}
        else:
            found = _special(db, targets, waiting_since)
        return cls(targets.everybody.seconds, hours, found)

    def of_contact(self, contact: ContactId, now: Micros) -> tuple[float, float]:
        """Waited, and the target; in seconds, both by the target's own clock."""
        some = [
            (_waited(self.hours, target, at, now), target.seconds)
            for at, target in self.waits.get(contact, ())
        ]
        return max(some, key=lambda pair: pair[0] / pair[1], default=(0.0, self.usual_s))

    def changes_at(self, contact: ContactId, now: Micros) -> Micros | None:
        """The next instant at which the target that is nearest, or whether it is missed, may be another.

        None: by time alone it stays. Of waits with different targets the nearest may change at any time.
        """
        some = self.waits.get(contact, ())
        if len({target for _, target in some}) != 1:
            return now + 1 if some else None
        target, since = some[0][1], min(at for at, _ in some)
        allowed = int(target.seconds * SECOND)
        counted_back = since + COUNTED_BACK
        if not target.working:
            late = since + allowed + 1
        elif counted_back >= now:
            late = self.hours.add(since, allowed + 1) or counted_back
        else:  # what is counted moves with the clock: it changes no faster than time passes
            worked = int(_waited(self.hours, target, since, now) * SECOND)
            return now + max(1, abs(worked - allowed))
        return min((at for at in (late, counted_back + 1) if at > now), default=None)


def _special(
    db: Database, targets: Targets, waiting_since: Mapping[ContactId, Micros]
) -> dict[ContactId, list[tuple[Micros, Target]]]:
    known = waiting.of_contacts(db, waiting_since)
    others = waiting.last_places(db, [contact for contact in waiting_since if contact not in known])
    found = {
        contact: [(one.at, targets.of(Place(one.account, one.channel))) for one in some]
        for contact, some in known.items()
    }
    for contact, place in others.items():  # he wrote in a colleague's wait
        found[contact] = [(waiting_since[contact], targets.of(Place(*place)))]
    return found


def _waited(hours: Timetable, target: Target, since: Micros, now: Micros) -> float:
    since = max(since, now - COUNTED_BACK)
    return (hours.between(since, now) if target.working else max(0, now - since)) / SECOND
