"""How soon clients are to be answered: everybody, and mailboxes and channels with a target of their own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QMenu, QWidget

from desktop_app.settings.schema import CLOCKS
from desktop_app.settings.targets import Rule, Scope, rules, value_of
from desktop_app.ui import words_speed
from desktop_app.ui.context import Context
from desktop_app.ui.pages.settings_writer import SettingsWriter
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton, QuietButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.forms import choice
from desktop_app.ui.widgets.texts import ElidedText, Text

LENGTHS_MIN = (5, 10, 15, 30, 60, 120, 240, 480)
DAYS_MIN = {"working": (960, 1440, 2400), "calendar": (1440, 2880, 4320)}  # a day of work has eight hours
ICONS = {Scope.ACCOUNT: "mail", Scope.CHANNEL: "channels"}
ROW_HEIGHT = 35
LENGTH_WIDTH, CLOCK_WIDTH = 92, 152


class TargetsCard(Card):
    """A small table: whose target, how long, by which clock."""

    def __init__(self, context: Context, writer: SettingsWriter) -> None:
        super().__init__(tr("Targets"))
        self._context, self._writer = context, writer
        self.usual = TargetLine(60, CLOCKS[0])
        self.lines: list[tuple[Rule, TargetLine]] = []
        self._shown: tuple[object, ...] = ()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self.body.addLayout(self._grid)
        self.add_button = QuietButton(tr("A target of its own…"), self._offer)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch(1)
        self.body.addLayout(row)
        hint = tr(
            "How soon a client is to have an answer. A channel's target comes before the mailbox's, and that "
            "before everybody's. Figures, warnings and next steps follow it, for the past as well."
        )
        self.add(Text(hint, "caption", "secondary", wrap=True))
        self.usual.length.activated.connect(
            lambda _at: writer.put(self, "target_minutes", self.usual.minutes(), self.read)
        )
        self.usual.clock.activated.connect(
            lambda _at: writer.put(self, "target_clock", self.usual.clock_key(), self.read)
        )

    def read(self) -> None:
        """What is in force; nothing is sent."""
        settings = self._context.settings()
        self._shown = self._in_force()
        self._clear()
        self.usual.show_target(settings.number("target_minutes"), settings.text("target_clock"))
        self._place(0, Text(tr("Everybody"), "body"), self.usual)
        self._writer.lock("target_minutes", self.usual.length)
        self._writer.lock("target_clock", self.usual.clock)
        self.lines = [(rule, self._line(rule)) for rule in rules(settings)]
        for at, (rule, line) in enumerate(self.lines, start=1):
            self._place(at, self._label(rule), line)
            remove = IconButton(
                self._context.theme, "x", tr("Remove the target of {name}").format(name=rule.name),
                partial(self._remove, rule),
            )  # fmt: skip
            self._grid.addWidget(remove, at, 3)
            self._writer.lock("target_rules", line.length, line.clock, remove)
        if not self._writer.lock("target_rules", self.add_button):
            self.add_button.setEnabled(bool(self.offered()))

    def follow(self) -> None:
        """As `read`, but only after a change: a list that is open stays open while letters come in."""
        if self._shown != self._in_force():
            self.read()

    def _in_force(self) -> tuple[object, ...]:
        settings, reader = self._context.settings(), self._context.reader
        keys = ("target_minutes", "target_clock", "target_rules")
        names = (*reader.mailboxes().values(), *(one.name for one in reader.channels()))
        return (*(settings.value(key) for key in keys), names)

    def offered(self) -> list[tuple[Scope, str]]:
        """Mailboxes and channels that have no target of their own yet."""
        reader = self._context.reader
        found = [(Scope.ACCOUNT, address) for address in reader.mailboxes().values()]
        found += [(Scope.CHANNEL, one.name) for one in reader.channels()]
        taken = {(rule.scope, rule.name.casefold()) for rule, _line in self.lines}
        return [(scope, name) for scope, name in found if (scope, name.casefold()) not in taken]

    def add_target(self, scope: Scope, name: str) -> None:
        """To begin with as everybody's."""
        rule = Rule(scope, name, self.usual.minutes(), self.usual.clock_key())
        self._put([*self._rules(), rule])

    def _offer(self) -> None:
        menu = QMenu(self)
        for scope, name in self.offered():
            text = self._name(Rule(scope, name, 0, ""))
            menu.addAction(text, partial(self.add_target, scope, name))
        menu.popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    def _line(self, rule: Rule) -> TargetLine:
        line = TargetLine(rule.minutes, rule.clock)
        line.length.setAccessibleName(tr("Target of {name}").format(name=rule.name))
        line.clock.setAccessibleName(tr("Clock of {name}").format(name=rule.name))
        for box in (line.length, line.clock):
            box.activated.connect(lambda _at: self._put(self._rules()))
        return line

    def _rules(self) -> list[Rule]:
        return [
            rule._replace(minutes=line.minutes(), clock=line.clock_key()) for rule, line in self.lines
        ]

    def _remove(self, rule: Rule) -> None:
        before = self._rules()
        kept = [one for one in before if (one.scope, one.name) != (rule.scope, rule.name)]
        self._put(kept)
        text = tr("{name} has the target of everybody again.").format(name=rule.name)
        self._context.toast(text, lambda: self._put(before))

    def _put(self, some: Sequence[Rule]) -> None:
        self._writer.put(self, "target_rules", value_of(some), self.read)

    def _label(self, rule: Rule) -> QWidget:
        """The sign of a mailbox or a channel, and its name."""
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        sign = QLabel()
        sign.setPixmap(self._context.theme.pixmap(ICONS[rule.scope]))
        row.addWidget(sign)
        row.addWidget(ElidedText(rule.name, "body"), 1)
        box.setAccessibleName(self._name(rule))
        return box

    def _name(self, rule: Rule) -> str:
        text = tr("Channel {name}") if rule.scope is Scope.CHANNEL else "{name}"
        return text.format(name=rule.name)

    def _place(self, at: int, name: QWidget, line: TargetLine) -> None:
        self._grid.setRowMinimumHeight(at, ROW_HEIGHT)
        for column, widget in enumerate((name, line.length, line.clock)):
            self._grid.addWidget(widget, at, column)

    def _clear(self) -> None:
        kept = (self.usual.length, self.usual.clock)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget not in kept:
                widget.hide()
                widget.deleteLater()
        for at in range(1, self._grid.rowCount()):
            self._grid.setRowMinimumHeight(at, 0)


class TargetLine:
    """How long, and by which clock."""

    def __init__(self, minutes: int, clock: str) -> None:
        self.length = QComboBox()
        self.clock = choice([("working", tr("of work")), ("calendar", tr("by the calendar"))], clock)
        self.length.setFixedWidth(LENGTH_WIDTH)
        self.clock.setFixedWidth(CLOCK_WIDTH)
        self.length.setAccessibleName(tr("Target for an answer"))
        self.clock.setAccessibleName(tr("Clock of the target"))
        self.show_target(minutes, clock)

    def show_target(self, minutes: int, clock: str) -> None:
        self.length.clear()
        working = clock == CLOCKS[0]
        for one in sorted({*LENGTHS_MIN, *DAYS_MIN[clock], minutes}):
            self.length.addItem(words_speed.length(60.0 * one, working=working), one)
        self.length.setCurrentIndex(self.length.findData(minutes))
        self.clock.setCurrentIndex(self.clock.findData(clock))

    def minutes(self) -> int:
        return int(self.length.currentData())

    def clock_key(self) -> str:
        return str(self.clock.currentData())
