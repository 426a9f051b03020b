"""One letter to be read: its text as its author laid it out, its pictures, its files."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.model import Address, Draft, LetterId
from desktop_app.domain.reading import AttachedFile, Reading, of_text
from desktop_app.store.rows import LetterRow
from desktop_app.ui import problems, words
from desktop_app.ui.context import Context
from desktop_app.ui.letter_document import LetterDocument
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconLabelButton
from desktop_app.ui.widgets.flow import FlowLayout
from desktop_app.ui.widgets.states import Notice
from desktop_app.ui.widgets.texts import Text

KEPT = 8  # letters looked at last
FILES_SHOWN = 12


class LetterView(QWidget):
    """`show_letter` shows what is at hand and asks the engine for the rest."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._letter: LetterRow | None = None
        self._kept: OrderedDict[LetterId, Reading] = OrderedDict()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._notes = QVBoxLayout()
        self._notes.setContentsMargins(Space.L, Space.S, Space.L, 0)
        self._notes.setSpacing(Space.XS)
        column.addLayout(self._notes)
        self.document = LetterDocument(context.theme)
        self.document.linked.connect(self._follow)
        column.addWidget(self.document, 1)
        self._files = QWidget()
        self._files.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._flow = FlowLayout(self._files, gap=Space.XS)
        self._flow.setContentsMargins(Space.L, Space.S, Space.L, Space.M)
        self._files.hide()
        column.addWidget(self._files)

    def show_letter(self, letter: LetterRow) -> None:
        self._letter = letter
        self._say()
        self._show_files(())
        kept = self._kept.get(letter.id)
        if kept is not None:
            self._show(kept)
            return
        text = self._context.reader.text(letter.id)
        if text is not None:
            self.document.show_reading(of_text(text))
        else:
            self.document.clear_reading()
            self.document.setPlaceholderText(tr("Fetching the letter from the server"))
        self._fetch(letter.id, whole=False, have_text=text is not None)

    def clear(self) -> None:
        self._letter = None
        self._say()
        self._show_files(())
        self.document.clear_reading()
        self.document.setPlaceholderText("")

    def _fetch(self, letter: LetterId, *, whole: bool, have_text: bool) -> None:
        def show(found: object) -> None:
            assert isinstance(found, Reading)
            self._keep(letter, found)
            if self._letter is not None and self._letter.id == letter:
                self._show(found)

        def fail(error: AppError) -> None:
            if self._letter is None or self._letter.id != letter:
                return
            if have_text:
                reason = problems.sentence(error)
                self._say(tr("Shown without pictures and files. {reason}").format(reason=reason))
            else:
                self.document.setPlaceholderText(problems.sentence(error))

        self._context.bridge.call(commands.FetchLetter(letter, whole), show, fail)

    def _keep(self, letter: LetterId, reading: Reading) -> None:
        self._kept[letter] = reading
        self._kept.move_to_end(letter)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def _show(self, reading: Reading) -> None:
        self.document.setPlaceholderText(tr("This letter has no text."))
        self.document.show_reading(reading)
        self._show_files(reading.files if reading.whole else ())
        self._say()
        if reading.remote:
            self._add_note(
                tr("%n pictures are not loaded: the sender would see that you read this.", "", reading.remote)
            )
        if reading.cut:
            self._add_note(tr("The letter is longer than what is shown here."))
        if not reading.whole and self._letter is not None:
            self._offer_whole(self._letter)

    def _offer_whole(self, letter: LetterRow) -> None:
        text = tr("The letter has {size}; its beginning is shown.").format(size=words.size(letter.size))

        def load() -> None:
            self._say(tr("Fetching the letter from the server"))
            self._fetch(letter.id, whole=True, have_text=True)

        self._notes.addWidget(Notice(text, tr("Fetch all of it"), load, kind="soft"))

    # ── notes ────────────────────────────────────────────────────────────────────────────────
    def _say(self, text: str = "") -> None:
        """This note and no other."""
        while item := self._notes.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if text:
            self._add_note(text)

    def _add_note(self, text: str) -> None:
        self._notes.addWidget(Text(text, "secondary", "secondary", wrap=True))

    # ── files ────────────────────────────────────────────────────────────────────────────────
    def _show_files(self, files: tuple[AttachedFile, ...]) -> None:
        while item := self._flow.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for file in files[:FILES_SHOWN]:
            self._flow.addWidget(self._chip(file))
        if len(files) > FILES_SHOWN:
            self._flow.addWidget(
                Text(tr("and %n more", "", len(files) - FILES_SHOWN), "secondary", "secondary")
            )
        self._files.setVisible(bool(files))
        self._files.updateGeometry()

    def _chip(self, file: AttachedFile) -> QWidget:
        name = self.fontMetrics().elidedText(file.name, Qt.TextElideMode.ElideMiddle, 220)
        text = tr("{name}, {size}").format(name=name, size=words.size(file.size_bytes))
        chip = IconLabelButton(self._context.theme, "paperclip", text, lambda: self._save(file))
        chip.setProperty("small", True)
        chip.setToolTip(tr("Save {name}").format(name=file.name))
        chip.setAccessibleName(tr("Save {name}").format(name=file.name))
        return chip

    def _save(self, file: AttachedFile) -> None:
        if self._letter is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        path, _filter = QFileDialog.getSaveFileName(self, tr("Save file"), str(Path(folder) / file.name))
        if path:
            self._context.bridge.call(
                commands.SaveFile(self._letter.id, file.number, path), self._saved(path), self._not_saved
            )

    def _saved(self, path: str) -> Callable[[object], None]:
        return lambda _value: self._context.toast(tr("Saved: {path}").format(path=path), None)

    def _not_saved(self, error: AppError) -> None:
        self._context.toast(problems.sentence(error), None)

    def _follow(self, address: str) -> None:
        """A page in the browser; a mail address is written to from here."""
        if address.lower().startswith("mailto:") and self._letter is not None:
            to = unquote(address[7:].partition("?")[0])
            self._context.compose(Draft(self._letter.account, to=(Address("", to),)))
        else:
            QDesktopServices.openUrl(QUrl.fromEncoded(address.encode("ascii")))
