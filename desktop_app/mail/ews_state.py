"""What is remembered of an Exchange folder between two syncs: opaque bytes for everyone else."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from desktop_app.domain.errors import StateInvalid
from desktop_app.domain.model import Micros
from desktop_app.mail.ews_folders import Figures

VERSION = 1


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
        return json.dumps({"v": VERSION, **asdict(self)}, separators=(",", ":")).encode()

    @staticmethod
    def decode(state: bytes) -> FolderState:
        """b"" is a folder never synced. Raises StateInvalid for what another version, or nobody, wrote."""
        if not state:
            return FolderState()
        try:
            fields = json.loads(state)
            if fields.pop("v") != VERSION:
                raise StateInvalid
            fields["phase"] = Phase(fields["phase"])
            fields["first"], fields["edge"] = tuple(fields["first"]), tuple(fields["edge"])
            fields["figures"] = Figures(*fields["figures"]) if fields["figures"] else None
            return FolderState(**fields)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise StateInvalid from error
