"""What everybody talks about: letters, contacts, signals, drafts, settings of an account.

Instants are integer microseconds since the Unix epoch, UTC (`Micros`): exact, sortable, and what
SQLite stores. Aware datetimes exist only at the edges (user interface, command line, RFC 5322).
Addresses are lower-case. Message-IDs are stored without angle brackets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, NewType

Micros = int
SECOND: Micros = 1_000_000
MINUTE: Micros = 60 * SECOND
HOUR: Micros = 60 * MINUTE
DAY: Micros = 24 * HOUR

AccountId = NewType("AccountId", int)
FolderId = NewType("FolderId", int)
LetterId = NewType("LetterId", int)
ConversationId = NewType("ConversationId", int)
ContactId = NewType("ContactId", int)
SignalId = NewType("SignalId", int)
OutboxId = NewType("OutboxId", int)


class Role(StrEnum):
    """What a folder is for. `OTHER` is synced too; `SPAM`, `TRASH`, `DRAFTS`, `OUTBOX` are not."""

    INBOX = "inbox"
    SENT = "sent"
    ARCHIVE = "archive"
    ALL = "all"
    DRAFTS = "drafts"
    OUTBOX = "outbox"
    SPAM = "spam"
    TRASH = "trash"
    OTHER = "other"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Kind(StrEnum):
    """What wrote the letter, told from its headers (research/imap.md 5)."""

    HUMAN = "human"
    AUTO = "auto"  # ticket systems, acknowledgements
    AWAY = "away"  # out of office
    BOUNCE = "bounce"
    RECEIPT = "receipt"  # MDN, RFC 8098
    LIST = "list"  # newsletters and mailing lists
    CALENDAR = "calendar"


class Excluded(StrEnum):
    """Why an inbound letter needs no answer in the reply-speed statistics (product.md)."""

    AUTO = "auto"
    BOUNCE = "bounce"
    CALENDAR = "calendar"
    LIST = "list"
    INTERNAL = "internal"
    CC_ONLY = "cc_only"
    NO_ANSWER = "no_answer"


class Verdict(StrEnum):
    HUMAN = "human"
    UNKNOWN = "unknown"
    MACHINE = "machine"
    SELF = "self"


class SignalKind(StrEnum):
    OPEN = "open"
    REOPEN = "reopen"
    CLICK = "click"
    REPLY = "reply"
    BOUNCE = "bounce"
    AWAY = "away"
    RECEIPT = "receipt"  # a read receipt: displayed
    DELETED = "deleted"  # a read receipt: deleted unread
    FORWARD = "forward"


# The least warmth that is called so (product.md "warmth"); below MILD it is cold.
MILD, WARM, HOT = 20, 35, 50


class Level(StrEnum):
    """The word for a warmth; hot from a lift of about 4."""

    COLD = "cold"
    MILD = "mild"
    WARM = "warm"
    HOT = "hot"

    @classmethod
    def of(cls, warmth: int) -> Level:
        if warmth >= HOT:
            return cls.HOT
        if warmth >= WARM:
            return cls.WARM
        return cls.MILD if warmth >= MILD else cls.COLD


class Action(StrEnum):
    """The next action, first match wins (product.md "Next action")."""

    ANSWER = "answer"
    FIX_ADDRESS = "fix_address"
    RETURN_ON = "return_on"
    CALL_NOW = "call_now"
    WRITE_NOW = "write_now"
    CALL_TODAY = "call_today"
    WRITE_AGAIN = "write_again"
    LET_GO = "let_go"
    WAIT = "wait"
    NONE = "none"


class Address(NamedTuple):
    name: str
    address: str


class Flags(NamedTuple):
    seen: bool = False
    answered: bool = False
    flagged: bool = False
    draft: bool = False


class Headers(NamedTuple):
    """The header fields of one letter that Otklik reads, decoded (`domain.mime.parse_headers`).

    `extra` holds the machine-mail fields (Auto-Submitted, Precedence, List-Id, Return-Path,
    Content-Type ...) under lower-case names, undecoded. `bad` is set when the fast path gave up and
    what could be saved was saved.
    """

    message_id: str
    subject: str
    sender: Address
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    date: Micros | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    delivered_to: tuple[str, ...] = ()
    extra: Mapping[str, str] = MappingProxyType({})
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter as the knowledge functions see it: headers judged, ids resolved.

    `contact` is the outside person: the (resolved) sender of an inbound letter, None for unknown or
    own senders; of an outbound letter None (see `recipients`). `at` is the arrival (INTERNALDATE).
    `seen_low`/`seen_high` bound the instant it was first seen read: last time known unread, first
    time known read.
    """

    id: LetterId
    conversation: ConversationId
    message_id: str
    direction: Direction
    kind: Kind
    at: Micros
    contact: ContactId | None = None
    recipients: tuple[ContactId, ...] = ()
    responder: str = ""  # own address that wrote an outbound letter, "" = mailbox, unknown person
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    excluded: Excluded | None = None
    seen_low: Micros | None = None
    seen_high: Micros | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """A client waits for our answer (product.md "wait (turn)"); `answered_at` None = censored."""

    conversation: ConversationId
    contact: ContactId | None
    first_letter: LetterId
    last_letter: LetterId
    arrived_at: Micros
    seen_low: Micros | None = None
    seen_high: Micros | None = None
    answered_at: Micros | None = None
    answer: LetterId | None = None
    responder: str = ""
    excluded: Excluded | None = None
    first_of_conversation: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One raw request at the tracking server, as its cursor API gives it.

    `id` is the cursor (commit order of one key). `network` is a /24 or /48 in CIDR form, never a
    full address. `flags`: what the server saw and could not be kept: "head", "prefetch",
    "no_agent", "mangled", "apple_relay", "google", "microsoft", "scanner_network".
    """

    id: int
    at: Micros
    kind: str  # "open" | "click"
    token: str
    agent: str
    network: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TokenMeaning:
    """What a token stands for; lives only in the local keep file, never on the server."""

    token: str
    message_id: str
    recipient: str  # lower-case address; "" = one token for several ("someone of N")
    kind: str  # "open" | "click"; "trap": a link that nobody sees (domain.bursts)
    url: str = ""
    text: str = ""  # visible text of the link, for "clicked Prices"
    links: int = 0  # how many different links the letter to this recipient carries
    sent_at: Micros = 0


@dataclass(frozen=True, slots=True)
class Contribution:
    """One signed term of the warmth's log-odds, e.g. code "clicked", params {"link": "Prices"}."""

    code: str
    log_odds: float
    params: dict[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter being written. `html` is the body; the text part is made from it."""

    account: AccountId
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    subject: str = ""
    html: str = ""
    answers: LetterId | None = None
    tracked: bool = True
    attachments: tuple[Attachment, ...] = ()


class Security(StrEnum):
    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"  # loopback only


# Where servers listen when nobody says otherwise (RFC 8314).
IMAP_PORTS: Mapping[Security, int] = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}
SMTP_PORTS: Mapping[Security, int] = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class Endpoint:
    host: str
    port: int
    security: Security


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """How to reach one mailbox. The password is never here; it lies in the OS keyring."""

    kind: str  # "imap"
    address: str
    user: str
    imap: Endpoint
    smtp: Endpoint | None = None  # None: receive only
    name: str = ""  # display name for From
    own: tuple[str, ...] = ()  # further own addresses and domains
    tls_fingerprint: str = ""  # SHA-256 (hex) of a certificate the user has trusted by hand
