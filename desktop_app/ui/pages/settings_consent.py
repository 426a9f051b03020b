"""The register of consents: who agreed, who withdrew, when and how; add a line, save it as CSV."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.model import SECOND
from desktop_app.store.rows import ConsentRow
from desktop_app.ui import problems, times, words_privacy
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.person_actions import PersonActions
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton, QuietButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.forms import Field, line
from desktop_app.ui.widgets.texts import ElidedText, Text

SHOWN_AT_MOST = 12


class ConsentCard(Card):
    """Takes effect at once, also for letters already sent."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Consents"))
        self._context = context
        self._actions = PersonActions(context, self)
        self.address = line(placeholder="anna@firm.ru")
        self.how = line(placeholder=tr("by phone on Monday"))
        self.wording = line(placeholder=tr("what the person was told or shown"))
        self._field = Field(tr("Address of the person"), self.address)
        self.add_button = QuietButton(tr("Erase and track no more"), self._withdraw)
        self.agreed_button = QuietButton(tr("Has agreed"), self._agreed)
        self.export_button = LinkButton(tr("Save the register (CSV)"), self._ask_file)
        self.person_button = LinkButton(tr("Save what is held on the person"), self._save_person)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(Space.XS)
        self._build()
        self._ready()

    def read(self) -> None:
        """Who withdrew, then who agreed; the newest first."""
        while item := self.rows.takeAt(0):
            if (row := item.widget()) is not None:
                row.deleteLater()
        reader = self._context.reader
        last = {row.address: row for row in reversed(reader.consents())}
        withdrawn = reader.withdrawn()
        for address, _since, known in withdrawn:
            self.rows.addWidget(self._row(address, last.get(address), known=known, given=False))
        gone = {address for address, _since, _known in withdrawn}
        agreed = [row for row in reversed(last.values()) if row.given and row.address not in gone]
        for said in agreed[:SHOWN_AT_MOST]:
            self.rows.addWidget(self._row(said.address, said, known=True, given=True))
        self.export_button.setVisible(bool(last))

    def write_register(self, target: Path) -> None:
        """The whole register as CSV, UTF-8 with a mark, so that Excel reads it."""
        try:
            with target.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(("address", "at", "given", "how", "wording", "message_id"))
                for row in self._context.reader.consents():
                    at = datetime.fromtimestamp(row.at / SECOND, UTC).isoformat(timespec="seconds")
                    words = (row.address, at, int(row.given), row.how, row.wording, row.message_id)
                    writer.writerow([_harmless(word) for word in words])
        except OSError as error:
            text = tr("{path} cannot be written: {reason}").format(path=target, reason=error.strerror)
            self._context.toast(text, None)
            return
        self._context.toast(tr("Saved: {name}").format(name=target.name), None)

    def _build(self) -> None:
        self.add(self._field)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(Field(tr("How"), self.how))
        row.addWidget(Field(tr("Words"), self.wording))
        self.body.addLayout(row)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(self.agreed_button)
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        self.body.addLayout(foot)
        hint = tr(
            "When somebody does not want it, their opens and clicks are erased here and at the tracking "
            "server. Old letters still show and link, and nothing of it is kept."
        )
        self.add(Text(hint, "caption", "secondary", wrap=True))
        self.body.addLayout(self.rows)
        links = QHBoxLayout()
        links.setSpacing(Space.L)
        links.addWidget(self.export_button)
        links.addWidget(self.person_button)
        links.addStretch(1)
        self.body.addLayout(links)
        self.address.textEdited.connect(lambda _text: self._ready())
        self.address.returnPressed.connect(self._withdraw)

    def _row(self, address: str, line_of: ConsentRow | None, *, known: bool, given: bool) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(ElidedText(address), 1)
        said = tr("agreed") if given else tr("withdrew")
        if line_of is not None:
            when = times.moment(line_of.at, self._context.now())
            said = tr("{said} {when}, {how}").format(said=said, when=when, how=words_privacy.consent(line_of))
        if not known:
            said = tr("the server is told as soon as it answers")
        row.addWidget(Text(said, "caption", "secondary"))
        if not given:
            allow = commands.AllowTracking(address, "settings")
            row.addWidget(LinkButton(tr("Has agreed"), lambda: self._call(allow)))
        return box

    def _ready(self) -> None:
        typed = "@" in self.address.text()
        for button in (self.add_button, self.agreed_button, self.person_button):
            button.setEnabled(typed)
        self.person_button.setVisible(typed)
        self._field.show_error("")

    def _withdraw(self) -> None:
        if self.add_button.isEnabled():
            self._call(commands.WithdrawTracking(self.address.text().strip(), self._how()))

    def _agreed(self) -> None:
        words = self.wording.text().strip()
        self._call(commands.AllowTracking(self.address.text().strip(), self._how(), words))

    def _how(self) -> str:
        return self.how.text().strip() or "settings"

    def _save_person(self) -> None:
        self._actions.export(self.address.text().strip().lower())

    def _ask_file(self) -> None:
        start = str(Path.home() / "consents.csv")
        target, _ = QFileDialog.getSaveFileName(self, tr("Save the register"), start, "CSV (*.csv)")
        if target:
            self.write_register(Path(target))

    def _call(self, command: commands.WithdrawTracking | commands.AllowTracking) -> None:
        def done(_value: object) -> None:
            for edit in (self.address, self.how, self.wording):
                edit.clear()
            self._ready()
            self.read()

        def failed(error: AppError) -> None:
            self._field.show_error(problems.sentence(error))

        self._context.bridge.call(command, while_alive(self, done), while_alive(self, failed))


def _harmless(word: object) -> object:
    """A spreadsheet takes what begins so for a formula."""
    return f"'{word}" if isinstance(word, str) and word[:1] in ("=", "+", "-", "@", "\t", "\r") else word
