"""The words everybody uses: instants, ids, and enumerations as SQLite and the pipe carry them.

Instants are integer microseconds since the Unix epoch, UTC (`Micros`): exact, sortable, and what
SQLite stores. Apart from `domain.model`, which offers all of this too: the window needs these words for its
first paint and can do without the records (to create those takes 6 ms, all of this 2).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, NewType

Micros = int
SECOND: Micros = 1_000_000
MINUTE: Micros = 60 * SECOND
HOUR: Micros = 60 * MINUTE
DAY: Micros = 24 * HOUR
UNTIL_REPLY: Micros = 253_370_764_800 * SECOND  # asleep until they write: the year 9999

# Countries whose holidays are known (domain.production_calendar, .public_holidays).
COUNTRIES = ("RU", "BY", "KZ", "UA", "PL", "DE", "GB", "US")

AccountId = NewType("AccountId", int)
FolderId = NewType("FolderId", int)
LetterId = NewType("LetterId", int)
ConversationId = NewType("ConversationId", int)
ContactId = NewType("ContactId", int)
SignalId = NewType("SignalId", int)
OutboxId = NewType("OutboxId", int)

NOWHERE = AccountId(0)  # a mailbox that is not on this computer


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
    """From our side: a letter from an own address is OUT."""

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
    NO_ANSWER = "no_answer"  # says the user
    THANKS = "thanks"  # only thanks or confirms, after an answer of ours (domain.thanks)
    HANDED_OVER = "handed_over"  # a colleague answers it (domain.handovers)


class Verdict(StrEnum):
    """Who was behind a hit (product.md "verdict")."""

    HUMAN = "human"
    UNKNOWN = "unknown"
    MACHINE = "machine"
    SELF = "self"


class SignalKind(StrEnum):
    """What a signal tells (product.md "signal")."""

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
    """`name` may be ""; `address` is as written, compare it in lower case."""

    name: str
    address: str


class Flags(NamedTuple):
    """Of a letter in a mailbox; what the server does not tell is False."""

    seen: bool = False
    answered: bool = False
    flagged: bool = False
    draft: bool = False
    answered_at: Micros | None = None  # where the mailbox tells when


class AccountKind(StrEnum):
    """How a mailbox is reached."""

    IMAP = "imap"  # and SMTP
    EWS = "ews"  # Exchange of one's own company
    GRAPH = "graph"  # Microsoft 365


class Security(StrEnum):
    """Of the line to a server."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"  # loopback only


# Where servers listen when nobody says otherwise (RFC 8314).
IMAP_PORTS: Mapping[Security, int] = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}
SMTP_PORTS: Mapping[Security, int] = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}
