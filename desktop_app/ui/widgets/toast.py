"""A short message over the status line that leaves by itself or by its cross, with an optional undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QWidget

from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton, LinkButton
from desktop_app.ui.widgets.texts import Text

Act = Callable[[], None]

PLAIN_MS = 5_000
UNDO_MS = 10_000
SLIDE_BY = 16  # pixels that it comes from below
MARGIN = 6  # from the lower edge: it covers the status line before anything else


class Toast(QFrame):
    """Floats over `window`; the newest replaces the one before. One button at most.

    What can be taken back stays on top for its time: news waits that long. It lies in the middle of the
    window, without the `left` pixels (the rail), and above the `foot` pixels (a page's buttons there).
    """

    def __init__(
        self, window: QWidget, theme: Theme, left: Callable[[], int], foot: Callable[[], int]
    ) -> None:
        super().__init__(window)
        self._window, self._left, self._foot, self._theme = window, left, foot, theme
        self.setProperty("kind", "floating")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        row.setSpacing(Space.L)
        self.text = Text()
        self.button = LinkButton("")
        row.addWidget(self.text)
        row.addWidget(self.button)
        self.cross = IconButton(theme, "x", tr("Close"), self._leave)
        row.addWidget(self.cross)
        self._act: Act | None = None
        self._undo: Act | None = None
        self._news: tuple[str, str, Act] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._leave)
        self.button.clicked.connect(self.press)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 60))
        self.setGraphicsEffect(shadow)
        window.installEventFilter(self)
        self.hide()

    def say(self, text: str, button: str = "", act: Act | None = None) -> None:
        """Stays for 5 s, with a button for 10 s."""
        self._undo = None
        self._show(text, button, act)

    def offer_undo(self, text: str, undo: Act) -> None:
        """Something was done that `undo`, or Ctrl+Z, takes back for 10 s."""
        self._undo = undo
        self._show(text, tr("Undo"), undo)

    def tell(self, text: str, button: str, act: Act) -> None:
        """News that nobody has asked for: not in the place of an undo, and the newest alone."""
        if self._undo is not None:
            self._news = (text, button, act)
        else:
            self._show(text, button, act)

    def press(self) -> None:
        """Do what the button says, once; nothing when there is none."""
        act, self._act, self._undo = self._act, None, None
        if act is not None:
            self._leave()
            act()

    def undo(self) -> None:
        """Ctrl+Z: what the button says, if that is to take something back."""
        if self._undo is not None:
            self.press()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _show(self, text: str, button: str, act: Act | None) -> None:
        self._act = act
        self.text.setText(text)
        self.button.setText(button)
        self.button.setVisible(act is not None)
        self._timer.start(PLAIN_MS if act is None else UNDO_MS)
        self.show()
        self.adjustSize()
        self._place()
        self.raise_()
        self._theme.motion.slide(self, QPoint(0, SLIDE_BY))

    def _leave(self) -> None:
        self._act = self._undo = None
        self._timer.stop()
        self.hide()
        news, self._news = self._news, None
        if news is not None:
            self._show(*news)

    def _place(self) -> None:
        self._theme.motion.settle(self)
        free, foot = self._window.size() - self.size(), self._foot()
        self.move((free.width() + self._left()) // 2, free.height() - MARGIN - foot)
