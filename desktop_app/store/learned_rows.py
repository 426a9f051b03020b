"""What readers hand out of what verdicts have learnt; not in `store.rows`: the first paint needs none."""

from __future__ import annotations

from typing import NamedTuple

from desktop_app.domain.codes import Micros, Verdict
from desktop_app.domain.likeness import Likeness


class RuleRow(NamedTuple):
    """What a correction taught (`domain.learned`)."""

    id: int
    likeness: Likeness
    verdict: Verdict
    created_at: Micros


class DeviceRow(NamedTuple):
    token: str
    name: str
    agent: str
    created_at: Micros
    seen_at: Micros | None  # None: its link has not been opened yet
