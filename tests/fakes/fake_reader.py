"""An in-memory Reader with the same methods, for tests of the window and for screenshots.

`sample()` fills it with an invented month of a sales manager: forty people, their letters and signals.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from desktop_app.domain.model import (
    DAY,
    AccountId,
    AccountSettings,
    Action,
    ContactId,
    Endpoint,
    LetterId,
    Micros,
    Security,
    SignalId,
)
from desktop_app.domain.privacy import Applied, Known, Mode, Policy, applied
from desktop_app.domain.warmth import Rate
from desktop_app.store.rows import (
    AccountRow,
    ChannelRow,
    CompanyRow,
    ConsentRow,
    ConversationRow,
    FolderRow,
    HandedRow,
    LeadCounts,
    LeadFilter,
    LeadRow,
    LeadSort,
    LetterRow,
    Narrow,
    OutboxRow,
    PhoneRow,
    PrivacyRuleRow,
    ReminderRow,
    SaidRow,
    SignalRow,
    TemplateRow,
    TimelineItem,
    WaitRow,
)

if TYPE_CHECKING:
    from desktop_app.domain.signal_actions import SignalActions
    from desktop_app.domain.wait_columns import WaitColumns
    from desktop_app.store.company import CompanyStory


class FakeReader:
    """Lists that a test fills; `failure` is raised by every read of the lead list."""

    def __init__(self) -> None:
        self.lead_rows: dict[ContactId, LeadRow] = {}
        self.letter_rows: dict[LetterId, LetterRow] = {}
        self.signal_rows: dict[SignalId, SignalRow] = {}
        self.wait_rows: list[WaitRow] = []
        self.account_rows: list[AccountRow] = []
        self.channel_rows: list[ChannelRow] = []
        self.folder_rows: list[FolderRow] = []
        self.privacy_rows: list[PrivacyRuleRow] = []
        self.consent_rows: list[ConsentRow] = []
        self.template_rows: list[TemplateRow] = []
        self.outbox_rows: list[OutboxRow] = []
        self.conversation_rows: list[ConversationRow] = []
        self.clicks: list = []  # domain.signal_actions.Acted
        self.rule_rows: list = []
        self.blind_addresses: set[str] = set()
        self.device_rows: list = []
        self.notes: dict[ContactId, str] = {}
        self.reminder_rows: dict[ContactId, ReminderRow] = {}
        self.texts: dict[LetterId, str] = {}
        self.user_settings: dict[str, str] = {}
        self.phone_rows: dict[ContactId, list[PhoneRow]] = {}
        self.further: dict[ContactId, list[str]] = {}
        self.draft_rows: list[tuple[str, bytes]] = []
        self.warmth_rows: list = []
        self.warmth_open = 0
        self.fit = None
        self.morning_kept = None
        self.failure: Exception | None = None
        self.closed = False
        self.interrupted = threading.Event()

    def close(self) -> None:
        self.closed = True

    def interrupt(self) -> None:
        self.interrupted.set()

    def resume(self) -> None:
        self.interrupted.clear()

    def change(self, contact: ContactId, **fields: object) -> None:
        """What a committed transaction of the engine would do to one lead."""
        self.lead_rows[contact] = self.lead_rows[contact]._replace(**fields)

    # leads

    def first_leads(
        self,
        limit: int,
        now: Micros,
        which: LeadFilter = LeadFilter.ALL,
        sort: LeadSort = LeadSort.WARMTH,
        descending: bool = True,
    ) -> list[ContactId]:
        return self.lead_ids(which, sort, descending, "", now)[:limit]

    def lead_ids(
        self,
        which: LeadFilter,
        sort: LeadSort,
        descending: bool,
        search: str,
        now: Micros,
        narrow: Narrow = Narrow(),  # noqa: B008 - immutable
    ) -> list[ContactId]:
        if self.failure is not None:
            raise self.failure
        found = [lead for lead in self.lead_rows.values() if _matches(lead, which, now)]
        found = [lead for lead in found if self._is_within(lead, narrow)]
        if search:
            found = [lead for lead in found if search.lower() in _text(lead)]
        present = [lead for lead in found if _key(lead, sort) is not None]
        absent = [lead for lead in found if _key(lead, sort) is None]
        present.sort(key=lambda lead: _key(lead, sort), reverse=descending)  # type: ignore[arg-type, return-value]
        return [lead.contact for lead in [*present, *absent]]

    def leads(self, contacts: Sequence[ContactId]) -> dict[ContactId, LeadRow]:
        return {contact: self.lead_rows[contact] for contact in contacts if contact in self.lead_rows}

    def lead_counts(self, now: Micros, narrow: Narrow = Narrow()) -> LeadCounts:  # noqa: B008 - immutable
        leads = [lead for lead in self.lead_rows.values() if self._is_within(lead, narrow)]

        def count(which: LeadFilter) -> int:
            return sum(_matches(lead, which, now) for lead in leads)

        return LeadCounts(**{name: count(LeadFilter(name)) for name in LeadCounts._fields})

    def timeline(self, contact: ContactId, limit: int = 200) -> list[TimelineItem]:
        letters = [one for one in self.letter_rows.values() if one.contact == contact]
        signals = [one for one in self.signal_rows.values() if one.contact == contact]
        items = [
            *(TimelineItem(one.arrived_at, letter=one) for one in letters),
            *(TimelineItem(one.at, signal=one) for one in signals),
        ]
        return sorted(items, key=lambda item: -item.at)[:limit]

    def timeline_of(self, contacts: Sequence[ContactId], limit: int = 200) -> list[TimelineItem]:
        items = [item for contact in contacts for item in self.timeline(contact)]
        return sorted(items, key=lambda item: -item.at)[:limit]

    def long_waiting(self, before: Micros, now: Micros) -> list[ContactId]:
        rows = [lead for lead in self.lead_rows.values() if (lead.waiting_since or before) < before]
        return [lead.contact for lead in rows if (lead.snoozed_until or 0) <= now]

    def waiting_letters(self, contacts: Sequence[ContactId]) -> dict[ContactId, list[LetterId]]:
        found: dict[ContactId, list[LetterId]] = {}
        for wait in self.wait_rows:
            if wait.contact in contacts and wait.answered_at is None and wait.excluded is None:
                found.setdefault(wait.contact, []).append(wait.last_letter)
        return found

    def colleagues(self, letters: Sequence[LetterId]) -> list[tuple[str, str]]:
        return [("maria@otklik.example", "Maria Orlova"), ("Boris", "")]

    def handed(self, contact: ContactId) -> HandedRow | None:
        return None

    def handed_letter(self, letter: LetterId) -> HandedRow | None:
        return None

    def assigned(self, letters: Sequence[LetterId]) -> dict[LetterId, SaidRow]:
        return {}

    def morning(self, day: int):
        return self.morning_kept

    def reminder(self, contact: ContactId) -> ReminderRow | None:
        return self.reminder_rows.get(contact)

    def phones(self, contact: ContactId) -> list[PhoneRow]:
        return self.phone_rows.get(contact, [])

    def phone_numbers(self) -> dict[ContactId, str]:
        return {contact: rows[0].number for contact, rows in self.phone_rows.items() if rows}

    def further_addresses(self, contact: ContactId) -> list[str]:
        return self.further.get(contact, [])

    def company(self, company: str) -> CompanyRow:
        leads = [lead for lead in self.lead_rows.values() if company and lead.company == company]
        leads.sort(key=lambda lead: -(lead.warmth if lead.warmth is not None else -1))
        warmths = [lead.warmth for lead in leads if lead.warmth is not None]
        return CompanyRow(company, max(warmths, default=None), tuple(lead.contact for lead in leads))

    def company_story(self, company: str, now: Micros, limit: int = 500) -> CompanyStory:
        from desktop_app.store.company import Asked, CompanyStory

        people = self.company(company).people
        items = self.timeline_of(people, limit)
        letters = [item.letter for item in items if item.letter is not None and item.letter.kind == "human"]
        answers = {one.replies_to: one.arrived_at for one in letters}
        asked = [Asked(one.arrived_at, answers.get(one.id)) for one in letters if one.direction == "out"]
        waits = [one for one in self.wait_rows if one.contact in people and one.excluded is None]
        return CompanyStory(
            company=company,
            people=tuple(self.lead_rows[one] for one in people),
            received=len(letters) - len(asked),
            waits=tuple(Asked(one.arrived_at, one.answered_at) for one in waits),
            asked=tuple(asked),
            rate=Rate(sum(one.answered_at is not None for one in asked), len(asked)),
            user=Rate(10, 100),
            items=tuple(items[:limit]),
        )

    def _is_within(self, lead: LeadRow, narrow: Narrow) -> bool:
        accounts = {one.account for one in self.letter_rows.values() if one.contact == lead.contact}
        return narrow.channel in ("", lead.channel) and (narrow.account is None or narrow.account in accounts)

    def note(self, contact: ContactId) -> str:
        return self.notes.get(contact, "")

    def addresses(self, prefix: str, limit: int = 8) -> list[tuple[str, str]]:
        people = [(lead.name, lead.address) for lead in self.lead_rows.values()]
        return [one for one in people if prefix.lower() in f"{one[0]} {one[1]}".lower()][:limit]

    # letters, waits, signals

    def letters(self, since: Micros | None = None, limit: int | None = None) -> Iterator[LetterRow]:
        rows = sorted(self.letter_rows.values(), key=lambda one: -one.arrived_at)
        return iter([one for one in rows if since is None or one.arrived_at >= since][:limit])

    def letter(self, letter: LetterId) -> LetterRow | None:
        return self.letter_rows.get(letter)

    def letters_by_id(self, letters: Sequence[LetterId]) -> list[LetterRow]:
        return [self.letter_rows[one] for one in letters if one in self.letter_rows]

    def text(self, letter: LetterId) -> str | None:
        return self.texts.get(letter)

    def conversations(
        self, since: Micros | None = None, limit: int | None = None
    ) -> Iterator[ConversationRow]:
        return iter(self.conversation_rows[:limit])

    def waits(
        self,
        since: Micros | None = None,
        until: Micros | None = None,
        limit: int | None = None,
        excluded: bool = True,
    ) -> list[WaitRow]:
        rows = [
            wait
            for wait in sorted(self.wait_rows, key=lambda one: -one.arrived_at)
            if (since is None or wait.arrived_at >= since)
            and (until is None or wait.arrived_at < until)
            and (excluded or wait.excluded is None)
        ]
        return rows[:limit]

    def waits_by_id(self, waits: Sequence[int]) -> list[WaitRow]:
        found = {row.first_letter: row for row in self.wait_rows}
        return [found[wait] for wait in waits if wait in found]

    def wait_columns(self) -> WaitColumns:
        from tests.fakes.wait_columns import columns_of

        companies = {lead.contact: bool(lead.company) for lead in self.lead_rows.values()}
        return columns_of(self.wait_rows, companies)

    def signal_actions(self) -> SignalActions:
        from desktop_app.domain.signal_actions import signal_actions

        return signal_actions(self.clicks)

    def signals(self, since: Micros | None = None, limit: int | None = None) -> list[SignalRow]:
        rows = sorted(self.signal_rows.values(), key=lambda one: -one.at)
        return [one for one in rows if since is None or one.at >= since][:limit]

    def signals_by_id(self, signals: Sequence[SignalId]) -> list[SignalRow]:
        return [self.signal_rows[one] for one in signals if one in self.signal_rows]

    def sent(self, limit: int = 500) -> list[tuple[LetterRow, tuple[SignalRow, ...]]]:
        rows = [one for one in self.letters() if one.direction == "out"]
        return [
            (one, tuple(signal for signal in self.signal_rows.values() if signal.letter == one.id))
            for one in rows[:limit]
        ]

    # the rest

    def privacy_rules(self, search: str = "") -> list[PrivacyRuleRow]:
        return [rule for rule in self.privacy_rows if search.lower() in rule.subject]

    def account_modes(self) -> dict[str, str]:
        return {}

    def privacy(self, addresses: Sequence[str], account: str, policy: Policy) -> dict[str, Applied]:
        known = Known({rule.subject: Mode(rule.mode) for rule in self.privacy_rows})
        return {who: applied(who, account, known, policy) for who in addresses}

    def consents(self, address: str = "") -> list[ConsentRow]:
        return [row for row in self.consent_rows if address in ("", row.address)]

    def last_open(self, address: str) -> Micros | None:
        return None

    def templates(self) -> list[TemplateRow]:
        return self.template_rows

    def channels(self) -> list[ChannelRow]:
        return self.channel_rows

    def mailboxes(self) -> dict[AccountId, str]:
        return {row.id: row.settings.address for row in self.account_rows}

    def accounts(self) -> list[AccountRow]:
        return self.account_rows

    def folders(self) -> list[FolderRow]:
        return self.folder_rows

    def outbox(self) -> list[OutboxRow]:
        return self.outbox_rows

    def drafts(self) -> list[tuple[str, bytes]]:
        return self.draft_rows

    def blind(self, addresses: Sequence[str]) -> set[str]:
        return {one for one in addresses if one in self.blind_addresses}

    def rules(self) -> list:
        return self.rule_rows

    def devices(self) -> list:
        return self.device_rows

    def withdrawn(self) -> list[tuple[str, int, bool]]:
        return []

    def warmth_log(self, since):
        return [one for one in self.warmth_rows if one.day * DAY >= since], self.warmth_open

    def warmth_fit(self):
        return self.fit

    def settings(self) -> dict[str, str]:
        return self.user_settings


def account(address: str = "ivan@otklik.example") -> AccountRow:
    settings = AccountSettings("imap", address, address, Endpoint("mail.otklik.example", 993, Security.TLS))
    return AccountRow(AccountId(1), settings)


def _matches(lead: LeadRow, which: LeadFilter, now: Micros) -> bool:
    asleep = lead.snoozed_until is not None and lead.snoozed_until > now
    if which is LeadFilter.SNOOZED:
        return asleep
    return not asleep and {
        LeadFilter.ALL: True,
        LeadFilter.ANSWER: lead.waiting_since is not None,
        LeadFilter.HOT: lead.warmth is not None and lead.warmth >= 50,
        LeadFilter.WAITING: lead.warmth is not None,
        LeadFilter.COLD: lead.warmth is not None and lead.warmth < 20,
    }[which]


def _text(lead: LeadRow) -> str:
    return f"{lead.name} {lead.company} {lead.subject}".lower()


def _key(lead: LeadRow, sort: LeadSort) -> object:
    return {
        LeadSort.WARMTH: lead.warmth,
        LeadSort.NAME: lead.name.lower(),
        LeadSort.SIGNAL: lead.last_signal_at,
        LeadSort.WAITING: None if lead.waiting_since is None else -lead.waiting_since,
        LeadSort.LETTER: lead.last_letter_at,
        LeadSort.ACTION: -list(Action).index(lead.action),
        LeadSort.CHANNEL: lead.channel or None,
    }[sort]
