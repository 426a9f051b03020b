"""The tracking server, the relay for other mail programs, and who may be tracked how far."""

from __future__ import annotations

from dataclasses import dataclass


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
