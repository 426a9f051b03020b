"""People who do not want to be tracked: add one, see who, let one be tracked again."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.model import Micros
from desktop_app.ui import problems
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton, QuietButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.forms import Field, line
from desktop_app.ui.widgets.texts import ElidedText, Text


class ConsentCard(Card):
    """Takes effect at once, also for letters already sent."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Not to be tracked"))
        self._context = context
        self.address = line(placeholder="anna@firm.ru")
        self._field = Field(tr("Address of a person who does not want it"), self.address)
        self.add_button = QuietButton(tr("Erase and track no more"), self._withdraw)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(Space.XS)
        hint = tr(
            "Opens and clicks of this person are erased here and at the tracking server. Old letters go on "
            "showing and linking, and nothing of it is kept."
        )
        self.add(self._field)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        self.body.addLayout(foot)
        self.add(Text(hint, "caption", "secondary", wrap=True))
        self.body.addLayout(self.rows)
        self.address.textEdited.connect(lambda _text: self._ready())
        self.address.returnPressed.connect(self._withdraw)
        self._ready()

    def read(self) -> None:
        """Who is on the list."""
        while item := self.rows.takeAt(0):
            if (row := item.widget()) is not None:
                row.deleteLater()
        for who in self._context.reader.withdrawn():
            self.rows.addWidget(self._row(*who))

    def _row(self, address: str, _since: Micros, known: bool) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(ElidedText(address), 1)
        if not known:
            row.addWidget(Text(tr("the server is told as soon as it answers"), "caption", "secondary"))
        row.addWidget(LinkButton(tr("Has agreed"), lambda: self._call(commands.AllowTracking(address))))
        return box

    def _ready(self) -> None:
        self.add_button.setEnabled("@" in self.address.text())
        self._field.show_error("")

    def _withdraw(self) -> None:
        if self.add_button.isEnabled():
            self._call(commands.WithdrawTracking(self.address.text().strip()))

    def _call(self, command: commands.WithdrawTracking | commands.AllowTracking) -> None:
        def done(_value: object) -> None:
            self.address.clear()
            self._ready()
            self.read()

        def failed(error: AppError) -> None:
            self._field.show_error(problems.sentence(error))

        self._context.bridge.call(command, while_alive(self, done), while_alive(self, failed))
