"""How fast the team answers, compared fairly: by those who tell it, or by the mailboxes of this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.domain.facts import Changed, TeamState
from desktop_app.settings.hours import work_hours
from desktop_app.settings.targets import target_s
from desktop_app.store.reader import Reader
from desktop_app.ui.context import Context
from desktop_app.ui.page import Page
from desktop_app.ui.page_figures import PageFigures
from desktop_app.ui.pages.team_sharing import TeamSharing
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.flow import FlowLayout
from desktop_app.ui.widgets.page_head import PageHead
from desktop_app.ui.widgets.segments import Segments
from desktop_app.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from desktop_app.domain.team_report import TeamReport
    from desktop_app.ui.pages.team_content import TeamContent

MODULES = ("numpy", "desktop_app.ui.team_desk", "desktop_app.ui.pages.team_content")
PERIODS = {"4": 28, "12": 84, "52": 364}


class TeamPage(Page):
    """Figures are worked out beside the window; what leaves this computer stands on the third part."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.report: TeamReport | None = None
        self.content: TeamContent | None = None
        self._is_chosen = False
        self.figures = PageFigures(self, MODULES, self._ask)
        state = context.bridge.team
        lead = state is not None and state.lead
        parts = [("team", tr("Team")), ("mailboxes", tr("My mailboxes")), ("sharing", tr("What is shared"))]
        self.source = Segments(tr("People"), parts, "team" if lead else "mailboxes")
        periods = [("4", tr("4 weeks")), ("12", tr("12 weeks")), ("52", tr("1 year"))]
        self.period = Segments(tr("Period"), periods, "12")
        clocks = [("calendar", tr("Calendar")), ("working", tr("Working hours"))]
        self.clock = Segments(tr("Clock"), clocks, "working")
        starts = [("arrival", tr("From arrival")), ("opening", tr("From opening"))]
        self.start = Segments(tr("Beginning"), starts, "arrival")
        self.sharing = TeamSharing(context)
        self.empty = EmptyState(
            tr("No colleague shares figures with you yet"),
            tr(
                "A lead sees here how fast each member of the team answers: through the company's server, "
                "or from files the colleagues save."
            ),
            tr("What is shared, and files"),
            lambda: self.source.choose("sharing"),
        )
        self._build()
        context.bridge.team_state.connect(self._heard)

    def activate(self) -> None:
        """Ask anew: others may have told something."""
        self.setFocus()
        if self.source.value() == "sharing":
            self._show_sharing()
        else:
            self.figures.ask()

    def changed(self, fact: Changed) -> None:
        """While the page is in front."""
        self._ask_later()

    def _build(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        head = PageHead(tr("Team"))
        head.row.addWidget(self.source)
        self.figures.head.addWidget(head)
        self._switches = QWidget()
        flow = FlowLayout(self._switches, gap=Space.M)
        for switch in (self.period, self.clock, self.start):
            flow.addWidget(switch)
            switch.changed.connect(lambda _key: self._chosen())
        self.source.changed.connect(self._source_chosen)
        self.figures.head.addWidget(self._switches)

    def _chosen(self) -> None:
        self._is_chosen = True
        self.figures.ask()

    def _source_chosen(self, key: str) -> None:
        self._is_chosen = True
        self._switches.setVisible(key != "sharing")
        if key == "sharing":
            self._show_sharing()
        else:
            if self.figures.shown is self.sharing:
                self.figures.wait()
            self.figures.ask()

    def _show_sharing(self) -> None:
        self.sharing.read()
        self.figures.show_instead(self.sharing)

    def _heard(self, state: TeamState) -> None:
        """A lead sees the team first, unless he has looked for something else already."""
        if state.lead and not self._is_chosen and self.source.value() != "team":
            self.source.choose("team")
        self._ask_later()

    def _ask_later(self) -> None:
        if self.source.value() != "sharing":
            self.figures.ask_later()

    def _ask(self) -> None:
        from desktop_app.domain.reply_times import Clock, Start
        from desktop_app.domain.team_report import TeamQuery
        from desktop_app.ui.team_desk import report

        settings, now, source = self.context.settings(), self.context.now(), self.source.value()
        clock, start = Clock(self.clock.value()), Start(self.start.value())
        query = TeamQuery(PERIODS[self.period.value()], clock, start, target_s(settings))

        def job(reader: Reader) -> object:
            return report(reader, source, query, work_hours(settings), now)

        self.figures.run(job, self._show)

    def _show(self, value: object) -> None:
        from desktop_app.domain.team_report import TeamReport
        from desktop_app.ui.pages.team_content import TeamContent

        assert isinstance(value, TeamReport)
        self.report = value
        if not value.people:
            self.figures.show(self.empty)
            return
        if self.content is None:
            self.content = TeamContent(self.context)
            self.content.forgotten.connect(self.figures.ask)
        self.content.show_report(value)
        self.figures.show(self.content)
