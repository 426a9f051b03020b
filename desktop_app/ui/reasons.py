"""Why: the next action, the terms of the warmth, and what a verdict rests on, in sentences."""

from __future__ import annotations

from desktop_app.domain.model import Contribution, Micros
from desktop_app.store.rows import LeadRow


def action_reason(lead: LeadRow, now: Micros) -> str:
    """A whole sentence for the card, as in: Clicked Prices 12 min ago."""
    return lead.reason


def contribution(term: Contribution) -> str:
    return term.code


def verdict_reason(code: str) -> str:
    return code
