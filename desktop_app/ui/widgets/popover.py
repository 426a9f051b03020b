"""A small card over the page that explains something; a click beside it or Escape closes it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop_app.ui.theme import Space
from desktop_app.ui.widgets.texts import Text

WIDTH = 340


class Popover(QFrame):
    """A title and paragraphs. It is gone when it is closed."""

    def __init__(self, title: str, paragraphs: list[str], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.S)
        column.addWidget(Text(title, "strong"))
        for paragraph in paragraphs:
            column.addWidget(Text(paragraph, "secondary", "secondary", wrap=True))
        self.setAccessibleName(" ".join((title, *paragraphs)))

    def show_below(self, widget: QWidget) -> None:
        """Its right edge at that of `widget`, so that it stays inside of the window."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(widget.width(), widget.height() + Space.XS))
        self.move(corner - QPoint(self.width(), 0))
        self.show()
