"""The window in which a letter is written. It never loses a text: what went wrong is said, it stays open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.model import AccountId, Draft, Micros, OutboxId
from desktop_app.store.rows import TemplateRow
from desktop_app.ui import problems, rich_text, times
from desktop_app.ui.context import Context
from desktop_app.ui.pages.compose_attachments import AttachmentBar
from desktop_app.ui.pages.compose_body import Body, FormattingBar
from desktop_app.ui.pages.compose_heads import Heads
from desktop_app.ui.pages.compose_later import LaterButton, RemindLine
from desktop_app.ui.pages.compose_privacy import PrivacyLine
from desktop_app.ui.pages.compose_reply import fill_reply, signature_of, signature_part, signed
from desktop_app.ui.pages.compose_templates import TemplateButton, fill
from desktop_app.ui.pages.drafting import DraftKeeper
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton, PrimaryButton
from desktop_app.ui.widgets.states import Notice
from desktop_app.ui.widgets.switch import Switch
from desktop_app.ui.widgets.texts import Line

SIZE = (720, 560)
HOLD_S = 10
NO_ACCOUNT = AccountId(0)


class ComposeWindow(QWidget):
    """`draft` None is an empty letter from the first account; `key` names the stored draft that it is.

    A draft with `answers` and without text gets subject, recipient and quotation of the letter it answers.
    """

    def __init__(self, context: Context, draft: Draft | None = None, key: str = "") -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(*SIZE)
        self._context, self._given = context, draft
        self._accounts = context.reader.accounts()
        self._sending = False
        self._done = False
        self._template = draft.template if draft else 0
        self._start = draft or Draft(self._accounts[0].id if self._accounts else NO_ACCOUNT)
        if not (key or self._start.html):  # begun, not taken up again
            self._start = replace(self._start, tracked=context.settings().flag("track_by_default"))
        self._notice: Notice | None = None
        self._build()
        self._keeper = DraftKeeper(context.bridge, key, self.draft, self)
        self._keeper.failed.connect(self._not_kept)
        if (application := QCoreApplication.instance()) is not None:
            application.aboutToQuit.connect(self._keeper.flush)
        self._show(self._start)
        self._watch()
        fill_reply(context, self._start, self._heads, self.body, self._retitle)
        self._retitle()
        if draft is not None and (draft.html or draft.attachments) and not key:
            self._keeper.touch()  # a letter taken back: nothing else holds it any more

    def draft(self) -> Draft:
        """The letter as it stands."""
        return replace(
            self._start,
            account=self._heads.account(),
            to=self._heads.to.addresses(),
            cc=self._heads.cc.addresses(),
            bcc=self._heads.bcc.addresses(),
            subject=self._heads.subject.text().strip(),
            html=self.body.html(),
            tracked=self.tracking.isChecked(),
            remind_days=self.reminder.days,
            privacy=self.privacy.chosen,
            template=self._template,
            attachments=self.attachments.attachments(),
        )

    def send(self, at: Micros | None = None) -> None:
        """Ctrl+Enter; `at`: not before that. Checked here is what can be told without the engine."""
        if self._sending:
            return
        for field in (self._heads.to, self._heads.cc, self._heads.bcc):
            field.commit()
        if problem := self._problem():
            self._say(problem)
            return
        self._sending = True
        self.send_button.setEnabled(False)
        self._say("")
        command = self._keeper.send(HOLD_S, at)
        draft = command.draft
        self._context.bridge.call(command, lambda outbox: self._sent(draft, outbox, at), self._not_sent)

    def discard(self) -> None:
        """Throw the letter away, with an undo that opens it again."""
        draft, context = self.draft(), self._context
        self._finish()
        if draft.html or draft.subject or draft.attachments:
            context.toast(tr("Draft deleted"), lambda: context.compose(draft))

    def hand_over(self, then: Callable[[Draft | None, str], None]) -> None:
        """Once everything is kept: close for another window that goes on with it, `then(draft, key)`.

        Stays open when it cannot be kept, and while the letter is being sent.
        """

        def give() -> None:
            if self._sending or self._done:
                return
            key = self._keeper.key
            self._done = True
            then(self.draft() if key else self._given, key)
            self.close()

        self._keeper.save_now(give)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closes once the draft is kept; stays open with the reason when it cannot be kept."""
        if self._done or self._keeper.is_kept:
            event.accept()
            return
        event.ignore()
        self._keeper.save_now(self._close_kept)

    # building

    def _build(self) -> None:
        theme = self._context.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(0)
        self._heads = Heads(theme, self._accounts, self._context.reader.addresses)
        self.body = Body()
        self.attachments = AttachmentBar(theme)
        self._notices = QVBoxLayout()
        self._notices.setContentsMargins(Space.L, 0, Space.L, Space.S)
        column.addWidget(self._heads)
        column.addWidget(_inset(FormattingBar(theme, self.body), Space.S, Space.XS))
        column.addWidget(Line())
        column.addWidget(_inset(self.body, Space.S, Space.S), 1)
        column.addWidget(self.attachments)
        self.reminder = RemindLine(self._context)
        column.addWidget(self.reminder)
        column.addLayout(self._notices)
        column.addWidget(Line())
        column.addWidget(self._foot())

    def _foot(self) -> QWidget:
        """What is noticed of the letter, a whole sentence, above what can be done with it."""
        theme = self._context.theme
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.M)
        self.tracking = Switch(theme, tr("Tracking on"), "secondary")
        self.privacy = PrivacyLine(self._context)
        noticed = QHBoxLayout()
        noticed.setSpacing(Space.M)
        noticed.addWidget(self.tracking)
        noticed.addWidget(self.privacy, 1)
        column.addLayout(noticed)
        self.send_button = PrimaryButton(tr("Send"), self.send)
        self.send_button.setToolTip(
            QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)
        )
        self.later = LaterButton(self._context, self.send)
        self.templates = TemplateButton(self._context, self._insert_template)
        row = QHBoxLayout()
        row.setSpacing(Space.XS)
        row.addWidget(self.send_button)
        row.addSpacing(Space.S)
        for tool in (self.later, self.reminder.button):
            row.addWidget(tool)
        row.addWidget(IconButton(theme, "paperclip", tr("Attach files"), self.attachments.ask))
        row.addWidget(self.templates)
        row.addStretch(1)
        row.addWidget(IconButton(theme, "trash", tr("Delete this draft"), self.discard))
        column.addLayout(row)
        return foot

    def _show(self, draft: Draft) -> None:
        self._heads.show_draft(draft)
        self.attachments.set_attachments(draft.attachments)
        if draft.html:
            self.body.set_html(draft.html)
        else:
            self.body.set_html(signed(signature_of(self._context, draft.account)))
        self._signed_by = draft.account
        server = bool(self._context.settings().text("tracking_url"))
        self.tracking.setEnabled(server)
        self.tracking.setChecked(server and draft.tracked)
        self.privacy.choose(draft.privacy)
        self.reminder.choose(draft.remind_days)
        self._explain_tracking()
        (self.body if draft.to or draft.answers else self._heads.to).setFocus()

    def _watch(self) -> None:
        self._heads.changed.connect(self._keeper.touch)
        self._heads.changed.connect(self._sign_anew)
        self._heads.subject.textEdited.connect(self._retitle)
        self.reminder.changed.connect(self._keeper.touch)
        self.body.textChanged.connect(self._keeper.touch)
        self.body.dropped.connect(self.attachments.add_files)
        self.attachments.changed.connect(self._keeper.touch)
        self.attachments.problem.connect(self._say)
        self.tracking.toggled.connect(self._explain_tracking)
        self.tracking.toggled.connect(self._keeper.touch)
        self._heads.changed.connect(self._explain_tracking)
        self.privacy.changed.connect(self._explain_tracking)
        self.privacy.changed.connect(self._keeper.touch)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.send)
        for keys in ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"):
            QShortcut(QKeySequence(keys), self, self.later.ask)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self, self.close)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)

    # what happens

    def _problem(self) -> str:
        if not self._accounts:
            return tr("Connect a mailbox first: there is no address to send from.")
        if not any(
            account.settings.sends for account in self._accounts if account.id == self._heads.account()
        ):
            return tr("This mailbox only receives: it has no outgoing server.")
        wrong = self._heads.invalid()
        if wrong:
            return tr("“{text}” is not an e-mail address.").format(text=wrong[0].address)
        if not (self._heads.to.addresses() or self._heads.cc.addresses() or self._heads.bcc.addresses()):
            return tr("Add at least one recipient.")
        return ""

    def _sign_anew(self) -> None:
        """Another account has another signature; one that was written over stays."""
        account = self._heads.account()
        if account == self._signed_by:
            return
        before, after = (signed(signature_of(self._context, one)) for one in (self._signed_by, account))
        self._signed_by = account
        html = self.body.html()
        known = rich_text.clean(before) if before else ""
        if not html.strip() or html == known:
            self.body.set_html(after)
        elif known and html.endswith(signature_part(known)):
            self.body.set_html(html.removesuffix(signature_part(known)) + signature_part(after))

    def _sent(self, draft: Draft, outbox: object, at: Micros | None) -> None:
        assert isinstance(outbox, int)
        context, number = self._context, OutboxId(outbox)
        self._finish()
        text = tr("The letter will be sent in {n} s").format(n=HOLD_S)
        if at is not None:
            text = tr("The letter will be sent {when}.").format(when=times.until(at, context.now()))
        context.toast(text, lambda: _undo(context, draft, number))

    def _not_sent(self, error: AppError) -> None:
        self._sending = False
        self.send_button.setEnabled(True)
        self._say(tr("Not sent. {reason}").format(reason=problems.sentence(error)))

    def _not_kept(self, error: AppError) -> None:
        self._say(tr("The draft is not saved. {reason}").format(reason=problems.sentence(error)))

    def _close_kept(self) -> None:
        context, draft = self._context, self.draft()
        self._done = True
        self.close()
        if draft.html or draft.subject:
            context.toast(tr("The draft is kept under Sent."), None)

    def _finish(self) -> None:
        self._done = True
        self._keeper.delete()
        self.close()

    def _say(self, text: str) -> None:
        """One sentence above the buttons; "" takes it away."""
        if self._notice is not None:
            self._notices.removeWidget(self._notice)
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None
        if text:
            self._notice = Notice(text)
            self._notices.addWidget(self._notice)

    def _explain_tracking(self) -> None:
        if not self.tracking.isEnabled():
            self.privacy.say(tr("No tracking server is set. Replies are noticed anyway."))
            return
        on = self.tracking.isChecked()
        self.tracking.setText(tr("Tracking on") if on else tr("Tracking off"))
        self.tracking.updateGeometry()
        if on:
            heads = self._heads
            everybody = (*heads.to.addresses(), *heads.cc.addresses(), *heads.bcc.addresses())
            sender = {row.id: row.settings.address for row in self._accounts}.get(self._heads.account(), "")
            self.privacy.explain([one.address.lower() for one in everybody], sender)
        else:
            self.privacy.say(tr("Only replies are noticed."))

    def _insert_template(self, template: TemplateRow) -> None:
        """Its text stands before what is written; its subject where there is none yet."""
        people = self._heads.to.addresses()
        filled = fill(template, people[0] if people else None, self._context.reader)
        if not self._heads.subject.text().strip():
            self._heads.subject.setText(filled.subject)
        self.body.setFocus()
        self.body.set_html(filled.html + self.body.html())
        self._template = template.id
        self._keeper.touch()
        self._retitle()
        self._say(filled.warning)

    def _retitle(self) -> None:
        self.setWindowTitle(self._heads.subject.text().strip() or tr("New letter"))


def _undo(context: Context, draft: Draft, outbox: OutboxId) -> None:
    def too_late(error: AppError) -> None:
        context.toast(tr("Too late: the letter has been sent."), None)

    context.bridge.call(commands.UndoSend(outbox), lambda _value: context.compose(draft), too_late)


def _inset(widget: QWidget, sides: int, top: int) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(sides, top, sides, top)
    column.addWidget(widget)
    return box
