"""What is held on a person, saved as a file, and its erasure: for the client card and Settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.person_file import person_zip
from desktop_app.ui import problems, words_privacy
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.translation import shown_language, tr
from desktop_app.ui.widgets.confirm import Confirm


class PersonActions:
    """`owner` is the widget the questions stand over; nothing is done after it has gone."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        self._context, self._owner = context, owner

    def export(self, address: str) -> None:
        """Ask for a file, then write everything held into it."""
        name = f"{address.replace('/', '_')}.zip"
        title = tr("Save what is held on {address}").format(address=address)
        target, _ = QFileDialog.getSaveFileName(self._owner, title, str(Path.home() / name), "ZIP (*.zip)")
        if target:
            self.write(address, Path(target))

    def write(self, address: str, target: Path) -> None:
        """Fetch from the engine and the server, and write the file."""

        def done(held: object) -> None:
            assert isinstance(held, dict)
            words = words_privacy.person_words(address, shown_language())
            try:
                target.write_bytes(person_zip(address, held, words, self._context.now()))
            except OSError as error:
                self._context.toast(
                    tr("{path} cannot be written: {reason}").format(path=target, reason=error.strerror), None
                )
                return
            self._context.toast(tr("Saved: {name}").format(name=target.name), None)

        self._call(commands.GetPerson(address), done)

    def erase(self, address: str) -> None:
        """Cannot be undone, so it is asked before."""
        if self._sure(address):
            text = tr("{address} erased").format(address=address)
            self._call(commands.ErasePerson(address), lambda _value: self._context.toast(text, None))

    def _sure(self, address: str) -> bool:
        question = tr("Erase what is held on {address}?").format(address=address)
        text = tr(
            "Opens, clicks, your note, rules and consents go, here and at the tracking server. The "
            "letters stay in your mailbox, and with them the contact and its conversations. Of the "
            "address a hash stays, so that nothing is noticed again. This cannot be undone."
        )
        return Confirm(self._owner, question, text, tr("Erase"), tr("Cancel")).is_wanted()

    def _call(self, command: commands.Command, done: object) -> None:
        assert callable(done)

        def failed(error: AppError) -> None:
            self._context.toast(problems.sentence(error), None)

        self._context.bridge.call(command, while_alive(self._owner, done), while_alive(self._owner, failed))
