"""What everybody talks about: letters, contacts, signals, drafts, settings of an account.

The words they are made of (instants, ids, enumerations) are in `domain.codes`. Aware datetimes exist only
at the edges (user interface, command line, RFC 5322). Addresses are lower-case. Message-IDs are stored
without angle brackets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

from desktop_app.domain.codes import (
    DAY,
    HOT,
    HOUR,
    IMAP_PORTS,
    MILD,
    MINUTE,
    NOWHERE,
    SECOND,
    SMTP_PORTS,
    UNTIL_REPLY,
    WARM,
    AccountId,
    AccountKind,
    Action,
    Address,
    ContactId,
    ConversationId,
    Direction,
    Excluded,
    Flags,
    FolderId,
    Kind,
    LetterId,
    Level,
    Micros,
    OutboxId,
    Role,
    Security,
    SignalId,
    SignalKind,
    Verdict,
)

__all__ = [
    "DAY",
    "HOT",
    "HOUR",
    "IMAP_PORTS",
    "MILD",
    "MINUTE",
    "NOWHERE",
    "SECOND",
    "SMTP_PORTS",
    "UNTIL_REPLY",
    "WARM",
    "AccountId",
    "AccountKind",
    "AccountSettings",
    "Action",
    "Address",
    "Assignment",
    "Attachment",
    "ContactId",
    "Contribution",
    "ConversationId",
    "Direction",
    "Draft",
    "Endpoint",
    "Excluded",
    "Flags",
    "FolderId",
    "Headers",
    "Hit",
    "Kind",
    "Letter",
    "LetterId",
    "Level",
    "Micros",
    "OutboxId",
    "Role",
    "Security",
    "SignalId",
    "SignalKind",
    "TokenMeaning",
    "Verdict",
    "Wait",
]


class Headers(NamedTuple):
    """The header fields of one letter that Otklik reads, decoded (`domain.mime.parse_headers`).

    `extra` holds the machine-mail fields (Auto-Submitted, Precedence, List-Id, Return-Path,
    Content-Type ...) under lower-case names, undecoded. `bad` is set when the fast path gave up and
    what could be saved was saved.

    `bare_reply_to`: In-Reply-To holds one id without brackets. 627 of the 5,534 letters of a public list have
    that; it says which letter is answered where that letter is known, but joins no conversations, since
    servers do not follow it.
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
    bare_reply_to: str = ""


class Assignment(NamedTuple):
    """To whom somebody has said that the wait goes which holds a letter.

    `to`: a colleague's address or name, "" = to nobody, it is mine. `by`: the address of the mailbox in which
    it was said. `account`: from where the colleague answers, NOWHERE when that is not on this computer.
    """

    at: Micros
    to: str
    by: str
    account: AccountId = NOWHERE


class Letter(NamedTuple):
    """One letter as the knowledge functions see it: headers judged, ids resolved.

    `contact` is the outside person: the (resolved) sender of an inbound letter, None for unknown or
    own senders; of an outbound letter None (see `recipients`). `at` is the arrival (INTERNALDATE).
    `seen_low`/`seen_high` bound the instant it was first seen read: last time known unread, first
    time known read. `answered_at`: when an inbound letter was answered, as its mailbox marks it.
    `forwards_to`: the colleague to whom a letter of ours that only colleagues get forwards something,
    "" = it forwards nothing; `client`: who wrote what a colleague's letter forwards to us.
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
    forwards_to: str = ""
    assigned: Assignment | None = None
    client: ContactId | None = None
    answered_at: Micros | None = None


class Wait(NamedTuple):
    """A client waits for our answer (product.md "wait (turn)"); `answered_at` None = censored.

    With `handed_at` it went over to `handed_to` then (domain.handovers); `held_by` is the account in whose
    figures it goes on; NOWHERE: in none of this computer, then the wait is excluded. Arrival and answer are
    the client's in any case.
    """

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
    handed_at: Micros | None = None
    handed_to: str = ""
    held_by: AccountId = NOWHERE


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
    """`content_type` as in MIME, e.g. "application/pdf"."""

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
    privacy: str = ""  # at most this may be noticed (domain.privacy.Mode); "" = what the rules say
    template: int = 0  # the template it began with, 0 = none
    remind_days: int = 0  # remind of it when nobody has answered so many days after it was sent, 0 = never


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a server listens."""

    host: str
    port: int
    security: Security


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """How to reach one mailbox. The password is never here; it lies in the OS keyring."""

    kind: str  # an AccountKind
    address: str  # whose mailbox; with Exchange `user` may be somebody else who has the right to read it
    user: str  # with Exchange "name@domain" or "DOMAIN\\name"
    imap: Endpoint | None = None  # IMAP only, and then always
    smtp: Endpoint | None = None  # IMAP only; None: receive only
    name: str = ""  # display name for From
    own: tuple[str, ...] = ()  # further own addresses and domains
    tls_fingerprint: str = ""  # SHA-256 (hex) of a certificate the user has trusted by hand
    ews_url: str = ""  # Exchange only; "" = the domain is asked (autodiscover)
    kerberos: bool = False  # Exchange only: the computer's own sign-in, no password
    graph_url: str = ""  # Microsoft 365 only; "" = that of everybody, national clouds have their own

    @property
    def server(self) -> Endpoint:
        """What is connected to for reading, whatever the kind. An address that is none has no host."""
        if self.imap is not None:
            return self.imap
        if self.kind == AccountKind.GRAPH:
            text = self.graph_url or "https://graph.microsoft.com"
        else:
            text = self.ews_url or f"https://autodiscover.{self.address.rpartition('@')[2]}"
        try:
            url = urlsplit(text)
            usual, security = (80, Security.NONE) if url.scheme == "http" else (443, Security.TLS)
            return Endpoint(url.hostname or "", url.port or usual, security)
        except ValueError:
            return Endpoint("", 443, Security.TLS)

    @property
    def is_shared(self) -> bool:
        """Of Microsoft 365: `user` signs in, and may open this mailbox of somebody else or of nobody."""
        return self.kind == AccountKind.GRAPH and self.user.lower() not in ("", self.address.lower())

    @property
    def by_smtp(self) -> bool:
        """Letters go out by SMTP, each copy to whom we say, and a copy for Sent is ours to file.

        Otherwise the mailbox's own server sends a letter to those it names, and files it in Sent itself.
        """
        return self.kind == AccountKind.IMAP

    @property
    def sends(self) -> bool:
        return not self.by_smtp or self.smtp is not None
