"""How fast we answer: four figures, four charts, who waits now. Every mark opens the letters behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop_app.domain.facts import Changed
from desktop_app.domain.model import MINUTE
from desktop_app.settings.hours import work_hours
from desktop_app.settings.targets import target_s, targets
from desktop_app.store.reader import Reader
from desktop_app.ui.context import Context
from desktop_app.ui.page import Page
from desktop_app.ui.page_figures import PageFigures
from desktop_app.ui.pages.speed_filters import SpeedFilters
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconLabelButton, QuietButton
from desktop_app.ui.widgets.page_head import HEIGHT as HEAD_HEIGHT
from desktop_app.ui.widgets.segments import Segments
from desktop_app.ui.widgets.texts import PageTitle

if TYPE_CHECKING:
    from desktop_app.ui.pages.speed_content import SpeedContent
    from desktop_app.ui.pages.speed_exporting import SpeedExporter
    from desktop_app.ui.speed_records import Beside, Query, Report
    from desktop_app.ui.speed_report import SpeedDesk

MODULES = (
    "numpy",
    "desktop_app.ui.speed_report",
    "desktop_app.ui.pages.speed_content",
    "desktop_app.ui.pages.speed_exporting",
)
NARROW_BELOW = 900
PERIODS = {"4": 28, "12": 84, "52": 364, "all": None, "dates": None}


class SpeedPage(Page):
    """numpy and the charts are loaded when it is first shown; figures are worked out beside the window."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.report: Report | None = None
        self.beside: Beside | None = None
        self.exporter: SpeedExporter | None = None
        self.content: SpeedContent | None = None
        self._desk: SpeedDesk | None = None
        self.figures = PageFigures(self, MODULES, self._ask)
        self.filters = SpeedFilters()
        self.clock, self.start = self.filters.clock, self.filters.start
        self.filters.changed.connect(self.figures.ask)
        self._stale = True
        self._version = 0  # of the mailbox, as far as the page has been told
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.figures.head.addLayout(self._head())
        self.figures.head.addWidget(self.filters)

    def activate(self) -> None:
        """Ask for the figures anew when something has changed."""
        self.setFocus()
        is_old = self.report is None or self.context.now() - self.report.now > MINUTE
        if self._stale or is_old or self.figures.error:
            self.figures.ask()

    def changed(self, fact: Changed) -> None:
        """While the page is in front."""
        self.missed(fact)
        self.figures.ask_later()

    def missed(self, fact: Changed) -> None:
        """What was read of the mailbox is read again with the next question."""
        self._stale = True
        self._version += 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() < NARROW_BELOW:
            self._head_column.addWidget(self._switches)
        else:
            self._head_row.insertWidget(self._head_row.indexOf(self.last_week) + 1, self._switches)

    def _head(self) -> QVBoxLayout:
        """In a narrow window what is shown stands below the title and what can be done."""
        self._head_column = QVBoxLayout()
        self._head_column.setSpacing(Space.S)
        self._head_row = QHBoxLayout()
        self._head_row.setSpacing(Space.S)
        self._head_column.addLayout(self._head_row)
        self._head_row.addWidget(PageTitle(tr("Reply speed")))
        self._head_row.addStrut(HEAD_HEIGHT)
        self._head_row.addStretch(1)
        periods = [
            ("4", tr("4 weeks")),
            ("12", tr("12 weeks")),
            ("52", tr("1 year")),
            ("all", tr("All", "period")),
            ("dates", tr("Dates")),
        ]
        self.period = Segments(tr("Period"), periods, "12")
        self.period.changed.connect(self._period_chosen)
        self.export = IconLabelButton(self.context.theme, "download", tr("Export"), self._offer_export)
        self.export.setEnabled(False)
        self.last_week = QuietButton(tr("Last week"), lambda: self.context.show_page("week"))
        self._head_row.addWidget(self.last_week, 0, Qt.AlignmentFlag.AlignVCenter)
        self._switches = QWidget()
        row = QHBoxLayout(self._switches)
        row.setContentsMargins(0, 0, Space.S, 0)
        row.setSpacing(Space.S)
        for switch in (self.filters.metric_box, self.period):
            row.addWidget(switch, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self._head_row.addWidget(self._switches)
        self._head_row.addWidget(self.export, 0, Qt.AlignmentFlag.AlignVCenter)
        return self._head_column

    def _period_chosen(self, key: str) -> None:
        self.filters.dates.setVisible(key == "dates")
        self.filters.updateGeometry()
        if self.content is not None:
            self.content.by.suit(key)
        self.figures.ask()

    def _ask(self) -> None:
        from desktop_app.ui.speed_report import SpeedDesk

        desk = self._desk = self._desk or SpeedDesk()
        version, self._stale = self._version, False
        settings, now = self.context.settings(), self.context.now()
        mailboxes = [(one.id, one.settings.address) for one in self.context.reader.accounts()]
        self.filters.set_choices(mailboxes, [one.name for one in self.context.reader.channels()])
        query, hours = self._query(), work_hours(settings)

        def job(reader: Reader) -> object:
            return desk.report(query, hours, now, reader, version)

        def further(reader: Reader) -> object:
            return desk.beside(query, hours, now, reader, version)

        def shown(value: object) -> None:
            self._show(value)
            self.figures.run(further, self._show_beside)

        self.figures.run(job, shown)

    def _query(self) -> Query:
        from desktop_app.domain.reply_figures import AFTER_OPEN_TARGET_S, By
        from desktop_app.domain.reply_times import Clock, Metric, Start
        from desktop_app.ui.speed_records import Query

        settings, filters, period = self.context.settings(), self.filters, self.period.value()
        metric, zone = filters.timed, work_hours(settings).zone
        return Query(
            days=PERIODS[period],
            clock=Clock(self.clock.value()),
            start=Start(self.start.value()),
            target_s=AFTER_OPEN_TARGET_S if metric is Metric.AFTER_OPEN else target_s(settings),
            targets=None if metric is Metric.AFTER_OPEN else targets(settings),
            account=filters.account,
            channel=filters.channel,
            known=filters.known,
            company=filters.company,
            who=filters.who,
            metric=metric,
            dates=filters.dates.instants(zone) if period == "dates" else None,
            by=By.WEEK if self.content is None else self.content.by.value(),
        )

    def _show(self, value: object) -> None:
        from desktop_app.ui.speed_records import Report

        assert isinstance(value, Report)
        self.report = value
        content = self.content or self._make_content()
        content.show_report(value)
        self.figures.show(content)
        self.export.setEnabled(bool(value.arrived))

    def _make_content(self) -> SpeedContent:
        from desktop_app.ui.pages.speed_content import SpeedContent
        from desktop_app.ui.pages.speed_exporting import SpeedExporter

        content = self.content = SpeedContent(self.context)
        exporter = self.exporter = SpeedExporter(self.context, self)
        self.destroyed.connect(lambda _page=None: exporter.close())
        content.arrival_wanted.connect(lambda: self.start.choose("arrival"))
        content.all_wanted.connect(lambda: self.period.choose("all"))
        content.everybody_wanted.connect(self.filters.reset)
        content.by.activated.connect(lambda _at: self.figures.ask())
        content.side.changed.connect(self._wait_done_away)
        content.board.copied.connect(lambda card: exporter.copy_picture(card.picture()))
        content.board.saved.connect(lambda card: exporter.ask_picture(card.picture(), card.title.text()))
        return content

    def _show_beside(self, value: object) -> None:
        from desktop_app.ui.speed_records import Beside

        assert isinstance(value, Beside)
        self.beside = value
        self.filters.set_people(value.people)
        if self.content is not None:
            self.content.show_beside(value)

    def _wait_done_away(self) -> None:
        self._version += 1
        self.figures.ask()

    def _offer_export(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Report on one page (PDF)…"), self._export_pdf)
        menu.addAction(tr("All letters of this time (CSV)…"), self._export_csv)
        menu.popup(self.export.mapToGlobal(self.export.rect().bottomLeft()))

    def _export_pdf(self) -> None:
        if self.exporter is not None and self.report is not None:
            self.exporter.ask_pdf(self.report, self.beside, self._whose())

    def _export_csv(self) -> None:
        if self.exporter is not None and self.report is not None:
            self.exporter.ask_csv(self.report, work_hours(self.context.settings()))

    def _whose(self) -> str:
        """The mailboxes the figures are of."""
        accounts = self.context.reader.accounts()
        chosen = self.filters.account
        return ", ".join(one.settings.address for one in accounts if chosen in (None, one.id))
