"""Coming instants to choose from: "tomorrow 09:00", "Monday 09:00", always within working hours."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QDateTime, QLocale, QPoint, QTime
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.domain.codes import HOUR, Micros
from desktop_app.domain.timetable import Timetable
from desktop_app.settings.hours import work_hours
from desktop_app.settings.schema import Settings
from desktop_app.ui import times
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.instant_field import InstantField

SOON: Micros = 2 * HOUR
Take = Callable[[Micros], None]


class Instants:
    """What a menu of instants offers, by the user's working hours as they are now."""

    def __init__(self, settings: Settings, now: Micros) -> None:
        self._hours = Timetable(work_hours(settings))
        self._now = now

    def to_send(self) -> list[tuple[str, Micros]]:
        """When a letter goes, or a lead comes back: in two hours while that is working time, tomorrow,
        Monday, in a week; each instant once.
        """
        soon = self._now + SOON
        found = [(tr("In two hours"), soon)] if self._hours.is_open(soon) else []
        return _each_once([*found, *self._mornings((1, 7))])

    def to_remind(self) -> list[tuple[str, Micros]]:
        """Tomorrow, in three days, in a week, in two weeks."""
        return _each_once(self._mornings((1, 3, 7, 14), monday=False))

    def morning(self, days: int) -> Micros:
        """The first working time of the day `days` from today, or after it."""
        day = times.local_time(self._now).date().addDays(days)
        midnight = QDateTime(day, QTime(0, 0)).toMSecsSinceEpoch() * 1000
        opens = self._hours.add(midnight, 0)
        nine = QDateTime(day, QTime(9, 0)).toMSecsSinceEpoch() * 1000
        return nine if opens is None else opens

    def outside(self, at: Micros) -> Micros | None:
        """When working hours begin next, for an instant outside of them; None for one within."""
        return None if self._hours.is_open(at) else self._hours.add(at, 0)

    def _mornings(self, days: tuple[int, ...], monday: bool = True) -> list[tuple[str, Micros]]:
        today = times.local_time(self._now).date()
        found = [(ahead, self.morning(ahead)) for ahead in days]
        if monday:
            found.append((8 - today.dayOfWeek(), self.morning(8 - today.dayOfWeek())))
        return [(self._name(ahead, at), at) for ahead, at in sorted(found)]

    def _name(self, ahead: int, at: Micros) -> str:
        """By what the day is, where it was moved for a day off: "Monday" instead of "Tomorrow"."""
        today, day = times.local_time(self._now).date(), times.local_time(at).date()
        named = {1: tr("Tomorrow"), 3: tr("In three days"), 7: tr("In a week"), 14: tr("In two weeks")}
        if today.daysTo(day) == ahead and ahead in named:
            return named[ahead]
        if ahead in (3, 7, 14):
            return named[ahead]
        weekday = QLocale().standaloneDayName(day.dayOfWeek())
        return weekday[:1].upper() + weekday[1:]


def ask_instant(
    owner: QWidget,
    point: QPoint,
    choices: list[tuple[str, Micros]],
    now: Micros,
    take: Take,
    other: Take,
    last: tuple[str, Callable[[], None]] | None = None,
) -> QMenu:
    """The menu of `choices` at `point`; `other(start)`: another time is wanted, beginning with `start`.

    `last` is what is no instant: never, or when they write.
    """
    menu = QMenu(owner)
    menu.aboutToHide.connect(menu.deleteLater)
    for text, at in choices:
        entry = menu.addAction(f"{text}\t{times.until(at, now)}")
        entry.triggered.connect(lambda _checked, chosen=at: take(chosen))
    menu.addSeparator()
    menu.addAction(tr("Another time…"), lambda: other(choices[0][1]))
    if last is not None:
        menu.addAction(*last)
    menu.popup(point)
    return menu


def ask_another(
    owner: QWidget, settings: Settings, now: Micros, start: Micros, button: str, take: Take
) -> InstantField:
    """A field for any instant, over `owner`; it says when that lies outside working hours."""
    instants = Instants(settings, now)

    def hint(at: Micros) -> str:
        opens = instants.outside(at)
        if opens is None:
            return ""
        when = times.until(opens, now)
        return tr("Outside your working hours, which begin {when}.").format(when=when)

    return InstantField(owner, now, start, button, hint, take)


def _each_once(choices: list[tuple[str, Micros]]) -> list[tuple[str, Micros]]:
    found: dict[Micros, str] = {}
    for text, at in choices:
        found.setdefault(at, text)
    return sorted(((text, at) for at, text in found.items()), key=lambda pair: pair[1])
