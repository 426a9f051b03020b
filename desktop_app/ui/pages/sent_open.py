"""What is not sent: drafts to go on with, letters in the outbox, and the decision about those in doubt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.model import Address, Draft, Micros, OutboxId
from desktop_app.store import drafts
from desktop_app.store.rows import OutboxRow
from desktop_app.ui import address_text, problems, times
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.instants import Instants, ask_another, ask_instant
from desktop_app.ui.pages.compose import ComposeWindow
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton, QuietButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.texts import ElidedText

SHOWN_AT_MOST = 6
NEEDS_THE_USER = frozenset({"unknown", "rejected", "partly"})


class UnsentCard(Card):
    """Hidden while there is nothing. `read` looks again."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Not sent yet"))
        self._context = context
        self._windows: dict[str, ComposeWindow] = {}
        self._most: int | None = SHOWN_AT_MOST
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.XS)
        self.body.addLayout(self._rows)
        self.hide()

    def read(self) -> None:
        """Letters that wait for a decision first, then those on their way, then drafts."""
        while (item := self._rows.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        reader = self._context.reader
        waiting = sorted(reader.outbox(), key=lambda row: row.state not in NEEDS_THE_USER)
        kept = [(key, text) for key, text in reader.drafts() if key not in self._windows]
        for row in waiting[: self._most]:
            self._rows.addWidget(self._outbox_row(row))
        for key, text in kept[: self._most]:
            self._rows.addWidget(self._draft_row(key, drafts.decode(text)))
        more = sum(max(0, len(some) - SHOWN_AT_MOST) for some in (waiting, kept)) if self._most else 0
        if more:
            show = LinkButton(tr("Show %n more", "", more), self._show_all)
            self._rows.addWidget(show, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(waiting or kept))

    def _show_all(self) -> None:
        self._most = None
        self.read()

    def _outbox_row(self, row: OutboxRow) -> QWidget:
        state = problems.outbox_row(row)
        later = row.state == "held" and row.send_at is not None and row.send_at > self._context.now()
        if later and row.send_at is not None:
            when = times.until(row.send_at, self._context.now())
            state = tr("Will be sent {when}").format(when=when)
        buttons: list[tuple[str, Callable[[], None]]] = []
        if row.state == "unknown":
            buttons = [
                (tr("It arrived"), lambda: self._ask(commands.ResolveUnknown(row.id, arrived=True))),
                (tr("Send again"), lambda: self._ask(commands.ResolveUnknown(row.id, arrived=False))),
            ]
        elif later:
            buttons = [
                (tr("Send now"), lambda: self._ask(commands.SendAt(row.id, None))),
                (tr("Another time"), lambda: self._ask_instant(row)),
                (tr("Go on writing"), lambda: self._take_back(row.id)),
            ]
        elif row.state == "held":
            buttons = [(tr("Undo"), lambda: self._take_back(row.id))]
        elif row.state == "rejected":
            buttons = [
                (tr("Go on writing"), lambda: self._take_back(row.id)),
                (tr("Send again"), lambda: self._ask(commands.ResolveUnknown(row.id, arrived=False))),
            ]
        elif row.state == "partly":
            buttons = [
                (tr("Leave it so"), lambda: self._ask(commands.ResolveUnknown(row.id, arrived=True))),
                (tr("Send to the others"), lambda: self._ask(commands.ResolveUnknown(row.id, arrived=False))),
            ]
        tone = "warn" if row.state in NEEDS_THE_USER else "secondary"
        return _row(_whom(row.to), row.subject, state, tone, buttons)

    def _ask_instant(self, row: OutboxRow) -> None:
        now, settings = self._context.now(), self._context.settings()

        def take(at: Micros) -> None:
            self._ask(commands.SendAt(row.id, at))

        def other(_start: Micros) -> None:
            start = row.send_at if row.send_at is not None else now
            ask_another(self.window(), settings, now, start, tr("Send then"), take)

        self._menu = ask_instant(self, QCursor.pos(), Instants(settings, now).to_send(), now, take, other)

    def _take_back(self, outbox: OutboxId) -> None:
        """The letter opens again, whatever page is shown by then: nothing else holds its text."""

        def done(draft: object) -> None:
            if isinstance(draft, Draft):
                self._context.compose(draft)

        self._context.bridge.call(commands.UndoSend(outbox), done, self._failed)

    def _draft_row(self, key: str, draft: Draft) -> QWidget:
        return _row(
            _whom(draft.to),
            draft.subject,
            tr("Draft"),
            "secondary",
            [
                (tr("Go on writing"), lambda: self._open(key, draft)),
                (tr("Delete"), lambda: self._delete(key, draft)),
            ],
        )

    def _open(self, key: str, draft: Draft) -> None:
        window = ComposeWindow(self._context, draft, key)
        self._windows[key] = window
        window.destroyed.connect(lambda: self._windows.pop(key, None))
        window.show()
        self.read()

    def _delete(self, key: str, draft: Draft) -> None:
        self._ask(commands.SaveDraft(key, None))
        self._context.toast(tr("Draft deleted"), lambda: self._context.compose(draft))

    def _ask(self, command: commands.Command) -> None:
        self._context.bridge.call(command, while_alive(self, lambda _value: self.read()), self._failed)

    def _failed(self, error: AppError) -> None:
        self._context.toast(problems.sentence(error), None)


def _whom(to: Sequence[Address]) -> str:
    """The first recipient, and how many more there are."""
    if not to:
        return ""
    first, more = address_text.shown(to[0]), len(to) - 1
    return tr("{names} and {number} more").format(names=first, number=more) if more else first


def _row(
    whom: str, subject: str, state: str, tone: str, buttons: list[tuple[str, Callable[[], None]]]
) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.S)
    row.addWidget(ElidedText(whom or tr("Nobody"), "strong", "text" if whom else "secondary"), 2)
    row.addWidget(ElidedText(subject or tr("No subject"), "body"), 3)
    row.addWidget(ElidedText(state, "secondary", tone), 3)
    for text, act in buttons:
        button = QuietButton(text, act)
        button.setProperty("small", True)
        row.addWidget(button)
    return box
