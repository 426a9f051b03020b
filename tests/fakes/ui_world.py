"""What pages are given in their tests: a reader of lists and a bridge that answers from a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.domain.commands import Result
from desktop_app.domain.facts import SyncState, TeamState, TrackingState
from desktop_app.domain.model import (
    AccountId,
    AccountSettings,
    Address,
    Direction,
    Draft,
    Endpoint,
    Kind,
    LetterId,
    Security,
)
from desktop_app.settings.schema import Settings
from desktop_app.store.rows import AccountRow, LetterRow, SignalRow
from desktop_app.ui.context import Context
from tests.fakes.fake_reader import FakeReader

NOW = 1_795_694_400_000_000  # Thursday 26 November 2026, 12:00 UTC


class FakeBridge(QObject):
    """`answers[CommandType]` is a Result, or a function of the command that gives one."""

    changed = Signal(object)
    alert = Signal(object)
    reminded = Signal(object)
    target_near = Signal(object)
    targets_missed = Signal(object)
    week_began = Signal(object)
    sync_state = Signal(object)
    tracking_state = Signal(object)
    outbox_changed = Signal(object)
    team_state = Signal(object)
    ready = Signal(object)
    lost = Signal()
    found = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[object] = []
        self.sync_states: dict[AccountId, SyncState] = {}
        self.tracking: TrackingState | None = None
        self.team: TeamState | None = None
        self.answers: dict[type, object] = {}

    def call(self, command, done=None, failed=None) -> None:
        self.calls.append(command)
        answer = self.answers.get(type(command), Result())
        if answer is None:
            return  # the engine is busy
        result = answer(command) if callable(answer) else answer

        def deliver() -> None:
            if result.error is not None:
                if failed is not None:
                    failed(result.error)
            elif done is not None:
                done(result.value)

        QTimer.singleShot(0, self, deliver)

    def of(self, kind: type) -> list:
        return [command for command in self.calls if isinstance(command, kind)]


class PageReader(FakeReader):
    """As `FakeReader`, with one account, and lists of its own for what is sent and for completion."""

    def __init__(self, **rows: object) -> None:
        super().__init__()
        self.account_rows = [account()]
        self.sent_rows: list = []
        self.people: list[tuple[str, str]] = []
        for name, values in rows.items():
            setattr(self, name, values)

    def put_letters(self, *letters: LetterRow) -> None:
        self.letter_rows = {letter.id: letter for letter in letters}

    def put_signals(self, *signals: SignalRow) -> None:
        self.signal_rows = {signal.id: signal for signal in signals}

    def sent(self, limit: int = 500) -> list:
        return self.sent_rows[:limit]

    def addresses(self, prefix: str, limit: int = 8) -> list[tuple[str, str]]:
        found = [
            pair for pair in self.people if any(part.lower().startswith(prefix.lower()) for part in pair)
        ]
        return found[:limit]


@dataclass
class World:
    """A context and what it was asked to do."""

    reader: PageReader
    bridge: FakeBridge
    context: Context
    toasts: list[tuple[str, Callable[[], None] | None]]
    composed: list[Draft | None]
    shown_letters: list[tuple[Sequence[LetterId], str]]
    shown_contacts: list
    shown_companies: list[str]
    shown_pages: list[str]


def make_world(theme, reader: PageReader | None = None, locked: dict | None = None) -> World:
    """A fresh world; `theme` is the application's."""
    reader = reader or PageReader()
    bridge = FakeBridge()
    toasts, composed, letters, contacts, companies, pages = [], [], [], [], [], []
    context = Context(
        reader=reader,
        open_reader=lambda: reader,
        bridge=bridge,
        theme=theme,
        settings=lambda: Settings(reader.settings(), locked or {}),
        now=lambda: NOW,
        open_contact=contacts.append,
        open_company=lambda company, _person: companies.append(company),
        open_letters=lambda some, title: letters.append((some, title)),
        compose=composed.append,
        toast=lambda text, undo: toasts.append((text, undo)),
        show_page=pages.append,
    )
    return World(reader, bridge, context, toasts, composed, letters, contacts, companies, pages)


def account(number: int = 1, address: str = "pavel@otklik.example", smtp: bool = True) -> AccountRow:
    settings = AccountSettings(
        kind="imap",
        address=address,
        user=address,
        imap=Endpoint("imap.otklik.example", 993, Security.TLS),
        smtp=Endpoint("smtp.otklik.example", 465, Security.TLS) if smtp else None,
        name="Pavel Orlov",
    )
    return AccountRow(AccountId(number), settings)


def letter(number: int = 1, subject: str = "Prices", **changes) -> LetterRow:
    values = {
        "id": LetterId(number),
        "account": AccountId(1),
        "message_id": f"{number}@example",
        "conversation": number,
        "direction": Direction.IN,
        "kind": Kind.HUMAN,
        "subject": subject,
        "sender": Address("Anna Petrova", "anna@zavod.example"),
        "to": (Address("", "pavel@otklik.example"),),
        "cc": (),
        "sent_at": NOW - 3_600_000_000,
        "arrived_at": NOW - 3_600_000_000,
        "seen_low": None,
        "seen_high": None,
        "in_reply_to": "",
        "replies_to": None,
        "size": 4_000,
        "contact": 1,
        "excluded": None,
        "places": ("INBOX",),
    }
    return LetterRow(**{**values, **changes})
