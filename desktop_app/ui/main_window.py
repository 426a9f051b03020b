"""The window: rail, pages, status line. What floats over them is `over_page`, keys are `window_keys`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop_app.domain.codes import ContactId, LetterId, Micros
from desktop_app.domain.errors import AppError
from desktop_app.settings.schema import Settings
from desktop_app.ui import registry
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.context import Context
from desktop_app.ui.letter_windows import LetterWindows
from desktop_app.ui.over_page import OverPage
from desktop_app.ui.page import Page
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr

if TYPE_CHECKING:
    from desktop_app.domain.facts import Changed
    from desktop_app.domain.model import Draft
    from desktop_app.store.first_reader import FirstReader
    from desktop_app.store.reader import Reader
    from desktop_app.ui.first_frame import FirstFrame
    from desktop_app.ui.rail import Rail
    from desktop_app.ui.status_line import StatusLine

SIZE = (1280, 800)
SMALLEST = (720, 480)
COLLAPSE_BELOW = 960
HOME = "leads"


class MainWindow(QWidget):
    """Empty until `open` gives it a database; `open` again replaces every page.

    With `first` it has no widgets until `build`: it shows that frame, and nothing else may be called.
    `seen` is emitted when the user looks at it.
    """

    seen = Signal()

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        now: Callable[[], Micros],
        settings: Callable[[FirstReader], Settings],
        *,
        demo: bool = False,
        first: FirstFrame | None = None,
    ) -> None:
        super().__init__()
        self._theme, self._bridge, self._now, self._settings, self._demo = theme, bridge, now, settings, demo
        self._entries = {entry.key: entry for entry in registry.entries()}
        self._pages: dict[str, Page] = {}
        self._context: Context | None = None
        self._key = HOME
        self.over = OverPage(self, theme, lambda: self._body, lambda: self.page, self._rail_width)
        self.letters = LetterWindows()
        self._unread = 0
        self._memories: dict[str, object] = {}  # of pages that are to be made anew
        self._stale: set[str] = set()  # pages in the language of before, with something unsaved
        self._first = first
        self.setWindowTitle("Otklik")
        self.resize(*SIZE)
        self.setMinimumSize(*SMALLEST)
        self._inks: list[QWidget] = []
        self._built = False
        if first is None:
            self.build()

    def build(self) -> None:
        """Make rail, pages and status line: after the first paint, when a first frame was shown."""
        if self._built:
            return
        self._built, self._first = True, None
        for ink in self._inks:
            ink.hide()
            ink.deleteLater()
        self._inks.clear()
        self._build()
        self._listen()
        self._fit()
        self.setFocus()  # until there is a page; else Qt gives it to the first button

    # ── the database ─────────────────────────────────────────────────────────────────────────────
    def open(self, reader: Reader, open_reader: Callable[[], Reader]) -> None:
        """Read from here on with `reader`, which it closes; `open_reader` makes more for worker threads."""
        before = self._context
        for page in self._pages.values():
            page.replaced()
        self._drop_pages()
        self.letters.keep_reader(None if before is None else before.reader)
        self._context = self._make_context(reader, open_reader)
        self._show_accounts()
        self.show_page(self._key)

    def retranslate(self) -> None:
        """Everything anew in the language that is installed now; the user stays where he is."""
        if not self._built:
            return
        self.setLocale(QLocale())
        for key, page in list(self._pages.items()):
            if page.is_unsaved():
                self._stale.add(key)
            else:
                self._memories[key] = page.remember()
                self._drop_page(key)
        for page in self._pages.values():
            self._body.removeWidget(page)
            page.setParent(self)
        self._drop_frame()
        self._build()
        self._listen_status()
        for page in self._pages.values():
            self._body.addWidget(page)
        self._rail.set_unread("activity", self._unread)
        self._fit()
        if self._context is not None:
            self._show_accounts()
            self.show_page(self._key)
        self.letters.make_anew(self._context)

    @property
    def context(self) -> Context | None:
        """None until the database is open."""
        return self._context

    def show_problem(self, error: AppError) -> None:
        """In place of the pages: why the database cannot be opened."""
        from desktop_app.ui import problems
        from desktop_app.ui.widgets.states import EmptyState

        self._body.setCurrentWidget(
            self._instead(EmptyState(tr("Your data cannot be opened"), problems.sentence(error)))
        )

    # ── getting about ────────────────────────────────────────────────────────────────────────────
    def show_page(self, key: str) -> None:
        if self._context is None or key not in self._entries:
            return
        self.over.close_panel()
        self._key = key
        if key in self._stale and not self._pages[key].is_unsaved():
            self._drop_page(key)
        page = self._page(key)
        self._body.setCurrentWidget(page)
        self._rail.show_chosen(key)
        page.activate()
        if key in self._memories:
            page.restore(self._memories.pop(key))

    @property
    def page(self) -> Page | None:
        """The one in front; None until it was shown for the first time."""
        return self._pages.get(self._key)

    def has_idle_keyboard(self) -> bool:
        """Nothing has the keyboard, or the rail: what it does not know is meant for the page."""
        focused = self.focusWidget()
        return focused is None or focused is self or self._rail.isAncestorOf(focused)

    def show_number(self, number: int) -> None:
        """The page that stands at this place in the rail, if there is one."""
        shown = [entry.key for entry in self._entries.values() if not entry.hidden]
        if 0 < number <= len(shown):
            self.show_page(shown[number - 1])

    def show_keys(self) -> None:
        from desktop_app.ui.keys_overlay import KeysOverlay

        KeysOverlay(self, self._theme, lambda: self.show_page("help"))

    def open_contact(self, contact: ContactId) -> None:
        from desktop_app.ui.pages.leads import LeadsPage

        self.show_page("leads")
        page = self._pages.get("leads")
        if isinstance(page, LeadsPage):
            page.show_contact(contact)

    def open_company(self, company: str, origin: ContactId | None) -> None:
        from desktop_app.ui.pages.company import CompanyPage

        page = self._page("company")
        if isinstance(page, CompanyPage):
            page.choose(company, origin)
        self.show_page("company")

    def open_letters(self, letters: Sequence[LetterId], title: str) -> None:
        assert self._context is not None
        self.over.show_letters(self._context, letters, title)

    def compose(self, draft: Draft | None) -> None:
        if self._context is not None:
            self.letters.compose(self._context, draft)

    def toast(self, text: str, undo: Callable[[], None] | None = None) -> None:
        if undo is None:
            self.toast_with(text, "", None)
        else:
            self.over.floating().offer_undo(text, undo)

    def show_error(self, error: AppError) -> None:
        """A known error that nobody has answered, as a toast."""
        from desktop_app.ui import problems

        self.toast(problems.sentence(error))

    def toast_with(self, text: str, button: str, act: Callable[[], None] | None) -> None:
        self.build()  # an error may come before the first paint
        self.over.floating().say(text, button, act)

    def set_unread(self, count: int) -> None:
        self._unread = count
        self._rail.set_unread("activity", count)
        self.setWindowTitle(f"({count}) Otklik" if count else "Otklik")

    def bring_up(self) -> None:
        """Out of the tray or from behind."""
        from PySide6.QtCore import Qt

        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def dispose(self) -> None:
        """Close what it holds: pages, windows of letters, the reader."""
        self.letters.close()
        self._drop_pages()
        self.letters.close_old_readers()
        if self._context is not None:
            self._context.reader.close()
            self._context = None

    # ── building ─────────────────────────────────────────────────────────────────────────────────
    def _build(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

        from desktop_app.ui.leads.row_painter import COMFORTABLE
        from desktop_app.ui.rail import Rail
        from desktop_app.ui.status_line import StatusLine
        from desktop_app.ui.widgets.states import Skeleton

        self.setProperty("kind", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rail: Rail = Rail(self._theme, list(self._entries.values()), demo=self._demo)
        self._rail.chosen.connect(self.show_page)
        self._rail.compose.connect(lambda: self.compose(None))
        self._body = QStackedWidget()
        self._body.addWidget(Skeleton(self._theme, COMFORTABLE))
        self._status: StatusLine = StatusLine(self._theme)
        self._status.pressed.connect(lambda: self.show_page("settings"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._body, 1)
        column.addWidget(self._status)
        line.addLayout(column, 1)
        self._rail.show_chosen(HOME)

    def _listen(self) -> None:
        self._bridge.changed.connect(self._changed)
        self._listen_status()

    def _listen_status(self) -> None:
        for state in self._bridge.sync_states.values():  # told before there was this window
            self._status.show_state(state)
        self._bridge.sync_state.connect(self._status.show_state)
        self._bridge.tracking_state.connect(self._status.show_tracking)
        self._bridge.lost.connect(self._status.show_lost)
        self._bridge.found.connect(self._status.show_found)

    def _make_context(self, reader: Reader, open_reader: Callable[[], Reader]) -> Context:
        return Context(
            reader=reader,
            open_reader=open_reader,
            bridge=self._bridge,
            theme=self._theme,
            settings=lambda: self._settings(reader),
            now=self._now,
            open_contact=self.open_contact,
            open_company=self.open_company,
            open_letters=self.open_letters,
            compose=self.compose,
            toast=self.toast,
            show_page=self.show_page,
            demo=self._demo,
        )

    # ── pages ────────────────────────────────────────────────────────────────────────────────────
    def _page(self, key: str) -> Page:
        assert self._context is not None
        if key not in self._pages:
            page = self._entries[key].make(self._context)
            self._pages[key] = page
            self._body.addWidget(page)
        return self._pages[key]

    def _drop_pages(self) -> None:
        self.over.close_panel()
        for key in list(self._pages):
            self._drop_page(key)
        self._memories.clear()

    def _drop_page(self, key: str) -> None:
        page = self._pages.pop(key)
        self._stale.discard(key)
        page.dropped()
        self._body.removeWidget(page)
        page.deleteLater()

    def _drop_frame(self) -> None:
        """Rail, status line and what holds the pages; the pages themselves have gone before."""
        self.over.close_panel()
        layout = self.layout()
        assert layout is not None
        gone = QWidget(self)
        gone.hide()
        gone.setLayout(layout)  # takes the widgets along
        gone.deleteLater()

    def _instead(self, widget: QWidget) -> QWidget:
        while self._body.count() > 1 + len(self._pages):
            old = self._body.widget(self._body.count() - 1)
            self._body.removeWidget(old)
            old.deleteLater()
        holder = QWidget()
        from PySide6.QtWidgets import QVBoxLayout

        column = QVBoxLayout(holder)
        column.addWidget(widget, 1)
        self._body.addWidget(holder)
        return holder

    def _changed(self, fact: Changed) -> None:
        if self._context is None:
            return
        if fact.accounts or fact.everything:
            self._show_accounts()
        for key, page in self._pages.items():
            (page.changed if key == self._key else page.missed)(fact)

    def _show_accounts(self) -> None:
        assert self._context is not None
        self._status.set_accounts(self._context.reader.mailboxes())

    def _rail_width(self) -> int:
        return self._rail.width()

    # ── events ───────────────────────────────────────────────────────────────────────────────────
    def keyPressEvent(self, event: QKeyEvent) -> None:
        from desktop_app.ui import window_keys

        if self._first is None and not window_keys.take(self, event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._first is None:
            self._fit()
        else:
            self._draw_first(self._first)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._first is None:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        self._draft.paint(painter)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.seen.emit()

    def _fit(self) -> None:
        self._rail.set_collapsed(self.width() < COLLAPSE_BELOW)
        self.over.place()

    def _draw_first(self, first: FirstFrame) -> None:
        for ink in self._inks:
            ink.deleteLater()
        self._draft = first.draw(self.width(), self.height())
        self._inks = self._draft.inks(self)
        for ink in self._inks:
            ink.show()
