"""Working hours: what a fair reply time is measured by. A change recomputes history."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimeZone, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit

from desktop_app.domain.hours_text import Wrong, day_text, typed_day
from desktop_app.domain.work_hours import Interval
from desktop_app.settings.hours import DAYS, system_zone, week_lock, week_value, weekly
from desktop_app.ui import words_speed
from desktop_app.ui.context import Context
from desktop_app.ui.pages.settings_writer import SettingsWriter
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.day_strip import DayStrip
from desktop_app.ui.widgets.forms import Field, choice
from desktop_app.ui.widgets.texts import Text

ROW_HEIGHT = 35
EDIT_WIDTH = 208


class HoursCard(Card):
    """The stretches of each weekday, zone, production calendar."""

    def __init__(self, context: Context, writer: SettingsWriter) -> None:
        super().__init__(tr("Working hours"))
        self._context, self._writer = context, writer
        self.days = {day: DayLine(context, words_speed.weekday_long(at)) for at, day in enumerate(DAYS)}
        self.zone = _zones()
        self.calendar = choice(_countries(), "RU")
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        for at, line in enumerate(self.days.values()):
            grid.setRowMinimumHeight(at, ROW_HEIGHT)
            for column, widget in enumerate((line.name, line.edit, line.strip)):
                grid.addWidget(widget, at, column)
        self.body.addLayout(grid)
        self.error = Text("", "caption", "bad", wrap=True)
        self.error.hide()
        self.add(self.error)
        self.same = LinkButton(tr("Monday's hours on every working day"), self._put_same)
        row = QHBoxLayout()
        row.addWidget(self.same)
        row.addStretch(1)
        self.body.addLayout(row)
        hint = tr(
            "For example 9-13, 14-18, 20-21: the gaps are breaks, an empty line is a day off. "
            "Enter takes it, Esc takes it back."
        )
        self.add(Text(hint, "caption", "secondary", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(Field(tr("Time zone"), self.zone), 2)
        row.addWidget(Field(tr("Holidays of"), self.calendar), 1)
        self.body.addLayout(row)
        hint = tr("Reply times are counted within these hours. A change counts for the past as well.")
        self.add(Text(hint, "caption", "secondary", wrap=True))
        for line in self.days.values():
            line.watch(self._put_week, self._say)
        self.zone.activated.connect(lambda _at: self._put_zone())
        self.calendar.activated.connect(
            lambda _at: writer.put(self, "work_country", str(self.calendar.currentData()), self.read)
        )

    def read(self) -> None:
        """What is in force; nothing is sent. A line that cannot be read stays as it was typed."""
        settings = self._context.settings()
        for line, day in zip(self.days.values(), weekly(settings), strict=True):
            line.show_day(day)
        zone = settings.text("work_zone")
        at = self.zone.findData(zone)
        if at < 0:
            self.zone.addItem(zone, zone)
            at = self.zone.count() - 1
        self.zone.setCurrentIndex(at)
        self.calendar.setCurrentIndex(max(self.calendar.findData(settings.text("work_country")), 0))
        edits = [line.edit for line in self.days.values()]
        self._writer.lock(week_lock(settings) or "work_week", *edits, self.same)
        self._writer.lock("work_zone", self.zone)
        self._writer.lock("work_country", self.calendar)
        self._say()

    def _put_week(self) -> None:
        """The lines that can be read; the others stay in force as they are."""
        self._say()
        week = week_value(line.day for line in self.days.values())
        if week != week_value(weekly(self._context.settings())):
            self._writer.put(self, "work_week", week, self.read)

    def _put_same(self) -> None:
        monday, *others = self.days.values()
        for line in others:
            if line.day:
                line.take(monday.day)
        self._put_week()

    def _say(self) -> None:
        """What is wrong with the first line that is."""
        wrong = next((line for line in self.days.values() if line.problem), None)
        self.error.setText(f"{wrong.text}: {wrong.problem}" if wrong else "")
        self.error.setVisible(wrong is not None)

    def _put_zone(self) -> None:
        self._writer.put(self, "work_zone", str(self.zone.currentData()), self.read)


class DayLine:
    """A weekday, its hours as text, and the same as a strip. `day` is what was last understood."""

    def __init__(self, context: Context, text: str) -> None:
        self.text = text
        self.name = Text(text, "body")
        self.edit = HoursEdit()
        self.edit.setFixedWidth(EDIT_WIDTH)
        self.edit.setPlaceholderText(tr("Day off"))
        self.edit.setAccessibleName(tr("{day}: working hours").format(day=text))
        self.strip = DayStrip(context.theme)
        self.day: tuple[Interval, ...] = ()
        self.problem = ""
        self.edit.given_up.connect(lambda: self.take(self.day))

    def show_day(self, day: tuple[Interval, ...]) -> None:
        """What is in force, unless something is being typed here."""
        self.day = day
        if not self.problem and not (self.edit.hasFocus() and self.edit.isModified()):
            self.take(day)

    def take(self, day: tuple[Interval, ...]) -> None:
        self.day = day
        self._blame("")
        self.edit.setText(day_text(day))
        self.strip.show_day(day)

    def _blame(self, problem: str) -> None:
        if bool(problem) != bool(self.problem):
            self.edit.setProperty("kind", "wrong" if problem else None)
            self.edit.style().polish(self.edit)
        self.problem = problem

    def watch(self, changed: Callable[[], None], said: Callable[[], None]) -> None:
        """`changed` when a line is finished and understood, `said` when something is to be said of one."""

        def finished() -> None:
            day = typed_day(self.edit.text())
            if isinstance(day, Wrong):
                self._blame(_problem(day))
                said()
            else:
                self.take(day)
                changed()

        def typed(text: str) -> None:
            day = typed_day(text)
            self.strip.show_day(() if isinstance(day, Wrong) else day)

        self.edit.editingFinished.connect(finished)
        self.edit.textEdited.connect(typed)
        self.edit.given_up.connect(said)


class HoursEdit(QLineEdit):
    """`given_up`: Esc was pressed."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


def _problem(wrong: Wrong) -> str:
    texts = {
        "not_hours": tr("“{text}” is no time; write from-to, as 9-13, 14-18."),
        "no_such_time": tr("{start}–{end} is no time of a day; the last one is 24:00."),
        "ends_first": tr("{start}–{end} ends before it begins; a night is written on both days."),
        "overlap": tr("{start} lies before the end of the stretch before, {end}."),
    }
    return texts[wrong.reason].format(text=wrong.text, start=wrong.start, end=wrong.end)


def _countries() -> list[tuple[str, str]]:
    return [
        ("RU", tr("Russia")),
        ("BY", tr("Belarus")),
        ("KZ", tr("Kazakhstan")),
        ("UA", tr("Ukraine")),
        ("PL", tr("Poland")),
        ("DE", tr("Germany")),
        ("GB", tr("Great Britain")),
        ("US", tr("United States")),
        ("none", tr("None")),
    ]


def _zones() -> QComboBox:
    box = QComboBox()
    box.setMinimumContentsLength(12)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.addItem(tr("This computer's ({zone})").format(zone=system_zone()), "")
    names = sorted({bytes(one.data()).decode() for one in QTimeZone.availableTimeZoneIds()})
    for name in names:
        if "/" in name and not name.startswith(("Etc/", "posix/", "right/", "SystemV/")):
            box.addItem(name, name)
    return box
