"""The tray icon and notifications: a few per hour with names, then one digest. A click opens the card.

Outside working hours, while somebody presents, and when the user wants quiet, they wait for the digest too.
Without a system tray (GNOME without an extension, some window managers) a toast in the window says the same.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from desktop_app.domain.facts import Alert, Reminded, TargetNear, TargetsMissed
from desktop_app.domain.model import HOUR, SECOND, Micros
from desktop_app.domain.targets import Target
from desktop_app.settings.schema import Settings
from desktop_app.ui import do_not_disturb, words, words_targets
from desktop_app.ui.quiet import LOOK_AGAIN, Quiet
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr

ICON_SIZE = 64
SHOWN_MS = 10_000



@dataclass(frozen=True, slots=True)
class WeekNews:
    """The figures of the week that ended at `until`, in words."""

    title: str
    text: str
    until: Micros


@dataclass(frozen=True, slots=True)
class NotSent:
    """A letter of the user's that did not go, or not to all: in words."""

    title: str
    text: str


OfPerson = Alert | Reminded | TargetNear
News = OfPerson | TargetsMissed | WeekNews | NotSent


class Budget:
    """At most `per_hour` interruptions in any hour; what is over waits for the digest."""

    def __init__(self) -> None:
        self._spent: deque[Micros] = deque()

    def spend(self, now: Micros, per_hour: int) -> bool:
        while self._spent and now - self._spent[0] >= HOUR:
            self._spent.popleft()
        if len(self._spent) >= per_hour:
            return False
        self._spent.append(now)
        return True

    def free_at(self) -> Micros | None:
        """When the next one may be shown; None when nothing was spent: at once, or with no budget never."""
        return self._spent[0] + HOUR if self._spent else None


class Notifications(QObject):
    """`opened(ContactId)` and `page_wanted(key)`: a notification was clicked; `shown()`: the tray icon was.

    `said(list)`: these were shown to the user.

    `toast(text, open)` is the way out without a system tray. `keep_quiet(until)` sets the user's wish for
    quiet; 0 ends it.
    """

    opened = Signal(object)
    page_wanted = Signal(str)
    said = Signal(object)
    shown = Signal()
    unread_changed = Signal(int)

    def __init__(
        self,
        theme: Theme,
        settings: Callable[[], Settings],
        now: Callable[[], Micros],
        toast: Callable[[str, Callable[[], None]], None],
        icon: Path,
        keep_quiet: Callable[[Micros], None],
        quiet: Quiet,
    ) -> None:
        super().__init__()
        self._quiet = quiet
        self._keep_quiet = keep_quiet
        self._theme, self._settings, self._now, self._toast, self._icon = theme, settings, now, toast, icon
        self._budget = Budget()
        self._unread: list[News] = []
        self._last: News | None = None
        self._held: list[News] = []
        self._digest = QTimer(self, singleShot=True)
        self._digest.timeout.connect(self.say_held)
        self._tray: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None

    @property
    def unread(self) -> int:
        return len(self._unread)

    @property
    def has_tray(self) -> bool:
        return self._tray is not None

    def start(self, quit_: Callable[[], None]) -> None:
        """Put the icon into the tray, if the system has one."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        self._quit = quit_
        self._menu = QMenu()
        self._menu.aboutToShow.connect(self._fill_quiet)
        self._fill_menu(self._menu)
        self._tray = QSystemTrayIcon(self)
        self._tray.setContextMenu(self._menu)
        self._tray.activated.connect(self._activated)
        self._tray.messageClicked.connect(self._open_last)
        self._draw()
        self._tray.show()

    def retranslate(self) -> None:
        """The window speaks another language now."""
        if self._menu is not None:
            self._menu.clear()
            self._fill_menu(self._menu)
            self._draw()

    def _fill_menu(self, menu: QMenu) -> None:
        menu.addAction(tr("Open Otklik"), self.shown.emit)
        self._quiet_menu = menu.addMenu(tr("Do not disturb"))
        self._fill_quiet()
        menu.addSeparator()
        menu.addAction(tr("Quit"), self._quit)

    def alert(self, alert: News) -> None:
        """One human signal, reminder or warning. Shown within the budget, not in quiet times.

        What a person did is counted always; the figures of a week are no signal.
        """
        if not isinstance(alert, WeekNews):
            self._unread.append(alert)
            self._draw()
        if self._settings().flag("notifications_enabled"):
            self._held.append(alert)
            self.say_held()

    def warn(self, news: NotSent) -> None:
        """At once, in quiet times and beyond the budget too: the user believes that it has gone.

        In the window when he looks at it, or when he wants no notifications.
        """
        looks = QApplication.activeWindow() is not None
        self._say([news], in_window=looks or not self._settings().flag("notifications_enabled"))

    def say_held(self) -> None:
        """What may be said now, as one; else it waits until it may."""
        if not self._held:
            return
        if (quiet_until := self._quiet.until()) is not None:
            self._wait(min(quiet_until, self._now() + LOOK_AGAIN))
        elif self._budget.spend(self._now(), self._settings().number("notifications_per_hour")):
            held, self._held = self._held, []
            self._say(held)
        elif (free_at := self._budget.free_at()) is not None:
            self._wait(free_at)

    def read(self) -> None:
        """The user looks at the window: nothing is unread."""
        if self._unread or self._held:
            self._unread = []
            self._held = [one for one in self._held if isinstance(one, WeekNews)]
            self._draw()

    def close(self) -> None:
        if self._tray is not None:
            self._tray.hide()

    def _wait(self, until: Micros) -> None:
        self._digest.start(max(0, until - self._now()) // 1000 + 1)

    def _fill_quiet(self) -> None:
        do_not_disturb.fill(self._quiet_menu, self._settings(), self._now(), self._keep_quiet)

    def _say(self, alerts: list[News], *, in_window: bool = False) -> None:
        title, text = message(alerts)
        if self._settings().flag("notifications_sound"):
            QApplication.beep()
        self._last = last = foremost(alerts)
        if self._tray is None or in_window:
            self._toast(f"{title}. {text}" if text else title, lambda: self._open(last))
        else:
            self._tray.showMessage(title, text, QIcon(str(self._icon)), SHOWN_MS)
        self.said.emit(alerts)

    def _open_last(self) -> None:
        if self._last is not None:
            self._open(self._last)
        else:
            self.shown.emit()

    def _open(self, news: News) -> None:
        if isinstance(news, WeekNews):
            self.page_wanted.emit("week")
        elif isinstance(news, TargetsMissed):
            self.page_wanted.emit("speed")
        elif isinstance(news, NotSent):
            self.page_wanted.emit("sent")
        else:
            self.opened.emit(news.contact)

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.shown.emit()

    def _draw(self) -> None:
        self.unread_changed.emit(self.unread)
        if self._tray is None:
            return
        self._tray.setIcon(self._badged())
        self._tray.setToolTip(tr("Otklik: %n new signals", "", self.unread) if self.unread else "Otklik")

    def _badged(self) -> QIcon:
        """The icon with a dot while something is unread; a number would be illegible at 16 px."""
        pixmap = QIcon(str(self._icon)).pixmap(ICON_SIZE, ICON_SIZE)
        if self.unread:
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            size = pixmap.width() / pixmap.devicePixelRatio()
            painter.setBrush(QColor(self._theme.colour("hot")))
            painter.drawEllipse(QRectF(size * 0.6, 0, size * 0.4, size * 0.4))
            painter.end()
        return QIcon(QPixmap(pixmap))


def message(alerts: list[News]) -> tuple[str, str]:
    """Title and text: of one signal, or of several in one digest that names the newest.

    The figures of a week go first, and clients who were missed before what one person did.
    """
    first = foremost(alerts)
    others = len(alerts) - 1
    title, text = _words_of(first)
    if not others:
        return title, text
    if isinstance(first, WeekNews | TargetsMissed):
        more = tr("And %n new signals", "", others)
        return title, tr("{text}. {more}").format(text=text, more=more) if text else more
    return tr("%n new signals", "", len(alerts)), title


def foremost(alerts: list[News]) -> News:
    """What is named, and opened by a click."""
    for kind in (WeekNews, TargetsMissed):
        found = [one for one in alerts if isinstance(one, kind)]
        if found:
            return found[-1]
    return alerts[-1]


def _words_of(news: News) -> tuple[str, str]:
    match news:
        case WeekNews(title, text) | NotSent(title, text):
            return title, text
        case TargetsMissed(number):
            text = tr("%n clients waited longer than your target while Otklik was off", "", number)
            return text, tr("See who waits now")
        case Reminded():
            title = tr("No answer from {name}: you wanted to be reminded").format(name=news.name)
        case TargetNear():
            title = _target_title(news)
        case Alert():
            title = words.alert_title(news.kind, news.name, news.link)
    return title, news.subject


def _target_title(news: TargetNear) -> str:
    time = words_targets.time(Target(news.target / SECOND, news.working), working=True)
    if news.late:
        return tr("{name} has waited longer than {time}").format(name=news.name, time=time)
    return tr("{name} will soon have waited {time}").format(name=news.name, time=time)
