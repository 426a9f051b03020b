"""Rows as JSON records with the documented, stable field names (resources/help). Times ISO 8601, UTC.

A contact is named by its address everywhere: names are not unique, and ids do not outlive a rebuild.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from desktop_app.domain.model import ContactId, Micros
from desktop_app.store.rows import ChannelRow, ConversationRow, LeadRow, LetterRow, SignalRow, WaitRow

Record = dict[str, object]
People = Mapping[ContactId, str]  # contact to address

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def iso(at: Micros | None) -> str | None:
    if at is None:
        return None
    return (_EPOCH + timedelta(microseconds=at)).isoformat().replace("+00:00", "Z")


def letter(row: LetterRow, people: People) -> Record:
    """`seen_at` is the first time the letter was known read; `seen_after` the last time it was not."""
    return {
        "id": row.id,
        "account": row.account,
        "message_id": row.message_id,
        "conversation": row.conversation,
        "direction": row.direction,
        "kind": row.kind,
        "subject": row.subject,
        "from": row.sender.address,
        "from_name": row.sender.name,
        "to": [person.address for person in row.to],
        "cc": [person.address for person in row.cc],
        "sent_at": iso(row.sent_at),
        "arrived_at": iso(row.arrived_at),
        "seen_at": iso(row.seen_high),
        "seen_after": iso(row.seen_low),
        "in_reply_to": row.in_reply_to or None,
        "replies_to": row.replies_to,
        "size": row.size,
        "contact": _address(row.contact, people),
        "excluded": row.excluded,
        "places": list(row.places),
    }


def conversation(row: ConversationRow, people: People) -> Record:
    return {
        "id": row.id,
        "account": row.account,
        "subject": row.subject,
        "letters": list(row.letters),
        "contacts": [_address(contact, people) for contact in row.contacts],
        "first_at": iso(row.first_at),
        "last_at": iso(row.last_at),
    }


def wait(
    row: WaitRow, people: People, calendar_s: float | None, working_s: float | None, off_hours: bool | None
) -> Record:
    """Durations are None while the wait is open."""
    return {
        "id": row.id,
        "conversation": row.conversation,
        "contact": _address(row.contact, people),
        "name": row.name,
        "subject": row.subject,
        "first_letter": row.first_letter,
        "last_letter": row.last_letter,
        "arrived_at": iso(row.arrived_at),
        "seen_at": iso(row.seen_high),
        "answered_at": iso(row.answered_at),
        "answer": row.answer,
        "responder": row.responder or None,
        "calendar_s": calendar_s,
        "working_s": working_s,
        "off_hours": off_hours,
        "excluded": row.excluded,
        "channel": row.channel or None,
        "handed_at": iso(row.handed_at),
        "handed_to": row.handed_to or None,
    }


def lead(row: LeadRow) -> Record:
    return {
        "contact": row.address,
        "name": row.name,
        "company": row.company or None,
        "warmth": row.warmth,
        "lift": None if row.lift is None else round(row.lift, 3),
        "action": row.action,
        "reason": {"code": row.reason, "params": row.reason_params},
        "contributions": [
            {"code": term.code, "params": term.params, "log_odds": round(term.log_odds, 4)}
            for term in row.contributions
        ],
        "waiting_since": iso(row.waiting_since),
        "last_signal": _last_signal(row),
        "last_letter_at": iso(row.last_letter_at),
        "channel": row.channel or None,
    }


def signal(row: SignalRow, people: People) -> Record:
    return {
        "id": row.id,
        "kind": row.kind,
        "at": iso(row.at),
        "letter": row.letter,
        "contact": _address(row.contact, people),
        "name": row.name,
        "verdict": row.verdict,
        "reasons": list(row.reasons),
        "link": row.link or None,
        "count": row.count,
        "subject": row.subject,
    }


def channel(row: ChannelRow) -> Record:
    return {
        "name": row.name,
        "addresses": list(row.addresses),
        "leads": row.leads,
        "last_lead_at": iso(row.last_lead_at),
    }


def _address(contact: ContactId | None, people: People) -> str | None:
    return None if contact is None else people.get(contact)


def _last_signal(row: LeadRow) -> Record | None:
    if row.last_signal is None:
        return None
    return {
        "id": row.last_signal,
        "kind": row.last_signal_kind,
        "at": iso(row.last_signal_at),
        "link": row.last_signal_link or None,
    }
