"""From letters and signals to waits and leads: a second, crash-safe step after the rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from desktop_app.domain.model import ContactId, Micros, SignalId
from desktop_app.store.database import Database


@dataclass(frozen=True, slots=True)
class Derived:
    """Ids to announce (`facts.Changed`). `fresh` signals (answers, bounces) may deserve an Alert.

    `conversations`: how many were done; 0 = nothing is due any more.
    """

    conversations: int = 0
    contacts: tuple[ContactId, ...] = ()
    signals: tuple[SignalId, ...] = ()
    fresh: tuple[SignalId, ...] = ()


def derive(db: Database, now: Micros, limit: int = 500) -> Derived:
    """Do up to `limit` due conversations in one transaction; call again until `conversations` is 0."""
    raise NotImplementedError


def refresh(db: Database, contacts: Collection[ContactId], now: Micros) -> tuple[ContactId, ...]:
    """Compute these leads again (new signals, a correction, a snooze); the contacts whose row changed."""
    raise NotImplementedError


def refresh_active(db: Database, now: Micros) -> tuple[ContactId, ...]:
    """Compute the leads that change by time alone; the contacts whose row changed. Call every minute."""
    raise NotImplementedError
