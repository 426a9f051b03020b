"""What is remembered of an Exchange folder between two syncs: opaque bytes for everyone else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from desktop_app.domain.model import Micros
from desktop_app.mail.exchange_folders import Figures
from desktop_app.mail.exchange_state import decoded, encoded


class Phase(StrEnum):
    """Of the first sync; see `mail.ews_sync`."""

    FIRST = "first"
    DRAIN = "drain"
    OLDER = "older"
    DONE = "done"


@dataclass(slots=True)
class FolderState:
    """`sync` is the server's own SyncState. `known`: letters in the folder, `handed`: of them given out.

    `first`: what FIRST gave out and DRAIN has not met yet. While OLDER, `cursor` is the second (UTC micros)
    down to which letters were given out, `edge` those of that second that were.
    """

    phase: Phase = Phase.FIRST
    sync: str = ""
    known: int = 0
    handed: int = 0
    first: tuple[str, ...] = ()
    cursor: Micros | None = None
    edge: tuple[str, ...] = ()
    figures: Figures | None = None

    def encode(self) -> bytes:
        return encoded(self)

    @staticmethod
    def decode(state: bytes) -> FolderState:
        """b"" is a folder never synced. Raises StateInvalid."""
        return decoded(state, _made) if state else FolderState()


def _made(fields: dict[str, Any]) -> FolderState:
    fields["phase"] = Phase(fields["phase"])
    fields["first"], fields["edge"] = tuple(fields["first"]), tuple(fields["edge"])
    return FolderState(**fields)
