"""The line at the top of every page: its title at one place, what belongs to the page at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import Act, QuietButton
from desktop_app.ui.widgets.texts import PageTitle

HEIGHT = 32
PAGE_MARGIN = Space.L  # left and right of everything on a page


class PageHead(QWidget):
    """Title and a stretch; add to `row`. As high on every page, so that the title never jumps."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setMinimumHeight(HEIGHT)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(Space.S)
        self.row.addWidget(PageTitle(title))
        self.row.addStretch(1)


class BackButton(QuietButton):
    """At the right of the head of a page that another one led to; Escape does the same anywhere on `page`.

    `name` says where it leads.
    """

    def __init__(self, page: QWidget, name: str, act: Act) -> None:
        super().__init__(tr("Back") + "   Esc", act)
        self.setToolTip(name)
        self.setAccessibleName(name)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), page)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(act)


def edge_to_edge(page: QWidget, title: str) -> tuple[QVBoxLayout, PageHead]:
    """A page whose list goes from edge to edge: its column, and in it the head, where other pages have it."""
    page.setProperty("kind", "surface")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, PAGE_MARGIN, 0, 0)
    column.setSpacing(0)
    head = PageHead(title)
    head.row.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 0)
    column.addWidget(head)
    column.addSpacing(Space.M)
    return column, head
