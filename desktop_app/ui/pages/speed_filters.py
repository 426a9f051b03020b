"""What the reply-speed page looks at: metric, clock, start, mailbox, channel, clients, own dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QWidget

from desktop_app.domain.codes import SECOND, AccountId, Micros
from desktop_app.domain.zones import zone_named
from desktop_app.ui import words
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.choice_box import ChoiceBox
from desktop_app.ui.widgets.flow import FlowLayout
from desktop_app.ui.widgets.forms import date_edit
from desktop_app.ui.widgets.segments import Segments
from desktop_app.ui.widgets.texts import Text

if TYPE_CHECKING:
    from desktop_app.domain.reply_figures import By
    from desktop_app.domain.reply_times import Metric

ALL = "*"  # an address or channel cannot be this
NO_CHANNEL = ""
YES_NO = {ALL: None, "yes": True, "no": False}
OWN_START = ("notice", "after_open")  # these begin where their name says
MONTH_DAYS = 30
MAILBOX_LETTERS = 13


class SpeedFilters(QWidget):
    """`changed`: the user chose something else. `metric_box` stands in the head of the page."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(self, gap=Space.S)
        self.metric_box = _box(
            tr("What is timed"),
            [
                ("first_reply", tr("First reply")),
                ("every_reply", tr("Every reply")),
                ("notice", tr("Until opened")),
                ("after_open", tr("After opening")),
            ],
        )
        clocks = [("calendar", tr("Calendar")), ("working", tr("Working hours"))]
        starts = [("arrival", tr("From arrival")), ("opening", tr("From opening"))]
        self.clock = Segments(tr("Clock"), clocks, "working")
        self.start = Segments(tr("Beginning"), starts, "arrival")
        self._account = _box(tr("Mailbox"), [])
        self._channel = _box(tr("Channel"), [])
        self._known = _box(
            tr("New or known"),
            [(ALL, tr("New and known")), ("no", tr("New clients")), ("yes", tr("Known clients"))],
        )
        self._company = _box(
            tr("Client type"),
            [(ALL, tr("All kinds of clients")), ("yes", tr("Companies")), ("no", tr("Private addresses"))],
        )
        self._who = _box(tr("Who answered"), [(ALL, tr("Whoever answered"))])
        self._who.hide()
        self.dates = DateRange()
        self.dates.hide()
        boxes = (self._account, self._channel, self._known, self._company, self._who)
        for widget in (self.clock, self.start, *boxes, self.dates):
            self._flow.addWidget(widget)
        for box in (self.metric_box, *boxes):
            box.activated.connect(lambda _at: self._chosen())
        for switch in (self.clock, self.start):
            switch.changed.connect(lambda _key: self._chosen())
        self.dates.changed.connect(self.changed)
        for box in (self._account, self._who):
            box.setMinimumContentsLength(MAILBOX_LETTERS)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.set_choices([], [])

    @property
    def timed(self) -> Metric:
        from desktop_app.domain.reply_times import Metric

        return Metric(self.metric_box.currentData())

    @property
    def account(self) -> AccountId | None:
        chosen = self._account.currentData()
        return None if chosen in (None, ALL) else AccountId(int(chosen))

    @property
    def channel(self) -> str | None:
        chosen = self._channel.currentData()
        return None if chosen in (None, ALL) else str(chosen)

    @property
    def known(self) -> bool | None:
        return YES_NO[str(self._known.currentData())]

    @property
    def company(self) -> bool | None:
        return YES_NO[str(self._company.currentData())]

    @property
    def who(self) -> str | None:
        chosen = self._who.currentData()
        return None if chosen in (None, ALL) else str(chosen)

    def set_people(self, people: Sequence[str]) -> None:
        """Who can be chosen of those who answer; "" = a person unknown. One alone is no choice."""
        _fill(self._who, [(ALL, tr("Whoever answered")), *((one, words.responder(one)) for one in people)])
        self._who.setVisible(len(people) > 1)
        self._flow.invalidate()

    def set_choices(self, accounts: Sequence[tuple[AccountId, str]], channels: Sequence[str]) -> None:
        """What can be chosen from; a choice of one is none."""
        mailboxes = [(ALL, tr("All mailboxes")), *((str(number), name) for number, name in accounts)]
        _fill(self._account, mailboxes)
        _fill(
            self._channel,
            [(ALL, tr("All channels")), *((name, name) for name in channels), (NO_CHANNEL, tr("No channel"))],
        )
        self._account.setVisible(len(accounts) > 1)
        self._channel.setVisible(bool(channels))
        self._flow.invalidate()

    def choose(self, which: str, key: str) -> None:
        """As the user does: `which` metric, account, channel, known, company or who."""
        box: QComboBox = self.metric_box if which == "metric" else getattr(self, f"_{which}")
        box.setCurrentIndex(box.findData(key))
        self._chosen()

    def reset(self) -> None:
        """All clients, all mailboxes."""
        for box in (self._account, self._channel, self._known, self._company, self._who):
            box.setCurrentIndex(0)
        self.changed.emit()

    def _chosen(self) -> None:
        self.start.setEnabled(self.metric_box.currentData() not in OWN_START)
        self.changed.emit()


class DateRange(QWidget):
    """Two days, both inclusive; the last 30 days until somebody chooses."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        today = QDate.currentDate()
        self.first = date_edit(tr("From"), today.addDays(-MONTH_DAYS))
        self.last = date_edit(tr("To"), today)
        for widget in (self.first, Text("–", "secondary", "secondary"), self.last):
            row.addWidget(widget)
        self.first.dateChanged.connect(lambda _day: self._edited(self.last, self.first))
        self.last.dateChanged.connect(lambda _day: self._edited(self.first, self.last))

    def instants(self, zone: str) -> tuple[Micros, Micros]:
        """From the first midnight to the one after the last day, on the clock of `zone`."""
        return _midnight(self.first.date(), zone), _midnight(self.last.date().addDays(1), zone)

    def _edited(self, other: QDateEdit, edited: QDateEdit) -> None:
        """The other end follows rather than that the range turns round."""
        if self.first.date() > self.last.date():
            other.setDate(edited.date())  # its signal asks
            return
        self.changed.emit()


class ByBox(ChoiceBox):
    """Day, week or month, in the head of the trend."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "bare")
        steps = [("day", tr("Day by day")), ("week", tr("Week by week")), ("month", tr("Month by month"))]
        for value, text in steps:
            self.addItem(text, value)
        self.setCurrentIndex(1)
        self.setAccessibleName(tr("Steps of the trend"))

    def value(self) -> By:
        from desktop_app.domain.reply_figures import By

        return By(self.currentData())

    def suit(self, period: str) -> None:
        """Weeks of many years are dust: all of the time is shown by months, a shorter period not."""
        if (period == "all") is not (self.currentData() == "month"):
            self.setCurrentIndex(2 if period == "all" else 1)


def _box(name: str, options: Sequence[tuple[str, str]]) -> QComboBox:
    box = ChoiceBox()
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    _fill(box, options)
    return box


def _fill(box: QComboBox, options: Sequence[tuple[str, str]]) -> None:
    """What was chosen stays chosen where it still is."""
    chosen = box.currentData()
    if [box.itemData(at) for at in range(box.count())] == [value for value, _text in options]:
        return
    box.clear()
    for value, text in options:
        box.addItem(text, value)
    box.setCurrentIndex(max(box.findData(chosen), 0))


def _midnight(day: QDate, zone: str) -> Micros:
    at = datetime(day.year(), day.month(), day.day(), tzinfo=zone_named(zone))
    return round(at.timestamp()) * SECOND
