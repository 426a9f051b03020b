"""The last week on one page: how fast, beside the week before; who still waits is answered from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from desktop_app.domain.errors import AppError
from desktop_app.domain.facts import Changed
from desktop_app.store.reader import Reader
from desktop_app.ui import problems
from desktop_app.ui.background import Background
from desktop_app.ui.charts.loading import ChartLoader
from desktop_app.ui.context import Context
from desktop_app.ui.page import Page
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import QuietButton
from desktop_app.ui.widgets.page_head import PageHead
from desktop_app.ui.widgets.page_scroll import head_and_scroll
from desktop_app.ui.widgets.states import CardSkeleton, Notice
from desktop_app.ui.widgets.texts import Text

if TYPE_CHECKING:
    from desktop_app.ui.last_week import LastWeek
    from desktop_app.ui.pages.week_content import WeekContent

MODULES = ("numpy", "desktop_app.ui.last_week", "desktop_app.ui.pages.week_content")
REFRESH_MS = 3_000


class WeekPage(Page):
    """Reached from Reply speed and from the notification of Monday."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.week: LastWeek | None = None
        self.content: WeekContent | None = None
        self._loader = ChartLoader(self, MODULES)
        self._loader.loaded.connect(self._loaded)
        self._loader.failed.connect(lambda: self._say(tr("The charts could not be loaded.")))
        self._background = background = Background(context.open_reader)
        self.destroyed.connect(lambda _page=None: background.close())
        self._is_loaded = False
        self._refresh = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refresh.timeout.connect(self._ask)
        self._skeleton = CardSkeleton(context.theme)
        column, self._middle = head_and_scroll(self, self._skeleton)
        head = PageHead(tr("Last week"))
        self.dates = Text("", "secondary", "secondary")
        head.row.insertWidget(1, self.dates)
        self.back = QuietButton(tr("Back to reply speed"), lambda: context.show_page("speed"))
        head.row.addWidget(self.back)
        column.addWidget(head)
        self._notices = QVBoxLayout()
        column.addLayout(self._notices)

    def activate(self) -> None:
        self.back.setFocus()
        if self._is_loaded:
            self._ask()
        else:
            self._loader.start()

    def changed(self, fact: Changed) -> None:
        """While the page is in front."""
        if self._is_loaded and not self._refresh.isActive():
            self._refresh.start()

    def _loaded(self) -> None:
        self._is_loaded = True
        self._ask()

    def _ask(self) -> None:
        from desktop_app.ui.last_week import last_week

        settings, now = self.context.settings(), self.context.now()

        def job(reader: Reader) -> object:
            return last_week(reader, settings, now)

        self._background.run(job, self._show, self._failed)

    def _show(self, value: object) -> None:
        from desktop_app.ui import words_week
        from desktop_app.ui.last_week import LastWeek
        from desktop_app.ui.pages.week_content import WeekContent

        assert isinstance(value, LastWeek)
        self.week = value
        self._say("")
        self.dates.setText(words_week.dates(value.digest))
        if self.content is None:
            self.content = WeekContent(self.context)
            self.content.changed.connect(self._ask)
            self._middle.removeWidget(self._skeleton)
            self._skeleton.hide()
            self._middle.addWidget(self.content)
        self.content.show_week(value)

    def _failed(self, error: AppError) -> None:
        self._skeleton.hide()
        self._say(problems.sentence(error))

    def _say(self, text: str) -> None:
        while (item := self._notices.takeAt(0)) is not None:
            item.widget().deleteLater()
        if text:
            self._notices.addWidget(Notice(text, tr("Try again"), self.activate))
