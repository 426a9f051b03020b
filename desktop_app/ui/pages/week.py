"""The last week on one page: how fast, beside the week before; who still waits is answered from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.domain.facts import Changed
from desktop_app.store.reader import Reader
from desktop_app.ui.context import Context
from desktop_app.ui.page import Page
from desktop_app.ui.page_figures import PageFigures
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.page_head import BackButton, PageHead
from desktop_app.ui.widgets.states import EmptyState
from desktop_app.ui.widgets.texts import Text

if TYPE_CHECKING:
    from desktop_app.ui.last_week import LastWeek
    from desktop_app.ui.pages.week_content import WeekContent

MODULES = ("numpy", "desktop_app.ui.last_week", "desktop_app.ui.pages.week_content")


class WeekPage(Page):
    """Reached from Reply speed and from the notification of Monday."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.week: LastWeek | None = None
        self.content: WeekContent | None = None
        self.figures = PageFigures(self, MODULES, self._ask)
        head = PageHead(tr("Last week"))
        self.dates = Text("", "secondary", "secondary")
        head.row.insertWidget(1, self.dates)
        self.back = BackButton(self, tr("Back to reply speed"), lambda: context.show_page("speed"))
        head.row.addWidget(self.back)
        self.figures.head.addWidget(head)
        self.nothing = EmptyState(
            tr("Nothing came last week, and nobody waits"),
            tr("With the first letters of clients this page shows how fast they were answered."),
            tr("To reply speed"),
            lambda: context.show_page("speed"),
        )

    def activate(self) -> None:
        self.back.setFocus()
        self.figures.ask()

    def changed(self, fact: Changed) -> None:
        """While the page is in front."""
        self.figures.ask_later()

    def _ask(self) -> None:
        from desktop_app.ui.last_week import last_week

        settings, now = self.context.settings(), self.context.now()

        def job(reader: Reader) -> object:
            return last_week(reader, settings, now)

        self.figures.run(job, self._show)

    def _show(self, value: object) -> None:
        from desktop_app.ui import words_week
        from desktop_app.ui.last_week import LastWeek
        from desktop_app.ui.pages.week_content import WeekContent

        assert isinstance(value, LastWeek)
        self.week = value
        self.dates.setText(words_week.dates(value.digest))
        if value.digest.is_empty:
            self.figures.show(self.nothing)
            return
        if self.content is None:
            self.content = WeekContent(self.context)
            self.content.changed.connect(self.figures.ask)
        self.content.show_week(value)
        self.figures.show(self.content)
