"""What the server keeps for a team: the opaque wait rows of each member, and which batch was the last.

Nothing of it names a client; who wrote a row is known from the key. Synchronous, for short worker threads.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, Protocol

from desktop_app.domain.model import Micros
from desktop_app.domain.team import Batch, Code, TeamRow, codes_of, flags_of


class Taken(StrEnum):
    """What became of a batch."""

    YES = "yes"
    REPLAYED = "replayed"  # its counter is not above that of the last batch
    NOT_YOURS = "not_yours"  # a row of it was written by another key


class Put(NamedTuple):
    """`counter`: of the last batch taken. `epoch` changes when rows were lost: send all of them again."""

    taken: Taken
    counter: int
    epoch: int


class Person(NamedTuple):
    """A member with rows; `told_at`: when the last batch came. `left`: the key was taken away."""

    owner: int
    name: str
    hours: str
    epoch: int
    told_at: Micros
    left: bool


class KeptRow(NamedTuple):
    """`place` rises in the order of commits: it is the cursor; a row that changes gets a new one."""

    place: int
    owner: int
    row: TeamRow


class TeamStorage(Protocol):
    """The rows of teams, beside the hits in the same storage."""

    def put(self, owner: int, batch: Batch, now: Micros) -> Put:
        """Take a batch whole or not at all. Of a row the highest version stays, whatever comes later."""

    def people(self, team: str) -> list[Person]:
        """The members of a team who have told something, by number."""

    def rows(self, team: str, after: int, limit: int) -> list[KeptRow]:
        """Rows of a team's members with places above `after`, ascending."""

    def erase(self, owner: int) -> int:
        """Forget a member's rows and hours, not his counter. Returns how many rows went."""

    def join(self, owner: int, team: str, lead: bool) -> None:
        """All keys of a person belong to this team from now on."""

    def purge(self, before: Micros) -> int:
        """Forget rows of letters that arrived earlier, and what was taken back. Returns how many."""


Values = tuple[int, str, int, Micros, Micros | None, Micros | None, Micros | None, int]


def values_of(owner: int, row: TeamRow, now: Micros) -> Values:
    """A row as both storages write it. One that was taken back counts as of now: until readers know."""
    flags = flags_of(row.codes)
    return (owner, row.id, row.version, row.arrived or now, row.seen_low, row.seen_high, row.answered, flags)


def kept_row(place: int, values: Values) -> KeptRow:
    """And back."""
    owner, row_id, version, arrived, seen_low, seen_high, answered, flags = values
    codes = codes_of(flags)
    row = TeamRow(row_id, version, 0 if Code.GONE in codes else arrived, seen_low, seen_high, answered, codes)
    return KeptRow(place, owner, row)
