"""The object graph of the window program: built once, started, closed."""

from __future__ import annotations

import gc
import logging
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.domain.codes import Micros
from desktop_app.domain.errors import AppError, DatabaseTooNew
from desktop_app.settings.paths import resources
from desktop_app.settings.policy import locked_by, locked_settings, policy_file
from desktop_app.settings.schema import Settings
from desktop_app.store.first_reader import FirstReader
from desktop_app.ui.bridge import Bridge, EngineConnection
from desktop_app.ui.first_frame import FirstFrame
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import install, language_of, shown_language, tr, uninstall

if TYPE_CHECKING:
    from desktop_app.domain.facts import Changed, OutboxChanged, Ready
    from desktop_app.ui.collector import Collector
    from desktop_app.ui.end_signals import EndSignals
    from desktop_app.ui.notifications import Notifications
    from desktop_app.ui.presenting import Presenting
    from desktop_app.ui.system_motion import SystemMotion
    from desktop_app.ui.week_news import WeekTeller

log = logging.getLogger(__name__)

SWITCH_INTERVAL_S = 0.0005  # what the window waits for when another thread holds the interpreter
UNPAINTED_MS = 1_000  # started minimised, the window is not painted: go on all the same


def show(
    data: Path,
    connection: EngineConnection,
    reconnect: Callable[[], EngineConnection] | None,
    *,
    demo: bool,
) -> int:
    """Show the window until it is closed; the exit code."""
    # The style as an argument: `setStyle` gives a QStyle back, whose 564 enumerators cost 6 ms.
    application = QApplication([*sys.argv[:1], "-style", "fusion"])
    application.setApplicationName("Otklik")
    application.setDesktopFileName("otklik")
    program = Program(application, data, connection, reconnect, demo=demo)
    program.start()
    code = application.exec()
    program.close()
    return code


class Program(QObject):
    """The object graph of the window program. `start` shows the window, `close` ends everything."""

    def __init__(
        self,
        application: QApplication,
        data: Path,
        connection: EngineConnection,
        reconnect: Callable[[], EngineConnection] | None = None,
        *,
        demo: bool = False,
    ) -> None:
        super().__init__()
        self._application, self._data, self._demo = application, data, demo
        self._locked, self._locked_by = locked_settings(policy_file()), locked_by(policy_file())
        self._first, self._problem = self._first_reader()
        settings = self._settings(self._first) if self._first else Settings({}, self._locked, self._locked_by)
        folder = resources() / "i18n"
        self._translators = install(application, folder, language_of(settings.text("language")))
        self.theme = Theme(application, settings.text("theme"))
        self.bridge = Bridge(connection, reconnect)
        first = FirstFrame(self.theme, self._first, settings, clock())
        self.window = MainWindow(
            self.theme, self.bridge, clock, self._settings, demo=demo, first=first
        )
        self.notifications: Notifications | None = None
        self._weeks: WeekTeller | None = None
        self._collector: Collector | None = None
        self._system_motion: SystemMotion | None = None
        self._end_signals: EndSignals | None = None
        self._presenting: Presenting | None = None
        self._system_moves = True
        self._opened = False
        self.bridge.ready.connect(self._ready)
        self.bridge.changed.connect(self._changed)
        self._hook = sys.excepthook
        self._switch_interval = sys.getswitchinterval()
        self._rest = QTimer(self, singleShot=True, interval=UNPAINTED_MS)
        self._rest.timeout.connect(self._after_first_paint)

    def start(self) -> None:
        sys.excepthook = self._failed
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        self.window.installEventFilter(self)
        self._rest.start()
        self.window.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Until the first paint, which is over when the event loop comes round again."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._rest.start(0)
        return False

    def close(self) -> None:
        sys.excepthook = self._hook
        sys.setswitchinterval(self._switch_interval)
        self._rest.stop()
        if self.notifications is not None:
            self.notifications.close()
        if self._weeks is not None:
            self._weeks.close()
        self.bridge.close()
        self.window.dispose()
        if self._first is not None:  # closed before the first paint
            self._first.close()
        if self._presenting is not None:
            self._presenting.close()
        if self._system_motion is not None:
            self._system_motion.close()
        if self._end_signals is not None:
            self._end_signals.close()
        if self._collector is not None:
            self._collector.close()
        uninstall(self._application, self._translators)

    def _after_first_paint(self) -> None:
        """What nobody misses in the first tenth of a second."""
        self.window.removeEventFilter(self)
        self.window.build()
        if self._first is not None:
            self._first.close()
            self._first = None
            self._open()
        elif self._problem is not None:
            self.window.show_problem(self._problem)
        self.theme.follow()
        if self._problem is None:  # else no engine could open the database either: it would end at once
            self.bridge.start()
        from PySide6.QtGui import QIcon

        from desktop_app.ui.collector import Collector
        from desktop_app.ui.end_signals import EndSignals
        from desktop_app.ui.system_motion import SystemMotion

        self._application.setWindowIcon(QIcon(str(icon_file())))
        self._notify()
        self._end_signals = EndSignals(self._application.quit)
        self._system_motion = SystemMotion()
        self._system_motion.told.connect(self._system_moved)
        self._system_motion.ask()
        self._move(self._current_settings())
        gc.freeze()
        self._collector = Collector(self)

    def _notify(self) -> None:
        """Notifications, and the icon in the tray."""
        from desktop_app.ui.notifications import Notifications
        from desktop_app.ui.presenting import Presenting
        from desktop_app.ui.quiet import Quiet

        self._presenting = Presenting()
        self._presenting.start()
        notifications = Notifications(
            self.theme,
            self._current_settings,
            clock,
            self._toast,
            icon_file(),
            self._keep_quiet,
            Quiet(self._current_settings, clock, self._presenting.is_on),
        )
        notifications.opened.connect(self._open_contact)
        notifications.shown.connect(self.window.bring_up)
        notifications.page_wanted.connect(self._open_page)
        notifications.unread_changed.connect(self.window.set_unread)
        self.bridge.alert.connect(notifications.alert)
        self.bridge.reminded.connect(notifications.alert)
        self.bridge.target_near.connect(notifications.alert)
        self.bridge.targets_missed.connect(notifications.alert)
        self.window.seen.connect(notifications.read)
        self.bridge.outbox_changed.connect(self._outbox_changed)
        self._tell_weeks(notifications)
        notifications.start(self._application.quit)
        if notifications.has_tray and not self._demo:  # closed, it goes on in the tray
            self._application.setQuitOnLastWindowClosed(False)
        self.notifications = notifications

    def _tell_weeks(self, notifications: Notifications) -> None:
        """The figures of the last week, once: the engine is told when they have been said."""
        from desktop_app.domain.commands import DigestShown
        from desktop_app.store.reader import Reader
        from desktop_app.ui.notifications import News, WeekNews
        from desktop_app.ui.week_news import WeekTeller

        def said(some: list[News]) -> None:
            for one in some:
                if isinstance(one, WeekNews):
                    self.bridge.call(DigestShown(one.until))

        weeks = WeekTeller(lambda: Reader(self._data), self._current_settings, clock)
        weeks.news.connect(notifications.alert)
        weeks.nothing.connect(lambda until: self.bridge.call(DigestShown(until)))
        notifications.said.connect(said)
        self.bridge.week_began.connect(weeks.tell)
        self._weeks = weeks

    def _outbox_changed(self, fact: OutboxChanged) -> None:
        from desktop_app.ui.unsent_news import unsent_news

        context = self.window.context
        news = unsent_news(fact, context.reader.outbox) if context is not None else None
        if news is not None and self.notifications is not None:
            self.notifications.warn(news)

    # ── the database ─────────────────────────────────────────────────────────────────────────────
    def _first_reader(self) -> tuple[FirstReader | None, AppError | None]:
        """For the first frame, or why there is none; neither when the engine is still to make the file."""
        try:
            return FirstReader(self._data), None
        except FileNotFoundError:
            return None, None
        except AppError as error:
            log.info("the database cannot be opened yet: %s", error)
            return None, error if isinstance(error, DatabaseTooNew) else None

    def _ready(self, fact: Ready) -> None:
        """The engine has opened the database; also after it was made anew."""
        if self._opened and not fact.recovered:
            return
        if self._open() and fact.recovered:
            self.window.toast(tr("The database was damaged. It is rebuilt from your mailbox."))

    def _open(self) -> bool:
        """Read all from here on; False: it cannot be read, which is said in place of the pages."""
        from desktop_app.store.reader import Reader  # not needed for the first paint

        try:
            reader = Reader(self._data)
        except (AppError, FileNotFoundError) as error:
            self.window.show_problem(error if isinstance(error, AppError) else AppError())
            return False
        self.window.open(reader, lambda: Reader(self._data))
        self._opened = True
        return True

    # ── settings ─────────────────────────────────────────────────────────────────────────────────
    def _settings(self, reader: FirstReader) -> Settings:
        return Settings(reader.settings(), self._locked, self._locked_by)

    def _current_settings(self) -> Settings:
        context = self.window.context
        return context.settings() if context is not None else Settings({}, self._locked, self._locked_by)

    def _changed(self, fact: Changed) -> None:
        if fact.everything:
            settings = self._current_settings()
            self.theme.choose(settings.text("theme"))
            self._move(settings)
            self._speak(language_of(settings.text("language")))

    def _move(self, settings: Settings) -> None:
        self.theme.motion.allow(settings.text("motion"), system_moves=self._system_moves)

    def _system_moved(self, moves: bool) -> None:
        self._system_moves = moves
        self._move(self._current_settings())

    def _speak(self, language: str) -> None:
        """Another language at once."""
        if language == shown_language():
            return
        uninstall(self._application, self._translators)
        self._translators = install(self._application, resources() / "i18n", language)
        self.window.retranslate()
        if self.notifications is not None:
            self.notifications.retranslate()

    # ── what goes wrong ──────────────────────────────────────────────────────────────────────────
    def _failed(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """A known error is a sentence; anything else is a bug, logged whole and offered for copying."""
        if isinstance(error, AppError):
            log.warning("not handled where it happened: %s", error)
            self.window.show_error(error)
            return
        log.critical("a bug", exc_info=(kind, error, trace))
        details = "".join(traceback.format_exception(kind, error, trace))
        self.window.toast_with(
            tr("Something in Otklik did not work. Your letters are safe."),
            tr("Copy the details"),
            lambda: self._application.clipboard().setText(details),
        )

    def _keep_quiet(self, until: Micros) -> None:
        from desktop_app.domain.commands import SetSetting

        self.bridge.call(SetSetting("notifications_quiet_until", str(until)))

    def _toast(self, text: str, act: Callable[[], None]) -> None:
        self.window.build()  # news may come before the first paint
        self.window.over.floating().tell(text, tr("Show"), act)

    def _open_page(self, key: str) -> None:
        self.window.bring_up()
        self.window.show_page(key)

    def _open_contact(self, contact: object) -> None:
        self.window.bring_up()
        self.window.open_contact(contact)  # type: ignore[arg-type] # a signal carries objects


def clock() -> Micros:
    """Now: the window's only look at the clock."""
    return time.time_ns() // 1000


def icon_file() -> Path:
    return resources() / "icons" / "otklik.svg"
