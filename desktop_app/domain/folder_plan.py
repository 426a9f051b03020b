"""Which folders are read, and what each is for: what the server says, unless the user has said otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from desktop_app.domain.codes import Role

SKIPPED = frozenset({Role.DRAFTS, Role.OUTBOX, Role.SPAM, Role.TRASH})
RINGING = (Role.INBOX, Role.ALL)  # watched, the first that is there; Gmail has only the second


class Choice(NamedTuple):
    """The user's word on a folder; `wanted` None: none. `is_sent`: his sent letters lie here."""

    wanted: bool | None = None
    is_sent: bool = False


class Planned(NamedTuple):
    role: Role
    wanted: bool


def plan(found: Mapping[str, Role], choices: Mapping[str, Choice]) -> dict[str, Planned]:
    """By the server's name of each folder; choices of folders that are not there count for nothing.

    Where letters come in is always read. Of several folders for sent letters the chosen one is it.
    """
    chosen = next((name for name, choice in choices.items() if choice.is_sent and name in found), None)
    return {name: _planned(name, role, choices.get(name, Choice()), chosen) for name, role in found.items()}


def _planned(name: str, role: Role, choice: Choice, chosen: str | None) -> Planned:
    if role in RINGING:
        return Planned(role, True)
    if chosen is not None and (role is Role.SENT or name == chosen):
        role = Role.SENT if name == chosen else Role.OTHER
    wanted = role not in SKIPPED if choice.wanted is None else choice.wanted
    return Planned(role, wanted)
