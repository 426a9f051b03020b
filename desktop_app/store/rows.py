"""What readers hand out: rows for the window and the command line. No SQL, no peewee here.

Those of the leads list have a module of their own: the first paint needs no others, and to create these takes
3 ms. Named tuples, not frozen dataclasses: SQLite gives tuples, and dataclasses would take 9. Annotations are
evaluated here: NamedTuple would compile each one that is a string.
"""

from typing import TYPE_CHECKING, NamedTuple

from desktop_app.domain.codes import (
    NOWHERE,
    AccountId,
    Address,
    ContactId,
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
from desktop_app.store.lead_rows import LeadCounts, LeadFilter, LeadRow, LeadSort, Narrow

if TYPE_CHECKING:
    from desktop_app.domain.model import AccountSettings

__all__ = [
    "AccountRow",
    "ChannelRow",
    "CompanyRow",
    "ConsentRow",
    "ConversationRow",
    "FolderRow",
    "HandedRow",
    "LeadCounts",
    "LeadFilter",
    "LeadRow",
    "LeadSort",
    "LetterRow",
    "Narrow",
    "OutboxRow",
    "PhoneRow",
    "PrivacyRuleRow",
    "ReminderRow",
    "SaidRow",
    "SignalRow",
    "TemplateRow",
    "TimelineItem",
    "WaitRow",
]


class PhoneRow(NamedTuple):
    """A telephone number; `letter` is the one signed with it, None: given by hand."""

    number: str
    shown: str
    extension: str
    letter: LetterId | None


class CompanyRow(NamedTuple):
    """People of one company domain; `warmth` is the highest of theirs."""

    company: str
    warmth: int | None
    people: tuple[ContactId, ...]  # warmest first


class LetterRow(NamedTuple):
    """A letter, in however many folders it lies. It was first seen as read after `seen_low` and not after
    `seen_high`; both None: never. `size` in bytes; `replies_to`: what it answers, by its ids.
    """

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


class SignalRow(NamedTuple):
    """What happened with a letter, as the user sees it. `link`: the name of a clicked link or document."""

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
    count: int  # type: ignore[assignment] # hits folded into this signal; tuple.count is nobody's need


class WaitRow(NamedTuple):
    """A wait (product.md). `seen_low`, `seen_high` are of its first letter, as of `LetterRow`; `responder` is
    the own address that answered, "" = nobody yet, or an unknown person of the mailbox.
    """

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
    handed_at: Micros | None = None  # it went over to `handed_to` then
    handed_to: str = ""
    held_by: AccountId = NOWHERE  # in the figures of this account it goes on


class HandedRow(NamedTuple):
    """A wait that a colleague has now, or had when it was answered; `since` the client waited."""

    letter: LetterId  # the first one
    to: str
    at: Micros
    since: Micros
    answered_at: Micros | None


class SaidRow(NamedTuple):
    """To whom the user said a wait goes; `to` "" = it is his own."""

    to: str
    at: Micros


class ConversationRow(NamedTuple):
    """Letters and people in the order of arrival."""

    id: ConversationId
    account: AccountId
    subject: str
    letters: tuple[LetterId, ...]
    contacts: tuple[ContactId, ...]
    first_at: Micros
    last_at: Micros


class ChannelRow(NamedTuple):
    """`leads`: how many came by it, ever."""

    name: str
    addresses: tuple[str, ...]
    leads: int
    last_lead_at: Micros | None


class FolderRow(NamedTuple):
    """`done` of `total` letters are known; `error` is the code of an AppError, "" = none."""

    id: FolderId
    account: AccountId
    path: str
    role: Role
    letters: int  # places known
    done: int
    total: int
    synced_at: Micros | None
    error: str
    wanted: bool = True  # it is read
    error_params: dict[str, str | int | float] = {}  # noqa: RUF012 - no dataclass: nobody changes it
    chosen_sent: bool = False  # the user has said that his sent letters lie here


class AccountRow(NamedTuple):
    """One mailbox connection."""

    id: AccountId
    settings: "AccountSettings"


class OutboxRow(NamedTuple):
    """A letter on its way. `error` as of `FolderRow`."""

    id: OutboxId
    account: AccountId
    state: str  # as facts.OutboxChanged.state
    subject: str
    to: tuple[Address, ...]
    created_at: Micros
    error: str
    send_at: Micros | None = None  # when the user wants it to go
    refusal: str = ""  # whom the server refused, and its words; the first of them


class ReminderRow(NamedTuple):
    """That nobody has answered."""

    since: Micros  # an answer after this cancels it
    due: Micros


class PrivacyRuleRow(NamedTuple):
    """An exception for one person or company."""

    subject: str  # an address or a domain
    mode: str  # domain.privacy.Mode
    at: Micros


class ConsentRow(NamedTuple):
    """A line of the register of consents."""

    id: int
    address: str
    at: Micros
    given: bool  # False: withdrawn
    how: str  # a code (link, settings, card, command_line) or what the user wrote
    wording: str  # the text the person was shown
    message_id: str  # of the letter it came from, "" = none


class TemplateRow(NamedTuple):
    """A template and what came of the letters begun with it. Counts are of letters, not of signals."""

    id: int
    name: str
    subject: str
    html: str
    changed_at: Micros
    sent: int
    tracked: int  # of these went out with a pixel
    opened: int  # by a person
    linked: int  # of these went out with links that count
    clicked: int
    answered: int
    counted_opens: int  # by people of whom only counts are kept; of which letter is not known
    counted_clicks: int


class TimelineItem(NamedTuple):
    """One line of the client card, newest first: a letter or a signal (exactly one is set).

    `probably_answers`: a letter of ours that this one may answer, though no id says so.
    """

    at: Micros
    letter: LetterRow | None = None
    signal: SignalRow | None = None
    probably_answers: LetterRow | None = None
