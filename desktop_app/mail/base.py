"""The provider contract: what IMAP, EWS and Graph look like to the engine.

A provider belongs to one account and one thread, returns data and never touches storage.
`sync` is a generator: every `Batch` it yields is applied in one transaction together with its opaque
`state`, so a kill at any point resumes there. Changes are idempotent. New letters and flag changes come
first, then older letters downwards, newest first; it ends when the folder is in sync. Closing the
generator early is allowed (the engine interleaves folders); a later call continues from the last state.
Errors are the MailErrors of `domain.errors`.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol, runtime_checkable

from desktop_app.domain.model import Flags, Micros, Role


class Upsert(NamedTuple):
    """A letter is in this folder. `header` is the raw block of `domain.mime.FIELDS`."""

    remote_id: str  # unique in the folder while it is not Reset: "uidvalidity.uid"
    header: bytes
    flags: Flags
    arrived_at: Micros
    size: int
    role: Role | None = None  # where the server files single letters: what this one is, whatever the folder
    thread: str = ""  # the server's own name of the conversation


class FlagsChanged(NamedTuple):
    """Of a letter already known."""

    remote_id: str
    flags: Flags


class Gone(NamedTuple):
    """Left this folder; not necessarily deleted (a move is Gone here and Upsert there)."""

    remote_ids: tuple[str, ...]


class Reset(NamedTuple):
    """All remote ids of this folder are void (UIDVALIDITY changed); Upserts follow."""


Change = Upsert | FlagsChanged | Gone | Reset


@dataclass(frozen=True, slots=True)
class Batch:
    """`done` of `total` letters of this folder are known once the batch is committed."""

    changes: Sequence[Change]
    state: bytes
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class RemoteFolder:
    """A folder as the server tells of it."""

    path: str  # decoded, for people
    remote_id: str  # what the server calls it
    role: Role


@dataclass(frozen=True, slots=True)
class Caps:
    """What differs from server to server."""

    push: bool  # `wait` is rung by the server
    server_saves_sent: bool  # submitted letters appear in Sent without us
    exact: bool = False  # `is_current` is never wrong, also of a folder that rings


class Wake(StrEnum):
    """Why `Provider.wait` came back."""

    DOORBELL = "doorbell"
    TIMEOUT = "timeout"
    CANCELLED = "cancelled"


class SendOutcome(StrEnum):
    """Only REJECTED is certain not to have been sent."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNKNOWN = "unknown"  # the connection was cut after DATA: may have been sent


@dataclass(frozen=True, slots=True)
class SendReceipt:
    """What became of one submission."""

    outcome: SendOutcome
    detail: str = ""  # the server's sentence
    refused: tuple[str, ...] = ()  # recipients refused while others were accepted


class Cancel(Protocol):
    """Something to select on: readable = stop waiting. A socketpair end in practice."""

    def fileno(self) -> int: ...


class Provider(Protocol):
    """A mailbox, whatever the protocol. Returns data and stores nothing; all but `cut` in one thread.

    Every method but `cut` and `close` raises MailErrors.
    """

    @property
    def caps(self) -> Caps: ...

    def folders(self) -> list[RemoteFolder]:
        """Connects when needed. Every selectable folder, INBOX first; learns what `is_current` needs."""

    def is_current(self, folder: RemoteFolder, state: bytes) -> bool:
        """Whether nothing had changed since `state` when `folders` was last called. Asks nothing.

        So a look at an account whose folders are quiet costs one question. False when it cannot be told;
        True may overlook a flag other than "seen" for some looks on servers without CONDSTORE.
        """

    def sync(self, folder: RemoteFolder, state: bytes) -> Generator[Batch, None, None]:
        """`state` b"" = never synced. Yields nothing when nothing changed."""

    def wait(self, folder: RemoteFolder, timeout_s: float, cancel: Cancel) -> Wake:
        """Blocks until something happens in the folder, or in any where the server can tell.

        Only a doorbell, carries no data.
        """

    def fetch(self, folder: RemoteFolder, remote_id: str, limit_bytes: int) -> bytes:
        """The letter's MIME, cut at `limit_bytes`. Raises ItemGone."""

    def save_sent(self, mime: bytes) -> None:
        """Put a clean copy into Sent, once per Message-ID (looks before it appends)."""

    def find_sent(self, message_id: str) -> bool:
        """Whether a letter with this Message-ID is in Sent."""

    def mark_answered(self, folder: RemoteFolder, remote_id: str, at: Micros) -> None:
        """We have answered this letter at `at`: every mail program shall show it. Raises ItemGone."""

    def cut(self) -> None:
        """From any thread: what it waits for ends with Offline or at once. Never raises.

        The socket is shut down and no more. Closing is for the thread that uses it: a closed descriptor is
        given to whatever connects next, and a thread that is about to write would write into that.
        """

    def close(self) -> None:
        """In its own thread, or when no thread uses it any more. Never raises."""


@dataclass(frozen=True, slots=True)
class SentCopy:
    """What Sent holds of a letter. `replaced`: marked copies that gave place; `expected`: see Caps."""

    clean: bool
    replaced: int
    expected: bool


@runtime_checkable
class CleansSent(Protocol):
    """A provider whose server files what is sent as it was sent, marks and all."""

    def clean_sent(self, mime: bytes) -> SentCopy:
        """The clean letter, with the same flags and date, takes the place of its marked copies in Sent.

        It comes before they go, so that a cut anywhere loses nothing. Raises MailError.
        """


class Sender(Protocol):
    """Where letters are handed in."""

    def send(self, mime: bytes, sender: str, recipients: Sequence[str]) -> SendReceipt:
        """One submission. Never retries by itself. Raises MailError only before DATA was sent."""
