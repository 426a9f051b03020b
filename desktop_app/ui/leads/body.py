"""The list of leads, or what stands in its place: why it is empty, why it cannot be read."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget


class ListBody(QStackedWidget):
    """Shows `table` until something is to stand in its place. The keyboard goes to whatever is shown."""

    def __init__(self, table: QWidget) -> None:
        super().__init__()
        self.addWidget(table)
        self.setFocusProxy(table)

    def show_table(self) -> None:
        self._show(0)

    def show_instead(self, widget: QWidget) -> None:
        self._show(self.addWidget(widget))

    def _show(self, index: int) -> None:
        """A list that fills while one looks at it takes the keyboard over, else its keys would do nothing."""
        window = self.window()
        had_keyboard = self.isAncestorOf(window.focusWidget()) if window.focusWidget() else False
        self.setCurrentIndex(index)
        self.setFocusProxy(self.currentWidget())
        if had_keyboard:
            self.setFocus()
        for old in [self.widget(at) for at in range(1, self.count()) if at != index]:
            self.removeWidget(old)
            old.deleteLater()
