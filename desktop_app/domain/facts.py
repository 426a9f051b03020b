"""What the engine announces; typed, batched, sent up to the user interface. Nothing asks back."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.domain.model import AccountId, ContactId, Micros, OutboxId, SignalId, SignalKind


@dataclass(frozen=True, slots=True)
class Ready:
    """The database exists, is migrated and may be opened for reading."""

    recovered: bool = False  # a corrupt file was set aside and is being rebuilt


@dataclass(frozen=True, slots=True)
class Changed:
    """Rows changed in a committed transaction. Empty tuples with `everything` = redraw all."""

    contacts: tuple[ContactId, ...] = ()
    signals: tuple[SignalId, ...] = ()
    accounts: bool = False
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Alert:
    """A human signal worth an interruption; the others are below."""

    signal: SignalId
    kind: SignalKind
    contact: ContactId
    name: str
    subject: str
    link: str
    at: Micros


@dataclass(frozen=True, slots=True)
class Reminded:
    """Nobody has answered, and the user wanted to be reminded. `since`: as long ago it began."""

    contact: ContactId
    name: str
    subject: str
    since: Micros


@dataclass(frozen=True, slots=True)
class TargetNear:
    """A client will soon have waited as long as the target (microseconds), or `late` just has."""

    contact: ContactId
    name: str
    subject: str
    since: Micros
    target: Micros
    late: bool
    working: bool = True  # else calendar time


@dataclass(frozen=True, slots=True)
class TargetsMissed:
    """So many clients have waited longer than their targets while no engine ran; said once, as one."""

    number: int
    since: Micros


@dataclass(frozen=True, slots=True)
class WeekBegan:
    """A working week has begun: time for the figures of the last one, which ended at `until`.

    Told until `DigestShown` says that the user has been told.
    """

    until: Micros


@dataclass(frozen=True, slots=True)
class SyncState:
    """Where an account's synchronisation stands. `error` is an AppError code, "" = fine.

    `done`/`total` count letters over all folders of the account during the first sync.
    """

    account: AccountId
    state: str  # "connecting" | "syncing" | "live" | "waiting" | "stopped"
    done: int = 0
    total: int = 0
    error: str = ""
    params: tuple[tuple[str, str | int | float], ...] = ()


@dataclass(frozen=True, slots=True)
class TrackingState:
    """`state`: "off" (no server configured) | "on" | "unreachable" | "refused"."""

    state: str


@dataclass(frozen=True, slots=True)
class TeamState:
    """The team's rows: own ones told, or others' read. `state`: "off" | "on" | "unreachable" | "refused" |
    "no_team" (the server is too old). `told`: own rows the server has.
    """

    state: str
    sharing: bool = False
    lead: bool = False
    told: int = 0
    told_at: Micros | None = None


@dataclass(frozen=True, slots=True)
class OutboxChanged:
    """What has become of a letter to send.

    `state`: "held" (may still be undone) | "sending" | "sent" | "partly" (some recipients have it, it can be
    sent to the others) | "rejected" | "unknown" | "undone".
    """

    outbox: OutboxId
    state: str
    error: str = ""


Fact = (
    Ready
    | Changed
    | Alert
    | Reminded
    | TargetNear
    | TargetsMissed
    | WeekBegan
    | SyncState
    | TrackingState
    | TeamState
    | OutboxChanged
)
