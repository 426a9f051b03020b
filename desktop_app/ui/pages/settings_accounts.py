"""The mailboxes: how each is doing, its folders, a new password, adding and removing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.commands import TestStep
from desktop_app.domain.errors import AppError, ConsentNeeded
from desktop_app.domain.facts import SyncState
from desktop_app.domain.model import AccountId, AccountKind, FolderId
from desktop_app.store.rows import AccountRow, FolderRow
from desktop_app.ui import problems, times, words
from desktop_app.ui.alive import while_alive
from desktop_app.ui.assistant_kinds import steps_of
from desktop_app.ui.assistant_servers import TestResults, fingerprint_words
from desktop_app.ui.context import Context
from desktop_app.ui.for_it import ForItNotice, is_for_it
from desktop_app.ui.pages.settings_folders import FolderList
from desktop_app.ui.rest_time import RestTime
from desktop_app.ui.signing_in import SignInDesk, SignInView
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconLabelButton, LinkButton, PrimaryButton, QuietButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.flow import FlowLayout
from desktop_app.ui.widgets.forms import Field, line
from desktop_app.ui.widgets.states import Notice
from desktop_app.ui.widgets.texts import ElidedText, Line, Text


class AccountsCard(Card):
    """One part per mailbox; `read` keeps those that are there, with what is open in them."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Mailboxes"))
        self._context = context
        self._states: dict[AccountId, SyncState] = dict(context.bridge.sync_states)
        self.parts: dict[AccountId, AccountPart] = {}
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.M)
        self.body.addLayout(self._column)
        add = IconLabelButton(
            context.theme, "plus", tr("Add a mailbox"), lambda: context.show_page("assistant")
        )
        self.body.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        context.bridge.sync_state.connect(self._sync_state)

    def read(self) -> None:
        accounts = {row.id: row for row in self._context.reader.accounts()}
        folders = self._context.reader.folders() if accounts else []
        for gone in [number for number in self.parts if number not in accounts]:
            part = self.parts.pop(gone)
            part.leave()
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        for number, row in accounts.items():
            if number not in self.parts:
                self.parts[number] = AccountPart(self._context, row)
                self._column.addWidget(self.parts[number])
                if number in self._states:
                    self.parts[number].show_state(self._states[number])
            self.parts[number].show_folders([one for one in folders if one.account == number])

    def _sync_state(self, state: object) -> None:
        if isinstance(state, SyncState):
            self._states[state.account] = state
            if state.account in self.parts:
                self.parts[state.account].show_state(state)


class AccountPart(QWidget):
    """Address, state, and below what the user has asked for: folders, a new password, or removal."""

    def __init__(self, context: Context, account: AccountRow) -> None:
        super().__init__()
        self._context, self._account = context, account
        self._column = column = QVBoxLayout(self)
        self._trust: Notice | None = None
        self._for_it: ForItNotice | None = None
        self.consent = SignInView(tr("Sign in"))
        self.consent.code_button.setVisible(account.settings.kind == AccountKind.GRAPH)
        self._desk = SignInDesk(context.bridge, self.consent)
        self.consent.browser.connect(lambda: self._sign_in(self._by_browser))
        self.consent.code.connect(lambda: self._sign_in(self._by_code))
        self._desk.signed_in.connect(lambda _value: self._signed_in())
        self._desk.failed.connect(self._sign_in_failed)
        self._told = False  # the engine has said how it is doing
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        self.state = Text("", "secondary", "secondary", wrap=True)
        self._folder_button = LinkButton("", self._toggle_folders)
        self.folders = FolderList(context.theme, self._choose_folder, self._choose_sent)
        self.test = TestResults(context.theme)
        self.test.expect(steps_of(account.settings))
        self.test.setContentsMargins(0, Space.S, 0, Space.XS)
        self._clock = QElapsedTimer()
        self._clock.start()
        self._rest = RestTime()
        self.password = PasswordLine(self._set_password)
        self.removal = self._removal()
        column.addWidget(ElidedText(account.settings.address, "strong"))
        column.addWidget(self.state)
        column.addWidget(self._buttons())
        for widget in (self.consent, self.test, self.folders, self.password, self.removal):
            widget.hide()
            column.addWidget(widget)
        column.addSpacing(Space.XS)
        column.addWidget(Line())

    def leave(self) -> None:
        """It is gone: who was signing in is not waited for."""
        self._desk.cancel()

    def show_state(self, state: SyncState) -> None:
        self._told = True
        self.state.setText(self._words_of(state))
        self.state.set_tone("bad" if state.error else "secondary")
        self._offer_remedy(state.error, dict(state.params))

    def _words_of(self, state: SyncState) -> str:
        """While letters come, also for how long they still will."""
        text = problems.sync_state(state)
        if state.error or state.state != "syncing":
            return text
        self._rest.add(self._clock.elapsed() / 1000, state.done)
        left_s = self._rest.left_s(state.total)
        return text if left_s is None else f"{text}. {times.left(left_s)}"

    def _offer_remedy(self, code: str, params: Mapping[str, str | int | float]) -> None:
        """What only the user can mend: a password, a consent, a certificate."""
        if code == "auth_rejected" or (code == "secrets_error" and params.get("reason") == "no_password"):
            self.password.show()
        self.consent.setVisible(code == "consent_needed" or self._desk.is_waiting)
        self._show_for_it(ConsentNeeded(**params) if code == "consent_needed" else None)
        fingerprint = str(params.get("fingerprint", ""))
        if code == "tls_untrusted" and fingerprint:
            self._offer_trust(fingerprint)
        elif self._trust is not None:
            self._trust.deleteLater()
            self._trust = None

    def show_folders(self, folders: Sequence[FolderRow]) -> None:
        wrong = sum(bool(folder.error) for folder in folders if folder.wanted)
        text = tr("%n folders", "", len(folders))
        if wrong:
            text = tr("{folders}, {number} with errors").format(folders=text, number=wrong)
        self._folder_button.setText(text)
        self._folder_button.setVisible(bool(folders))
        self.folders.show_folders(folders, self._context.now())
        if not self._told:
            self.state.setText(_state_of(folders))

    def _buttons(self) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, gap=Space.M)
        flow.addWidget(self._folder_button)
        flow.addWidget(LinkButton(tr("Read now"), self._sync_now))
        self._test_button = LinkButton(tr("Test the connection"), self.try_out)
        flow.addWidget(self._test_button)
        if self._account.settings.kind != AccountKind.GRAPH and not self._account.settings.kerberos:
            flow.addWidget(LinkButton(tr("Change password"), self._toggle_password))
        flow.addWidget(LinkButton(tr("Remove"), self.ask_removal))
        return box

    def _offer_trust(self, fingerprint: str) -> None:
        """The certificate has changed, or was never trusted: only the user may say that it is right."""
        if self._trust is None:
            command = commands.TrustCertificate(self._account.id, fingerprint)
            self._trust = Notice(
                fingerprint_words(fingerprint),
                tr("Trust this certificate"),
                lambda: self._ask(command, ""),
                kind="warning",
            )
            self._column.insertWidget(2, self._trust)

    def _toggle_folders(self) -> None:
        self.folders.setVisible(self.folders.isHidden())

    def _choose_folder(self, folder: FolderRow, wanted: bool) -> None:
        def done(_value: object) -> None:
            text = tr("{folder} is read now.") if wanted else tr("{folder} is read no more.")
            undo = None if wanted else lambda: self._ask(commands.ChooseFolder(folder.id, True), "")
            self._context.toast(text.format(folder=folder.path), undo)

        def failed(error: AppError) -> None:
            self._context.toast(problems.sentence(error), None)
            self.folders.rows[folder.id].show_folder(folder, self._context.now())

        command = commands.ChooseFolder(folder.id, wanted)
        self._context.bridge.call(command, while_alive(self, done), while_alive(self, failed))

    def _choose_sent(self, folder: FolderId | None) -> None:
        self._ask(commands.ChooseSentFolder(self._account.id, folder), "")

    def try_out(self) -> None:
        """Every step from the name of the server to the letters that go out."""
        self._test_button.setEnabled(False)
        self.test.show()
        self.test.show_testing()

        def done(value: object) -> None:
            self._test_button.setEnabled(True)
            steps = [one for one in value if isinstance(one, TestStep)] if isinstance(value, list) else []
            self.test.show_steps(steps)
            failure = next((step.error for step in steps if step.error is not None), None)
            text = problems.sentence(failure) if failure else ""
            self.test.say("" if text == self.state.text() else text)  # it stands there already
            if failure:
                self._offer_remedy(failure.code, failure.params)

        def failed(error: AppError) -> None:
            self._test_button.setEnabled(True)
            self.test.show_waiting()
            self.test.say(problems.sentence(error))
            self._offer_remedy(error.code, error.params)

        command = commands.TestSaved(self._account.id)
        self._context.bridge.call(command, while_alive(self, done), while_alive(self, failed))

    def _toggle_password(self) -> None:
        self.password.setVisible(self.password.isHidden())
        self.password.edit.setFocus()

    def ask_removal(self) -> None:
        self.removal.show()

    def _removal(self) -> Card:
        address = self._account.settings.address
        text = tr(
            "Remove {address}? Its letters and figures are deleted here; on the server nothing changes."
        ).format(address=address)
        question = Card(kind="warning")
        question.body.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        question.add(Text(text, wrap=True))
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(QuietButton(tr("Remove the mailbox"), self.remove))
        row.addWidget(QuietButton(tr("Keep it"), question.hide))
        row.addStretch(1)
        question.body.addLayout(row)
        return question

    def remove(self) -> None:
        self.removal.hide()
        self._ask(commands.RemoveAccount(self._account.id), tr("Removed"))

    def _sync_now(self) -> None:
        self._ask(commands.SyncNow(self._account.id), "")

    def _sign_in(self, begin: Callable[[], None]) -> None:
        self._show_for_it(None)
        begin()

    def _by_browser(self) -> None:
        self._desk.by_browser(self._account.settings.address, self._account.id)

    def _by_code(self) -> None:
        self._desk.by_code(self._account.id, shared=self._account.settings.is_shared)

    def _signed_in(self) -> None:
        self.consent.hide()
        self._context.toast(tr("You are signed in."), None)

    def _sign_in_failed(self, error: AppError) -> None:
        if is_for_it(error):
            self._show_for_it(error)
        else:
            self._context.toast(problems.sentence(error), None)

    def _show_for_it(self, error: AppError | None) -> None:
        if self._for_it is not None:
            self._for_it.hide()
            self._for_it.deleteLater()
            self._for_it = None
        if isinstance(error, ConsentNeeded) and is_for_it(error):
            self._for_it = ForItNotice(error)
            said = self._for_it.text.text() == self.state.text()
            self._for_it.text.setVisible(not said)
            self._column.insertWidget(2, self._for_it)

    def _set_password(self, password: str) -> None:
        def done(_value: object) -> None:
            self.password.clear()
            self.password.hide()
            self._context.toast(tr("The new password is kept."), None)

        def failed(error: AppError) -> None:
            self.password.field.show_error(problems.sentence(error))

        command = commands.SetPassword(self._account.id, password)
        self._context.bridge.call(command, while_alive(self, done), while_alive(self, failed))

    def _ask(self, command: commands.Command, done: str) -> None:
        def succeeded(_value: object) -> None:
            if done:
                self._context.toast(done, None)

        def failed(error: AppError) -> None:
            self._context.toast(problems.sentence(error), None)

        self._context.bridge.call(command, succeeded, failed)


class PasswordLine(QWidget):
    """A line for a new password and its button."""

    def __init__(self, save: Callable[[str], None]) -> None:
        super().__init__()
        self.edit = line(secret=True)
        self.field = Field(tr("New password"), self.edit)
        self._save = save
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, Space.XS)
        row.addWidget(self.field, 1)
        row.addWidget(PrimaryButton(tr("Save"), self._try), 0, Qt.AlignmentFlag.AlignBottom)
        self.edit.returnPressed.connect(self._try)

    def clear(self) -> None:
        self.edit.clear()
        self.field.show_error("")

    def _try(self) -> None:
        if self.edit.text():
            self._save(self.edit.text())


def _state_of(folders: Sequence[FolderRow]) -> str:
    """What can be told before the engine says more."""
    wanted = [folder for folder in folders if folder.wanted]
    done, total = sum(one.done for one in wanted), sum(one.total for one in wanted)
    if not folders or done >= total:
        return tr("Up to date") if folders else tr("Connecting")
    return tr("Reading letters: {done} of {total}").format(done=words.count(done), total=words.count(total))
