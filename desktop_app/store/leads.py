"""Leads: what is known about contacts, fetched for many at once, and the rows as they are shown."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from desktop_app.domain.actions import Declined
from desktop_app.domain.evidence import Evidence, trust_of
from desktop_app.domain.model import (
    DAY,
    AccountId,
    Action,
    ContactId,
    Contribution,
    LetterId,
    Micros,
    SignalId,
    SignalKind,
    Verdict,
)
from desktop_app.domain.warmth import OPEN_FOR, Rate
from desktop_app.store import persons, search
from desktop_app.store.database import Database
from desktop_app.store.rates import ANSWER_WITHIN
from desktop_app.store.reminded import ANSWERED
from desktop_app.store.words import normal

WAITS_MOVE_FOR: Micros = 92 * DAY  # until it has passed its target; then it shows the same until it ends
URGENCY = {action: rank for rank, action in enumerate(Action)}


class Person(NamedTuple):
    """A contact and his last letters. `wrote_at`/`sent_at`: his last human letter, our last one to him.

    `handled_at`: the user called him, or was done with him. `phone` "" = none is known. `remind_at`: the user
    wants to be reminded of him then; None too once an answer has come after `remind_since`.
    """

    contact: ContactId
    address: str
    name: str
    last_letter_at: Micros | None
    subject: str
    wrote_at: Micros | None
    sent_at: Micros | None
    waiting_since: Micros | None
    channel: str
    channel_at: Micros | None
    snoozed_until: Micros | None
    handled_at: Micros | None
    phone: str
    remind_since: Micros | None
    remind_at: Micros | None


class Sent(NamedTuple):
    """A letter of ours that nobody has answered. `answers_him`: it answers a letter of his."""

    letter: LetterId
    account: AccountId
    sent_at: Micros
    recipients: int
    answers_him: bool


class LastSignal(NamedTuple):
    """The newest one of a contact that counts. `link`: the name of a clicked link, "" for other kinds."""

    id: SignalId
    kind: SignalKind
    at: Micros
    link: str


class Counters(NamedTuple):
    """Answers per contact and account, and per contact; only letters whose fate is known."""

    pairs: dict[tuple[ContactId, AccountId], Rate]
    contacts: dict[ContactId, Rate]


class LeadLine(NamedTuple):
    """A row of `lead`, columns in order."""

    contact: ContactId
    name: str
    name_key: str
    address: str
    company: str
    warmth: int | None
    lift: float | None
    action: str
    action_rank: int
    reason: str
    reason_params: str
    waiting_since: Micros | None
    awaiting: int
    last_signal: SignalId | None
    last_signal_kind: str | None
    last_signal_at: Micros | None
    last_signal_link: str
    last_letter_at: Micros | None
    subject: str
    channel: str
    channel_at: Micros | None
    snoozed_until: Micros | None
    contributions: str
    declined: str


# ── what is known ────────────────────────────────────────────────────────────────────────────────


def people(db: Database, contacts: Collection[ContactId]) -> dict[ContactId, Person]:
    """Those who are leads: a person wrote to us, or we wrote to them."""
    rows = db.rows(_PEOPLE, (_json(contacts),))
    return {row[0]: Person(*row) for row in rows if row[5] is not None or row[6] is not None}


def open_letters(db: Database, contacts: Collection[ContactId], now: Micros) -> dict[ContactId, list[Sent]]:
    """Human letters of ours of the last 14 days that were not answered, newest first."""
    found: dict[ContactId, list[Sent]] = {}
    for contact, letter, account, at, count, answers in db.rows(_OPEN, (_json(contacts), now - OPEN_FOR)):
        found.setdefault(contact, []).append(Sent(letter, account, at, count, bool(answers)))
    return found


def follow_ups(db: Database, contacts: Collection[ContactId]) -> dict[ContactId, int]:
    """Our letters in a row since his last one, the first of them not counted."""
    return {contact: max(0, count - 1) for contact, count in db.rows(_FOLLOW_UPS, (_json(contacts),))}


def evidence(db: Database, contacts: Collection[ContactId], now: Micros) -> dict[ContactId, list[Evidence]]:
    """Signals that may still speak, of the last 14 days."""
    found: dict[ContactId, list[Evidence]] = {}
    for contact, kind, at, verdict, letter, link, reasons in db.rows(
        _EVIDENCE, (_json(contacts), now - OPEN_FOR)
    ):
        codes = json.loads(reasons)
        found.setdefault(contact, []).append(
            Evidence(
                SignalKind(kind),
                at,
                Verdict(verdict),
                letter,
                link,
                trust_of(codes),
                codes[0] if codes else "",
            )
        )
    return found


def last_signals(db: Database, contacts: Collection[ContactId]) -> dict[ContactId, LastSignal]:
    """The newest signal worth showing: of a person, or a bounce, or out of office."""
    rows = db.rows(_LAST_SIGNAL, (_json(contacts),))
    return {
        contact: LastSignal(number, SignalKind(kind), at, link) for contact, number, kind, at, link in rows
    }


def bounces(db: Database, contacts: Collection[ContactId]) -> dict[ContactId, Micros]:
    """When a letter last came back."""
    return dict(db.rows(_BOUNCED, (_json(contacts),)))


def counters(db: Database, contacts: Collection[ContactId], now: Micros) -> Counters:
    """Answers so far to letters of ours."""
    known_before = now - ANSWER_WITHIN
    pairs = {
        (contact, account): Rate(answered, letters)
        for contact, account, answered, letters in db.rows(_RATES, (_json(contacts), known_before))
    }
    totals: dict[ContactId, Rate] = {}
    for (contact, _), rate in pairs.items():
        before = totals.get(contact, Rate())
        totals[contact] = Rate(before.answered + rate.answered, before.letters + rate.letters)
    return Counters(pairs, totals)


def written_lately(db: Database, contacts: Collection[ContactId], now: Micros) -> dict[ContactId, int]:
    """How many letters each wrote to us within 7 days."""
    return dict(db.rows(_LATELY, (_json(contacts), now - 7 * DAY)))


def active(db: Database, now: Micros) -> list[ContactId]:
    """Contacts whose lead changes by time: open letter, live signal, wait, snooze, reminder, absence.

    A day longer than each of them lasts, so that the last change is not missed.
    """
    since = now - OPEN_FOR - DAY
    rows = db.rows(_ACTIVE, (since, now - WAITS_MOVE_FOR, now - DAY))
    return [contact for (contact,) in rows]


def waiting(db: Database) -> list[ContactId]:
    """All who wait for our answer."""
    rows = db.rows("SELECT contact FROM lead WHERE waiting_since IS NOT NULL")
    return [contact for (contact,) in rows]


# ── the rows ─────────────────────────────────────────────────────────────────────────────────────


def existing(db: Database, contacts: Collection[ContactId]) -> dict[ContactId, LeadLine]:
    """The rows as they are."""
    return {row[0]: LeadLine(*row) for row in db.rows(_EXISTING, (_json(contacts),))}


def write(db: Database, lines: Sequence[LeadLine], before: Mapping[ContactId, LeadLine]) -> None:
    """New and changed rows; the people index follows names and addresses."""
    db.executemany(_WRITE, lines)
    index(db, [line for line in lines if not _same_words(line, before.get(line.contact))])


def index(db: Database, lines: Sequence[LeadLine]) -> None:
    """Make people findable by name, company and every address of theirs."""
    also = persons.further(db, [line.address for line in lines])
    words = [
        (one.contact, " ".join((one.name, one.address, one.company, *also.get(one.address, ()))))
        for one in lines
    ]
    search.index_people(db, words)


def remove(db: Database, contacts: Iterable[ContactId]) -> None:
    """They are no leads any more."""
    rows = [(contact,) for contact in contacts]
    db.executemany("DELETE FROM lead WHERE contact = ?", rows)
    db.executemany("DELETE FROM people_search WHERE rowid = ?", rows)


def name_key(name: str) -> str:
    """For sorting by name."""
    return normal(name)


def contributions_text(contributions: Iterable[Contribution]) -> str:
    """As JSON; `store.queries.Contributions` reads it."""
    return json.dumps([(one.code, one.log_odds, one.params) for one in contributions], ensure_ascii=False)


def declined_text(declined: Iterable[Declined]) -> str:
    """As JSON; `store.lead_queries.declined_of` reads it."""
    rows = [(one.action, one.why, one.params) for one in declined]
    return json.dumps(rows, ensure_ascii=False) if rows else ""


def base(db: Database) -> float | None:
    """The user's usual probability of an answer, as last computed."""
    found = db.number("SELECT value FROM state WHERE key = 'base'")
    return found / 1e9 if found else None


def set_base(db: Database, value: float) -> None:
    """`state` holds integers: parts in 10^9."""
    db.execute("INSERT OR REPLACE INTO state (key, value) VALUES ('base', ?)", (round(value * 1e9),))


# Waiting is also who joined a colleague's wait with his last letter: there is one wait all the same, counted
# once. To look at all his letters would cost a first sync more than it may.
_PEOPLE = f"""
SELECT c.id, c.address, c.name, nullif(max(coalesce(i.arrived_at, 0), coalesce(o.arrived_at, 0)), 0),
    coalesce(iif(coalesce(i.arrived_at, 0) >= coalesce(o.arrived_at, 0), i.subject, o.subject), ''),
    (SELECT arrived_at FROM letter WHERE contact = c.id AND kind = 'human' ORDER BY arrived_at DESC LIMIT 1),
    (SELECT at FROM recipient WHERE contact = c.id ORDER BY at DESC LIMIT 1),
    coalesce(
        (SELECT min(arrived_at) FROM wait WHERE contact = c.id AND answered_at IS NULL AND excluded IS NULL),
        iif(i.kind = 'human' AND i.excluded IS NULL,
            (SELECT (SELECT min(arrived_at) FROM letter WHERE conversation = w.conversation
                    AND contact = c.id AND kind = 'human' AND excluded IS NULL AND arrived_at >= w.arrived_at)
                FROM wait w WHERE w.conversation = i.conversation AND w.answered_at IS NULL
                    AND w.excluded IS NULL AND w.arrived_at <= i.arrived_at), NULL)),
    coalesce(h.channel, ''), h.arrived_at,
    iif(u.since < (SELECT arrived_at FROM letter WHERE contact = c.id AND kind = 'human'
        ORDER BY arrived_at DESC LIMIT 1), NULL, z.until),
    d.at,
    coalesce(b.number, (SELECT number FROM phone WHERE contact = c.id ORDER BY position LIMIT 1), ''),
    m.since,
    iif({ANSWERED}, NULL, m.due)
FROM json_each(?) wanted
CROSS JOIN contact c ON c.id = wanted.value
LEFT JOIN letter i ON i.id = (SELECT id FROM letter WHERE contact = c.id ORDER BY arrived_at DESC LIMIT 1)
LEFT JOIN letter o ON o.id = (SELECT letter FROM recipient WHERE contact = c.id ORDER BY at DESC LIMIT 1)
LEFT JOIN letter h ON h.id =
    (SELECT id FROM letter WHERE contact = c.id AND channel <> '' ORDER BY arrived_at LIMIT 1)
LEFT JOIN keep.snooze z ON z.address = c.address
LEFT JOIN keep.until_reply u ON u.address = c.address
LEFT JOIN keep.handled d ON d.address = c.address
LEFT JOIN keep.phone_by_hand b ON b.address = c.address
LEFT JOIN keep.reminder m ON m.address = c.address
"""
_OPEN = """
SELECT r.contact, r.letter, r.account, r.at,
    (SELECT count(*) FROM recipient other WHERE other.letter = r.letter),
    EXISTS (SELECT 1 FROM letter l JOIN letter parent ON parent.id = l.replies_to
        WHERE l.id = r.letter AND parent.contact = r.contact)
FROM json_each(?) wanted
CROSS JOIN recipient r ON r.contact = wanted.value AND r.at > ?
WHERE r.human = 1 AND r.closed_at IS NULL
ORDER BY r.at DESC
"""
_FOLLOW_UPS = """
SELECT r.contact, count(*)
FROM json_each(?) wanted
CROSS JOIN recipient r ON r.contact = wanted.value AND r.human = 1 AND r.at > coalesce(
    (SELECT max(l.arrived_at) FROM letter l WHERE l.contact = wanted.value AND l.kind = 'human'), 0)
GROUP BY r.contact
"""
_EVIDENCE = """
SELECT s.contact, s.kind, s.at, s.verdict, s.letter, s.link, s.reasons
FROM json_each(?) wanted
CROSS JOIN signal s ON s.contact = wanted.value AND s.at > ?
ORDER BY s.at
"""
_LAST_SIGNAL = """
SELECT s.contact, s.id, s.kind, s.at, s.link
FROM json_each(?) wanted
CROSS JOIN signal s ON s.id = (
    SELECT id FROM signal WHERE contact = wanted.value AND (verdict = 'human' OR kind IN ('bounce', 'away'))
    ORDER BY at DESC LIMIT 1
)
"""
_BOUNCED = """
SELECT s.contact, max(s.at)
FROM json_each(?) wanted CROSS JOIN signal s ON s.contact = wanted.value AND s.kind = 'bounce'
GROUP BY s.contact
"""
_RATES = f"""
SELECT r.contact, r.account, sum(coalesce(r.answered_at - r.at <= {ANSWER_WITHIN}, 0)), count(*)
FROM json_each(?) wanted
CROSS JOIN recipient r ON r.contact = wanted.value AND r.human = 1
    AND (r.at <= ? OR r.answered_at IS NOT NULL)
GROUP BY r.contact, r.account
"""
_LATELY = """
SELECT l.contact, count(*)
FROM json_each(?) wanted
CROSS JOIN letter l ON l.contact = wanted.value AND l.arrived_at > ? AND l.kind = 'human'
GROUP BY l.contact
"""
_ACTIVE = """
SELECT r.contact FROM letter l JOIN recipient r ON r.letter = l.id
WHERE l.direction = 'out' AND l.arrived_at > ?1
UNION SELECT s.contact FROM signal s WHERE s.at > ?1 AND s.contact IS NOT NULL
UNION SELECT w.contact FROM wait w LEFT JOIN lead d ON d.contact = w.contact
    WHERE w.arrived_at > ?2 AND w.answered_at IS NULL AND w.excluded IS NULL AND w.contact IS NOT NULL
    AND (d.reason IS NULL OR d.reason <> 'client_waits')
UNION SELECT d.contact FROM lead d WHERE d.snoozed_until > ?3
UNION SELECT c.id FROM keep.reminder m JOIN contact c ON c.address = m.address
UNION SELECT l.contact FROM report r JOIN letter l ON l.id = r.letter
    WHERE r.return_at > ?3 AND l.contact IS NOT NULL
"""
_COLUMNS = ", ".join(LeadLine._fields)
_EXISTING = f"""
SELECT {_COLUMNS} FROM json_each(?) wanted CROSS JOIN lead ON lead.contact = wanted.value
"""
_WRITE = f"""
INSERT OR REPLACE INTO lead ({_COLUMNS}) VALUES ({", ".join("?" * len(LeadLine._fields))})
"""


def _json(values: Collection[int] | Collection[str]) -> str:
    return json.dumps(list(values))


def _same_words(line: LeadLine, before: LeadLine | None) -> bool:
    return before is not None and (line.name, line.address) == (before.name, before.address)
