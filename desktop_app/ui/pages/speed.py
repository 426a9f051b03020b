"""How fast we answer: four figures, four charts, who waits now. Every mark opens the letters behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.errors import AppError
from desktop_app.domain.facts import Changed
from desktop_app.domain.model import MINUTE
from desktop_app.settings.hours import target_s, work_hours
from desktop_app.store.reader import Reader
from desktop_app.ui import problems
from desktop_app.ui.background import Background
from desktop_app.ui.charts.loading import ChartLoader
from desktop_app.ui.context import Context
from desktop_app.ui.page import Page
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.flow import FlowLayout
from desktop_app.ui.widgets.page_head import HEIGHT as HEAD_HEIGHT
from desktop_app.ui.widgets.page_head import PAGE_MARGIN
from desktop_app.ui.widgets.segments import Segments
from desktop_app.ui.widgets.states import CardSkeleton, Notice
from desktop_app.ui.widgets.texts import PageTitle

if TYPE_CHECKING:
    from desktop_app.ui.pages.speed_content import SpeedContent
    from desktop_app.ui.speed_report import Report, SpeedDesk

NARROW_BELOW = 900
PERIODS = {"4": 28, "12": 84, "52": 364, "all": None}
REFRESH_MS = 3_000  # letters arrive by the thousand in the first sync: not a report for each batch


class SpeedPage(Page):
    """numpy and the charts are loaded when it is first shown; figures are worked out beside the window."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.report: Report | None = None
        self.content: SpeedContent | None = None
        self._desk: SpeedDesk | None = None
        self._loader = ChartLoader(self)
        self._loader.loaded.connect(self._loaded)
        self._loader.failed.connect(lambda: self._say(tr("The charts could not be loaded.")))
        self._background = background = Background(context.open_reader)
        self.destroyed.connect(lambda _page=None: background.close())
        self._is_loaded = False
        self._stale = True
        self._version = 0  # of the mailbox, as far as the page has been told
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._refresh = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refresh.timeout.connect(self._ask)
        self._build()

    def activate(self) -> None:
        """Ask for the figures anew when something has changed."""
        self.setFocus()
        if not self._is_loaded:
            self._loader.start()
        elif self._stale or self.report is None or self.context.now() - self.report.now > MINUTE:
            self._ask()

    def changed(self, fact: Changed) -> None:
        """While the page is in front."""
        self._stale = True
        self._version += 1
        if not self._refresh.isActive():
            self._refresh.start()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, Space.M)
        column.setSpacing(Space.M)
        column.addLayout(self._head())
        self._notices = QVBoxLayout()
        column.addLayout(self._notices)
        self._middle = QVBoxLayout()
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._skeleton = CardSkeleton(self.context.theme)
        self._middle.addWidget(self._skeleton)
        column.addLayout(self._middle, 1)
        column.addStretch(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW_BELOW
        self._head_row.setDirection(
            QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        )
        switches = (self.period, self.clock, self.start)
        in_a_row = sum(switch.sizeHint().width() + Space.M for switch in switches) - Space.M
        self._switches.setMinimumWidth(0 if narrow else in_a_row)

    def _head(self) -> QBoxLayout:
        self._head_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head_row.setSpacing(Space.S)
        self._head_row.addWidget(PageTitle(tr("Reply speed")))
        self._head_row.addStrut(HEAD_HEIGHT)
        self._head_row.addStretch(1)
        self._switches = QWidget()
        flow = FlowLayout(self._switches, gap=Space.M)
        periods = [
            ("4", tr("4 weeks")),
            ("12", tr("12 weeks")),
            ("52", tr("1 year")),
            ("all", tr("All", "period")),
        ]
        clocks = [("calendar", tr("Calendar")), ("working", tr("Working hours"))]
        starts = [("arrival", tr("From arrival")), ("opening", tr("From opening"))]
        self.period = Segments(tr("Period"), periods, "12")
        self.clock = Segments(tr("Clock"), clocks, "working")
        self.start = Segments(tr("Beginning"), starts, "arrival")
        for switch in (self.period, self.clock, self.start):
            switch.changed.connect(lambda _key: self._ask())
            flow.addWidget(switch)
        self._head_row.addWidget(self._switches, 0, Qt.AlignmentFlag.AlignVCenter)
        return self._head_row

    def _loaded(self) -> None:
        self._is_loaded = True
        self._ask()

    def _ask(self) -> None:
        if not self._is_loaded:
            return
        from desktop_app.domain.reply_times import Clock, Start
        from desktop_app.ui.speed_report import Query, SpeedDesk

        desk = self._desk = self._desk or SpeedDesk()
        version, self._stale = self._version, False
        settings = self.context.settings()
        query = Query(
            days=PERIODS[self.period.value()],
            clock=Clock(self.clock.value()),
            start=Start(self.start.value()),
            target_s=target_s(settings),
        )

        def job(reader: Reader) -> object:
            return desk.report(query, work_hours(settings), now, reader, version)

        now = self.context.now()
        self._background.run(job, self._show, self._failed)

    def _show(self, value: object) -> None:
        from desktop_app.ui.pages.speed_content import SpeedContent
        from desktop_app.ui.speed_report import Report

        assert isinstance(value, Report)
        self.report = value
        self._say("")
        if self.content is None:
            self.content = SpeedContent(self.context)
            self.content.arrival_wanted.connect(lambda: self.start.choose("arrival"))
            self.content.all_wanted.connect(lambda: self.period.choose("all"))
            self._middle.removeWidget(self._skeleton)
            self._skeleton.hide()
            self._middle.addWidget(self.content)
        self.content.show_report(value)

    def _failed(self, error: AppError) -> None:
        self._stale = True
        self._skeleton.hide()  # nothing is on its way
        self._say(problems.sentence(error))

    def _say(self, text: str) -> None:
        while (item := self._notices.takeAt(0)) is not None:
            item.widget().deleteLater()
        if text:
            self._notices.addWidget(Notice(text, tr("Try again"), self._ask))
