"""How much may be noticed of a person: four modes, and which of them holds for whom and why.

    off        nothing is put into letters and nothing that comes in is kept
    aggregate  all such people share their marks: how often letters were opened, never by whom or which letter
    date       only the date of the last open, written over each time; no clicks (CNIL 2026-042, list hygiene)
    full       opens and clicks of each person

First match wins: a withdrawal; what IT has set for the address, then for its domain; what the user has set
for them; then the account's mode, else the default - and for EU and UK recipients without a recorded consent
the stricter of that and the mode for them. Who is one is told by the country code of the mail domain and by
what the user declares: somebody in Paris with a gmail.com address is not known as one, and anna@firm.io may
sit anywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from desktop_app.domain.addresses import domain_of, is_address, normalise
from desktop_app.domain.errors import InputError

# EU and EEA members, the United Kingdom with its islands, the EU's own domains and the territories of France.
_ENDINGS = frozenset({
    "at", "be", "bg", "hr", "cy", "cz", "dk", "ee", "fi", "fr", "de", "gr", "hu", "ie", "it", "lv", "lt",
    "lu", "mt", "nl", "pl", "pt", "ro", "sk", "si", "es", "se", "is", "li", "no", "uk", "gg", "im", "je",
    "eu", "ею", "ευ", "бг", "ελ", "gf", "gp", "mq", "re", "yt", "mf", "ax", "cat", "gal", "eus", "bzh",
    "corsica", "paris", "berlin", "hamburg", "bayern", "koeln", "cologne", "nrw", "saarland", "ruhr",
    "wien", "tirol", "amsterdam", "brussels", "vlaanderen", "gent", "frl", "barcelona", "madrid", "scot",
    "wales", "cymru", "london", "helsinki", "stockholm",
})  # fmt: skip
_ACCOUNT = "account:"


class Mode(StrEnum):
    """From the strictest to the most open; compare with `rank`."""

    OFF = "off"
    AGGREGATE = "aggregate"
    DATE = "date"
    FULL = "full"

    @property
    def rank(self) -> int:
        return list(Mode).index(self)


class Why(StrEnum):
    """What decided."""

    WITHDRAWN = "withdrawn"
    IT_CONTACT = "it_contact"
    IT_DOMAIN = "it_domain"
    CONTACT = "contact"
    DOMAIN = "domain"
    CONSENT = "consent"
    ACCOUNT = "account"
    REGION = "region"  # EU or UK without a recorded consent
    DEFAULT = "default"
    LETTER = "letter"  # the letter asks for less than its recipient allows


class Applied(NamedTuple):
    """`subject`: the address, domain or account whose rule it is, "" for defaults."""

    mode: Mode
    why: Why
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """What is set for everybody. `it_rules`: address or domain to mode, by policies.json or the settings."""

    default: Mode = Mode.FULL
    region: Mode = Mode.OFF
    it_rules: Mapping[str, Mode] = field(default_factory=dict)
    declared: Collection[str] = ()  # domains that count as EU or UK whatever their ending


@dataclass(frozen=True, slots=True)
class Known:
    """What is recorded of some addresses: rules by subject, who withdrew, who agreed."""

    rules: Mapping[str, Mode] = field(default_factory=dict)
    withdrawn: Collection[str] = ()
    agreed: Collection[str] = ()


def applied(address: str, account: str, known: Known, policy: Policy) -> Applied:
    """The mode for one recipient of letters from `account` (its address, "" = any)."""
    if address in known.withdrawn:
        return Applied(Mode.OFF, Why.WITHDRAWN, address)
    for rules, contact, domain in (
        (policy.it_rules, Why.IT_CONTACT, Why.IT_DOMAIN),
        (known.rules, Why.CONTACT, Why.DOMAIN),
    ):
        if address in rules:
            return Applied(rules[address], contact, address)
        for name in domains(address):
            if name in rules:
                return Applied(rules[name], domain, name)
    return _by_default(address, account, known, policy)


def tightened(found: Applied, at_most: Mode) -> Applied:
    """A letter may ask for less than its recipient allows, never for more."""
    return found if found.mode.rank <= at_most.rank else Applied(at_most, Why.LETTER)


def domains(address: str) -> list[str]:
    """The domain of an address and those above it, the narrowest first; no bare country code."""
    labels = domain_of(address).split(".")
    return [".".join(labels[at:]) for at in range(len(labels) - 1)]


def in_region(address: str, declared: Collection[str] = ()) -> bool:
    """Whether this is an EU, EEA or UK recipient, as far as the domain tells."""
    ending = domain_of(address).rpartition(".")[2]
    if ending.startswith("xn--"):
        try:
            ending = ending.encode("ascii").decode("idna")
        except UnicodeError:
            return any(name in declared for name in domains(address))
    return ending in _ENDINGS or any(name in declared for name in domains(address))


def subject_of(text: str) -> str:
    """An address or a domain as typed ("@firm.ru" too), in the one form that is stored. InputError."""
    subject = normalise(text).removeprefix("@")
    labels = subject.split(".")
    if is_address(subject) or ("@" not in subject and len(labels) > 1 and all(labels)):
        return subject
    raise InputError(field="subject", reason="bad_address", address=text.strip())


def account_subject(address: str) -> str:
    """Under which name the mode of an account is stored."""
    return _ACCOUNT + address.lower()


def mode_of(text: str) -> Mode:
    """InputError when there is no such mode."""
    try:
        return Mode(text)
    except ValueError:
        raise InputError(field="mode", reason="not_a_choice") from None


def rules_of(values: Mapping[str, object]) -> dict[str, Mode]:
    """Rules as policies.json holds them; what is not usable there counts as the strictest."""
    return {
        subject.strip().lower().removeprefix("@"): Mode(mode)
        if isinstance(mode, str) and mode in set(Mode)
        else Mode.OFF
        for subject, mode in values.items()
    }


def _by_default(address: str, account: str, known: Known, policy: Policy) -> Applied:
    subject = account_subject(account)
    own = Applied(policy.default, Why.DEFAULT)
    if account and subject in known.rules:
        own = Applied(known.rules[subject], Why.ACCOUNT, account.lower())
    # An account's mode says how open its owner wants to be; it is no consent of the person written to.
    if policy.region.rank >= own.mode.rank or not in_region(address, policy.declared):
        return own
    if address in known.agreed:
        return Applied(own.mode, Why.CONSENT, address)
    return Applied(policy.region, Why.REGION)
