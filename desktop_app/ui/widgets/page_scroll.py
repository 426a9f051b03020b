"""What scrolls below the head of a page. Its bar lies in the page's margin: cards end where the head does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop_app.ui.theme import Space
from desktop_app.ui.widgets.page_head import PAGE_MARGIN


class PageScroll(QScrollArea):
    """Add to `column`. Reaches the right and the lower edge of the window, see `head_and_scroll`."""

    def __init__(self) -> None:
        super().__init__()
        body = QWidget()
        body.setProperty("kind", "body")
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(0, 0, 0, Space.M)
        self.column.setSpacing(Space.M)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(body)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Also when the bar comes or goes: what it takes is given back, so that the cards stay as wide."""
        margins = self.column.contentsMargins()
        margins.setRight(PAGE_MARGIN - self.width() + self.viewport().width())
        self.column.setContentsMargins(margins)
        super().resizeEvent(event)


def head_and_scroll(page: QWidget, below: QWidget) -> QVBoxLayout:
    """Lays `page` out; the column is for its head. `below` reaches the edges, as a `PageScroll` wants it."""
    whole, above, rest = QVBoxLayout(page), QVBoxLayout(), QVBoxLayout()
    whole.setContentsMargins(0, PAGE_MARGIN, 0, 0)
    above.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 0)
    rest.setContentsMargins(PAGE_MARGIN, 0, 0, 0)
    for column in (whole, above):
        column.setSpacing(Space.M)
    rest.addWidget(below)
    whole.addLayout(above)
    whole.addLayout(rest, 1)
    return above


def scrolled(widget: QWidget) -> QScrollArea:
    """An area that holds `widget` as it is and scrolls where it has too little room."""
    body, area = QWidget(), QScrollArea()
    body.setProperty("kind", "body")
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setWidget(body)
    return area
