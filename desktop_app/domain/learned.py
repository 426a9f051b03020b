"""What a correction teaches: hits like this one, from this network by this sort of program, are the same.

A rule is as narrow as what the person knew. Whose robot or which client it was is known of the recipient's
domain alone; the sender himself is himself whoever the letter was for.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_network

from desktop_app.domain.agents import Family, family
from desktop_app.domain.likeness import LearnedRule, Likeness
from desktop_app.domain.model import Hit, Verdict

# What loads for many at once, or for nobody: its network says nothing of who looked.
_FOR_MANY = frozenset({Family.PROXY, Family.PRIVACY, Family.PREFETCH, Family.NONE})


Learned = Mapping[Likeness, Verdict]


def rule_of(hit: Hit, recipient: str, verdict: Verdict) -> LearnedRule | None:
    """The rule that a correction of this hit suggests; None when others would be judged by it, too."""
    kind = family(hit.agent)
    if kind in _FOR_MANY or not _tells_apart(hit.network):
        return None
    domain = recipient.rpartition("@")[2]
    if verdict is Verdict.SELF:
        return LearnedRule(Likeness(hit.network, kind.value, ""), verdict)
    if verdict is Verdict.UNKNOWN or not domain:
        return None
    return LearnedRule(Likeness(hit.network, kind.value, domain), verdict)


def verdict_for(learned: Learned, network: str, kind: Family, domain: str) -> Verdict | None:
    """What was learnt about such a hit; the closer rule first."""
    return learned.get(Likeness(network, kind.value, domain)) or learned.get(
        Likeness(network, kind.value, "")
    )


def _tells_apart(network: str) -> bool:
    """Behind a reverse proxy that is not listed everybody has its private address."""
    return bool(network) and ip_network(network).is_global
