"""What readers hand out: frozen rows for the window and the command line. No SQL, no peewee here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from desktop_app.domain.model import (
    AccountId,
    AccountSettings,
    Action,
    Address,
    ContactId,
    Contribution,
    ConversationId,
    Direction,
    Excluded,
    FolderId,
    Kind,
    LetterId,
    Micros,
    OutboxId,
    Role,
    SignalId,
    SignalKind,
    Verdict,
)


class LeadSort(StrEnum):
    WARMTH = "warmth"  # default: warmest first, "-" last
    NAME = "name"
    SIGNAL = "signal"  # last signal
    WAITING = "waiting"  # who waits longest for our answer first
    LETTER = "letter"  # last letter
    ACTION = "action"
    CHANNEL = "channel"


class LeadFilter(StrEnum):
    ALL = "all"
    ANSWER = "answer"  # clients who wait for our answer
    HOT = "hot"
    WAITING = "waiting"  # we wait for them: an open letter of ours
    COLD = "cold"
    SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True)
class LeadRow:
    contact: ContactId
    name: str  # never empty: the address when there is no name
    address: str
    company: str  # domain, "" for public mail domains
    warmth: int | None  # 0-100; None: no open letter
    lift: float | None
    action: Action
    reason: str  # code of the sentence for the action
    reason_params: dict[str, str | int | float]
    waiting_since: Micros | None  # the client waits for our answer since
    last_signal: SignalId | None
    last_signal_kind: SignalKind | None
    last_signal_at: Micros | None
    last_signal_link: str
    last_letter_at: Micros | None
    subject: str  # of the last letter
    channel: str
    snoozed_until: Micros | None
    contributions: Sequence[Contribution]  # largest absolute term first; decoded when looked at


@dataclass(frozen=True, slots=True)
class LetterRow:
    id: LetterId
    account: AccountId
    message_id: str
    conversation: ConversationId
    direction: Direction
    kind: Kind
    subject: str
    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    sent_at: Micros | None
    arrived_at: Micros
    seen_low: Micros | None
    seen_high: Micros | None
    in_reply_to: str
    replies_to: LetterId | None
    size: int
    contact: ContactId | None
    excluded: Excluded | None
    places: tuple[str, ...]  # folder paths, e.g. ("INBOX",); empty: gone from the server


@dataclass(frozen=True, slots=True)
class SignalRow:
    id: SignalId
    kind: SignalKind
    at: Micros
    letter: LetterId | None
    contact: ContactId | None
    name: str
    subject: str
    verdict: Verdict
    judged: Verdict  # what the rules said, before a correction by the user
    reasons: tuple[str, ...]
    link: str
    count: int  # hits folded into this signal


@dataclass(frozen=True, slots=True)
class WaitRow:
    id: int
    conversation: ConversationId
    contact: ContactId | None
    name: str
    subject: str
    first_letter: LetterId
    last_letter: LetterId
    arrived_at: Micros
    seen_low: Micros | None
    seen_high: Micros | None
    answered_at: Micros | None
    answer: LetterId | None
    responder: str
    excluded: Excluded | None
    first_of_conversation: bool
    channel: str


@dataclass(frozen=True, slots=True)
class ConversationRow:
    id: ConversationId
    account: AccountId
    subject: str
    letters: tuple[LetterId, ...]
    contacts: tuple[ContactId, ...]
    first_at: Micros
    last_at: Micros


@dataclass(frozen=True, slots=True)
class ChannelRow:
    name: str
    addresses: tuple[str, ...]
    leads: int
    last_lead_at: Micros | None


@dataclass(frozen=True, slots=True)
class FolderRow:
    id: FolderId
    account: AccountId
    path: str
    role: Role
    letters: int  # places known
    done: int
    total: int
    synced_at: Micros | None
    error: str


@dataclass(frozen=True, slots=True)
class AccountRow:
    id: AccountId
    settings: AccountSettings


@dataclass(frozen=True, slots=True)
class OutboxRow:
    id: OutboxId
    account: AccountId
    state: str  # as facts.OutboxChanged.state
    subject: str
    to: tuple[Address, ...]
    created_at: Micros
    error: str


class LeadCounts(NamedTuple):
    all: int
    answer: int
    hot: int
    waiting: int
    cold: int
    snoozed: int


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One line of the client card, newest first: a letter or a signal (exactly one is set)."""

    at: Micros
    letter: LetterRow | None = None
    signal: SignalRow | None = None
