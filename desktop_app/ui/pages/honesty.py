"""How honest is this score: its promises beside what came, the newest letter first beside its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.domain.facts import Changed
from desktop_app.domain.honesty import LOOKED_BACK, Honesty, honesty
from desktop_app.store.reader import Reader
from desktop_app.ui.context import Context
from desktop_app.ui.page import Page
from desktop_app.ui.page_figures import PageFigures
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.page_head import BackButton, PageHead

if TYPE_CHECKING:
    from desktop_app.store.shown import Fit
    from desktop_app.ui.pages.honesty_content import HonestyContent

MODULES = ("numpy", "desktop_app.ui.charts.calibration", "desktop_app.ui.pages.honesty_content")


class HonestyPage(Page):
    """Reached from "Why" on the card and from the menu of Leads; figures are worked out beside the window."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.content: HonestyContent | None = None
        self._rows = 0
        self.figures = PageFigures(self, MODULES, self._ask)
        head = PageHead(tr("How honest is this score"))
        self.back = BackButton(self, tr("Back to leads"), lambda: context.show_page("leads"))
        head.row.addWidget(self.back)
        self.figures.head.addWidget(head)

    def activate(self) -> None:
        self.back.setFocus()
        self.figures.ask()

    def changed(self, fact: Changed) -> None:
        """The log grows once a day: only a switched setting matters at once, and the first outcomes."""
        if fact.everything or not self._rows:
            self.figures.ask()

    def _ask(self) -> None:
        since = self.context.now() - LOOKED_BACK

        def job(reader: Reader) -> object:
            rows, waiting = reader.warmth_log(since)
            return honesty(rows), waiting, reader.warmth_fit()

        self.figures.run(job, self._show)

    def _show(self, value: object) -> None:
        from desktop_app.ui.pages.honesty_content import HonestyContent

        figures, waiting, fit = _answer(value)
        self._rows = figures.rows
        if self.content is None:
            self.content = HonestyContent(self.context)
        self.content.show_honesty(figures, waiting, fit)
        self.figures.show(self.content)


def _answer(value: object) -> tuple[Honesty, int, Fit | None]:
    assert isinstance(value, tuple)
    figures, waiting, fit = value
    assert isinstance(figures, Honesty)
    return figures, waiting, fit
