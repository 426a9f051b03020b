"""What is remembered of a synchronised folder between two syncs: opaque bytes for everyone else."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field

from desktop_app.domain.errors import StateInvalid
from desktop_app.domain.model import Flags
from desktop_app.mail.imap_uids import UidSet

VERSION = "v1"  # the name of a field that only this version has
FLAG_QUERIES = (b"UNSEEN", b"ANSWERED", b"FLAGGED", b"DRAFT")
Marked = tuple[UidSet, UidSet, UidSet, UidSet]
NOTHING_MARKED: Marked = (UidSet(), UidSet(), UidSet(), UidSet())

_FIGURES = {"uv": "uidvalidity", "un": "uidnext", "ex": "exists", "ms": "modseq", "lost": "lost"}


@dataclass(frozen=True, slots=True)
class FolderState:
    """`known` are the UIDs whose letters were handed over.

    `uidnext`, `exists` and `modseq` are the server's figures at the last look; `modseq` is the point up to
    which the flags of all known letters are current, 0 = the server cannot tell. Then `marked` holds, in the
    order of FLAG_QUERIES, which known letters carry which flag. `settled`: that look came to its end, with
    `lost` letters that the server lists and does not give.
    """

    uidvalidity: int = 0
    uidnext: int = 0
    exists: int = 0
    modseq: int = 0
    lost: int = 0
    settled: bool = False
    known: UidSet = field(default_factory=UidSet)
    marked: Marked = NOTHING_MARKED

    def flags(self, uid: int) -> Flags:
        """The flags that `marked` says."""
        unseen, answered, flagged, draft = (uid in uids for uids in self.marked)
        return Flags(not unseen, answered, flagged, draft)

    def encode(self) -> bytes:
        """Compact JSON; sets of UIDs packed."""
        fields = {
            VERSION: 1,
            **{key: getattr(self, name) for key, name in _FIGURES.items()},
            "settled": int(self.settled),
            "known": _packed(self.known),
            "marked": [_packed(uids) for uids in self.marked],
        }
        return json.dumps(fields, separators=(",", ":")).encode("ascii")

    @classmethod
    def decode(cls, data: bytes) -> FolderState:
        """Inverse of `encode`; b"" is the state before the first sync. Raises StateInvalid."""
        if not data:
            return cls()
        try:
            fields = json.loads(data)
            fields[VERSION]
            unseen, answered, flagged, draft = (_unpacked(text) for text in fields["marked"])
            figures = {name: int(fields[key]) for key, name in _FIGURES.items()}
            return cls(
                **figures,
                settled=bool(fields["settled"]),
                known=_unpacked(fields["known"]),
                marked=(unseen, answered, flagged, draft),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise StateInvalid(reason=str(error)) from error


def _packed(uids: UidSet) -> str:
    return base64.b85encode(uids.pack()).decode("ascii") if uids else ""


def _unpacked(text: str) -> UidSet:
    return UidSet.unpack(base64.b85decode(text)) if text else UidSet()
