"""The folders of a mailbox: which are read, what each is for, how far it is, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from desktop_app.domain.codes import FolderId, Micros, Role
from desktop_app.store.rows import FolderRow
from desktop_app.ui import problems, times, words
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.forms import Field
from desktop_app.ui.widgets.switch import Switch
from desktop_app.ui.widgets.texts import ElidedText, Text

ALWAYS_READ = (Role.INBOX, Role.ALL)


class FolderList(QWidget):
    """A row for each folder, kept while it is there; below, where sent letters lie.

    `choose` is told a folder and whether it is to be read, `choose_sent` a folder; None: as the server says.
    """

    def __init__(
        self,
        theme: Theme,
        choose: Callable[[FolderRow, bool], None],
        choose_sent: Callable[[FolderId | None], None],
    ) -> None:
        super().__init__()
        self._theme, self._choose, self._choose_sent = theme, choose, choose_sent
        self.rows: dict[FolderId, FolderLine] = {}
        self.sent = QComboBox()
        self._sent_field = Field(tr("Sent letters lie in"), self.sent)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, Space.S)
        column.setSpacing(Space.M)
        column.addLayout(self._lines)
        column.addWidget(self._sent_field)
        self.sent.activated.connect(lambda _at: self._choose_sent(self.sent.currentData()))

    def show_folders(self, folders: Sequence[FolderRow], now: Micros) -> None:
        kept = {folder.id for folder in folders}
        for gone in [number for number in self.rows if number not in kept]:
            line = self.rows.pop(gone)
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        for at, folder in enumerate(folders):
            if folder.id not in self.rows:
                self.rows[folder.id] = FolderLine(self._theme, self._choose)
                self._lines.insertWidget(at, self.rows[folder.id])
            self.rows[folder.id].show_folder(folder, now)
        self._fill_sent([folder for folder in folders if folder.role not in ALWAYS_READ])

    def _fill_sent(self, folders: Sequence[FolderRow]) -> None:
        """Not while it is open under somebody's hand."""
        if self.sent.view().isVisible():
            return
        self.sent.blockSignals(True)
        self.sent.clear()
        self.sent.addItem(_as_the_server_says(folders), None)
        for folder in folders:
            self.sent.addItem(folder.path, folder.id)
        chosen = next((folder.id for folder in folders if folder.chosen_sent), None)
        self.sent.setCurrentIndex(0 if chosen is None else self.sent.findData(chosen))
        self.sent.blockSignals(False)
        self._sent_field.setVisible(bool(folders))


class FolderLine(QWidget):
    """Switch, path and number of letters; below them what the folder is for and how it is doing."""

    def __init__(self, theme: Theme, choose: Callable[[FolderRow, bool], None]) -> None:
        super().__init__()
        self._folder: FolderRow | None = None
        self._choose = choose
        self.switch = Switch(theme)
        self._path = ElidedText("")
        self._letters = Text("", "secondary", "secondary")
        self._letters.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.state = Text("", "caption", "secondary", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.switch, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._path, 0, 1)
        grid.addWidget(self._letters, 0, 2)
        grid.addWidget(self.state, 1, 1, 1, 2)
        self.switch.clicked.connect(self._clicked)

    def show_folder(self, folder: FolderRow, now: Micros) -> None:
        self._folder = folder
        always = folder.role in ALWAYS_READ
        self.switch.setChecked(folder.wanted)
        self.switch.setEnabled(not always)
        self.switch.setAccessibleName(tr("Read {folder}").format(folder=folder.path))
        self.switch.setToolTip(tr("Always read: letters come in here") if always else "")
        self._path.setText(folder.path)
        self._letters.setText(words.count(folder.letters) if folder.wanted else "")
        state = folder_state(folder, now)
        role = role_name(folder.role)
        self.state.setText(tr("{role} · {state}").format(role=role, state=state) if role else state)
        self.state.set_tone("bad" if folder.wanted and folder.error else "secondary")

    def _clicked(self, checked: bool) -> None:
        if self._folder is not None:
            self._choose(self._folder, checked)


def folder_state(folder: FolderRow, now: Micros) -> str:
    """How far it is, and how long ago that was known; or why it is not."""
    if not folder.wanted:
        return tr("not read")
    if folder.error:
        return problems.sentence_of(folder.error, folder.error_params)
    if folder.synced_at is not None:
        return tr("checked {when}").format(when=times.ago(folder.synced_at, now))
    if folder.total:
        done, total = words.count(folder.done), words.count(folder.total)
        return tr("{done} of {total} read").format(done=done, total=total)
    return tr("not yet looked at")


def role_name(role: Role) -> str:
    """What a folder is for; "" when it is one's own."""
    return {
        Role.INBOX: tr("Incoming"),
        Role.SENT: tr("Sent", "folder"),
        Role.ARCHIVE: tr("Archive"),
        Role.ALL: tr("All letters"),
        Role.DRAFTS: tr("Drafts"),
        Role.OUTBOX: tr("Outbox"),
        Role.SPAM: tr("Spam"),
        Role.TRASH: tr("Deleted"),
    }.get(role, "")


def _as_the_server_says(folders: Sequence[FolderRow]) -> str:
    found = [folder.path for folder in folders if folder.role is Role.SENT and not folder.chosen_sent]
    if found:
        return tr("Where the server says: {folder}").format(folder=found[0])
    return tr("Where the server says")
