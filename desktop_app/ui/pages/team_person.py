"""The card of one person on the team page. Imported with the charts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.codes import LetterId
from desktop_app.domain.errors import AppError
from desktop_app.domain.reply_figures import Grade
from desktop_app.domain.reply_times import Clock
from desktop_app.domain.team_report import LATE, PersonReport, TeamReport
from desktop_app.ui import problems, words_definitions, words_speed, words_team
from desktop_app.ui.alive import while_alive
from desktop_app.ui.charts.scale import CALENDAR_TICKS_S, WORKING_TICKS_S
from desktop_app.ui.charts.survival import SurvivalChart
from desktop_app.ui.context import Context
from desktop_app.ui.leads.parts import Lines
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton, LinkButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.confirm import Confirm
from desktop_app.ui.widgets.texts import ElidedText, Text
from desktop_app.ui.words import percent

CHART_HEIGHT = 150
HEAD_HEIGHT = 32
WIDEST = 600


class PersonCard(Card):
    """Name, median with its interval, share within the target, who waits, load, curve, advice.

    `forgotten`: the figures of who has left, or of a file, were erased.
    """

    forgotten = Signal()

    def __init__(self, context: Context, one: PersonReport, report: TeamReport) -> None:
        super().__init__()
        self._context, self._one = context, one
        self._working = report.query.clock is Clock.WORKING
        self.setMaximumWidth(WIDEST)
        self.body.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        self.body.setSpacing(Space.XS)
        self.add(self._head(report))
        self._add_figures(report)
        self.chart = self._curve(report)
        self.chart.setVisible(one.figures.n > 0)  # an empty grid tells nothing
        self.body.addSpacing(Space.S)
        self.add(self.chart, 1)
        self.body.addSpacing(Space.S)
        self._add_lines()
        self.body.addSpacing(Space.XS)
        for text in [] if one.person.left else words_team.hints(one):
            self.add(Text(text, "caption", "secondary", wrap=True))
        self.body.addStretch(1)

    def _head(self, report: TeamReport) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        box.setFixedHeight(HEAD_HEIGHT)  # with a button or without
        row.addWidget(ElidedText(self._one.person.name, "strong"), 1)
        if self._one.person.left:
            row.addWidget(Text(tr("Left the team"), "caption", "secondary"))
        elif self._context.now() - self._one.now > LATE:
            row.addWidget(Text(words_team.told(self._one.now, self._context.now()), "caption", "warn"))
        person = self._one.person
        if person.left or person.key.startswith("file:"):
            self.forget = IconButton(self._context.theme, "trash", tr("Erase these figures"), self._forget)
            row.addWidget(self.forget)
        return box

    def _add_figures(self, report: TeamReport) -> None:
        figures = self._one.figures
        count = words_speed.answered(figures.answered, figures.n)
        if figures.grade is Grade.LIST:
            self.figure = Text("–", "figure", "secondary")
            detail = tr("Too few answers for a figure; {count}").format(count=count)
        else:
            value = figures.median.value
            text = tr("Over half unanswered") if value is None else self._length(value)
            tone = "secondary" if figures.grade is Grade.RANGE else "text"
            self.figure = Text(text, "title" if value is None else "figure", tone)
            low, high = figures.median.low, figures.median.high
            interval = words_speed.times_interval((low, high), working=self._working)
            detail = f"{interval} · {count}"
        self.add(Text(tr("Half answered within"), "caption", "secondary"))
        self.add(self.figure)
        self.add(ElidedText(detail, "caption", "secondary"))
        within = figures.within
        share = "–"
        if figures.grade is not Grade.LIST and within.value is not None:
            interval = words_speed.share_interval((within.low, within.high))
            share = f"{percent(within.value)} ({interval})"
        target = words_speed.short_length(report.query.target_s, working=self._working)
        self.add(ElidedText(tr("Within {time}: {share}").format(time=target, share=share), "secondary"))

    def _curve(self, report: TeamReport) -> SurvivalChart:
        one, working = self._one, self._working
        chart = SurvivalChart(
            self._context.theme, tr("Share answered by time: {name}").format(name=one.person.name), percent
        )
        chart.setFixedHeight(CHART_HEIGHT)

        def tip(seconds: float, share: float, low: float, high: float) -> str:
            time = words_speed.length(seconds, working=working)
            text = tr("Within {time}: {share} answered").format(time=time, share=percent(share))
            return "\n".join((text, words_speed.share_interval((low, high))))

        curve = None if one.figures.grade is Grade.LIST else one.curve
        axis = words_speed.words_of(working=working)
        target_s = report.query.target_s
        ticks = WORKING_TICKS_S if working else CALENDAR_TICKS_S
        chart.show_curve(curve, ticks, axis, (target_s, ""), tip)
        chart.picked.connect(self._open_slower)
        return chart

    def _add_lines(self) -> None:
        one = self._one
        waiting = words_team.waiting(one, working=self._working)
        self.waits = Lines()
        self.waits.hide()
        if one.person.left:
            pass  # who waits in a mailbox that nobody tells of is not known
        elif one.open_waits:
            self.who_waits = LinkButton(waiting, self._open_waiting)
            self.add(self.who_waits)
            self.add(self.waits)
        else:
            self.add(ElidedText(waiting, "secondary", "text"))
        self.add(Text(words_team.load(one), "secondary", wrap=True))
        if hands := words_team.hands(one):
            changed = Text(hands, "secondary", wrap=True)
            changed.setToolTip(words_definitions.handed_over())
            self.add(changed)
        by = words_team.answerers(one.person.answerers)
        if by:
            self.add(Text(by, "caption", "secondary", wrap=True))

    def _open_waiting(self) -> None:
        """The letters, where they are here; of a colleague since when each waits, until pressed again."""
        if not self._one.open_letters:
            shown = self.waits.isHidden()
            self.waits.show_lines(words_team.waits_now(self._one, working=self._working) if shown else [])
            return
        title = tr("{name}: who waits").format(name=self._one.person.name)
        self._context.open_letters([LetterId(one) for one in self._one.open_letters], title)

    def _open_slower(self, seconds: int) -> None:
        letters = [LetterId(one) for one in self._one.slower_than(seconds)]
        if not letters:
            self._context.toast(tr("A colleague's letters stay in the colleague's mailbox."), None)
            return
        time = self._length(seconds)
        self._context.open_letters(letters, tr("Longer than {time}").format(time=time))

    def _forget(self) -> None:
        """Cannot be undone, so it is asked before; kept is what happens otherwise."""
        name = self._one.person.name
        question = tr("Erase the figures of {name}?").format(name=name)
        text = tr(
            "They stay as long as you keep them, for 12 months after each letter. Erased, they are gone "
            "from this computer and leave every comparison. This cannot be undone."
        )
        if Confirm(self, question, text, tr("Erase"), tr("Keep")).is_wanted():
            done = while_alive(self, lambda _value: self._gone(name))
            command = commands.ForgetMember(self._one.person.key)
            self._context.bridge.call(command, done, while_alive(self, self._failed))

    def _gone(self, name: str) -> None:
        self._context.toast(tr("The figures of {name} are erased.").format(name=name), None)
        self.forgotten.emit()

    def _failed(self, error: AppError) -> None:
        self._context.toast(problems.sentence(error), None)

    def _length(self, seconds: float) -> str:
        return words_speed.length(seconds, working=self._working)
