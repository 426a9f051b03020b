"""What the user interface and the command line ask of the engine; each answered by a `Result`.

Here are all of them, gathered from the modules that go by what they are about.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.domain.commands_accounts import (
    AccountCommand,
    AddAccount,
    AwaitDeviceCode,
    CancelSignIn,
    ChooseFolder,
    ChooseSentFolder,
    DeviceCode,
    Discover,
    GetDeviceCode,
    RemoveAccount,
    SetPassword,
    SignIn,
    SignInAgain,
    SyncFailure,
    SyncNow,
    TestAccount,
    TestSaved,
    TestStep,
    TrustCertificate,
)
from desktop_app.domain.commands_letters import (
    FetchLetter,
    FetchText,
    RemoveTemplate,
    ResolveUnknown,
    SaveDraft,
    SaveFile,
    SaveTemplate,
    Send,
    SendAt,
    UndoSend,
)
from desktop_app.domain.commands_people import (
    Assign,
    Called,
    KeepMorning,
    MarkNoAnswer,
    MergePeople,
    PartPeople,
    Remind,
    SetNote,
    SetPhone,
    Snooze,
    Unassign,
)
from desktop_app.domain.commands_signals import (
    AddDevice,
    CorrectVerdict,
    DeviceLink,
    ForgetRule,
    LearnRule,
    RemoveDevice,
    RuleOffer,
)
from desktop_app.domain.commands_team import (
    ExportTeam,
    ForgetMember,
    GetTeamRows,
    ImportTeam,
    SyncTeam,
    TeamFileDone,
    TeamRows,
)
from desktop_app.domain.commands_tracking import (
    AllowTracking,
    ErasePerson,
    GetPerson,
    GetRelay,
    RelaySetup,
    RenewRelayPassword,
    SetPrivacy,
    SetTracking,
    TestTracking,
    WithdrawTracking,
)
from desktop_app.domain.errors import AppError

__all__ = [
    "AccountCommand",
    "AddAccount",
    "AddDevice",
    "AllowTracking",
    "Assign",
    "AwaitDeviceCode",
    "Called",
    "CancelSignIn",
    "ChooseFolder",
    "ChooseSentFolder",
    "Command",
    "CorrectVerdict",
    "DeviceCode",
    "DeviceLink",
    "DigestShown",
    "Discover",
    "ErasePerson",
    "ExportTeam",
    "FetchLetter",
    "FetchText",
    "ForgetMember",
    "ForgetRule",
    "GetDeviceCode",
    "GetPerson",
    "GetRelay",
    "GetTeamRows",
    "ImportTeam",
    "KeepMorning",
    "LearnRule",
    "MarkNoAnswer",
    "MergePeople",
    "PartPeople",
    "RelaySetup",
    "Remind",
    "RemoveAccount",
    "RemoveDevice",
    "RemoveTemplate",
    "RenewRelayPassword",
    "ResolveUnknown",
    "Result",
    "RuleOffer",
    "SaveDraft",
    "SaveFile",
    "SaveTemplate",
    "Send",
    "SendAt",
    "SetChannel",
    "SetNote",
    "SetPassword",
    "SetPhone",
    "SetPrivacy",
    "SetSetting",
    "SetTracking",
    "SignIn",
    "SignInAgain",
    "Snooze",
    "Stop",
    "SyncFailure",
    "SyncNow",
    "SyncTeam",
    "TeamFileDone",
    "TeamRows",
    "TestAccount",
    "TestSaved",
    "TestStep",
    "TestTracking",
    "Together",
    "TrustCertificate",
    "Unassign",
    "UndoSend",
    "WithdrawTracking",
]


@dataclass(frozen=True, slots=True)
class SetSetting:
    """A user setting; keys, types and defaults in `settings.schema`. `value` is JSON text."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class SetChannel:
    """A channel and its substitution addresses; no addresses = remove the channel.

    `renames` is the name it had before, which is given up.
    """

    name: str
    addresses: tuple[str, ...]
    renames: str = ""


@dataclass(frozen=True, slots=True)
class DigestShown:
    """The user was told the figures of the week that ended at `until` (Micros): once is enough."""

    until: int


@dataclass(frozen=True, slots=True)
class Together:
    """Several commands that are one deed, done one after the other; the first error ends it."""

    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """End the engine (it finishes its transaction first)."""


Command = (
    AccountCommand
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
    | KeepMorning
    | SetPhone
    | MergePeople
    | PartPeople
    | Together
    | SetNote
    | MarkNoAnswer
    | Assign
    | Unassign
    | SetSetting
    | DigestShown
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
