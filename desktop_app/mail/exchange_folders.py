"""What Exchange tells of folders by both of its protocols: what each is for, and whether it has changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from desktop_app.domain.model import Role
from desktop_app.mail.base import RemoteFolder

ROLES = {
    "inbox": Role.INBOX,
    "sentitems": Role.SENT,
    "drafts": Role.DRAFTS,
    "outbox": Role.OUTBOX,
    "junkemail": Role.SPAM,
    "deleteditems": Role.TRASH,
}
SHAKY_LOOKS = 10  # looks at a quiet folder whose server does not tell when it changed

_ORDER = {Role.INBOX: 0, Role.SENT: 1}


class Figures(NamedTuple):
    """Equal figures: nothing has changed. `changed` "" = the server does not tell when that was."""

    total: int
    unread: int
    changed: str

    @property
    def exact(self) -> bool:
        return bool(self.changed)


class Listed(NamedTuple):
    folders: list[RemoteFolder]
    figures: dict[str, Figures]

    @property
    def exact(self) -> bool:
        return all(figures.exact for figures in self.figures.values())


class Quiet:
    """Which folders a list said to be as they were: exact where they tell when they changed last, as those of
    Exchange do; else by counts, for a while.
    """

    def __init__(self) -> None:
        self._looks: dict[str, int] = {}

    def is_quiet(self, folder: str, now: Figures | None, then: Figures | None) -> bool:
        if now is None or now != then:
            return False
        looks = 0 if now.exact else self._looks.get(folder, 0) + 1
        self._looks[folder] = looks % SHAKY_LOOKS
        return looks < SHAKY_LOOKS


def in_order(folders: Sequence[RemoteFolder]) -> list[RemoteFolder]:
    """Inbox first, then Sent, then by path."""
    return sorted(folders, key=lambda one: (_ORDER.get(one.role, 2), one.path))


def part_of_path(name: str) -> str:
    """A folder's name with the sign of division for a slash: a path must tell its parts."""
    return name.replace("/", "∕")
