"""Which hits are alike, for rules that corrections teach (`domain.learned`): the window loads this."""

from __future__ import annotations

from typing import NamedTuple

from desktop_app.domain.codes import Verdict


class Likeness(NamedTuple):
    """Which hits a rule is about. `family`: as `domain.agents.Family`. `domain` "" = letters to anybody."""

    network: str
    family: str
    domain: str


class LearnedRule(NamedTuple):
    likeness: Likeness
    verdict: Verdict
