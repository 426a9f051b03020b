"""How fast the team answers, compared fairly: by those who tell it, or by the mailboxes of this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.errors import AppError
from desktop_app.domain.facts import Changed, TeamState
from desktop_app.settings.hours import work_hours
from desktop_app.settings.targets import target_s
from desktop_app.store.reader import Reader
from desktop_app.ui import problems
from desktop_app.ui.background import Background
from desktop_app.ui.charts.loading import ChartLoader
from desktop_app.ui.context import Context
from desktop_app.ui.page import Page
from desktop_app.ui.pages.team_sharing import TeamSharing
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.flow import FlowLayout
from desktop_app.ui.widgets.page_head import PageHead
from desktop_app.ui.widgets.page_scroll import head_and_scroll
from desktop_app.ui.widgets.segments import Segments
from desktop_app.ui.widgets.states import CardSkeleton, EmptyState, Notice

if TYPE_CHECKING:
    from desktop_app.domain.team_report import TeamReport
    from desktop_app.ui.pages.team_content import TeamContent

PERIODS = {"4": 28, "12": 84, "52": 364}
REFRESH_MS = 5_000


class TeamPage(Page):
    """Figures are worked out beside the window; what leaves this computer stands on the third part."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.report: TeamReport | None = None
        self.content: TeamContent | None = None
        self._is_loaded = self._is_chosen = False
        self._loader = ChartLoader(self)
        self._loader.loaded.connect(self._loaded)
        self._loader.failed.connect(lambda: self._say(tr("The charts could not be loaded.")))
        self._background = background = Background(context.open_reader)
        self.destroyed.connect(lambda _page=None: background.close())
        self._refresh = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refresh.timeout.connect(self._ask)
        state = context.bridge.team
        lead = state is not None and state.lead
        parts = [("team", tr("Team")), ("mailboxes", tr("My mailboxes")), ("sharing", tr("What leaves"))]
        self.source = Segments(tr("People"), parts, "team" if lead else "mailboxes")
        periods = [("4", tr("4 weeks")), ("12", tr("12 weeks")), ("52", tr("1 year"))]
        self.period = Segments(tr("Period"), periods, "12")
        clocks = [("calendar", tr("Calendar")), ("working", tr("Working hours"))]
        self.clock = Segments(tr("Clock"), clocks, "working")
        starts = [("arrival", tr("From arrival")), ("opening", tr("From opening"))]
        self.start = Segments(tr("Beginning"), starts, "arrival")
        self.sharing = TeamSharing(context)
        self.empty = EmptyState(
            tr("Nobody tells you rows yet"),
            tr(
                "A lead sees here how fast each member of the team answers: through the company's server, "
                "or from files the colleagues save."
            ),
            tr("What leaves, and files"),
            lambda: self.source.choose("sharing"),
        )
        self._build()
        context.bridge.team_state.connect(self._heard)

    def activate(self) -> None:
        """Ask anew: others may have told something."""
        self.setFocus()
        if not self._is_loaded:
            self._loader.start()
        else:
            self._ask()

    def changed(self, fact: Changed) -> None:
        """While the page is in front."""
        self._later()

    def _build(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._skeleton = CardSkeleton(self.context.theme)
        column, below = head_and_scroll(self, self._skeleton)
        head = PageHead(tr("Team"))
        head.row.addWidget(self.source)
        column.addWidget(head)
        self._switches = QWidget()
        flow = FlowLayout(self._switches, gap=Space.M)
        for switch in (self.period, self.clock, self.start):
            flow.addWidget(switch)
        for switch in (self.source, self.period, self.clock, self.start):
            switch.changed.connect(lambda _key: self._chosen())
        column.addWidget(self._switches)
        self._notices = QVBoxLayout()
        column.addLayout(self._notices)
        self.middle = QStackedWidget()
        for part in (self._skeleton, self.empty, self.sharing):
            self.middle.addWidget(part)
        below.addWidget(self.middle)

    def _chosen(self) -> None:
        self._is_chosen = True
        self._ask()

    def _heard(self, state: TeamState) -> None:
        """A lead sees the team first, unless he has looked for something else already."""
        if state.lead and not self._is_chosen and self.source.value() != "team":
            self.source.choose("team")
        self._later()

    def _loaded(self) -> None:
        self._is_loaded = True
        self._ask()

    def _later(self) -> None:
        if self._is_loaded and self.isVisible() and not self._refresh.isActive():
            self._refresh.start()

    def _ask(self) -> None:
        is_sharing = self.source.value() == "sharing"
        self._switches.setVisible(not is_sharing)
        if is_sharing:
            self.sharing.read()
            self.middle.setCurrentWidget(self.sharing)
            return
        if not self._is_loaded:
            return
        from desktop_app.domain.reply_times import Clock, Start
        from desktop_app.domain.team_report import TeamQuery
        from desktop_app.ui.team_desk import report

        settings, now, source = self.context.settings(), self.context.now(), self.source.value()
        clock, start = Clock(self.clock.value()), Start(self.start.value())
        query = TeamQuery(PERIODS[self.period.value()], clock, start, target_s(settings))

        def job(reader: Reader) -> object:
            return report(reader, source, query, work_hours(settings), now)

        self._background.run(job, self._show, self._failed)

    def _show(self, value: object) -> None:
        from desktop_app.domain.team_report import TeamReport
        from desktop_app.ui.pages.team_content import TeamContent

        assert isinstance(value, TeamReport)
        self.report = value
        self._say("")
        if self.source.value() == "sharing":
            return
        if not value.people:
            self.middle.setCurrentWidget(self.empty)
            return
        if self.content is None:
            self.content = TeamContent(self.context)
            self.content.forgotten.connect(self._ask)
            self.middle.addWidget(self.content)
        self.content.show_report(value)
        self.middle.setCurrentWidget(self.content)

    def _failed(self, error: AppError) -> None:
        self._say(problems.sentence(error))

    def _say(self, text: str) -> None:
        while (item := self._notices.takeAt(0)) is not None:
            item.widget().deleteLater()
        if text:
            self._notices.addWidget(Notice(text, tr("Try again"), self._ask))
