"""Who waits for our answer, for the engine."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import NamedTuple

from desktop_app.domain.model import ContactId, Micros
from desktop_app.store.database import Database


class OpenWait(NamedTuple):
    """`letter` is the Message-ID of its first letter, `account` the address of its mailbox."""

    contact: ContactId
    name: str
    subject: str
    arrived_at: Micros
    letter: str
    account: str
    channel: str


class Since(NamedTuple):
    """A contact waits since then, in a mailbox and by a channel ("" = none)."""

    at: Micros
    account: str
    channel: str


def open_waits(db: Database, since: Micros) -> list[OpenWait]:
    """Counted waits without an answer that began at or after `since`, the longest first."""
    return [OpenWait(*row) for row in db.rows(_OPEN, (since,))]


def of_contacts(db: Database, contacts: Collection[ContactId]) -> dict[ContactId, list[Since]]:
    """Their counted waits without an answer. None for whom only a colleague's wait is about."""
    found: dict[ContactId, list[Since]] = {}
    for contact, *since in db.rows(_OF_CONTACTS, (json.dumps(list(contacts)),)):
        found.setdefault(contact, []).append(Since(*since))
    return found


def last_places(db: Database, contacts: Collection[ContactId]) -> dict[ContactId, tuple[str, str]]:
    """Mailbox and channel of the conversation each of them wrote in last."""
    rows = db.rows(_LAST, (json.dumps(list(contacts)),))
    return {contact: (account, channel) for contact, account, channel in rows}


# To whom it was handed, it waits since then, in the mailbox of that colleague.
_SINCE = "max(w.arrived_at, coalesce(w.handed_at, 0))"
_PLACE = """LEFT JOIN conversation v ON v.id = w.conversation
LEFT JOIN keep.account a ON a.id = iif(w.held_by <> 0, w.held_by, v.account)"""
_OPEN = f"""
SELECT w.contact, coalesce(nullif(c.name, ''), c.address), l.subject, {_SINCE} AS since, f.message_id,
    coalesce(a.settings ->> 'address', ''), coalesce(v.channel, '')
FROM wait w JOIN contact c ON c.id = w.contact JOIN letter l ON l.id = w.last_letter
JOIN letter f ON f.id = w.first_letter
{_PLACE}
WHERE w.answered_at IS NULL AND w.excluded IS NULL AND since >= ?
ORDER BY since
"""
_OF_CONTACTS = f"""
SELECT w.contact, {_SINCE} AS since, coalesce(a.settings ->> 'address', ''), coalesce(v.channel, '')
FROM json_each(?) wanted
CROSS JOIN wait w ON w.contact = wanted.value AND w.answered_at IS NULL AND w.excluded IS NULL
{_PLACE}
ORDER BY since
"""
_LAST = """
SELECT wanted.value, coalesce(a.settings ->> 'address', ''), coalesce(v.channel, '')
FROM json_each(?) wanted
JOIN letter l ON l.id = (SELECT id FROM letter WHERE contact = wanted.value ORDER BY arrived_at DESC LIMIT 1)
LEFT JOIN conversation v ON v.id = l.conversation LEFT JOIN keep.account a ON a.id = v.account
"""
