"""What the user interface and the command line ask of the engine; each answered by a `Result`."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.domain.errors import AppError
from desktop_app.domain.facts import TeamState
from desktop_app.domain.likeness import LearnedRule
from desktop_app.domain.model import (
    AccountId,
    AccountSettings,
    ContactId,
    Draft,
    FolderId,
    LetterId,
    Micros,
    OutboxId,
    SignalId,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Discover:
    """Guess servers for an address. Value: list[AccountSettings], best first."""

    address: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """Let the person sign in at "google" or "microsoft" in the browser; blocks for up to five minutes.

    Value: str, to be used wherever the account's password is. ConsentNeeded when they did not agree.
    """

    issuer: str
    address: str


@dataclass(frozen=True, slots=True)
class SignInAgain:
    """The same for an account that is saved: what was agreed to has ended (ConsentNeeded)."""

    account: AccountId


@dataclass(frozen=True, slots=True)
class TestAccount:
    """Try every step. Value: list[TestStep] (all steps up to and including the first failed)."""

    __test__ = False  # not a pytest class

    settings: AccountSettings
    password: str


@dataclass(frozen=True, slots=True)
class TestSaved:
    """The same for an account that is saved, with its kept password."""

    __test__ = False

    account: AccountId


@dataclass(frozen=True, slots=True)
class TestStep:
    """`step`: discover | resolve | connect | secure | sign_in | folders | bell | smtp. `error` None = done.

    The detail of "discover" is the address that was found for an account that names none; of "bell" how news
    of the server arrive, "notify" (any folder) | "idle" (the inbox) | "poll".
    """

    __test__ = False

    step: str
    error: AppError | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AddAccount:
    """Value: AccountId. The account starts to sync at once."""

    settings: AccountSettings
    password: str


@dataclass(frozen=True, slots=True)
class RemoveAccount:
    account: AccountId


@dataclass(frozen=True, slots=True)
class SetPassword:
    account: AccountId
    password: str


@dataclass(frozen=True, slots=True)
class TrustCertificate:
    """Accept the server's certificate by its SHA-256 fingerprint (hex); the account tries again at once."""

    account: AccountId
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ChooseFolder:
    """Read a folder from now on, or do not and forget what was read; at the server nothing changes.

    InputError where letters come in: such a folder is always read.
    """

    folder: FolderId
    wanted: bool


@dataclass(frozen=True, slots=True)
class ChooseSentFolder:
    """Sent letters of the account lie in this folder; None: where the server says."""

    account: AccountId
    folder: FolderId | None


@dataclass(frozen=True, slots=True)
class SyncNow:
    """Value: None; with `wait` it comes when a whole round is over: list[SyncFailure]."""

    account: AccountId | None = None
    wait: bool = False


@dataclass(frozen=True, slots=True)
class SyncFailure:
    """Why an account, or one folder of it, could not be synchronised."""

    address: str
    folder: str  # "" = the whole account
    error: AppError


@dataclass(frozen=True, slots=True)
class Send:
    """Value: OutboxId. Held for `hold_s` seconds, or until `at`; in that time `UndoSend` works."""

    draft: Draft
    hold_s: int = 10
    at: Micros | None = None


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
class CorrectVerdict:
    """The user knows better; None takes the correction back. Value: RuleOffer, None when there is none."""

    signal: SignalId
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class RuleOffer:
    """A rule that a correction suggests, and how many earlier signals it would change beside that one."""

    rule: LearnedRule
    earlier: int


@dataclass(frozen=True, slots=True)
class LearnRule:
    """Judge all that is like it so, past and future. Value: the rule's number."""

    rule: LearnedRule


@dataclass(frozen=True, slots=True)
class ForgetRule:
    rule: int


@dataclass(frozen=True, slots=True)
class AddDevice:
    """A device of the user's own. Value: DeviceLink; TrackingError(reason="off") without a server."""

    name: str


@dataclass(frozen=True, slots=True)
class DeviceLink:
    """To be opened on the device, and the button there pressed."""

    token: str
    url: str


@dataclass(frozen=True, slots=True)
class RemoveDevice:
    token: str


@dataclass(frozen=True, slots=True)
class Snooze:
    """Hide a lead from "answer now" and the top until an instant; None wakes it.

    `until_reply`: their next letter wakes it too, whatever the instant.
    """

    contact: ContactId
    until: Micros | None
    until_reply: bool = False


@dataclass(frozen=True, slots=True)
class Called:
    """The user has called, or is done with a nudge: no other one today. `undo` takes it back."""

    contact: ContactId
    undo: bool = False


@dataclass(frozen=True, slots=True)
class Remind:
    """Remind of this person at an instant unless a human answer has come by then; None: do not.

    `since` None: answers count from now on; otherwise from then (to take a `Remind(contact, None)` back).
    """

    contact: ContactId
    at: Micros | None
    since: Micros | None = None


@dataclass(frozen=True, slots=True)
class SetPhone:
    """The number the user gives a person; "" = none of those found is theirs; None = those found again.

    InputError("not_a_phone").
    """

    contact: ContactId
    text: str | None


@dataclass(frozen=True, slots=True)
class MergePeople:
    """`addresses` belong to the person known by `person`: one card, one lead, one warmth.

    InputError("same_address", "no_such_contact").
    """

    addresses: tuple[str, ...]
    person: str


@dataclass(frozen=True, slots=True)
class PartPeople:
    """These addresses are other people after all."""

    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """Several commands that are one deed, done one after the other; the first error ends it."""

    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class SetNote:
    contact: ContactId
    text: str


@dataclass(frozen=True, slots=True)
class MarkNoAnswer:
    """The wait that holds this letter needs no answer (or needs one after all)."""

    letter: LetterId
    needs_answer: bool


@dataclass(frozen=True, slots=True)
class SetSetting:
    """A user setting; keys, types and defaults in `settings.schema`. `value` is JSON text."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class SetTracking:
    """Connect to a tracking server ("" url = off). The key goes to the keyring."""

    url: str
    key: str


@dataclass(frozen=True, slots=True)
class TestTracking:
    """Ask whether the tracking server in use is there and recipients reach it.

    Value: domain.reach.Reach, None when there is no server.
    """

    __test__ = False


@dataclass(frozen=True, slots=True)
class WithdrawTracking:
    """A person does not want to be tracked: erase opens and clicks here and at the server, mark no more.

    `how` for the register of consents: a code (card | settings | command_line) or the user's words.
    """

    address: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class AllowTracking:
    """The person agreed (again). `wording`: the text the person was shown."""

    address: str
    how: str = ""
    wording: str = ""


@dataclass(frozen=True, slots=True)
class SetPrivacy:
    """How much may be noticed of an address or a domain; `mode` (domain.privacy.Mode) "" = by the defaults.

    With `account` True the subject is the address of an account: of everybody it writes to.
    """

    subject: str
    mode: str
    account: bool = False


@dataclass(frozen=True, slots=True)
class GetPerson:
    """Everything held on a person, here and at the tracking server. Value: dict of lists of records."""

    address: str


@dataclass(frozen=True, slots=True)
class ErasePerson:
    """Forget a person: opens, clicks, notes, rules. Of the address a hash stays: nothing is noticed again."""

    address: str


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


@dataclass(frozen=True, slots=True)
class GetRelay:
    """How another mail program sends through Otklik. Value: RelaySetup."""


@dataclass(frozen=True, slots=True)
class RenewRelayPassword:
    """Void the local password of the relay and make another. Value: RelaySetup."""


@dataclass(frozen=True, slots=True)
class RelaySetup:
    """What a person types into the mail program; the host is 127.0.0.1, the user an account's address.

    `error`: "" | "port_taken" | a reason of SecretsError. `password` "" = not running. `fingerprint`: SHA-256
    of the certificate for STARTTLS, as mail programs show it, "" = no TLS.
    """

    enabled: bool
    running: bool
    port: int
    password: str
    users: tuple[str, ...]
    error: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class SetChannel:
    """A channel and its substitution addresses; no addresses = remove the channel.

    `renames` is the name it had before, which is given up.
    """

    name: str
    addresses: tuple[str, ...]
    renames: str = ""


@dataclass(frozen=True, slots=True)
class GetTeamRows:
    """What leaves this computer for the team, or would. Value: TeamRows."""


@dataclass(frozen=True, slots=True)
class TeamRows:
    """`lines`: the newest rows word for word, of `total`; `hours` travel with them."""

    lines: tuple[str, ...]
    total: int
    hours: str
    state: TeamState


@dataclass(frozen=True, slots=True)
class SyncTeam:
    """Tell and read the team's rows now. Value: TeamState."""


@dataclass(frozen=True, slots=True)
class ExportTeam:
    """Write the own rows into a signed file. Value: TeamFileDone."""

    path: str


@dataclass(frozen=True, slots=True)
class ImportTeam:
    """Read a colleague's signed file. Value: TeamFileDone. InputError("whose", fingerprint): say `name`."""

    path: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class TeamFileDone:
    """`name` "" = one's own; `fingerprint` of the key that signed, to be compared by telephone."""

    name: str
    rows: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ForgetMember:
    """Forget a colleague whose file was read, and whose key it was."""

    member: str


@dataclass(frozen=True, slots=True)
class Stop:
    """End the engine (it finishes its transaction first)."""


Command = (
    Discover
    | SignIn
    | SignInAgain
    | TestAccount
    | TestSaved
    | AddAccount
    | RemoveAccount
    | SetPassword
    | TrustCertificate
    | ChooseFolder
    | ChooseSentFolder
    | SyncNow
    | Send
    | SendAt
    | UndoSend
    | ResolveUnknown
    | SaveDraft
    | FetchText
    | FetchLetter
    | SaveFile
    | CorrectVerdict
    | LearnRule
    | ForgetRule
    | AddDevice
    | RemoveDevice
    | Snooze
    | Called
    | Remind
    | SetPhone
    | MergePeople
    | PartPeople
    | Together
    | SetNote
    | MarkNoAnswer
    | SetSetting
    | SetTracking
    | TestTracking
    | WithdrawTracking
    | AllowTracking
    | SetPrivacy
    | GetPerson
    | ErasePerson
    | SaveTemplate
    | RemoveTemplate
    | GetRelay
    | RenewRelayPassword
    | SetChannel
    | GetTeamRows
    | SyncTeam
    | ExportTeam
    | ImportTeam
    | ForgetMember
    | Stop
)


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one command: a value, or the error that stopped it."""

    value: object = None
    error: AppError | None = None
