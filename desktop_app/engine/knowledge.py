"""What is known beside the hits when letters are judged, and one number for all of it that rarely changes.

The number is kept with the verdicts. Another one at the start means that history was judged by something
else: an older rule, or without a fact that was learnt just before a kill.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b

from desktop_app.domain.mail_domains import FILTERS
from desktop_app.domain.model import MINUTE, Micros
from desktop_app.domain.verdicts import RULES_VERSION, Circumstances
from desktop_app.engine.own_networks import OwnNetworks
from desktop_app.store import learned, signals
from desktop_app.store.database import Database

LONGEST_READING: Micros = 10 * MINUTE  # between two looks at a mailbox; longer tells nothing of a moment


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What verdicts rest on beside the hits themselves."""

    db: Database
    own: OwnNetworks

    def of(self, messages: Collection[str]) -> Circumstances:
        """For judging these letters."""
        domains = learned.domains(self.db)
        return Circumstances(
            replied=signals.answered(self.db, messages),
            own_networks=self.own.all(),
            gateways={domain for domain, gateway in domains.gateways.items() if gateway in FILTERS},
            delivery_windows=domains.windows,
            learned=learned.rules(self.db),
            devices=learned.devices(self.db),
            readings=learned.readings(self.db, messages, LONGEST_READING),
        )

    def version(self) -> int:
        """Names the rules and lasting facts; own networks and answers judge anew when they come."""
        domains = learned.domains(self.db)
        facts = [
            RULES_VERSION,
            sorted(domain for domain, gateway in domains.gateways.items() if gateway in FILTERS),
            sorted(domains.windows.items()),
            sorted((*likeness, verdict.value) for likeness, verdict in learned.rules(self.db).items()),
            sorted(learned.devices(self.db)),
        ]
        digest = blake2b(json.dumps(facts).encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") >> 1  # as SQLite's signed integers
