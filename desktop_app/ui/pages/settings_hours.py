"""Working hours and the target: what a fair reply time is measured by. A change recomputes history."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTime, QTimeZone
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QWidget

from desktop_app.settings.hours import DAYS, system_zone
from desktop_app.settings.schema import Value
from desktop_app.ui import words_speed
from desktop_app.ui.context import Context
from desktop_app.ui.pages.settings_writer import SettingsWriter
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.forms import Field, choice, time_edit
from desktop_app.ui.widgets.switch import Switch
from desktop_app.ui.widgets.texts import Text

TARGETS_MIN = (10, 30, 60, 120, 240, 480)
ROW_HEIGHT = 35
USUAL_DAY = ("09:00", "18:00")
USUAL_LUNCH = ("13:00", "14:00")


class HoursCard(Card):
    """Days with their hours, lunch, zone, production calendar, target."""

    def __init__(self, context: Context, writer: SettingsWriter) -> None:
        super().__init__(tr("Working hours"))
        self._context, self._writer = context, writer
        self.days = {day: SpanLine(context, words_speed.weekday_long(at)) for at, day in enumerate(DAYS)}
        self.lunch = SpanLine(context, tr("Lunch"))
        self.zone = _zones()
        self.calendar = choice(_countries(), "RU")
        self.target = QComboBox()
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(3, 1)
        for at, line in enumerate((*self.days.values(), self.lunch)):
            grid.setRowMinimumHeight(at, ROW_HEIGHT)
            for column, widget in enumerate((line.on, line.start, line.dash, line.end)):
                grid.addWidget(widget, at, column, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(grid)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(Field(tr("Time zone"), self.zone), 2)
        row.addWidget(Field(tr("Holidays of"), self.calendar), 1)
        row.addWidget(Field(tr("Target for an answer"), self.target), 1)
        self.body.addLayout(row)
        hint = tr("Reply times are counted within these hours. A change counts for the past as well.")
        self.add(Text(hint, "caption", "secondary", wrap=True))
        for line in self.days.values():
            line.watch(self._put_week)
        self.lunch.watch(self._put_lunch)
        self.zone.activated.connect(lambda _at: self._put_zone())
        self.calendar.activated.connect(
            lambda _at: writer.put(self, "work_country", str(self.calendar.currentData()), self.read)
        )
        self.target.activated.connect(
            lambda _at: writer.put(self, "target_minutes", int(self.target.currentData()), self.read)
        )

    def read(self) -> None:
        """What is in force; nothing is sent."""
        settings = self._context.settings()
        week, lunch = settings.value("work_hours"), settings.value("work_lunch")
        for day, line in self.days.items():
            spans = week.get(day) if isinstance(week, dict) else None
            line.show(spans if isinstance(spans, list) else [], USUAL_DAY)
        self.lunch.show([lunch] if isinstance(lunch, list) and lunch else [], USUAL_LUNCH)
        zone = settings.text("work_zone")
        at = self.zone.findData(zone)
        if at < 0:
            self.zone.addItem(zone, zone)
            at = self.zone.count() - 1
        self.zone.setCurrentIndex(at)
        self.calendar.setCurrentIndex(max(self.calendar.findData(settings.text("work_country")), 0))
        self._read_target(settings.number("target_minutes"))
        for line in self.days.values():
            self._writer.lock("work_hours", *line.widgets())
        self._writer.lock("work_lunch", *self.lunch.widgets())
        self._writer.lock("work_zone", self.zone)
        self._writer.lock("work_country", self.calendar)
        self._writer.lock("target_minutes", self.target)
        for line in (*self.days.values(), self.lunch):
            line.follow()

    def _read_target(self, minutes: int) -> None:
        self.target.clear()
        for one in sorted({*TARGETS_MIN, minutes}):
            self.target.addItem(words_speed.length(60.0 * one, working=True), one)
        self.target.setCurrentIndex(self.target.findData(minutes))

    def _put_week(self) -> None:
        week: dict[str, object] = {day: line.spans() for day, line in self.days.items() if line.spans()}
        self._writer.put(self, "work_hours", week, self.read)

    def _put_lunch(self) -> None:
        spans = self.lunch.spans()
        value: Value = list(spans[0]) if spans else []
        self._writer.put(self, "work_lunch", value, self.read)

    def _put_zone(self) -> None:
        self._writer.put(self, "work_zone", str(self.zone.currentData()), self.read)


class SpanLine:
    """A switch and two times. More spans than one in a day (set by IT or a file) stay until it is edited."""

    def __init__(self, context: Context, name: str) -> None:
        self.on = Switch(context.theme, name)
        self.start, self.end = (
            time_edit(tr("{name}: from").format(name=name)),
            time_edit(tr("{name}: to").format(name=name)),
        )
        self.dash = Text("–", "secondary", "secondary")
        self._spans: list[list[str]] = []

    def widgets(self) -> tuple[QWidget, ...]:
        return (self.on, self.start, self.end)

    def show(self, spans: list[object], usual: tuple[str, str]) -> None:
        self._spans = [
            [str(end) for end in span] for span in spans if isinstance(span, list) and len(span) == 2
        ]
        self.on.setChecked(bool(self._spans))
        first, last = (self._spans[0][0], self._spans[-1][1]) if self._spans else usual
        for edit, text in ((self.start, first), (self.end, last)):
            edit.blockSignals(True)
            edit.setTime(QTime.fromString(text, "HH:mm"))
            edit.blockSignals(False)
        self.follow()

    def spans(self) -> list[list[str]]:
        return self._spans

    def follow(self) -> None:
        """The times are shown while the switch is on."""
        for widget in (self.start, self.end, self.dash):
            widget.setVisible(self.on.isChecked())

    def watch(self, changed: Callable[[], None]) -> None:
        def edited() -> None:
            start, end = self.start.time(), self.end.time()
            self.follow()
            if self.on.isChecked() and start >= end:
                self.end.setTime(start.addSecs(3600) if start.hour() < 23 else QTime(23, 59))
                return  # its signal comes back here
            times = [self.start.time().toString("HH:mm"), self.end.time().toString("HH:mm")]
            self._spans = [times] if self.on.isChecked() else []
            changed()

        self.on.clicked.connect(lambda _checked: edited())
        self.start.timeChanged.connect(lambda _time: edited())
        self.end.timeChanged.connect(lambda _time: edited())


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
