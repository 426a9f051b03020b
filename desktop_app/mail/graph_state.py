"""What is remembered of a folder of Microsoft 365 between two syncs: opaque bytes for everyone else."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from desktop_app.domain.errors import StateInvalid
from desktop_app.domain.model import Micros
from desktop_app.mail.graph_folders import Figures

VERSION = 1


@dataclass(slots=True)
class FolderState:
    """`link` is what to ask next, as the server gave it; `done`: it leads to changes, not to older letters;
    `middle`: to the rest of a round, which knows nothing of what came since the round began.

    `left` are letters that went away, by when; some come back untold (`mail.graph_sync`).
    """

    link: str = ""
    done: bool = False
    middle: bool = False
    handed: int = 0
    expanded: bool = True
    left: tuple[tuple[str, Micros], ...] = ()
    looked_at: Micros = 0
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
            fields["left"] = tuple((str(one), int(at)) for one, at in fields["left"])
            fields["figures"] = Figures(*fields["figures"]) if fields["figures"] else None
            return FolderState(**fields)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise StateInvalid from error
