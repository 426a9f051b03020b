"""How honest is this score: its promises beside what came, the newest letter first beside its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from desktop_app.domain.errors import AppError
from desktop_app.domain.facts import Changed
from desktop_app.domain.honesty import LOOKED_BACK, Honesty, honesty
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

if TYPE_CHECKING:
    from desktop_app.store.shown import Fit
    from desktop_app.ui.pages.honesty_content import HonestyContent

MODULES = ("numpy", "desktop_app.ui.charts.calibration", "desktop_app.ui.pages.honesty_content")


class HonestyPage(Page):
    """Reached from "Why" on the card and from the menu of Leads; figures are worked out beside the window."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.content: HonestyContent | None = None
        self._loader = ChartLoader(self, MODULES)
        self._loader.loaded.connect(self._loaded)
        self._loader.failed.connect(lambda: self._say(tr("The charts could not be loaded.")))
        self._background = background = Background(context.open_reader)
        self.destroyed.connect(lambda _page=None: background.close())
        self._is_loaded = False
        self._skeleton = CardSkeleton(context.theme)
        column, self._middle = head_and_scroll(self, self._skeleton)
        head = PageHead(tr("How honest is this score"))
        self.back = QuietButton(tr("Back to leads"), lambda: context.show_page("leads"))
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
        """The log grows once a day: only a switched setting matters at once."""
        if fact.everything and self._is_loaded:
            self._ask()

    def _loaded(self) -> None:
        self._is_loaded = True
        self._ask()

    def _ask(self) -> None:
        since = self.context.now() - LOOKED_BACK

        def job(reader: Reader) -> object:
            rows, waiting = reader.warmth_log(since)
            return honesty(rows), waiting, reader.warmth_fit()

        self._background.run(job, self._show, self._failed)

    def _show(self, value: object) -> None:
        from desktop_app.ui.pages.honesty_content import HonestyContent

        figures, waiting, fit = _answer(value)
        self._say("")
        if self.content is None:
            self.content = HonestyContent(self.context)
            self._middle.removeWidget(self._skeleton)
            self._skeleton.hide()
            self._middle.addWidget(self.content)
        self.content.show_honesty(figures, waiting, fit)

    def _failed(self, error: AppError) -> None:
        self._skeleton.hide()
        self._say(problems.sentence(error))

    def _say(self, text: str) -> None:
        while (item := self._notices.takeAt(0)) is not None:
            item.widget().deleteLater()
        if text:
            self._notices.addWidget(Notice(text, tr("Try again"), self.activate))


def _answer(value: object) -> tuple[Honesty, int, Fit | None]:
    assert isinstance(value, tuple)
    figures, waiting, fit = value
    assert isinstance(figures, Honesty)
    return figures, waiting, fit
