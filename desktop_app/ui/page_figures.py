"""The figures of a page: worked out beside the window, and what stands in their place until they are there.

Every page of figures goes through the same states: grey cards while they come, then the figures or what will
be here; where they failed, why, with "Try again". Figures once shown stay while newer ones come or fail.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.errors import AppError
from desktop_app.ui import problems
from desktop_app.ui.background import Background, Job
from desktop_app.ui.loading import ModuleLoader
from desktop_app.ui.page import Page
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.page_head import PAGE_MARGIN
from desktop_app.ui.widgets.page_scroll import head_and_scroll
from desktop_app.ui.widgets.states import CardSkeleton, EmptyState, Notice

REFRESH_MS = 3_000  # letters arrive by the thousand in the first sync: not a report for each batch


class PageFigures:
    """Lays the page out: its head goes into `head`, its figures are given to `show`.

    `modules` are what the figures need, loaded when they are first asked for. `question` is the page's and
    calls `run`. All of it is for the window's thread.
    """

    def __init__(self, page: Page, modules: Sequence[str], question: Callable[[], None]) -> None:
        self._page, self._question = page, question
        self._is_loaded = False
        self._awaited: object = None  # whose answer will be shown: a question's, or what it needs
        self._error = ""
        self._skeleton, self._blank = CardSkeleton(page.context.theme), QWidget()
        self._place = QStackedWidget()
        self._place.addWidget(self._skeleton)
        self._place.addWidget(self._blank)
        _keep_margins(self._skeleton)
        self.head, self._notices = QVBoxLayout(), QVBoxLayout()
        self.head.setSpacing(Space.M)
        column = head_and_scroll(page, self._place)
        column.addLayout(self.head)
        column.addLayout(self._notices)
        self._refresh = QTimer(page, singleShot=True, interval=REFRESH_MS)
        self._refresh.timeout.connect(self._due)
        self._loader = loader = ModuleLoader(page, modules)
        loader.loaded.connect(self._loaded)
        loader.failed.connect(lambda: self._fail(tr("The figures could not be loaded.")))
        self._background = background = Background(page.context.open_reader)
        page.destroyed.connect(lambda _page=None: loader.close())
        page.destroyed.connect(lambda _page=None: background.close())

    @property
    def shown(self) -> QWidget:
        """What stands in the place of the figures."""
        return self._place.currentWidget()

    @property
    def error(self) -> str:
        """Why the newest figures are not there, as it is told; "" when they are, or on their way."""
        return self._error

    @property
    def is_busy(self) -> bool:
        """An answer is on its way."""
        return self._awaited is not None

    def ask(self) -> None:
        """Now. The first time what the figures need is loaded before."""
        if self._is_loaded:
            self._question()
        else:
            self._await(self._loader)
            self._loader.start()

    def ask_later(self) -> None:
        """Something has changed: asked often it asks once, and only while the page is in front."""
        if not self._refresh.isActive():
            self._refresh.start()

    def run(self, job: Job, done: Callable[[object], None]) -> None:
        """`job(reader)` beside the window, then `done(value)` here, unless something newer is asked."""
        awaited = object()

        def came(value: object) -> None:
            if self._awaited is awaited:
                self._awaited = None
                self._tell("")
                done(value)

        def failed(error: AppError) -> None:
            if self._awaited is awaited:
                self._fail(problems.sentence(error))

        self._await(awaited)
        self._background.run(job, came, failed)

    def show(self, widget: QWidget) -> None:
        """The figures, or what will be here."""
        if self._place.indexOf(widget) < 0:
            self._place.addWidget(widget)
            if isinstance(widget, EmptyState):
                _keep_margins(widget)
        self._place.setCurrentWidget(widget)

    def show_instead(self, widget: QWidget) -> None:
        """What needs no figures: those on their way are not shown any more, nor that they failed."""
        self._refresh.stop()
        self._awaited = None
        self._tell("")
        self.show(widget)

    def wait(self) -> None:
        """For figures of something else: what is shown means nothing any more."""
        self.show_instead(self._skeleton)

    def close(self) -> None:
        """Wait for the threads; nothing is shown afterwards."""
        self._loader.close()
        self._background.close()

    def _loaded(self) -> None:
        self._is_loaded = True
        if self._awaited is self._loader:
            self._question()

    def _due(self) -> None:
        if self._page.isVisible():  # else the page asks when it comes to the front
            self.ask()

    def _await(self, awaited: object) -> None:
        self._awaited = awaited
        if self.shown is self._blank:
            self._place.setCurrentWidget(self._skeleton)

    def _fail(self, text: str) -> None:
        self._awaited = None
        if self.shown is self._skeleton:
            self._place.setCurrentWidget(self._blank)  # nothing is on its way
        self._tell(text)

    def _tell(self, error: str) -> None:
        if error == self._error:
            return  # its button may have the focus
        self._error = error
        while (item := self._notices.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        if error:
            self._notices.addWidget(Notice(error, tr("Try again"), self._try_again))

    def _try_again(self) -> None:
        self._page.activate()
        self._tell("")


def _keep_margins(widget: QWidget) -> None:
    """Those of a page, for what does not scroll: a `PageScroll` reaches the edges of the window."""
    widget.setContentsMargins(0, 0, PAGE_MARGIN, Space.M)
