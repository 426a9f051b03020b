"""A company: everybody of one domain who writes with us, and what happened with all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.domain.codes import ContactId
from desktop_app.domain.facts import Changed
from desktop_app.store.reader import Reader
from desktop_app.ui.context import Context
from desktop_app.ui.page import Page
from desktop_app.ui.page_figures import PageFigures
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.page_head import BackButton
from desktop_app.ui.widgets.states import EmptyState
from desktop_app.ui.widgets.texts import ElidedText

if TYPE_CHECKING:
    from desktop_app.domain.company import Pace
    from desktop_app.store.company import CompanyStory
    from desktop_app.ui.pages.company_content import CompanyContent

MODULES = ("numpy", "desktop_app.domain.company", "desktop_app.ui.pages.company_content")
HEAD_HEIGHT = 32


class Told(NamedTuple):
    """A company as it was worked out beside the window."""

    story: CompanyStory
    theirs: Pace
    ours: Pace
    log_odds: float


class CompanyPage(Page):
    """Reached from the card and from the list (O); Escape leads back to the person one came from."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.company = ""
        self._origin: ContactId | None = None
        self.content: CompanyContent | None = None
        self.figures = PageFigures(self, MODULES, self._ask)
        self.nothing = _no_company(context)
        self._people: frozenset[ContactId] = frozenset()
        self._build()

    def choose(self, company: str, origin: ContactId | None) -> None:
        """Which company; `origin` is the person to go back to. Before the page comes to the front."""
        is_other = company != self.company
        self.company, self._origin = company, origin
        self._title.setText(company or tr("Company"))
        if is_other:
            self._people = frozenset()
            if company:
                self.figures.wait()
            else:
                self.figures.show_instead(self.nothing)
            if self.content is not None:
                self.content.start()

    def activate(self) -> None:
        self.back.setFocus()
        if self.company:
            self.figures.ask()

    def changed(self, fact: Changed) -> None:
        if self.company and (fact.everything or self._people & set(fact.contacts)):
            self.figures.ask()

    def go_back(self) -> None:
        """To the person one came from, else to the list."""
        if self._origin is not None:
            self.context.open_contact(self._origin)
        else:
            self.context.show_page("leads")

    def _build(self) -> None:
        head = QWidget()
        head.setMinimumHeight(HEAD_HEIGHT)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        self._title = ElidedText(tr("Company"), "title")
        self.back = BackButton(self, tr("Back to the person"), self.go_back)
        row.addWidget(self._title, 1)
        row.addWidget(self.back)
        self.figures.head.addWidget(head)
        self.figures.show(self.nothing)

    def _ask(self) -> None:
        company, now = self.company, self.context.now()
        personal = self.context.settings().flag("warmth_personal")

        def job(reader: Reader) -> object:
            from desktop_app.domain.company import pace
            from desktop_app.domain.warmth import SHIPPED, company_weight

            story, fit = reader.company_story(company, now), reader.warmth_fit()
            weights = fit.weights if personal and fit is not None and fit.used else SHIPPED
            log_odds = company_weight(story.rate, story.user, weights)
            return Told(story, pace(story.asked, now), pace(story.waits, now), log_odds)

        self.figures.run(job, self._show)

    def _show(self, told: object) -> None:
        from desktop_app.ui.pages.company_content import CompanyContent

        assert isinstance(told, Told)
        self._people = frozenset(one.contact for one in told.story.people)
        if not told.story.people:
            self.figures.show(self.nothing)
            return
        if self.content is None:
            self.content = CompanyContent(self.context)
        self.content.show_story(*told)
        self.figures.show(self.content)


def _no_company(context: Context) -> EmptyState:
    return EmptyState(
        tr("No company is chosen"),
        tr(
            "Here is everybody of one company with whom you write, and what happened with all of them. "
            "Choose a person in the list and press O, or the company's name on the card. "
            "Addresses at public mail services belong to no company."
        ),
        tr("Back to leads"),
        lambda: context.show_page("leads"),
    )
