"""How mailboxes are reached and read: accounts, sign-in, folders, synchronisation."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.domain.errors import AppError
from desktop_app.domain.model import AccountId, AccountSettings, FolderId


@dataclass(frozen=True, slots=True)
class Discover:
    """Guess servers for an address. Value: list[AccountSettings], best first."""

    address: str


SIGN_IN_S = 300.0  # so long somebody in a browser is waited for


@dataclass(frozen=True, slots=True)
class SignIn:
    """Let the person sign in at "google", "microsoft" or "microsoft365"; blocks for up to SIGN_IN_S.

    In the browser, or by Windows above the `window` of this number. Whoever begins anew ends what was begun
    before. Value: str, to be used wherever the account's password is. ConsentNeeded when they did not agree.
    """

    issuer: str
    address: str
    window: int = 0
    shared: bool = False  # Microsoft 365: for a mailbox of somebody else, which `address` may open


@dataclass(frozen=True, slots=True)
class SignInAgain:
    """The same for an account that is saved: what was agreed to has ended (ConsentNeeded)."""

    account: AccountId
    window: int = 0


@dataclass(frozen=True, slots=True)
class GetDeviceCode:
    """A code with which one signs in to Microsoft 365 on any device. Value: DeviceCode."""

    shared: bool = False


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """To be typed at `url` within `lives_s` seconds."""

    url: str
    code: str
    lives_s: float


@dataclass(frozen=True, slots=True)
class AwaitDeviceCode:
    """Block until the code that was given last is typed, or has ended. Value as of `SignIn`.

    With `account` it is kept for that one, as by `SignInAgain`. ConsentNeeded("code_ended").
    """

    account: AccountId | None = None


@dataclass(frozen=True, slots=True)
class CancelSignIn:
    """Nobody waits any longer for who is signing in: they get ConsentNeeded("cancelled")."""


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


# What the desk of the accounts answers.
AccountCommand = (
    Discover
    | SignIn
    | SignInAgain
    | GetDeviceCode
    | AwaitDeviceCode
    | CancelSignIn
    | TestAccount
    | TestSaved
    | AddAccount
    | RemoveAccount
    | SetPassword
    | TrustCertificate
    | ChooseFolder
    | ChooseSentFolder
    | SyncNow
)
