"""How much may be noticed of the contact of the card: the mode, why, and what can be done about it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.privacy import Why
from desktop_app.settings.privacy import policy_of
from desktop_app.ui import problems, times, words_privacy
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.person_actions import PersonActions
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton
from desktop_app.ui.widgets.forms import choice
from desktop_app.ui.widgets.texts import Text

BY_IT = (Why.IT_CONTACT, Why.IT_DOMAIN)


class PrivacyPart(QWidget):
    """`show_person` reads what holds now."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._address = ""
        self._refused = False  # the button offers a consent, not a withdrawal
        self._actions = PersonActions(context, self)
        self.mode = choice(words_privacy.options(tr("By the rules")), "")
        self.mode.setAccessibleName(tr("How much is noticed of this person"))
        self.state = Text("", "secondary", "secondary", wrap=True)
        self.consent = Text("", "caption", "secondary", wrap=True)
        self.agree = LinkButton("", self._agree)
        self.more = LinkButton(tr("Data of this person"), self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        for part in (self.mode, self.state, self.consent):
            column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        for button in (self.agree, self.more):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.mode.activated.connect(self._choose)

    def show_person(self, address: str) -> None:
        """The address of the contact shown."""
        self._address = address
        reader = self._context.reader
        found = reader.privacy([address], "", policy_of(self._context.settings()))[address]
        own = next((one.mode for one in reader.privacy_rules(address) if one.subject == address), "")
        self.mode.setCurrentIndex(max(self.mode.findData(own), 0))
        settled = found.why is Why.WITHDRAWN or found.why in BY_IT
        self.mode.setEnabled(not settled)
        sentence = tr("{mode} · {why}. {explained}").format(
            mode=words_privacy.mode(found.mode),
            why=words_privacy.why(found),
            explained=words_privacy.what_it_does(found.mode),
        )
        self.state.setText(sentence)
        self._refused = found.why in (Why.WITHDRAWN, Why.REGION)
        self.agree.setText(tr("Has agreed") if self._refused else tr("Does not want tracking"))
        self._show_consent()

    def _show_consent(self) -> None:
        reader, lines = self._context.reader, []
        for row in reader.consents(self._address)[:1]:
            said = tr("Agreed {when}, {how}") if row.given else tr("Withdrew {when}, {how}")
            when = times.moment(row.at, self._context.now())
            lines.append(said.format(when=when, how=words_privacy.consent(row)))
        day = reader.last_open(self._address)
        if day is not None:
            lines.append(tr("Last open: {day}").format(day=times.date(day, self._context.now())))
        self.consent.setText("\n".join(lines))
        self.consent.setVisible(bool(lines))

    def _choose(self, _at: int) -> None:
        self._call(commands.SetPrivacy(self._address, str(self.mode.currentData())))

    def _agree(self) -> None:
        if self._refused:
            self._call(commands.AllowTracking(self._address, "card"))
            return
        address = self._address
        self._call(commands.WithdrawTracking(address, "card"))
        text = tr("Opens and clicks of {address} are erased, and nothing more is noticed.")
        self._context.toast(text.format(address=address), None)

    def _more(self) -> None:
        menu = QMenu(self)
        address = self._address
        menu.addAction(tr("Save everything held on this person…"), lambda: self._actions.export(address))
        menu.addAction(tr("Erase this person…"), lambda: self._actions.erase(address))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _call(self, command: commands.Command) -> None:
        address = self._address

        def done(_value: object) -> None:
            if self._address == address:
                self.show_person(address)

        def failed(error: AppError) -> None:
            self._context.toast(problems.sentence(error), None)
            done(None)

        self._context.bridge.call(command, while_alive(self, done), while_alive(self, failed))
