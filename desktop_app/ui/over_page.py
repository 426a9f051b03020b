"""What floats over the page: the panel of letters at its right, the toast over the status line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from desktop_app.domain.codes import LetterId
from desktop_app.ui.context import Context
from desktop_app.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_app.ui.letters_panel import LettersPanel
    from desktop_app.ui.page import Page
    from desktop_app.ui.widgets.toast import Toast

PANEL_WIDTH = 520
SLIDE_BY = 48  # pixels that a panel comes in from the right


class OverPage:
    """Of one window. `body` is what holds its pages, `page` the one in front; the toast leaves `rail_width`
    free at the left.

    `panel` and `toast` are None until there is one.
    """

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        body: Callable[[], QWidget],
        page: Callable[[], Page | None],
        rail_width: Callable[[], int],
    ) -> None:
        self._window, self._theme = window, theme
        self._body, self._page, self._rail_width = body, page, rail_width
        self.panel: LettersPanel | None = None
        self.toast: Toast | None = None

    def show_letters(self, context: Context, letters: Sequence[LetterId], title: str) -> None:
        from desktop_app.ui.letters_panel import LettersPanel

        self.close_panel()
        self.panel = panel = LettersPanel(context)
        panel.setParent(self._window)
        panel.closed.connect(self.close_panel)
        self.place()
        panel.show()
        panel.raise_()
        if self.toast is not None:
            self.toast.raise_()  # what it offers to undo stays in reach
        panel.show_letters(letters, title)
        self._theme.motion.slide(panel, QPoint(SLIDE_BY, 0))

    def close_panel(self) -> None:
        if self.panel is not None:
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None
            page = self._page()
            if page is not None:
                page.enter()

    def place(self) -> None:
        """The window has another size."""
        if self.panel is not None:
            body = self._body()
            width = min(PANEL_WIDTH, body.width())
            self._theme.motion.settle(self.panel)
            self.panel.setGeometry(self._window.width() - width, 0, width, body.height())

    def floating(self) -> Toast:
        """The toast, made when first needed."""
        from desktop_app.ui.widgets.toast import Toast

        if self.toast is None:
            self.toast = Toast(self._window, self._theme, self._rail_width, self._foot)
        return self.toast

    def _foot(self) -> int:
        """What the page's buttons, and the status line then, take of the window's foot."""
        page = self._page()
        own = page.foot() if page is not None else 0
        return own + self._window.height() - self._body().height() if own else 0
