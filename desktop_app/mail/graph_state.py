"""What is remembered of a folder of Microsoft 365 between two syncs: opaque bytes for everyone else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desktop_app.domain.model import Micros
from desktop_app.mail.exchange_folders import Figures
from desktop_app.mail.exchange_state import decoded, encoded


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
        return encoded(self)

    @staticmethod
    def decode(state: bytes) -> FolderState:
        """b"" is a folder never synced. Raises StateInvalid."""
        return decoded(state, _made) if state else FolderState()


def _made(fields: dict[str, Any]) -> FolderState:
    fields["left"] = tuple((str(one), int(at)) for one, at in fields["left"])
    return FolderState(**fields)
