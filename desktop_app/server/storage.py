"""What the tracking server keeps, and the interface behind which it keeps it.

Everything is synchronous: `append` is called from the one writer thread of `server.hits`, the rest from short
worker threads. Nothing kept tells who a token stands for; of an address only its /24 or /48 is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from desktop_app.domain.model import Micros
from desktop_app.server.team_storage import TeamStorage


class NewHit(NamedTuple):
    """One request as it came in, judged by nobody. `key` is the owner's number.

    `flags` as in `domain.model.Hit`, blank-separated.
    """

    key: int
    at: Micros
    kind: str
    token: str
    agent: str
    network: str
    flags: str


class KeptHit(NamedTuple):
    """`id` rises in the order of commits: it is the cursor."""

    id: int
    hit: NewHit


class Held(NamedTuple):
    """All that is kept of some tokens."""

    hits: Sequence[KeptHit]
    links: Mapping[str, str]
    erased: Sequence[str]


class KeyState(StrEnum):
    """Whether a key's tokens count and whether somebody signs in with it."""

    ACTIVE = "active"
    RETIRED = "retired"  # replaced: its tokens count for the person's new key, nobody signs in with it
    REVOKED = "revoked"  # its pixels and links answer, nothing is kept, nobody signs in with it


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A person's key. `seal` checks tokens; of the bearer secret only the digest is here.

    `owner` is the number under which the person's hits are kept: that of the first key. `lead`: reads
    the rows of `team`.
    """

    id: int
    name: str
    seal: bytes
    bearer_digest: bytes
    owner: int
    state: KeyState = KeyState.ACTIVE
    team: str = ""
    lead: bool = False


class Storage(Protocol):
    """What the server remembers. From any thread; what was written is durable when a call returns."""

    @property
    def gather_s(self) -> float:
        """How long a batch may grow, where a commit costs more than what is in it."""

    @property
    def team(self) -> TeamStorage: ...

    def append(self, hits: Sequence[NewHit]) -> None:
        """Durable when it returns: neither kill -9 nor a power cut may lose these.

        Hits of erased tokens are left out.
        """

    def hits(self, key: int, after: int, limit: int) -> list[KeptHit]:
        """Hits of one key with ids above `after`, ascending."""

    def add_links(self, links: Mapping[str, str]) -> list[str]:
        """Tokens and where they lead. Returns the tokens that already lead elsewhere; then adds none."""

    def target(self, token: str) -> str | None: ...

    def add_key(self, record: KeyRecord) -> bool:
        """False when the number is taken."""

    def set_state(self, number: int, state: KeyState) -> None:
        """Anything but ACTIVE also forgets the digest of the bearer secret."""

    def erase(self, tokens: Collection[str]) -> int:
        """Forget the hits of these tokens and keep none again; their links go on leading.

        Returns how many hits went.
        """

    def forget(self, tokens: Collection[str]) -> int:
        """Forget the hits of these tokens that are kept now. Returns how many."""

    def held(self, tokens: Collection[str]) -> Held: ...

    def records(self) -> list[KeyRecord]: ...

    def record(self, number: int) -> KeyRecord | None: ...

    def setting(self, name: str) -> str: ...

    def set_setting(self, name: str, value: str) -> None: ...

    def purge(self, before: Micros) -> int:
        """Forget hits older than this. Returns how many."""

    def watch(self, heard: Callable[[Collection[int]], None]) -> None:
        """Call `heard`, from a thread, soon after another process kept hits of these owners, until `close`.

        An empty one means anybody.
        """

    def close(self) -> None: ...
