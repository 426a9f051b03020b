"""Files that go with a letter, as chips with their size."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.domain.model import Attachment
from desktop_app.ui import words
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.address_field import RemovableChip
from desktop_app.ui.widgets.flow import FlowLayout

LARGEST_BYTES = 25_000_000  # together; what most mail servers still accept


class AttachmentBar(QWidget):
    """Hidden while there are none. `problem` carries a sentence."""

    changed = Signal()
    problem = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._attachments: list[Attachment] = []
        self._flow = FlowLayout(self, gap=Space.XS)
        self._flow.setContentsMargins(Space.L, Space.XS, Space.L, Space.M)
        self.hide()

    def attachments(self) -> tuple[Attachment, ...]:
        return tuple(self._attachments)

    def set_attachments(self, attachments: Sequence[Attachment]) -> None:
        for attachment in attachments:
            self._add(attachment)

    def ask(self) -> None:
        names, _filter = QFileDialog.getOpenFileNames(self, tr("Attach files"))
        self.add_files(names)

    def add_files(self, names: Sequence[str]) -> None:
        """Reads the files now: what is sent is what was attached, even if the file is changed later."""
        for name in names:
            path = Path(name)
            try:
                self._refuse_too_large(path)
                content = path.read_bytes()
            except OSError as error:
                reason = error.strerror or str(error)
                self.problem.emit(
                    tr("{name} cannot be attached: {reason}").format(name=path.name, reason=reason)
                )
                return
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            self._add(Attachment(path.name, kind, content))
        if names:
            self.changed.emit()

    def _refuse_too_large(self, path: Path) -> None:
        there = sum(len(attachment.content) for attachment in self._attachments)
        if there + path.stat().st_size > LARGEST_BYTES:
            limit = words.size(LARGEST_BYTES)
            raise OSError(0, tr("all files together may have {limit}").format(limit=limit))

    def _add(self, attachment: Attachment) -> None:
        text = tr("{name}, {size}").format(name=attachment.name, size=words.size(len(attachment.content)))
        chip = RemovableChip(self._theme, text)
        chip.removed.connect(lambda: self._remove(chip, attachment))
        self._flow.addWidget(chip)
        self._attachments.append(attachment)
        self.show()

    def _remove(self, chip: RemovableChip, attachment: Attachment) -> None:
        self._attachments.remove(attachment)
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()
        self.setVisible(bool(self._attachments))
        self.changed.emit()
