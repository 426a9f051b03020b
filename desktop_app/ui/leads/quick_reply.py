"""A short answer written in place: no window, Ctrl+Enter sends; kept as a draft while it is written."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from desktop_app.domain.errors import AppError
from desktop_app.domain.model import Draft, OutboxId
from desktop_app.domain.reading import of_text
from desktop_app.domain.subjects import reply_subject
from desktop_app.ui import problems, rich_text
from desktop_app.ui.context import Context
from desktop_app.ui.pages.compose_reply import introduction, signature_of, signature_part, signed
from desktop_app.ui.pages.drafting import DraftKeeper
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton, PrimaryButton
from desktop_app.ui.widgets.texts import Text

HOLD_S = 10
HEIGHT = 116


class QuickReply(QFrame):
    """`sent(OutboxId, text)`; `left()`: Escape, what was written stays as a draft."""

    sent = Signal(object, str)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._draft: Draft | None = None
        self._keeper: DraftKeeper | None = None
        self._sending = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        self.to = Text("", "secondary", "secondary")
        self.field = QPlainTextEdit()
        self.field.setFixedHeight(HEIGHT)
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName(tr("Text of the answer"))
        self.field.setPlaceholderText(tr("Your answer. The signature and the letter quoted are added."))
        self.field.textChanged.connect(self._touched)
        self._problem = Text("", "secondary", "bad", wrap=True)
        self._problem.hide()
        for part in (self.to, self.field, self._problem):
            column.addWidget(part)
        column.addLayout(self._foot())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            around = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(keys), self, self.send, context=around)
        self.hide()

    def begin(self, draft: Draft, text: str = "") -> None:
        """Write an answer from `draft`, which says to whom or what is answered."""
        self._forget_keeper()
        self._draft = _addressed(self._context, draft)
        self.field.setPlainText(text)
        names = ", ".join(one.name or one.address for one in self._draft.to)
        self.to.setText(tr("To {names}").format(names=names))
        self._say("")
        self._sending = False
        self._keeper = DraftKeeper(self._context.bridge, "", self.draft, self)
        if text:
            self._keeper.touch()
        self.show()
        self.field.setFocus()

    def draft(self) -> Draft:
        """As it would be sent."""
        assert self._draft is not None
        return replace(self._draft, html=_html(self._context, self._draft, self.field.toPlainText()))

    def send(self) -> None:
        """Ctrl+Enter."""
        text = self.field.toPlainText()
        if self._sending or self._keeper is None:
            return
        if not text.strip():
            self._say(tr("Write something first."))
            return
        self._sending = True
        command = self._keeper.send(HOLD_S)
        self._context.bridge.call(command, lambda outbox: self._sent(outbox, text), self._failed)

    def leave(self) -> None:
        """Hidden; what was written is under Sent, among what is not sent yet."""
        if self._keeper is not None and self.field.toPlainText().strip():
            self._keeper.keep_last(self.draft())
        elif self._keeper is not None:
            self._keeper.delete()
        self._keeper = None
        self._draft = None
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            self.left.emit()
        elif event.matches(QKeySequence.StandardKey.Undo):
            event.accept()  # nothing of the text is left to take back: the queue is not meant
        else:
            super().keyPressEvent(event)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(PrimaryButton(tr("Send  Ctrl+Enter"), self.send))
        window = LinkButton(tr("Go on in a window"), self._open_window)
        window.setProperty("small", True)
        row.addWidget(window)
        row.addStretch(1)
        return row

    def _open_window(self) -> None:
        if self._draft is None:
            return
        draft = self.draft()
        self._end()
        self._context.compose(draft)
        self.left.emit()

    def _end(self) -> None:
        if self._keeper is not None:
            self._keeper.delete()
        self._keeper = None
        self._draft = None
        self.hide()

    def _forget_keeper(self) -> None:
        if self._keeper is not None:
            self.leave()

    def _touched(self) -> None:
        if self._keeper is not None:
            self._keeper.touch()

    def _sent(self, outbox: object, text: str) -> None:
        assert isinstance(outbox, int)
        self._end()
        self.sent.emit(OutboxId(outbox), text)

    def _failed(self, error: AppError) -> None:
        self._sending = False
        self._say(tr("Not sent. {reason}").format(reason=problems.sentence(error)))

    def _say(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.setVisible(bool(text))


def _addressed(context: Context, draft: Draft) -> Draft:
    letter = context.reader.letter(draft.answers) if draft.answers is not None else None
    tracked = context.settings().flag("track_by_default")
    tracked = tracked and bool(context.settings().text("tracking_url"))
    draft = replace(draft, tracked=tracked)
    if letter is None:
        return draft
    return replace(
        draft, to=draft.to or (letter.sender,), subject=draft.subject or reply_subject(letter.subject)
    )


def _html(context: Context, draft: Draft, text: str) -> str:
    """The text, the signature, and the letter quoted as far as its text is here."""
    parts = [rich_text.paragraphs(text) or "<p><br></p>"]
    if signature := signature_part(signed(signature_of(context, draft.account))):
        parts.append(signature)
    letter = context.reader.letter(draft.answers) if draft.answers is not None else None
    if letter is not None and (held := context.reader.text(letter.id)) is not None:
        read = of_text(held)
        parts.append(rich_text.quote(introduction(context, letter), read.html + read.history))
    return "".join(parts)
