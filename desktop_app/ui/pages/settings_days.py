"""The days of a year that are not as others: holidays, moved and short days, leave, duty; own ones too."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, QTime
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.work_hours import WorkHours, intervals, is_calendar_known, is_short, works_on
from desktop_app.settings.hours import work_hours
from desktop_app.settings.schema import Value
from desktop_app.ui import times
from desktop_app.ui.context import Context
from desktop_app.ui.pages.settings_writer import SettingsWriter
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton, LinkButton, QuietButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.flow import FlowLayout
from desktop_app.ui.widgets.forms import choice, date_edit, time_edit
from desktop_app.ui.widgets.texts import ElidedText, Text
from desktop_app.ui.widgets.year_view import DayKind, YearView

DAYS = {"off": "work_days_off", "on": "work_days_on", "short": "work_days_short"}
KEYS = (*DAYS.values(), "work_leave", "work_duty")
DUTY = (QTime(10, 0), QTime(14, 0))
Entry = tuple[str, list[object] | str]  # the key of a setting, and one of its entries


class DaysCard(Card):
    """The year, a line to add to it, and what has been added."""

    def __init__(self, context: Context, writer: SettingsWriter) -> None:
        super().__init__(tr("Days of the year"))
        self._context, self._writer = context, writer
        self._hours = WorkHours(zone="UTC")
        self._year = times.local_time(context.now()).date().year()
        self.year_text = Text("", "strong")
        self.before = LinkButton("", lambda: self._turn(-1))
        self.after = LinkButton("", lambda: self._turn(1))
        self.before.setAccessibleName(tr("The year before"))
        self.after.setAccessibleName(tr("The year after"))
        self.view = YearView(context.theme, self.kind_of, self.words_of)
        self.view.setAccessibleName(tr("Days of the year"))
        self.view.picked.connect(self._toggle)
        self.unknown = Text("", "caption", "warn", wrap=True)
        self.kind = choice(_kinds(), "leave")
        self.first, self.last = date_edit(tr("From")), date_edit(tr("To"))
        self.start, self.end = time_edit(tr("Duty begins"), DUTY[0]), time_edit(tr("Duty ends"), DUTY[1])
        self.add_button = QuietButton(tr("Add"), self._add)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._build()

    def read(self) -> None:
        """What is in force."""
        settings = self._context.settings()
        self._hours = work_hours(settings)
        for text, year in ((self.before, -1), (self.year_text, 0), (self.after, 1)):
            text.setText(str(self._year + year))
        self.view.show_year(self._year)
        known = is_calendar_known(self._hours, self._year)
        self.unknown.setText(tr("The moved days of this year are not known yet: click days to set them."))
        self.unknown.setVisible(not known)
        while (item := self._rows.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for key in KEYS:
            for entry in _list(settings.value(key)):
                if _year_of(entry) == self._year:
                    self._rows.addWidget(self._row(key, entry))
        locked = [self._writer.lock(key) for key in KEYS]
        self.add_button.setEnabled(not all(locked))

    def kind_of(self, day: date) -> DayKind:
        hours = self._hours
        if any(at == day for at, _hours in hours.duty):
            return DayKind.DUTY
        if any(first <= day <= last for first, last in hours.leave):
            return DayKind.LEAVE
        usual = bool(hours.week[day.weekday()])
        if works_on(hours, day):
            if is_short(hours, day):
                return DayKind.SHORT
            return DayKind.WORKED if usual else DayKind.EXTRA
        return DayKind.HOLIDAY if usual else DayKind.FREE

    def words_of(self, day: date) -> str:
        """As "Friday, 1 May: a day off", with the hours that are worked."""
        name = QLocale().toString(QDate(day.year, day.month, day.day), "dddd, d MMMM")
        worked = ", ".join(f"{_clock(one.start)}–{_clock(one.end)}" for one in intervals(self._hours, day))
        kinds = {
            DayKind.DUTY: tr("on duty"),
            DayKind.LEAVE: tr("leave"),
            DayKind.SHORT: tr("a shorter day"),
            DayKind.EXTRA: tr("a working day"),
            DayKind.WORKED: tr("a working day"),
            DayKind.HOLIDAY: tr("a day off"),
            DayKind.FREE: tr("a day off"),
        }
        said = tr("{day}: {kind}").format(day=name[:1].upper() + name[1:], kind=kinds[self.kind_of(day)])
        return f"{said}\n{worked}" if worked else said

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        for widget in (self.before, self.year_text, self.after):
            head.addWidget(widget)
        head.addStretch(1)
        self.body.addLayout(head)
        self.add(self.view)
        self.add(self.unknown)
        hint = tr(
            "Red: free by the calendar or by you; blue: worked out of turn; * shorter; yellow: leave; "
            "green: on duty. A click on a day makes it free or a working day."
        )
        self.add(Text(hint, "caption", "secondary", wrap=True))
        line = FlowLayout(gap=Space.S)
        fields: tuple[QWidget, ...] = (self.kind, self.first, self.last, self.start, self.end)
        for field in (*fields, self.add_button):
            line.addWidget(field)
        self.body.addLayout(line)
        self.body.addLayout(self._rows)
        self.kind.activated.connect(lambda _at: self._follow())
        self.first.dateChanged.connect(lambda day: self.last.setDate(max(day, self.last.date())))
        self._follow()

    def _follow(self) -> None:
        """Leave has two ends, duty its hours, other days neither."""
        kind = self.kind.currentData()
        self.last.setVisible(kind == "leave")
        for edit in (self.start, self.end):
            edit.setVisible(kind == "duty")

    def _turn(self, years: int) -> None:
        self._year += years
        self.read()

    def _add(self) -> None:
        kind = str(self.kind.currentData())
        first, last = _iso(self.first.date()), _iso(self.last.date())
        if kind == "leave":
            self._put("work_leave", [*self._entries("work_leave"), sorted([first, last])])
        elif kind == "duty":
            if self.start.time() >= self.end.time():
                self._context.toast(tr("Duty ends before it begins."), None)
                return
            hours = [self.start.time().toString("HH:mm"), self.end.time().toString("HH:mm")]
            self._put("work_duty", [*self._entries("work_duty"), [first, *hours]])
        else:
            self._set_day(first, kind)
        self._year = self.first.date().year()

    def _toggle(self, day: date) -> None:
        """An own day goes; otherwise a free day is worked and a working day is free."""
        text = day.isoformat()
        own = [kind for kind, key in DAYS.items() if text in self._entries(key)]
        if own:
            self._set_day(text, "")
        else:
            self._set_day(text, "off" if works_on(self._hours, day) else "on")

    def _set_day(self, day: str, kind: str) -> None:
        """A day is of one own kind at most."""
        for one, key in DAYS.items():
            entries = [entry for entry in self._entries(key) if entry != day]
            self._put(key, sorted([*entries, day], key=str) if one == kind else entries)

    def _entries(self, key: str) -> list[object]:
        return list(_list(self._context.settings().value(key)))

    def _put(self, key: str, entries: list[object]) -> None:
        self._writer.put(self, key, entries, self.read)

    def _row(self, key: str, entry: object) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(ElidedText(_said(key, entry), "secondary"), 1)
        button = IconButton(self._context.theme, "x", tr("Remove"), lambda: self._remove(key, entry))
        button.setEnabled(not self._context.settings().is_locked(key))
        row.addWidget(button)
        return box

    def _remove(self, key: str, entry: object) -> None:
        entries = self._entries(key)
        self._put(key, [one for one in entries if one != entry])
        self._context.toast(tr("The day is as usual again."), lambda: self._put(key, entries))


def _kinds() -> list[tuple[str, str]]:
    return [
        ("leave", tr("Leave")),
        ("off", tr("Day off")),
        ("on", tr("Working day")),
        ("short", tr("Shorter day")),
        ("duty", tr("Duty")),
    ]


def _said(key: str, entry: object) -> str:
    if key == "work_leave" and isinstance(entry, list) and len(entry) == 2:
        return tr("Leave: {first} to {last}").format(first=_day(entry[0]), last=_day(entry[1]))
    if key == "work_duty" and isinstance(entry, list) and len(entry) == 3:
        return tr("Duty: {day}, {start}–{end}").format(day=_day(entry[0]), start=entry[1], end=entry[2])
    names = {
        "work_days_off": tr("Day off: {day}"),
        "work_days_on": tr("Working day: {day}"),
        "work_days_short": tr("Shorter day: {day}"),
    }
    return names.get(key, "{day}").format(day=_day(entry))


def _day(text: object) -> str:
    day = QDate.fromString(str(text), "yyyy-MM-dd")
    return QLocale().toString(day, "d MMMM") if day.isValid() else str(text)


def _year_of(entry: object) -> int:
    text = str(entry[0] if isinstance(entry, list) and entry else entry)
    return int(text[:4]) if text[:4].isdecimal() else 0


def _iso(day: QDate) -> str:
    return day.toString("yyyy-MM-dd")


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def _list(value: Value) -> list[object]:
    return value if isinstance(value, list) else []
