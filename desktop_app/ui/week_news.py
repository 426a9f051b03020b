"""The notification a working week begins with: worked out beside the window, said once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop_app.domain.codes import Micros
from desktop_app.domain.errors import AppError
from desktop_app.domain.facts import WeekBegan
from desktop_app.settings.schema import Settings
from desktop_app.store.reader import Reader
from desktop_app.ui.background import Background
from desktop_app.ui.loading import ModuleLoader
from desktop_app.ui.notifications import WeekNews

MODULES = ("numpy", "desktop_app.ui.last_week", "desktop_app.ui.words_week")


class WeekTeller(QObject):
    """`news(WeekNews)`: to be said; `nothing(until)`: there was nothing to be said of that week."""

    news = Signal(object)
    nothing = Signal(object)

    def __init__(
        self,
        open_reader: Callable[[], Reader],
        settings: Callable[[], Settings],
        now: Callable[[], Micros],
    ) -> None:
        super().__init__()
        self._settings, self._now = settings, now
        self._background = Background(open_reader)
        self._loader = ModuleLoader(self, MODULES)
        self._loader.loaded.connect(self._ask)
        self._due: WeekBegan | None = None

    def tell(self, fact: WeekBegan) -> None:
        """Once for each week, however often the engine says it."""
        if self._due != fact:
            self._due = fact
            self._loader.start()

    def close(self) -> None:
        self._loader.close()
        self._background.close()

    def _ask(self) -> None:
        from desktop_app.ui.last_week import last_week

        settings, now = self._settings(), self._now()
        self._background.run(lambda reader: last_week(reader, settings, now), self._done, self._failed)

    def _done(self, value: object) -> None:
        from desktop_app.ui import words_week
        from desktop_app.ui.last_week import LastWeek

        assert isinstance(value, LastWeek)
        found = value.digest
        if found.is_empty:
            self.nothing.emit(found.week.until)
        else:
            text = words_week.summary(found)
            self.news.emit(WeekNews(words_week.headline(found), text, found.week.until))

    def _failed(self, error: AppError) -> None:
        """The page says why; the notification comes at the next start."""
        self._due = None
