"""The list of leads, or what stands in its place: why it is empty, why it cannot be read."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget


class ListBody(QStackedWidget):
    """Shows `table` until something is to stand in its place."""

    def __init__(self, table: QWidget) -> None:
        super().__init__()
        self.addWidget(table)

    def show_table(self) -> None:
        while self.count() > 1:
            old = self.widget(1)
            self.removeWidget(old)
            old.deleteLater()

    def show_instead(self, widget: QWidget) -> None:
        self.show_table()
        self.setCurrentIndex(self.addWidget(widget))
