"""How long contacts have waited of how long they may: of each the wait that is nearest to its target."""

from __future__ import annotations

from collections.abc import Mapping
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
    """`waits`: waited and target seconds, both by the target's own clock."""

    usual_s: float
    waits: Mapping[ContactId, tuple[float, float]]

    @classmethod
    def of(
        cls,
        db: Database,
        targets: Targets,
        hours: Timetable,
        people: Mapping[ContactId, Person],
        now: Micros,
    ) -> Due:
        """Of those who wait."""
        waiting_since = {
            contact: one.waiting_since for contact, one in people.items() if one.waiting_since is not None
        }
        if targets.is_one:
            found = {contact: [(at, targets.everybody)] for contact, at in waiting_since.items()}
        else:
            found = _special(db, targets, waiting_since)
        waits = {
            contact: max(
                ((_waited(hours, target, at, now), target.seconds) for at, target in some),
                key=lambda pair: pair[0] / pair[1],
            )
            for contact, some in found.items()
        }
        return cls(targets.everybody.seconds, waits)

    def of_contact(self, contact: ContactId) -> tuple[float, float]:
        """Waited, and the target; in seconds."""
        return self.waits.get(contact, (0.0, self.usual_s))


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
