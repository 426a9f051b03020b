"""What is set about privacy, as `domain.privacy` takes it."""

from __future__ import annotations

from desktop_app.domain.privacy import Policy, mode_of, rules_of
from desktop_app.settings.schema import Settings


def policy_of(settings: Settings) -> Policy:
    """What is set for everybody."""
    rules, declared = settings.value("privacy_rules"), settings.value("privacy_region_domains")
    return Policy(
        default=mode_of(settings.text("privacy_default")),
        region=mode_of(settings.text("privacy_region")),
        it_rules=rules_of(rules if isinstance(rules, dict) else {}),
        declared=[str(one).strip().lower() for one in declared] if isinstance(declared, list) else (),
    )
