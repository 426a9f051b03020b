"""Letters to write and to read: sending, drafts, templates, texts and files."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_app.domain.model import Draft, LetterId, Micros, OutboxId


@dataclass(frozen=True, slots=True)
class Send:
    """Value: OutboxId. Held for `hold_s` seconds, or until `at`; in that time `UndoSend` works.

    `name`: 24 hexadecimal digits; said again under one name, as after an engine that ended before it could
    answer, it is one letter. `saved`: the key of its draft, which ends with it.
    """

    draft: Draft
    hold_s: int = 10
    at: Micros | None = None
    name: str = field(default="", compare=False)
    saved: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class SendAt:
    """Send a held letter at another instant; None: at once. InputError("too_late") once it is going."""

    outbox: OutboxId
    at: Micros | None


@dataclass(frozen=True, slots=True)
class UndoSend:
    """Take back a letter that nobody has got: held, or refused. Value: its Draft, to be written on."""

    outbox: OutboxId


@dataclass(frozen=True, slots=True)
class ResolveUnknown:
    """A letter that may have been sent: the user says "it arrived" or "send again"."""

    outbox: OutboxId
    arrived: bool


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """Value: the draft's key. `key` "" makes a new one; `draft` None deletes it."""

    key: str
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class FetchText:
    """Value: str, the letter's readable text. Fetched from the server when not held yet."""

    letter: LetterId


@dataclass(frozen=True, slots=True)
class FetchLetter:
    """Value: `domain.reading.Reading`. Not `whole`: only the beginning of a long letter is fetched."""

    letter: LetterId
    whole: bool = False


@dataclass(frozen=True, slots=True)
class SaveFile:
    """Write an attached file of a letter to `path`; `number` as in `domain.reading.AttachedFile`."""

    letter: LetterId
    number: int
    path: str


@dataclass(frozen=True, slots=True)
class SaveTemplate:
    """Value: its number. `number` 0 makes a new one; that of a removed one brings it back."""

    number: int
    name: str
    subject: str
    html: str


@dataclass(frozen=True, slots=True)
class RemoveTemplate:
    """Undone by SaveTemplate with its number."""

    number: int
