"""What leaves this computer for the team: the switch, the rows word for word, files, a note on the law."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QPlainTextEdit,
)

from desktop_app.domain import commands
from desktop_app.domain.commands import TeamFileDone, TeamRows
from desktop_app.domain.errors import AppError, InputError
from desktop_app.ui import problems, words_team
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.pages.settings_writer import SettingsWriter
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import QuietButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.page_scroll import PageScroll
from desktop_app.ui.widgets.switch import Switch
from desktop_app.ui.widgets.texts import Text

SUFFIX = ".otklik-team"
ROWS_HEIGHT = 240


class TeamSharing(PageScroll):
    """`read` asks the engine for what is in force."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._writer = SettingsWriter(context)
        self.on = Switch(context.theme, tr("Tell the team's lead how fast I answer"))
        self.state = Text("", "secondary", "secondary", wrap=True)
        self.total = Text("", "secondary", "secondary", wrap=True)
        self.rows = _plain(tr("The rows, word for word"), ROWS_HEIGHT)
        self.hours = _plain(tr("The working hours that travel with them"), 64)
        self.hours.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._build()
        self.on.clicked.connect(lambda checked: self._writer.put(self, "team_share", checked, self.read))
        context.bridge.team_state.connect(lambda _state: self._show_state())

    def read(self) -> None:
        self.on.setChecked(self._context.settings().flag("team_share"))
        self._writer.lock("team_share", self.on)
        self._show_state()
        self._ask(commands.GetTeamRows(), self._show_rows)

    def export(self, path: Path) -> None:
        """Write the own rows into a signed file."""
        self._ask(commands.ExportTeam(str(path)), self._exported)

    def take(self, path: Path, name: str = "") -> None:
        """Read a colleague's file; whose it is, is asked the first time."""

        def failed(error: AppError) -> None:
            if isinstance(error, InputError) and error.params.get("reason") == "whose":
                self._ask_whose(path, str(error.params.get("fingerprint", "")))
            else:
                self._context.toast(problems.sentence(error), None)

        command = commands.ImportTeam(str(path), name)
        self._context.bridge.call(command, while_alive(self, self._taken), while_alive(self, failed))

    def _build(self) -> None:
        leaves = Card(tr("What is shared from this computer"))
        for part in (self.on, self.state, self.total, self.rows, self.hours):
            leaves.add(part)
        self.column.addWidget(leaves)
        self.column.addWidget(self._files())
        law = Card(tr("Before you compare people"))
        law.add(
            Text(
                tr(
                    "Figures of single people are monitoring of employees. In many countries, Russia and "
                    "those of the EU among them, people must be told of it beforehand, and often they or "
                    "their representatives must agree. Otklik tells nothing until the person or your "
                    "organisation has switched it on. This is a note, not legal advice."
                ),
                "secondary", "secondary", wrap=True,
            )
        )  # fmt: skip
        self.column.addWidget(law)
        self.column.addStretch(1)

    def _files(self) -> Card:
        card = Card(tr("Without a server: signed files"))
        text = tr(
            "Give your rows to the lead as a file, or read the file of a colleague. A file that was altered, "
            "or signed by somebody else, is refused."
        )
        card.add(Text(text, "secondary", "secondary", wrap=True))
        row = QHBoxLayout()
        row.addWidget(QuietButton(tr("Save my rows to a file"), self._choose_target))
        row.addWidget(QuietButton(tr("Read a colleague's file"), self._choose_source))
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _choose_target(self) -> None:
        name = str(Path.home() / f"{tr('Reply speed')}{SUFFIX}")
        path, _ = QFileDialog.getSaveFileName(self, tr("Save my rows to a file"), name, f"*{SUFFIX}")
        if path:
            self.export(Path(path))

    def _choose_source(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, tr("Read a colleague's file"), str(Path.home()), f"*{SUFFIX}"
        )
        if path:
            self.take(Path(path))

    def _ask_whose(self, path: Path, fingerprint: str) -> None:
        text = tr("Whose file is this? Compare the number by telephone: {number}").format(number=fingerprint)
        name, agreed = QInputDialog.getText(self, tr("Read a colleague's file"), text)
        if agreed and name.strip():
            self.take(path, name.strip())

    def _exported(self, value: object) -> None:
        assert isinstance(value, TeamFileDone)
        text = tr("%n rows are in the file. Its number: {number}", "", value.rows)
        self._context.toast(text.format(number=value.fingerprint), None)

    def _taken(self, value: object) -> None:
        assert isinstance(value, TeamFileDone)
        text = tr("{name}: %n rows were read.", "", value.rows).format(name=value.name)

        self._context.toast(text, None)

    def _show_state(self) -> None:
        self.state.setText(words_team.sharing(self._context.bridge.team, self._context.now()))

    def _show_rows(self, value: object) -> None:
        assert isinstance(value, TeamRows)
        if value.total:
            text = tr(
                "%n rows of the last 12 months: times and codes, no address, no name, no subject.",
                "",
                value.total,
            )
            self.total.setText(" ".join((text, tr("These are the newest, exactly as they travel."))))
        else:
            self.total.setText(tr("There are no rows yet: nobody has written to you."))
        self.rows.setPlainText("\n".join(value.lines))
        self.hours.setPlainText(value.hours)

    def _ask(self, command: commands.Command, done: object) -> None:
        def failed(error: AppError) -> None:
            self._context.toast(problems.sentence(error), None)

        assert callable(done)
        self._context.bridge.call(command, while_alive(self, done), while_alive(self, failed))


def _plain(name: str, height: int) -> QPlainTextEdit:
    box = QPlainTextEdit()
    box.setReadOnly(True)
    box.setProperty("kind", "code")
    box.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    box.setAccessibleName(name)
    box.setFixedHeight(height)
    return box
