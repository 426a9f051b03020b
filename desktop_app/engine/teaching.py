"""What the person teaches: a verdict of one signal, a rule for all like it, devices of his own."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from desktop_app.domain.agents import family
from desktop_app.domain.commands import DeviceLink, RuleOffer
from desktop_app.domain.errors import InputError, TrackingError
from desktop_app.domain.learned import rule_of
from desktop_app.domain.likeness import LearnedRule
from desktop_app.domain.model import ContactId, Micros, SignalId, Verdict
from desktop_app.domain.tokens import RANDOM_BYTES, new_token
from desktop_app.engine.marking import Server
from desktop_app.engine.signals import Desk
from desktop_app.store import learned, signals

MOST_NAME = 60


class Corrected(NamedTuple):
    contact: ContactId | None
    offer: RuleOffer | None


@dataclass(frozen=True, slots=True)
class Teaching:
    """`server` gives the tracking server in use now, None when tracking is off."""

    desk: Desk
    server: Callable[[], Server | None]

    def correct(self, signal: SignalId, verdict: Verdict | None) -> Corrected:
        """The person knows better; None takes it back. Offers the rule that this suggests, if any."""
        contact = signals.correct(self.desk.db, signal, verdict)
        offer = self._offer(signal, verdict) if verdict is not None else None
        return Corrected(contact, offer)

    def learn(self, rule: LearnedRule, now: Micros) -> int:
        """Judge all hits like it by this rule, past and future ones. Returns its number."""
        number = learned.add_rule(self.desk.db, rule, now)
        self.desk.learn(networks=[rule.likeness.network])
        return number

    def forget(self, number: int) -> None:
        """Judge them as before. A rule that is gone is no error."""
        rule = learned.remove_rule(self.desk.db, number)
        if rule is not None:
            self.desk.learn(networks=[rule.likeness.network])

    def add_device(self, name: str, now: Micros) -> DeviceLink:
        """A link to open on it. Raises InputError, TrackingError when tracking is off."""
        name = " ".join(name.split())
        if not name or len(name) > MOST_NAME:
            raise InputError(field="name", reason="empty" if not name else "too_long")
        server = self.server()
        if server is None:
            raise TrackingError(reason="off")
        token = new_token(server.key.seal, server.key.id, secrets.token_bytes(RANDOM_BYTES))
        learned.add_device(self.desk.db, token, name, now)
        return DeviceLink(token, f"{server.url}/me/{token}")

    def remove_device(self, token: str) -> None:
        """What it loads counts again. A device that is gone is no error."""
        if network := learned.remove_device(self.desk.db, token):
            self.desk.learn(networks=[network])

    def _offer(self, signal: SignalId, verdict: Verdict) -> RuleOffer | None:
        found = learned.hit_behind(self.desk.db, signal)
        rule = rule_of(*found, verdict) if found is not None else None
        if rule is None:
            return None
        others = [
            other
            for other, agent, was in learned.alike(self.desk.db, rule.likeness)
            if other != signal and was != verdict and family(agent) == rule.likeness.family
        ]
        return RuleOffer(rule, len(others))
