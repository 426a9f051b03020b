"""Instants as Exchange writes them: xs:dateTime, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desktop_app.domain.model import SECOND, Micros

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def iso_utc(at: Micros) -> str:
    """Whole seconds, "2026-11-26T09:30:00Z"."""
    return (_EPOCH + timedelta(seconds=at // SECOND)).strftime("%Y-%m-%dT%H:%M:%SZ")


def instant(text: str) -> Micros | None:
    """None for what is no instant, which does happen (a value of a migrated mailbox)."""
    try:
        when = datetime.fromisoformat(text.strip())
        since = (when if when.tzinfo else when.replace(tzinfo=UTC)) - _EPOCH
    except (ValueError, OverflowError):
        return None
    return since // timedelta(microseconds=1)
