"""What the user knows better about signals: corrections, rules, devices of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.domain.likeness import LearnedRule
from desktop_app.domain.model import SignalId, Verdict


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
