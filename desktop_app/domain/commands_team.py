"""The team's rows: shown, told, read, carried by file."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.domain.facts import TeamState


@dataclass(frozen=True, slots=True)
class GetTeamRows:
    """What leaves this computer for the team, or would. Value: TeamRows."""


@dataclass(frozen=True, slots=True)
class TeamRows:
    """`lines`: the newest rows word for word, of `total`; `hours` travel with them."""

    lines: tuple[str, ...]
    total: int
    hours: str
    state: TeamState


@dataclass(frozen=True, slots=True)
class SyncTeam:
    """Tell and read the team's rows now. Value: TeamState."""


@dataclass(frozen=True, slots=True)
class ExportTeam:
    """Write the own rows into a signed file. Value: TeamFileDone."""

    path: str


@dataclass(frozen=True, slots=True)
class ImportTeam:
    """Read a colleague's signed file. Value: TeamFileDone. InputError("whose", fingerprint): say `name`."""

    path: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class TeamFileDone:
    """`name` "" = one's own; `fingerprint` of the key that signed, to be compared by telephone."""

    name: str
    rows: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ForgetMember:
    """Erase here the figures of a colleague whose file was read (and whose key it was), or who has left.

    Cannot be undone. InputError("of_the_server") for who goes on telling.
    """

    member: str
