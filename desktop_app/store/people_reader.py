"""What the window reads of people: letters and signals, numbers, notes, colleagues. A part of `Reader`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import apsw

from desktop_app.domain.codes import ContactId, LetterId, Micros
from desktop_app.store import queries
from desktop_app.store.lead_queries import Row
from desktop_app.store.rows import CompanyRow, LetterRow, PhoneRow, ReminderRow, SignalRow, TimelineItem

if TYPE_CHECKING:
    from desktop_app.store.company import CompanyStory
    from desktop_app.store.morning import Kept
    from desktop_app.store.reminded import Reminder

COMPLETION_CANDIDATES = 300


class PeopleReader:
    """For `Reader`, which opens the connection."""

    _connection: apsw.Connection

    def reminder(self, contact: ContactId) -> ReminderRow | None:
        """What the user wanted to be reminded of, whether or not an answer has come meanwhile."""
        sql = (
            "SELECT m.since, m.due FROM keep.reminder m JOIN contact c ON c.address = m.address"
            " WHERE c.id = ?"
        )
        row = next(iter(self._connection.execute(sql, (contact,))), None)
        return None if row is None else ReminderRow(*row)

    def morning(self, day: int) -> Kept | None:
        """Where the user stands in the morning queue of a day; None: nowhere yet."""
        from desktop_app.store.morning import kept

        return kept(self._connection.execute, day)

    def reminders(self) -> list[Reminder]:
        """All of them, the next first."""
        from desktop_app.store.reminded import reminders

        return reminders(self._connection.execute)

    def waiting_letters(self, contacts: Sequence[ContactId]) -> dict[ContactId, list[LetterId]]:
        """The last letter of each wait of these clients that is still open."""
        found: dict[ContactId, list[LetterId]] = {}
        for contact, letter in self._connection.execute(_WAITING_LETTERS, (json.dumps(contacts),)):
            found.setdefault(contact, []).append(letter)
        return found

    def long_waiting(self, before: Micros, now: Micros) -> list[ContactId]:
        """Who has waited since `before` and does not rest, the longest first."""
        return [contact for (contact,) in self._connection.execute(_LONG_WAITING, (before, now))]

    def phones(self, contact: ContactId) -> list[PhoneRow]:
        """What the user said, else what the signatures say; the number to call first."""
        rows: list[Row] = self._connection.execute(_PHONE_BY_HAND, (contact,)).fetchall()
        if rows:
            return [PhoneRow(number, shown, ext, None) for number, shown, ext in rows if number]
        rows = self._connection.execute(_PHONES, (contact,)).fetchall()
        return [PhoneRow(*row) for row in rows]

    def phone_numbers(self) -> dict[ContactId, str]:
        """The number to call of everybody who has one."""
        return dict(self._connection.execute(_PHONE_NUMBERS))

    def further_addresses(self, contact: ContactId) -> list[str]:
        """Under which addresses else the person writes, as the user said."""
        sql = (
            "SELECT s.address FROM contact c JOIN keep.same_person s ON s.person = c.address"
            " WHERE c.id = ? ORDER BY s.address"
        )
        return [address for (address,) in self._connection.execute(sql, (contact,))]

    def company(self, company: str) -> CompanyRow:
        """The leads of one company domain; `company` as in `LeadRow.company`, never a public mail domain."""
        rows: list[Row] = self._connection.execute(_COMPANY, (company,)).fetchall()
        warmths = [warmth for _, warmth in rows if warmth is not None]
        return CompanyRow(company, max(warmths, default=None), tuple(contact for contact, _ in rows))

    def company_story(self, company: str, now: Micros, limit: int = 500) -> CompanyStory:
        """Everything about a company, for its page: read it off the window's thread."""
        from desktop_app.store.company import story

        found = self.company(company)
        return story(self._connection.execute, found, self.timeline_of(found.people, limit), now)

    def timeline_of(self, contacts: Sequence[ContactId], limit: int = 200) -> list[TimelineItem]:
        """Letters and signals of several people together; newest first."""
        wanted = json.dumps(contacts)
        letters = self._letters(queries.LETTERS + _OF_CONTACTS, (wanted, wanted, limit))
        where = (
            "WHERE s.contact IN (SELECT value FROM json_each(?)) ORDER BY s.at DESC, s.id DESC LIMIT ?"
        )
        return _merged(letters, self._signals(where, (wanted, limit)), limit)

    def timeline(self, contact: ContactId, limit: int = 200) -> list[TimelineItem]:
        """Letters from and to a contact, and its signals; newest first."""
        letters = self._letters(queries.LETTERS + _OF_CONTACT, (contact, contact, limit))
        signals = self._signals("WHERE s.contact = ? ORDER BY s.at DESC, s.id DESC LIMIT ?", (contact, limit))
        return _merged(letters, signals, limit)

    def note(self, contact: ContactId) -> str:
        """What the user wrote about a contact, else about another address of theirs; "" for nothing."""
        return str(self._connection.execute(_NOTE, (contact,)).get or "")

    def contacts(self) -> dict[ContactId, str]:
        """Every contact's address."""
        found = self._connection.execute("SELECT id, address FROM contact")
        return {ContactId(number): address for number, address in found}

    def addresses(self, prefix: str, limit: int = 8) -> list[tuple[str, str]]:
        """(name, address) for completion of recipients, most written to first."""
        from desktop_app.store import search
        from desktop_app.store.words import normal

        wanted = normal(prefix)
        if not wanted:
            return []
        found = search.find_people(self._connection, wanted)
        if len(wanted) < search.TRIGRAM:
            found |= {contact for (contact,) in self._connection.execute(_ADDRESS_BEGINS, (wanted, wanted))}
        rows = self._connection.execute(_WRITTEN_TO, (json.dumps(sorted(found)[:COMPLETION_CANDIDATES]),))
        begins = (
            (name, address)
            for name, address in rows
            if any(word.startswith(wanted) for word in (address, *_endings(normal(name))))
        )
        return [pair for pair, _ in zip(begins, range(limit), strict=False)]

    def _letters(self, sql: str, values: Sequence[str | int]) -> Iterator[LetterRow]:
        return (queries.letter_row(row) for row in self._connection.execute(sql, values))

    def _signals(self, where: str, values: Sequence[str | int]) -> list[SignalRow]:
        return [queries.signal_row(row) for row in self._connection.execute(queries.SIGNALS + where, values)]


_COMPANY = """
SELECT contact, warmth FROM lead WHERE company = ? AND company <> '' ORDER BY warmth DESC, name_key
"""
_NOTE = """
SELECT n.text FROM contact c
JOIN keep.note n ON n.address = c.address
    OR n.address IN (SELECT address FROM keep.same_person WHERE person = c.address)
WHERE c.id = ? ORDER BY n.address <> c.address LIMIT 1
"""
_LONG_WAITING = """
SELECT contact FROM lead WHERE waiting_since < ? AND coalesce(snoozed_until <= ?, 1) ORDER BY waiting_since
"""
_WAITING_LETTERS = """
SELECT w.contact, w.last_letter FROM json_each(?) wanted
CROSS JOIN wait w ON w.contact = wanted.value AND w.answered_at IS NULL AND w.excluded IS NULL
ORDER BY w.arrived_at
"""
_PHONE_BY_HAND = """
SELECT h.number, h.shown, h.extension FROM contact c
JOIN keep.phone_by_hand h ON h.address = c.address WHERE c.id = ?
"""
_PHONES = "SELECT number, shown, extension, letter FROM phone WHERE contact = ? ORDER BY position"
_PHONE_NUMBERS = """
SELECT contact, number FROM phone WHERE position = 0
UNION ALL
SELECT c.id, h.number FROM keep.phone_by_hand h JOIN contact c ON c.address = h.address
"""
_OF_CONTACT = """
WHERE l.id IN (
    SELECT id FROM letter WHERE contact = ? UNION SELECT letter FROM recipient WHERE contact = ?
) ORDER BY l.arrived_at DESC, l.id DESC LIMIT ?
"""
_OF_CONTACTS = """
WHERE l.id IN (
    SELECT l.id FROM json_each(?) wanted CROSS JOIN letter l ON l.contact = wanted.value
    UNION
    SELECT r.letter FROM json_each(?) wanted CROSS JOIN recipient r ON r.contact = wanted.value
) ORDER BY l.arrived_at DESC, l.id DESC LIMIT ?
"""
_ADDRESS_BEGINS = """
SELECT id FROM contact WHERE address >= ? AND address < ? || char(1114111) LIMIT 300
"""
_WRITTEN_TO = """
SELECT c.name, c.address FROM json_each(?) wanted CROSS JOIN contact c ON c.id = wanted.value
ORDER BY (SELECT count(*) FROM recipient r WHERE r.contact = c.id) DESC, c.address
"""


def _merged(letters: Iterable[LetterRow], signals: Iterable[SignalRow], limit: int) -> list[TimelineItem]:
    from desktop_app.domain.conversations import probably_answers

    rows = list(letters)
    guesses = probably_answers(rows)
    items = [
        *(TimelineItem(one.arrived_at, one, None, guesses.get(one.message_id)) for one in rows),
        *(TimelineItem(row.at, signal=row) for row in signals),
    ]
    items.sort(key=lambda item: item.at, reverse=True)
    return items[:limit]


def _endings(name: str) -> Iterator[str]:
    """The name from each of its words on: "anna maria" begins also with "maria"."""
    words = name.split(" ")
    return (" ".join(words[index:]) for index in range(len(words)))
