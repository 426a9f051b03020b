"""What readers hand out of the leads list. No SQL, no peewee here; without `rows` it can be painted first.

Named tuples, not frozen dataclasses, as in `rows`. Annotations are evaluated here: NamedTuple would compile
each one that is a string.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from desktop_app.domain.codes import AccountId, Action, ContactId, Micros, SignalId, SignalKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.domain.model import Contribution


class LeadSort(StrEnum):
    """By what the list of leads is ordered."""

    WARMTH = "warmth"  # default: warmest first, "-" last
    NAME = "name"
    SIGNAL = "signal"  # last signal
    WAITING = "waiting"  # who waits longest for our answer first
    LETTER = "letter"  # last letter
    ACTION = "action"
    CHANNEL = "channel"


class LeadFilter(StrEnum):
    """In the order in which they are offered."""

    ANSWER = "answer"  # clients who wait for our answer
    HOT = "hot"
    WAITING = "waiting"  # we wait for them: an open letter of ours
    COLD = "cold"
    SNOOZED = "snoozed"
    ALL = "all"


class Narrow(NamedTuple):
    """What narrows a list of leads beside its filter and words: "" and None = nothing."""

    channel: str = ""
    account: AccountId | None = None


class LeadRow(NamedTuple):
    """A contact as the list of leads shows it; everything worked out by the engine."""

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
    contributions: "Sequence[Contribution]"  # largest absolute term first; decoded when looked at
    declined: str = ""  # why not another action: `lead_queries.declined_of`


class LeadCounts(NamedTuple):
    """How many leads each filter has."""

    all: int
    answer: int
    hot: int
    waiting: int
    cold: int
    snoozed: int
