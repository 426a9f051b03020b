"""Read-only door to the database for the window and the command line: apsw alone, no peewee.

One `Reader` belongs to one thread. It sees committed data only and never blocks the writer (WAL).
Opening costs one file read; nothing heavy is imported, because it happens before the first paint.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop_app.domain.model import (
    ContactId,
    LetterId,
    Micros,
    SignalId,
)
from desktop_app.store.rows import (
    AccountRow,
    ChannelRow,
    ConversationRow,
    FolderRow,
    LeadCounts,
    LeadFilter,
    LeadRow,
    LeadSort,
    LetterRow,
    OutboxRow,
    SignalRow,
    TimelineItem,
    WaitRow,
)


class Reader:
    def __init__(self, data: Path) -> None:
        """Raises DatabaseTooNew, DatabaseCorrupt; FileNotFoundError when there is no database yet."""

    def close(self) -> None: ...

    # ── leads ────────────────────────────────────────────────────────────────────────────────
    def lead_ids(
        self, which: LeadFilter, sort: LeadSort, descending: bool, search: str, now: Micros
    ) -> list[ContactId]:
        """All contacts of a filter in display order. `search`: people, companies, subjects, text."""

    def leads(self, contacts: Sequence[ContactId]) -> dict[ContactId, LeadRow]:
        """A page of rows by id (any number up to 500); the order is the caller's."""

    def lead_counts(self, now: Micros) -> LeadCounts: ...

    def timeline(self, contact: ContactId, limit: int = 200) -> list[TimelineItem]: ...

    def note(self, contact: ContactId) -> str: ...

    def addresses(self, prefix: str, limit: int = 8) -> list[tuple[str, str]]:
        """(name, address) for completion of recipients, most written to first."""

    # ── letters, waits, signals ──────────────────────────────────────────────────────────────
    def letters(self, since: Micros | None = None, limit: int | None = None) -> Iterator[LetterRow]:
        """Newest first."""

    def letter(self, letter: LetterId) -> LetterRow | None: ...

    def letters_by_id(self, letters: Sequence[LetterId]) -> list[LetterRow]: ...

    def text(self, letter: LetterId) -> str | None:
        """The readable text when it has been fetched; None otherwise."""

    def conversations(self, since: Micros | None = None, limit: int | None = None) -> Iterator[ConversationRow]: ...

    def waits(
        self,
        since: Micros | None = None,
        until: Micros | None = None,
        limit: int | None = None,
        excluded: bool = True,
    ) -> list[WaitRow]:
        """Newest first; `since`/`until` bound the arrival. `excluded` False: only those that count."""

    def signals(self, since: Micros | None = None, limit: int | None = None) -> list[SignalRow]:
        """Newest first, all verdicts."""

    def signals_by_id(self, signals: Sequence[SignalId]) -> list[SignalRow]: ...

    def sent(self, limit: int = 500) -> list[tuple[LetterRow, tuple[SignalRow, ...]]]:
        """Our human letters, newest first, each with its signals."""

    # ── the rest ─────────────────────────────────────────────────────────────────────────────
    def channels(self) -> list[ChannelRow]: ...

    def accounts(self) -> list[AccountRow]: ...

    def folders(self) -> list[FolderRow]: ...

    def outbox(self) -> list[OutboxRow]:
        """Letters not yet sent, or needing the user: held, sending, rejected, unknown."""

    def drafts(self) -> list[tuple[str, bytes]]:
        """(key, pickled-free serialised draft); decode with `store.drafts.decode`."""

    def settings(self) -> dict[str, str]:
        """Key -> JSON text, as set by the user; defaults are in `settings.schema`."""
