"""The windows in which letters are being written, and the readers of before that they still read with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_app.ui import registry
from desktop_app.ui.context import Context

if TYPE_CHECKING:
    from desktop_app.domain.model import Draft
    from desktop_app.store.reader import Reader


class LetterWindows:
    """A letter outlives a change of language and of the database; its window goes when the user closes it."""

    def __init__(self) -> None:
        self.windows: list[QWidget] = []
        self._old_readers: list[Reader] = []

    def compose(self, context: Context, draft: Draft | None) -> None:
        self._open(registry.compose_window(context, draft))

    def make_anew(self, context: Context | None) -> None:
        """In the language that is installed now; every letter goes on at the same place."""
        for window in list(self.windows):
            self._make_anew(window, context)

    def keep_reader(self, reader: Reader | None) -> None:
        """Another database comes: close `reader` and those before it once no letter reads there any more."""
        if reader is not None:
            self._old_readers.append(reader)
        if not self.windows:
            self.close_old_readers()

    def close(self) -> None:
        """As if the user closed each."""
        for window in list(self.windows):
            window.close()

    def close_old_readers(self) -> None:
        for reader in self._old_readers:
            reader.close()
        self._old_readers.clear()

    def _open(self, window: QWidget) -> None:
        self.windows.append(window)
        window.destroyed.connect(lambda: self._forget(window))
        window.show()

    def _make_anew(self, window: QWidget, context: Context | None) -> None:
        from desktop_app.ui.pages.compose import ComposeWindow

        place = window.saveGeometry()
        if context is None or not isinstance(window, ComposeWindow):
            return

        def go_on(draft: Draft | None, key: str) -> None:
            other = registry.compose_window(context, draft, key)
            other.restoreGeometry(place)
            self._open(other)

        window.hand_over(go_on)

    def _forget(self, window: QWidget) -> None:
        self.windows = [one for one in self.windows if one is not window]
        if not self.windows:
            self.close_old_readers()
