"""How soon a client is to be answered: for everybody, for a mailbox, for a channel; the most specific holds.

Free of numpy: the engine and the settings read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Target(NamedTuple):
    """`working`: counted in working hours; else every hour counts."""

    seconds: float
    working: bool = True


class Place(NamedTuple):
    """Where a wait lies: the address of its mailbox, and its channel ("" = none)."""

    account: str
    channel: str


@dataclass(frozen=True, slots=True)
class Targets:
    """`accounts` by address, `channels` by name; upper and lower case are the same."""

    everybody: Target
    accounts: Mapping[str, Target] = field(default_factory=dict)
    channels: Mapping[str, Target] = field(default_factory=dict)

    @property
    def is_one(self) -> bool:
        """Whether everybody has the same."""
        return not self.accounts and not self.channels

    def of(self, place: Place) -> Target:
        """The channel's, else the mailbox's, else everybody's."""
        found = _named(self.channels, place.channel) or _named(self.accounts, place.account)
        return found or self.everybody


def _named(some: Mapping[str, Target], name: str) -> Target | None:
    wanted = name.casefold()
    return next((target for one, target in some.items() if one.casefold() == wanted), None)
