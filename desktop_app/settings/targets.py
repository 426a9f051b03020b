"""How soon clients are to be answered, from the settings; and back, for the table the user edits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from desktop_app.domain.targets import Target, Targets
from desktop_app.settings.schema import CLOCKS, TARGET_AT_MOST, Settings, Value

MINUTE_S = 60.0


class Scope(StrEnum):
    """Whom a rule is for."""

    ACCOUNT = "account"
    CHANNEL = "channel"


class Rule(NamedTuple):
    """A target of one mailbox (by address) or channel (by name)."""

    scope: Scope
    name: str
    minutes: int
    clock: str


def targets(settings: Settings) -> Targets:
    """What holds now."""
    by_scope: dict[Scope, dict[str, Target]] = {scope: {} for scope in Scope}
    for rule in rules(settings):
        by_scope[rule.scope][rule.name] = Target(rule.minutes * MINUTE_S, rule.clock == CLOCKS[0])
    return Targets(usual(settings), by_scope[Scope.ACCOUNT], by_scope[Scope.CHANNEL])


def usual(settings: Settings) -> Target:
    """Everybody's."""
    return Target(settings.number("target_minutes") * MINUTE_S, settings.text("target_clock") == CLOCKS[0])


def target_s(settings: Settings) -> float:
    """Seconds of everybody's target."""
    return usual(settings).seconds


def rules(settings: Settings) -> list[Rule]:
    """Those that can be read, each name once: one typing error must not take the others with it."""
    value = settings.value("target_rules")
    found: dict[tuple[Scope, str], Rule] = {}
    for rule in _readable(value if isinstance(value, list) else []):
        found[rule.scope, rule.name.casefold()] = rule
    return list(found.values())


def value_of(some: Sequence[Rule]) -> Value:
    """The setting that says these."""
    return [[rule.scope.value, rule.name, rule.minutes, rule.clock] for rule in some]


def renamed(settings: Settings, scope: Scope, before: str, name: str) -> Value | None:
    """The rules after something they are about has another name; None: none of them is about it."""
    found = rules(settings)
    about = [rule for rule in found if (rule.scope, rule.name.casefold()) == (scope, before.casefold())]
    if not about:
        return None
    return value_of([rule._replace(name=name) if rule in about else rule for rule in found])


def _readable(values: Sequence[object]) -> Iterator[Rule]:
    for value in values:
        if not isinstance(value, list) or len(value) != 4:
            continue
        scope, name, minutes, clock = value
        known = scope in tuple(Scope) and isinstance(name, str) and name.strip() and clock in CLOCKS
        if known and type(minutes) is int and 1 <= minutes <= TARGET_AT_MOST:
            yield Rule(Scope(scope), name.strip(), minutes, clock)
