"""What the reader asks, and how its rows are made. Columns stand in the order of the row's fields."""

from __future__ import annotations

import json

from desktop_app.domain.codes import (
    Address,
    Direction,
    Excluded,
    Kind,
    Role,
    SignalKind,
    Verdict,
)
from desktop_app.store.lead_queries import Row
from desktop_app.store.rows import (
    ConversationRow,
    FolderRow,
    LetterRow,
    OutboxRow,
    SignalRow,
    WaitRow,
)

LETTERS = """
SELECT l.id, l.account, l.message_id, l.conversation, l.direction, l.kind, l.subject, l.sender_name,
    l.sender_address, l."to", l.cc, l.sent_at, l.arrived_at, l.seen_low, l.seen_high, l.in_reply_to,
    l.replies_to, l.size, l.contact,
    iif(n.message_id IS NULL, coalesce(l.excluded, iif(t.needs_answer = 0, 'thanks', NULL)), 'no_answer'),
    (SELECT json_group_array(f.path) FROM place p JOIN folder f ON f.id = p.folder WHERE p.letter = l.id)
FROM letter l LEFT JOIN keep.no_answer n ON n.message_id = l.message_id
LEFT JOIN keep.thanks t ON t.message_id = l.message_id
"""
SIGNALS = """
SELECT s.id, s.kind, s.at, s.letter, s.contact, coalesce(nullif(c.name, ''), c.address, s.recipient),
    coalesce(l.subject, ''), s.verdict, s.judged, s.reasons, s.link, s.count
FROM signal s LEFT JOIN contact c ON c.id = s.contact LEFT JOIN letter l ON l.id = s.letter
"""
WAITS = """
SELECT w.first_letter, w.conversation, w.contact,
    coalesce(nullif(c.name, ''), c.address, nullif(l.sender_name, ''), l.sender_address), l.subject,
    w.first_letter, w.last_letter, w.arrived_at, iif(w.held_by IN (0, v.account), w.seen_low, NULL),
    iif(w.held_by IN (0, v.account), w.seen_high, NULL), w.answered_at, w.answer, w.responder, w.excluded,
    w.first_of_conversation, coalesce(v.channel, ''), w.handed_at, w.handed_to, w.held_by
FROM wait w
JOIN letter l ON l.id = w.first_letter
LEFT JOIN contact c ON c.id = w.contact
LEFT JOIN conversation v ON v.id = w.conversation
"""
CONVERSATIONS = """
SELECT v.id, v.account, v.subject,
    (SELECT json_group_array(id) FROM (
        SELECT l.id FROM letter l WHERE l.conversation = v.id ORDER BY l.arrived_at, l.id)),
    (SELECT json_group_array(contact) FROM (
        SELECT l.contact FROM letter l WHERE l.conversation = v.id AND l.contact IS NOT NULL
        UNION
        SELECT r.contact FROM letter l JOIN recipient r ON r.letter = l.id WHERE l.conversation = v.id)),
    v.first_at, v.last_at
FROM conversation v
"""
OUTBOX = """
SELECT o.id, o.account, o.state, o.subject, o.recipients, o.created_at, o.error, o.send_at,
    coalesce((SELECT c.recipient || ': ' || c.detail FROM keep.outbox_copy c
        WHERE c.outbox = o.id AND c.state = 'rejected' ORDER BY c.recipient LIMIT 1), '')
FROM keep.outbox o
"""
FOLDERS = """
SELECT f.id, f.account, f.path, f.role, (SELECT count(*) FROM place p WHERE p.folder = f.id), f.done, f.total,
    f.synced_at, f.error, f.wanted, f.error_params, coalesce(c.is_sent, 0)
FROM folder f LEFT JOIN keep.folder_choice c ON c.account = f.account AND c.remote_id = f.remote_id
ORDER BY f.account, f.id
"""
CHANNELS = """
SELECT a.channel, json_group_array(a.address),
    (SELECT count(*) FROM lead l WHERE l.channel = a.channel),
    (SELECT max(l.channel_at) FROM lead l WHERE l.channel = a.channel)
FROM (SELECT channel, address FROM keep.channel_address ORDER BY channel, address) a GROUP BY a.channel
"""


def folder_row(row: Row) -> FolderRow:
    """From a row of FOLDERS."""
    number, account, path, role, letters, done, total, synced_at, error, wanted, params, sent = row
    return FolderRow(
        number, account, path, Role(role), letters, done, total, synced_at, error,
        bool(wanted), json.loads(params), bool(sent),
    )  # fmt: skip


def letter_row(row: Row) -> LetterRow:
    """From a row of LETTERS."""
    (number, account, message_id, conversation, direction, kind, subject, name, address, to, cc, sent_at,
     arrived_at, low, high, answers, replies_to, size, contact, excluded, places) = row  # fmt: skip
    return LetterRow(
        number,
        account,
        message_id,
        conversation,
        Direction(direction),
        Kind(kind),
        subject,
        Address(name, address),
        addresses_of(to),
        addresses_of(cc),
        sent_at,
        arrived_at,
        low,
        high,
        answers.partition("\n")[0],
        replies_to,
        size,
        contact,
        Excluded(excluded) if excluded else None,
        tuple(json.loads(places)),
    )


def signal_row(row: Row) -> SignalRow:
    """From a row of SIGNALS."""
    number, kind, at, letter, contact, name, subject, verdict, judged, reasons, link, count = row
    return SignalRow(
        number,
        SignalKind(kind),
        at,
        letter,
        contact,
        name,
        subject,
        Verdict(verdict),
        Verdict(judged),
        tuple(json.loads(reasons)),
        link,
        count,
    )


def wait_row(row: Row) -> WaitRow:
    """From a row of WAITS."""
    *plain, excluded, first, channel, handed_at, handed_to, held_by = row
    more = (Excluded(excluded) if excluded else None, bool(first), channel, handed_at, handed_to, held_by)
    return WaitRow(*plain, *more)  # type: ignore[call-arg] # kinds and length are the query's


def turns_of(row: WaitRow) -> list[WaitRow]:
    """What a wait is in the figures: one that a colleague holds here was mine first, and is his from then on.

    What was mine has the negative number of the other, and no answer.
    """
    if row.handed_at is None or row.excluded is not None:
        return [row]
    mine = row._replace(
        id=-row.id, excluded=Excluded.HANDED_OVER, answered_at=None, answer=None, responder=""
    )
    return [mine, row._replace(arrived_at=max(row.arrived_at, row.handed_at))]


def conversation_row(row: Row) -> ConversationRow:
    """From a row of CONVERSATIONS."""
    number, account, subject, letters, contacts, first_at, last_at = row
    return ConversationRow(
        number, account, subject, tuple(json.loads(letters)), tuple(json.loads(contacts)), first_at, last_at
    )


def outbox_row(row: Row) -> OutboxRow:
    """From a row of OUTBOX."""
    number, account, state, subject, recipients, *rest = row
    return OutboxRow(number, account, state, subject, addresses_of(recipients), *rest)


def addresses_of(text: str) -> tuple[Address, ...]:
    """Of JSON pairs (name, address); "" = none."""
    return tuple(Address(*pair) for pair in json.loads(text)) if text else ()
